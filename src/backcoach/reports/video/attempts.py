"""Attempts in words: what was begun and is no repetition, and what it lacks."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from backcoach.exercises.model import Exercise
from backcoach.reports.video.naming import name_fault
from backcoach.texts.message import Message, message
from backcoach.tracking.summary import Attempt, Repetition

_LACKS: dict[str, Message] = {
    "movement": message("too little movement"),
    "hold": message("held too short a time"),
    "return": message("did not come back as asked for"),
}

MAX_NUMBERS = 5
"""So many attempts are told by their numbers."""


def describe_attempts(repetitions: Sequence[Repetition], exercise: Exercise | None) -> list[Message]:
    """Return a line for each kind of attempt: how many, what they lack, and by how much.

    For example "1 attempt: too little movement (0.016 of 0.03)" or "1 attempt: held too short a time (2.6 of 3 s)".
    """
    groups: dict[Message, list[Attempt]] = defaultdict(list)
    for repetition in repetitions:
        if repetition.status == "unfinished":
            attempt = repetition.attempt or Attempt("return")
            groups[_lack(attempt, exercise)].append(attempt)
    return [_line(lack, attempts) for lack, attempts in groups.items()]


def _lack(attempt: Attempt, exercise: Exercise | None) -> Message:
    if attempt.lack == "fault":
        return Message(name_fault(str(attempt.feature), exercise))
    return _LACKS[attempt.lack]


def _line(lack: Message, attempts: Sequence[Attempt]) -> Message:
    numbers = [number for attempt in attempts if (number := _numbers(attempt))]
    count = len(attempts)
    if not numbers or count > MAX_NUMBERS:
        return message("{count} attempt: {lack}", plural="{count} attempts: {lack}", count=count, lack=lack)
    return message(
        "{count} attempt: {lack} ({numbers})",
        plural="{count} attempts: {lack} ({numbers})",
        count=count,
        lack=lack,
        numbers=tuple(numbers),
    )


def _numbers(attempt: Attempt) -> Message | None:
    if math.isnan(attempt.reached):
        return None
    if attempt.lack == "hold":
        return message(
            "{reached} of {needed} s", reached=f"{attempt.reached:.1f}", needed=f"{attempt.needed:g}"
        )
    # Both on one side of nought are told without the sign: a low of 0.016 where 0.03 is asked for.
    sign = -1 if attempt.needed < 0 and attempt.reached <= 0 else 1
    reached = f"{sign * attempt.reached:.2g}" if abs(attempt.needed) < 1 else f"{sign * attempt.reached:.0f}"
    needed = f"{sign * attempt.needed:g}"
    return None if reached == needed else message("{reached} of {needed}", reached=reached, needed=needed)
