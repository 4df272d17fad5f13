"""An environment with mediapipe's own pose model, made where that can be, and a way to ask it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from inputs import stop
from mediapipe_side import receive, send
from numpy.typing import NDArray

from backcoach.pose.network_files import PACKAGE, VERSION

PLACE = Path(__file__).resolve().parents[1] / ".benchmarks" / f"{PACKAGE}-{VERSION}"
"""Where the environment is made, once; ignored by git."""

# mediapipe would bring jax, sounddevice and an OpenCV with windows; the pose model needs none of them.
_NEEDED = (
    "absl-py",
    "attrs",
    "flatbuffers",
    "numpy<2",
    "opencv-contrib-python-headless<4.12",
    "protobuf>=4.25.3,<5",
)


def find_python() -> str:
    """Return a Python with mediapipe; its environment is made when there is none yet."""
    python = PLACE / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (PLACE / "ready").exists():
        _make(python)
        (PLACE / "ready").touch()
    return str(python)


def _make(python: Path) -> None:
    wanted = [f"{PACKAGE}=={VERSION}"]
    try:
        if uv := shutil.which("uv"):
            _run(uv, "venv", "--quiet", "--python", ">=3.9,<3.13", "--clear", str(PLACE))
            installer = [uv, "pip", "install", "--quiet", "--python", str(python)]
        else:
            _run(_old_python(), "-m", "venv", "--clear", str(PLACE))
            installer = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run(*installer, *_NEEDED)
        _run(*installer, "--no-deps", *wanted)
    except subprocess.CalledProcessError as error:
        last = (error.stderr or "").strip().splitlines()[-1:]
        stop(
            f"{wanted[0]} cannot be installed here ({' '.join(last)}): name a Python that has it, --python PATH"
        )


def _old_python() -> str:
    if sys.version_info[:2] < (3, 13):
        return sys.executable
    for name in ("python3.12", "python3.11", "python3.10", "python3.9"):
        if found := shutil.which(name):
            return found
    stop(
        f"{PACKAGE} {VERSION} needs Python 3.9 to 3.12, and there is none: name one that has it, --python PATH"
    )


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)


class MediaPipe:
    """The pose model in its process."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self._requests, self._answers = requests, answers

    def see(self, pictures: NDArray[np.uint8]) -> dict[str, Any]:
        """Return what it sees in pictures of one size, which follow one another; see ``mediapipe_side.py``."""
        send(self._requests, {"pictures": pictures})
        answer = receive(self._answers)
        if answer is None:
            stop(
                "mediapipe's process has ended: does it work there? Try: import mediapipe.python.solutions.pose"
            )
        answer["masks"] = np.unpackbits(answer["masks"], axis=2)[:, :, : pictures.shape[2]] > 0
        return answer

    def begin(self) -> None:
        """Begin another video."""
        send(self._requests, {"again": np.array(1)})


@contextmanager
def mediapipe(python: str, *, still: bool) -> Iterator[MediaPipe]:
    """Start it; ``still`` looks for a person in each picture anew."""
    script = Path(__file__).with_name("mediapipe_side.py")
    command = [python, str(script), "still" if still else "video"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("no pipes")
        yield MediaPipe(process.stdin, process.stdout)  # type: ignore[arg-type]
        process.stdin.close()
