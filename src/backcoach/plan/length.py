"""How long today takes, and which exercises fit into the time that a person has.

Those that have waited longest are taken first, as many as fit: what is left out today comes first the next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from backcoach.exercises.model import Exercise
from backcoach.plan.answers import Length
from backcoach.plan.done import COUNTS, amount, repetitions_asked
from backcoach.plan.rule_model import LengthRules, Rules
from backcoach.plan.values import Dose, History, Session

MAX_MINUTES = 60
INTRODUCTION_S = 25.0
"""Steps, getting into position and the countdown, about."""

MIN_REPETITION_S = 1.0


def length_of(text: object) -> Length | None:
    """Return a length as it stands in an address or a message: ``all``, ``gentle``, ``10``; None where it is none."""
    if text in ("all", "gentle"):
        return cast("Length", text)
    words = str(text)
    return int(words) if words.isascii() and words.isdigit() and 0 < int(words) <= MAX_MINUTES else None


def set_lasts_s(exercise: Exercise, planned: Mapping[str, object], rest: float = 1.0) -> float:
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
    return INTRODUCTION_S + asked * max(once, MIN_REPETITION_S) + rest * exercise.dose.rest_s


def dose_lasts_s(exercise: Exercise, dose: Dose, rest: float = 1.0) -> float:
    """Return about how many seconds all sets of a dose take."""
    return dose.sets * set_lasts_s(exercise, {"repetitions": dose.repetitions, "hold_s": dose.hold_s}, rest)


def whole_minutes(seconds: float) -> int:
    """Return so many minutes, at least 1."""
    return max(1, round(seconds / 60))


def suggested(history: History, rules: Rules) -> Length:
    """Return what is suggested to a person who has chosen nothing: gently at first, then everything."""
    routines = sum(
        session.planned and amount(session.work, rules.done) in COUNTS for session in history.sessions
    )
    return "gentle" if routines < rules.length.gentle_sessions else "all"


def waited(names: Sequence[str], sessions: Iterable[Session], least_share: float) -> list[str]:
    """Return exercises in the order in which they were done last, never first; of one session, in their own order."""
    last = dict.fromkeys(names, -1)
    for place, session in enumerate(sessions):
        for record in session.exercises:
            if record.exercise in last and record.done_share >= least_share:
                last[record.exercise] = place
    return sorted(names, key=last.__getitem__)


def chosen(
    names: Sequence[str],
    lasts_s: Mapping[str, float],
    length: Length,
    waiting: Sequence[str],
    rules: LengthRules,
) -> list[str]:
    """Return the exercises of today, in the order in which they are done.

    Parameters
    ----------
    names : sequence of str
        The routine, in its order.
    lasts_s : mapping
        About how many seconds each takes.
    waiting : sequence of str
        The same exercises, from `waited`.
    """
    if length == "all":
        return list(names)
    if length == "gentle":
        gentle = [name for name in rules.gentle_exercises if name in names]
        others = [name for name in names if name not in gentle]
        return (gentle + others)[: len(rules.gentle_exercises)]
    fits, left_s = list(waiting[:1]), 60.0 * length
    left_s -= sum(lasts_s[name] for name in fits)
    for name in waiting[1:]:
        if lasts_s[name] <= left_s:
            fits.append(name)
            left_s -= lasts_s[name]
    return fits
