"""Keep the start-up chatter of the networks' runtime, written by native code, off the person's screen."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_CHATTER = re.compile(
    rb"^([IWE]\d{4} .*|WARNING: All log messages before absl::.*|INFO: Created TensorFlow Lite .*)$"
)
_STANDARD_ERROR = 2
_one_at_a_time = threading.Lock()


@contextmanager
def native_chatter_hidden() -> Iterator[None]:
    """Hold back what is written to standard error inside; afterwards pass on all lines but the known chatter.

    LiteRT has no switch for these lines. Standard error belongs to the whole process, so
    whatever other threads write meanwhile is only delayed.
    """
    with _one_at_a_time, tempfile.TemporaryFile() as held:
        _flush()
        kept = os.dup(_STANDARD_ERROR)
        os.dup2(held.fileno(), _STANDARD_ERROR)
        try:
            yield
        finally:
            _flush()
            os.dup2(kept, _STANDARD_ERROR)
            os.close(kept)
            held.seek(0)
            for line in held.read().splitlines(keepends=True):
                if not _CHATTER.match(line.rstrip()):
                    os.write(_STANDARD_ERROR, line)


def _flush() -> None:
    if sys.stderr is not None:
        sys.stderr.flush()
