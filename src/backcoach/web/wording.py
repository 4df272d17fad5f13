"""Doses, lengths of time and health conditions in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backcoach.exercises.schema import Exercise
from backcoach.programme.today import repetitions_asked
from backcoach.texts import Message, message

INTRODUCTION_S = 25.0
"""Steps, getting into position and the countdown, about."""

LEAST_REPETITION_S = 1.0

CONDITIONS: dict[str, Message] = {
    "pregnancy": message("Pregnancy"),
    "high_blood_pressure": message("High blood pressure"),
    "osteoporosis": message("Osteoporosis"),
    "knee": message("Knee trouble"),
    "wrist": message("Wrist trouble"),
    "shoulder": message("Shoulder trouble"),
    "hip": message("Hip trouble"),
    "spinal_stenosis": message("Spinal stenosis"),
    "dizziness": message("Dizziness"),
    "early_morning": message("Early in the morning"),
}

VIEWS: dict[str, Message] = {
    "side": message("From the side"),
    "front": message("From the front"),
    "oblique": message("Obliquely from the feet"),
    "feet": message("From the feet"),
    "rear": message("From behind"),
}


def dose_words(exercise: Exercise, repetitions: int, hold_s: float, sets: int = 1) -> Message:
    """Return a dose as it is said: "12 times", "5 x 10 s", "20 on each side"."""
    amount = _amount(repetitions, hold_s, exercise.sides != "none")
    return amount if sets == 1 else message("{amount} in each of {sets} sets", sets=sets, amount=amount)


def _amount(repetitions: int, hold_s: float, sided: bool) -> Message:
    if not hold_s:
        if sided:
            return message("{count} on each side", plural="{count} on each side", count=repetitions)
        return message("{count} time", plural="{count} times", count=repetitions)
    if repetitions == 1 and not sided:
        return message("Hold for {seconds} s", seconds=hold_s)
    if sided:
        return message("{count} × {seconds} s on each side", count=repetitions, seconds=hold_s)  # noqa: RUF001
    return message("{count} × {seconds} s", count=repetitions, seconds=hold_s)  # noqa: RUF001


def lasts_s(exercise: Exercise, planned: Mapping[str, object], rest: float = 1.0) -> float:
    """Return about how many seconds one set takes with its introduction and the rest after it.

    Parameters
    ----------
    planned : mapping
        ``repetitions`` and ``hold_s``.
    rest : float
        How long rests are, as a part of the exercise's own.
    """
    figure, hold_s = exercise.figure, planned.get("hold_s", 0.0)
    held = float(hold_s) if isinstance(hold_s, (int, float)) and hold_s else figure.hold_s
    ends = max(1, len(figure.ends))
    once = figure.move_s * ends + held * ends + (figure.back_s or figure.move_s) + figure.pause_s
    asked = repetitions_asked({"sides": ("left", "right"), **planned}, exercise.sides != "none")
    return INTRODUCTION_S + asked * max(once, LEAST_REPETITION_S) + rest * exercise.dose.rest_s


def minutes(seconds: Iterable[float]) -> int:
    """Return the sum in whole minutes, at least 1."""
    return max(1, round(sum(seconds) / 60))
