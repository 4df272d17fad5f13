"""Doses, lengths of time and health conditions in words."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from backcoach.exercises.model import Exercise
from backcoach.plan.answers import Length
from backcoach.plan.done import Amount, Work, amount
from backcoach.plan.rule_model import DoneRules
from backcoach.plan.values import Dose
from backcoach.plan.wording import variant_name
from backcoach.texts import Message, message


class Lasted(Protocol):
    """What began, and perhaps ended."""

    @property
    def started_at(self) -> datetime: ...  # noqa: D102
    @property
    def ended_at(self) -> datetime | None: ...  # noqa: D102


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


def item_words(exercise: Exercise, dose: Dose) -> Message:
    """Return today's dose with the way in which it is done, where that is not the usual one."""
    amount = dose_words(exercise, dose.repetitions, dose.hold_s, dose.sets)
    if dose.variant is None:
        return amount
    return message("{dose} ({variant})", dose=amount, variant=Message(variant_name(exercise, dose.variant)))


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


def scale_of(text: object) -> int | None:
    """Return a pain or an effort as it stands in an address, 0 to 10; None where it is none."""
    words = str(text)
    return int(words) if words.isascii() and words.isdigit() and len(words) < 3 and int(words) <= 10 else None


AMOUNTS: dict[Amount, Message] = {
    "done": message("Done"),
    "partly": message("Partly done"),
    "begun": message("Begun"),
    "nothing": message("Nothing done"),
}


def amount_words(work: Work, limits: DoneRules) -> Message:
    """Return how much of its plan a session did; where it had none, that is said."""
    if work.something and not work.planned:
        return message("Without a plan")
    return AMOUNTS[amount(work, limits)]


def length_words(length: Length) -> Message:
    """Return how long a routine is to be, for a choice."""
    if length == "gentle":
        return message("Gentle start")
    return message("Everything") if length == "all" else message("{count} min", count=length)


def lasted_minutes(one: Lasted) -> int | None:
    """Return how long a session was in whole minutes, at least 1; None while it is not ended."""
    if one.ended_at is None:
        return None
    return max(1, round((one.ended_at - one.started_at).total_seconds() / 60))
