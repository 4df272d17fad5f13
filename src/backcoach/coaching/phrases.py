"""What is said and shown, beyond the texts of the exercise files. Short: it is heard lying on the floor."""

from __future__ import annotations

from typing import Literal

from backcoach.coaching.outputs import Outcome
from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.schema import Exercise
from backcoach.texts import Message, message
from backcoach.tracking.summary import Side

SIDES: dict[Side, Message] = {"left": message("left"), "right": message("right")}


def name_of(exercise: Exercise) -> Message:
    """Return the exercise's name."""
    return Message(exercise.name)


def number(n: int) -> Message:
    """Return a number to be spoken."""
    return message("{n}", n=n)


def dose(planned: PlannedSet) -> Message:
    """Return how much is asked for, in one sentence."""
    times, hold_s = planned.repetitions, planned.hold_s
    each = planned.exercise.sides != "none" and len(planned.sides) > 1
    if planned.exercise.repetition.kind == "hold" and times == 1:
        return message("Hold for {seconds} seconds.", seconds=hold_s)
    if hold_s and each:
        return message(
            "{count} time on each side, {seconds} seconds each.",
            plural="{count} times on each side, {seconds} seconds each.",
            count=times,
            seconds=hold_s,
        )
    if hold_s:
        return message(
            "{count} time, {seconds} seconds each.",
            plural="{count} times, {seconds} seconds each.",
            count=times,
            seconds=hold_s,
        )
    if each:
        return message("{count} time on each side.", plural="{count} times on each side.", count=times)
    return message("{count} time.", plural="{count} times.", count=times)


def introduction(planned: PlannedSet, sentences: int = 2) -> list[Message]:
    """Return what is said before an exercise: dose, first steps, the variant, advice for this person."""
    exercise = planned.exercise
    variant = [v for v in (*exercise.easier, *exercise.harder) if v.id == planned.variant]
    return [
        dose(planned),
        *(Message(step) for step in exercise.steps[:sentences]),
        *(Message(v.text) for v in variant),
        *(Message(text) for text in planned.advice),
    ]


def released(exercise: Exercise, *, last: bool) -> Message:
    """Return what is said when a hold is over, where the whole exercise is a hold."""
    if last:
        return message("And relax. That was all of it.")
    if exercise.position == "prone":
        return message("And down. Rest a moment, and then again.")
    return message("Good. Come up a little, and then again.")


def now_side(side: Side | None) -> Message:
    """Return the call to change sides."""
    return message("Now the {side} side.", side=SIDES[side] if side else "")


def other_side(side: Side | None) -> Message:
    """Return whose turn it is, where the sides take turns."""
    if side is None:
        return message("And again.")
    return message("Left leg.") if side == "left" else message("Right leg.")


def last_words(outcome: Outcome) -> Message:
    """Return what is said at the very end."""
    if outcome == "hurt":
        return message(
            "We stop here for today. If it does not pass, ask a qualified health professional: a doctor, "
            "physiotherapist or chiropractor."
        )
    if outcome == "done":
        return message("Well done. You are through.")
    return message("We stop here. What you did is kept.")


def camera_failed(reason: str | None) -> Message:
    """Return what is said when the camera fails."""
    if reason == "unplugged":
        return message("The camera is gone. We go on without it: I set the pace.")
    return message("The camera does not work any more. We go on without it: I set the pace.")


def camera_back() -> Message:
    """Return what is said when the camera works again."""
    return message("The camera is back.")


def paced_anyway() -> Message:
    """Return what is said when the person is seen, but not recognised in position."""
    return message("I cannot make out your position, so I set the pace for this one. You count as you do.")


def breathe(way: Literal["in", "out"]) -> Message:
    """Return the short breathing cue."""
    return message("Breathe out.") if way == "out" else message("Breathe in.")
