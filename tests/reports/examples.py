"""A result with something of everything in it."""

import math

from backcoach.analysis import Analysis, Moment
from backcoach.exercises.catalogue import load_exercise
from backcoach.tracking.summary import ExerciseSet, FaultSpan, Hold, Repetition, Tracking
from tests.stick_person import SQUAT_FILE

SQUAT = load_exercise(SQUAT_FILE)
EXERCISES = {"squat": SQUAT}

SET = ExerciseSet(
    "squat",
    1.0,
    11.0,
    repetitions=(
        Repetition(1, "left", "counted", 1.0, 2.0, 3.0, 4.0, 1.0),
        Repetition(2, "right", "counted", 4.0, 5.0, 6.00049, 7.0, 1.0, ("shallow",)),
        Repetition(3, None, "unfinished", 8.0, math.nan, math.nan, 11.0, 0.0),
        Repetition(4, "left", "unsure", 11.0, 12.0, 13.0, 14.0, 0.0),
    ),
    holds=(Hold(2.0, 3.0, "left", "bottom"), Hold(5.0, 6.0, "right", "bottom")),
    faults=(
        FaultSpan("shallow", "fault", 5.0, 6.5, "right", "bottom"),
        FaultSpan("leaning", "warning", 5.0, 6.0),
    ),
)


def moments() -> tuple[Moment, ...]:
    return tuple(
        Moment(
            i / 10,
            "squat",
            math.nan if 80 < i < 90 else 130 + 40 * math.cos(i / 6),
            "bottom" if i % 40 > 20 else "standing",
            in_position=i > 5,
            seen=not 80 < i < 90,
        )
        for i in range(140)
    )


RESULT = Analysis(
    source="clips/squat.mp4",
    duration_s=14.0,
    frames=140,
    tracking=Tracking(12.5, 0.5, 1.0),
    sets=(SET,),
    notes=("several people (up to 2) are in 40% of the pictures: the largest, steady one was followed",),
    people_max=2,
    took_s=7.0,
    trace=moments(),
)
FAILED = Analysis(source="broken.mp4", error="is empty (0 bytes)", partial=True)
"""What an input that cannot be read gives."""
