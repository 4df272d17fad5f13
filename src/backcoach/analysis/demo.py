"""What the first command analyses: samples that come with the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from backcoach.analysis.sources import Source

SAMPLES = Path(str(resources.files("backcoach"))) / "samples"
SIMULATED = "simulated_routine"


def demo_inputs() -> list[tuple[str, Path | None]]:
    """Return name and file of each sample; the one without a file is the simulated person's routine."""
    recordings = sorted(SAMPLES.glob("*.bcr"))
    return [*((f"sample/{path.name}", path) for path in recordings), (f"sample/{SIMULATED}", None)]


@contextmanager
def open_simulated_routine() -> Iterator[Source]:
    """Open the routine that the simulated person does."""
    raise NotImplementedError
    yield
