"""What is said and shown, beyond the texts of the exercise files. Short: it is heard lying on the floor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from backcoach.coaching.outputs import Outcome
from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.model import Exercise
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


def advice(planned: PlannedSet) -> list[Message]:
    """Return what is special about a set: its variant, and advice for this person."""
    exercise = planned.exercise
    variant = [v for v in (*exercise.easier, *exercise.harder) if v.id == planned.variant]
    return [*(Message(v.text) for v in variant), *(Message(text) for text in planned.advice)]


def how_to_go_on(*, by_hand: bool) -> Message:
    """Return what is shown under "Paused"."""
    if by_hand:
        return message("Raise a hand, press Space or tap the picture to go on.")
    return message("Press Space or tap the picture to go on.")


def by_hand() -> Message:
    """Return how a raised hand is given, in one sentence."""
    return message(
        "To pause or to go on, raise a hand, or on hands and knees hold it to your ear, until you hear the chime."
    )


def place(exercise: Exercise, side: Side | None) -> Message:
    """Return how to get into position, in one sentence: for a side, where the exercise has sides."""
    taught = exercise.lesson.side(side)
    if taught is not None and exercise.sides == "each":
        return Message(taught.say)
    return Message(exercise.lesson.position[0])


def moving(exercise: Exercise, side: Side | None) -> Message | None:
    """Return which limb moves on a side, in a few words; None where there are no sides."""
    if side is None or exercise.sides == "none":
        return None
    taught = exercise.lesson.side(side)
    return SIDES[side] if taught is None else Message(taught.short)


def way_in(exercise: Exercise) -> Message:
    """Return the short call to go into a position that is held."""
    said = exercise.lesson.movement[0].say
    return Message(said) if said else message("Go into the position.")


def way_out(exercise: Exercise) -> Message:
    """Return the short call to come out of a position that is held."""
    said = exercise.lesson.movement[-1].say
    return Message(said) if said else message("Come out of it, slowly.")


def released(exercise: Exercise, *, last: bool) -> Message:
    """Return what is said when a hold is over, where the whole exercise is a hold."""
    return message("And relax. That was all of it.") if last else way_out(exercise)


def again(exercise: Exercise) -> Message:
    """Return the call for the next hold."""
    return message("And again. {what}", what=way_in(exercise))


def now_side(exercise: Exercise, side: Side | None) -> Message:
    """Return the call to change sides, so that it cannot be misunderstood."""
    taught = exercise.lesson.side(side)
    if taught is not None:
        return Message(taught.say)
    return message("Now the {side} side.", side=SIDES[side] if side else "")


def other_side(exercise: Exercise, side: Side | None) -> Message:
    """Return whose turn it is, where the sides take turns."""
    limb = moving(exercise, side)
    return message("And again.") if limb is None else message("{limb}.", limb=limb)


def last_words(outcome: Outcome, *, single: bool) -> Message:
    """Return what is said at the very end; ``single``: it was one exercise only."""
    if outcome == "hurt":
        return message(
            "We stop here for today. If it does not pass, ask a qualified health professional: a doctor, "
            "physiotherapist or chiropractor."
        )
    if outcome == "done" and single:
        return message("Well done. That was the whole exercise.")
    if outcome == "done":
        return message("Well done. That was everything.")
    return message("We stop here. What you did is kept.")


def seek_if() -> Message:
    """Return when to seek help, for as long as somebody is asked what hurts."""
    return message(
        "Stop for today and ask a qualified health professional (a doctor, physiotherapist or chiropractor) "
        "if the pain spreads down a leg, if something feels numb, or if you feel faint."
    )


def seek_help() -> Message:
    """Return the last words after one of the signs that need help."""
    return message(
        "We stop here for today. Ask a qualified health professional today: a doctor, physiotherapist or chiropractor. "
        "With pain in the chest, or if you feel faint, seek emergency help now."
    )


def rest_now() -> Message:
    """Return the last words to somebody in much pain after the session."""
    return message(
        "That is a lot. Rest now. If it does not pass, ask a qualified health professional: a doctor, "
        "physiotherapist or chiropractor."
    )


def camera_failed(reason: str | None) -> Message:
    """Return what is said when the camera fails."""
    if reason == "unplugged":
        return message("The camera is gone. We go on without it, and I set the pace.")
    return message("The camera has stopped working. We go on without it, and I set the pace.")


def camera_back() -> Message:
    """Return what is said when the camera works again."""
    return message("The camera is back.")


def paced_anyway() -> Message:
    """Return what is said when the person is seen, but not recognised in position."""
    return message("I cannot make out your position, so I set the pace for this one. All that you do counts.")


def unjudged(parts: Sequence[Message]) -> Message:
    """Return what is said once in a set, where parts of the body are not in the picture."""
    return message("I cannot see your {parts}, so I will not correct them in this set.", parts=tuple(parts))


def breathe(way: Literal["in", "out"]) -> Message:
    """Return the short breathing cue."""
    return message("Breathe out.") if way == "out" else message("Breathe in.")
