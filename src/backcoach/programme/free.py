"""What the dose rules say to a session without a plan: may it begin, and what is left out or done with care."""

from __future__ import annotations

from collections.abc import Iterator

from backcoach.coaching.actions import MAX_PAIN_TO_GO_ON
from backcoach.coaching.free.limits import Limits
from backcoach.plan import Leave
from backcoach.plan.pain import RED, STOP
from backcoach.programme.today import Programme
from backcoach.texts import Message, message

HURT = frozenset({RED.value, STOP.value})
"""Lights of the last time after which only half the dose would be asked for: where nobody asks for one, nothing."""


def limits_of(programme: Programme, pain_now: int | None = None) -> Limits:
    """Return what a person leaves out today and does with care, exercise by exercise.

    Whether the session may begin at all is asked elsewhere. Here every exercise is asked for as if it were to be
    practised alone: where the rules would halve its dose because it hurt, it is left out. Without a plan there is no
    dose to keep.
    """
    today = {name: programme.may("practice", name, pain_now) for name in programme.catalogue}
    hurt = set(_hurt_today(programme))
    left_out = {name: why for name, answer in today.items() if (why := _why_not(answer, name in hurt))}
    return Limits(
        left_out=left_out,
        faults_off={name: answer.items[0].faults_off for name, answer in today.items()},
        advice={
            name: tuple(Message(caution.advice) for caution in answer.items[0].cautions)
            for name, answer in today.items()
        },
        notes=tuple(_notes(programme, pain_now)),
    )


def _why_not(answer: Leave, hurt_today: bool) -> Message | None:
    if hurt_today:
        return message("It hurt today.")
    dose = answer.items[0].decisions[0]
    return message("It hurt the last time.") if dose.inputs.get("light") in HURT else None


def _hurt_today(programme: Programme) -> Iterator[str]:
    """Name the exercises that were ended because of pain today, in whatever session."""
    for session in programme.past.sessions:
        if session.day == programme.now.date():
            for record in session.exercises:
                if record.stopped_because is not None or (record.pain_during or 0) > MAX_PAIN_TO_GO_ON:
                    yield record.exercise


def _notes(programme: Programme, pain_now: int | None) -> Iterator[Message]:
    if pain_now is not None and pain_now > programme.rules.pain.amber_highest:
        yield message(
            "Your pain is at {pain} of 10: do only what feels easy, and half as much as usual.", pain=pain_now
        )
