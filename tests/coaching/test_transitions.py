"""The table of transitions: every state is in it, nothing is said twice, nobody gets stuck."""

from collections import Counter
from typing import get_args

import pytest

from backcoach.coaching.screen import StateName
from backcoach.coaching.session import STAGES, Session
from backcoach.coaching.stages.before import Countdown
from backcoach.coaching.transitions import ACTIVE, TABLE, Signal, described, follow

STATES = get_args(StateName)


def test_no_state_lists_a_signal_twice():
    assert [
        k for k, n in Counter((s, row.signal) for row in TABLE for s in row.states).items() if n > 1
    ] == []


def test_every_signal_and_every_state_is_used():
    assert {row.signal for row in TABLE} == set(Signal)
    assert {s for row in TABLE for s in row.states} == set(STATES) - {"finished"}


def test_finished_can_be_reached_from_everywhere_and_left_to_nowhere():
    assert all(follow(state, Signal.STOP).then == "finished" for state in STATES if state != "finished")
    assert all(follow("finished", signal) is None for signal in Signal)


@pytest.mark.parametrize("state", ACTIVE)
def test_whatever_is_going_on_can_be_paused_and_hurt(state):
    assert follow(state, Signal.PAUSE).then == "paused"
    assert follow(state, Signal.HURT).then == "hurt"


@pytest.mark.parametrize("state", ["paused", "lost", "hurt"])
def test_what_lies_over_a_state_goes_back_to_it(state):
    assert "(where it was)" in {row.then for row in TABLE if state in row.states}


def test_a_person_who_begins_by_themselves_is_followed_from_every_waiting_state():
    waiting = {"camera_check", "introduction", "position", "countdown", "switch_sides", "rest"}
    assert all(follow(state, Signal.MOVING).then == "work" for state in waiting)


def test_every_state_has_a_stage():
    assert set(STAGES) | {"work", "rest", "finished"} == set(STATES)
    assert STAGES["countdown"] is Countdown


def test_the_table_in_words_is_complete():
    assert len(list(described())) == len(TABLE)
    assert all(when and then for _, when, then, _ in described())


def test_a_session_without_sets_is_refused():
    with pytest.raises(ValueError, match="at least one set"):
        Session([])
