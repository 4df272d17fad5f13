"""Overexertion: not too much in a day or a week, no bending first thing in the morning.

Each rule of the safety document has a test named after it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.plan.plan_people import plan, rules, said, session


def test_at_most_one_full_routine_a_day():
    made = plan(session(1), session(0))
    assert not made.allowed
    assert made.needs_confirmation
    assert plan(session(1), session(0), confirmed=True).allowed
    single = replace(session(0), exercises=session(0).exercises[:1])
    assert plan(session(1), single).allowed, "one exercise is no routine"


def test_a_warning_above_twice_the_usual_week():
    usual = [session(days) for days in range(8, 36, 3)]
    calm = plan(*usual, session(4), session(2))
    assert "weekly_volume" not in said(calm)
    eager = plan(*usual, *[session(days) for days in range(1, 7)])
    assert "weekly_volume" in said(eager)
    assert eager.allowed


@pytest.mark.parametrize(("minutes", "hinted"), [(None, False), (0, True), (59, True), (60, False)])
def test_early_morning_hint(minutes, hinted):
    made = plan(minutes_up=minutes)
    hints = [str(note.message) for note in made.notes if note.rule == "early_morning"]
    assert bool(hints) == hinted
    assert made.allowed
    assert all("Child's pose" in hint and "Cat-camel" in hint for hint in hints)


def test_early_morning_hint_is_a_setting():
    off = replace(rules(), load=replace(rules().load, morning_hint=False))
    assert "early_morning" not in said(plan(minutes_up=5, by=off))
