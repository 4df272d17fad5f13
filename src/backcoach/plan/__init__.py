"""DOSING: how much is enough today, by rules that anybody can read.

`plan_day` makes today's plan from the history; the rules themselves are data (`rules/default.toml`), read and checked
by `backcoach.plan.rule_file`. Everything here is pure but that one module.
"""

from backcoach.plan.answers import DayPlan, Decision, PlanItem
from backcoach.plan.day import Planner, plan_day
from backcoach.plan.leave import Leave, Way, Wish, leave
from backcoach.plan.pain import Light
from backcoach.plan.schedule import Streak, weekly_streak
from backcoach.plan.screening import Outcome, outcome
from backcoach.plan.values import Dose, ExerciseRecord, History, Profile, Screening, Session

__all__ = [
    "DayPlan",
    "Decision",
    "Dose",
    "ExerciseRecord",
    "History",
    "Leave",
    "Light",
    "Outcome",
    "PlanItem",
    "Planner",
    "Profile",
    "Screening",
    "Session",
    "Streak",
    "Way",
    "Wish",
    "leave",
    "outcome",
    "plan_day",
    "weekly_streak",
]
