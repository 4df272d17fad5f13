"""Doses and decisions in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from backcoach.exercises.model import Exercise
from backcoach.plan.answers import Decision, Kind
from backcoach.plan.rule_model import Rules
from backcoach.plan.values import Dose
from backcoach.texts import Message, message


@lru_cache(maxsize=1024)
def dose_text(dose: Dose) -> Message:
    """Return a dose in words: "12 times", "5 times 10 s", "30 s", "2 sets of 15 times"."""
    hold = message("{seconds} s", seconds=dose.hold_s) if dose.hold_s else None
    times = message("{count} time", plural="{count} times", count=dose.repetitions)
    if hold is None:
        once = times
    elif dose.repetitions == 1:
        once = hold
    else:
        once = message("{times} {hold}", times=times, hold=hold)
    return once if dose.sets == 1 else message("{sets} sets of {once}", sets=dose.sets, once=once)


def dose_in_full(dose: Dose, exercise: Exercise) -> Message:
    """Return a dose in words, with the way it is done."""
    text = dose_text(dose)
    if exercise.sides != "none":
        text = message("{dose} on each side", dose=text)
    if dose.variant is None:
        return text
    return message("{dose} ({variant})", dose=text, variant=Message(variant_name(exercise, dose.variant)))


def variant_name(exercise: Exercise, variant: str) -> str:
    """Return what a way of doing the exercise is called."""
    names = {v.id: v.name for v in (*exercise.easier, *exercise.harder)}
    return names.get(variant, variant)


def speak(rules: Rules, rule: str, kind: Kind, /, **inputs: object) -> Decision:
    """Return what a rule says about the day."""
    return Decision(rule, kind, _sentence(rules, rule, inputs), inputs)


def explain(
    rules: Rules,
    rule: str,
    exercise: Exercise,
    before: Dose | None,
    after: Dose,
    inputs: Mapping[str, object],
) -> Decision:
    """Return what a rule says about the dose of an exercise."""
    values = {"exercise": Message(exercise.name), "after": dose_in_full(after, exercise), **inputs}
    if before is not None:
        values["before"] = dose_in_full(before, exercise)
    return Decision(rule, "dose", _sentence(rules, rule, values), inputs, exercise.id, before, after)


def _sentence(rules: Rules, rule: str, values: Mapping[str, object]) -> Message:
    return Message(rules.sentences[rule].sentence, tuple(sorted(values.items())))
