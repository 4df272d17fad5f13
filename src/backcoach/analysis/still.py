"""What can be said of a single picture: nothing is counted, but the position can be known."""

from __future__ import annotations

from collections.abc import Iterable

from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.tracking import check_frame


def describe_still(frame: PoseFrame, exercises: Iterable[Exercise]) -> str:
    """Return one sentence that names the exercises whose position the picture shows."""
    found = []
    for exercise in exercises:
        check = check_frame(exercise, frame)
        if check.in_position:
            phases = f" ({', '.join(check.phases)})" if check.phases else ""
            found.append((not check.phases, f"{exercise.name}{phases}"))
    shown = ", ".join(name for _, name in sorted(found, key=lambda pair: pair[0]))
    return f"a still picture, so nothing can be counted; it shows the position of {shown or 'no exercise'}"
