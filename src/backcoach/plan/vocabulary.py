"""The names that a rule file has to know: rules that may speak, questions that must be asked, signs that stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from backcoach.exercises.model import Health

Tier = Literal["A", "B", "C"]

CONDITIONS = tuple(condition for condition in get_args(Health) if condition != "early_morning")
"""Conditions that exercises have cautions for, each with its question."""

QUESTIONS: Mapping[str, Tier] = {
    "saddle_numbness": "A", "wiping": "A", "bladder": "A", "bowel": "A", "sexual_function": "A",
    "fast_leg_weakness": "A", "both_legs": "A", "chest_pain": "A", "accident": "A",
    "cancer": "B", "weight_loss": "B", "night_pain": "B", "infection": "B", "sudden_bone_pain": "B",
    "recent_injury": "B", "new_pain_age": "B", "leg_weakness": "B", "surgery": "B",
    **dict.fromkeys(CONDITIONS, "C"),
}  # fmt: skip
"""Questions that no rule file may leave out, and the tier that they must not fall below."""

STOP_SIGNS = ("leg_pain", "numbness", "faintness", "chest_pain", "warning_sign")
"""Signs that end a session, which no rule file may leave out."""

_DOSE = frozenset({"exercise", "before", "after"})
_STAY = _DOSE - {"before"}

SENTENCES: Mapping[str, frozenset[str]] = {
    "start": _STAY,
    "fixed": _STAY,
    "ceiling": _DOSE,
    "new_way": _DOSE,
    "up": _DOSE | {"sessions"},
    "regain": _DOSE | {"sessions"},
    "keep_going": _STAY | {"green", "sessions"},
    "at_ceiling": _STAY,
    "week_not_over": _STAY | {"days"},
    "one_at_a_time": _STAY,
    "recent_red": _STAY | {"days"},
    "pain_today": _STAY | {"pain"},
    "not_reported": _STAY,
    "not_done": _STAY | {"percent"},
    "not_clean": _STAY | {"percent"},
    "not_seen": _STAY,
    "effort_high": _STAY | {"effort"},
    "amber_repeat": _STAY,
    "amber_down": _DOSE | {"sessions"},
    "red_down": _DOSE,
    "gap_down": _DOSE | {"days"},
    "not_reached_down": _DOSE,
    "lowest": _STAY,
    "caution": frozenset({"exercise", "variant", "condition"}),
    "adults_only": frozenset({"age"}),
    "screening_first": frozenset(),
    "screening_due": frozenset({"days"}),
    "screening_after_red": frozenset({"day"}),
    "emergency": frozenset(),
    "ask_professional": frozenset(),
    "stopped": frozenset({"day"}),
    "pause": frozenset({"day", "reds", "days"}),
    "second_routine": frozenset(),
    "weekly_volume": frozenset({"times"}),
    "early_morning": frozenset({"exercises", "minutes"}),
    "rest_day": frozenset(),
    "left_out": frozenset({"exercises"}),
    "gentle_start": frozenset({"exercises", "others"}),
    "nothing_chosen": frozenset(),
    "future_sessions": frozenset({"count", "day"}),
}
"""Every rule that may speak, and the `{names}` that its sentence may hold."""

LATER = frozenset({"left_out", "gentle_start", "nothing_chosen"})
"""Rules that a file of an earlier program does not know: the built-in sentences stand in."""

UP = frozenset({"up", "regain"})
"""Rules after which a dose is higher than the last time."""
