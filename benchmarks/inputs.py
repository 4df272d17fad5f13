"""What benchmarks measure on: the built-in exercises, clips, and the real data beside the checkout."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path
from typing import NoReturn

from backcoach.analysis.sources import open_source
from backcoach.exercises.catalogue import BUILTIN, load_exercise
from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.pose.recording import RecordingMeta, load_recording, save_recording

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Where the project's real data lie, if they are there: beside the checkout."""


def stop(message: str) -> NoReturn:
    """End with exit status 2 and one line that says what is wrong with the input."""
    print(f"{Path(sys.argv[0]).name}: {message}", file=sys.stderr)
    raise SystemExit(2)


def load_builtin(exercise_id: str) -> Exercise:
    """Return the exercise that ships with the project, whatever a person's own folder says."""
    return load_exercise(
        Path(str(resources.files("backcoach.exercises") / "builtin" / f"{exercise_id}.toml"))
    )


def load_seven() -> dict[str, Exercise]:
    """Return the seven built-in exercises by id."""
    return {exercise_id: load_builtin(exercise_id) for exercise_id in BUILTIN}


def see(path: Path, recording: Path | None = None) -> list[PoseFrame]:
    """Return the frames of a video, photo or recording, seen with the pose model that ships with the project.

    Parameters
    ----------
    path : Path
    recording : Path, optional
        Used instead when it exists and is not older; otherwise written.

    Raises
    ------
    InputError
        When the file cannot be read.
    """
    if recording is not None and recording.exists() and recording.stat().st_mtime >= path.stat().st_mtime:
        return list(load_recording(recording))
    with open_source(path) as source:
        frames = [look.frame for look in source.looks]
    if recording is not None:
        save_recording(recording, frames, RecordingMeta(source=path.name))
    return frames
