import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.exercises.model import Condition
from backcoach.tracking.measuring.conditions import Dwell, all_met, any_met, is_met
from backcoach.tracking.measuring.features import Reading

NAN = math.nan


def reader(**values):
    """Read features by name: a value that is clearly seen, or a (value, confidence) pair."""
    pairs = {n: v if isinstance(v, tuple) else (v, 0.0 if math.isnan(v) else 1.0) for n, v in values.items()}
    return lambda name: Reading(*pairs[name])


ABOVE = Condition(feature="knee", above=90.0)
BELOW = Condition(feature="hip", below=60.0)
BETWEEN = Condition(feature="knee", above=90.0, below=120.0)
IF_SEEN = Condition(feature="arm", above=0.0, if_seen=True)


@pytest.mark.parametrize(
    ("value", "met"), [(89.0, False), (90.0, False), (91.0, True), (119.0, True), (120.0, False), (NAN, None)]
)
def test_a_condition_is_met_between_its_limits(value, met):
    assert is_met(BETWEEN, reader(knee=value)) is met


@pytest.mark.parametrize(("value", "met"), [(79.0, False), (81.0, True), (129.0, True), (131.0, False)])
def test_slack_widens_both_limits(value, met):
    assert is_met(BETWEEN, reader(knee=value), slack=10.0) is met


def test_what_is_not_clearly_seen_is_no_evidence_where_evidence_is_asked_for():
    assert is_met(ABOVE, reader(knee=(100.0, 0.3))) is True
    assert is_met(ABOVE, reader(knee=(100.0, 0.3)), surely=0.5) is None
    assert is_met(ABOVE, reader(knee=(80.0, 0.3)), surely=0.5) is None


@pytest.mark.parametrize("unseen", [NAN, (-50.0, 0.4), (NAN, 0.9)])
def test_if_seen_asks_nothing_of_what_is_hidden(unseen):
    hidden = not isinstance(unseen, tuple) or unseen[1] < 0.5
    assert is_met(IF_SEEN, reader(arm=unseen)) is (True if hidden else None)
    assert is_met(IF_SEEN, reader(arm=(-50.0, 0.9))) is False
    if hidden:
        assert any_met([IF_SEEN], reader(arm=unseen)) is False, "nor does it leave a station"


TRUTH = {True: 100.0, False: 50.0, None: NAN}


@pytest.mark.parametrize(("first", "second"), list(product(TRUTH, repeat=2)))
def test_all_and_any_know_three_answers(first, second):
    conditions = [ABOVE, Condition(feature="hip", above=90.0)]
    read = reader(knee=TRUTH[first], hip=TRUTH[second])
    both = {first, second}
    assert all_met(conditions, read) is (False if False in both else None if None in both else True)
    assert any_met(conditions, read) is (True if True in both else None if None in both else False)


def test_no_condition_is_all_met_and_none_met():
    assert all_met([], reader()) is True
    assert any_met([], reader()) is False


def test_dwell_needs_an_unbroken_stretch():
    dwell = Dwell()
    seen = [(0.0, True), (0.2, True), (0.3, False), (0.4, True), (0.8, True), (0.9, True)]
    assert [dwell.lasts(met, t, 0.5) for t, met in seen] == [False] * 5 + [True]
    assert dwell.since_s == 0.4


def test_what_is_not_seen_neither_adds_nor_breaks():
    dwell = Dwell()
    assert not dwell.lasts(True, 0.0, 0.5)
    assert not dwell.lasts(None, 0.6, 0.5), "a blind moment does not confirm"
    assert dwell.lasts(True, 0.7, 0.5), "but it does not break either"
    dwell.clear()
    assert not dwell.lasts(None, 1.0, 0.0)
    assert math.isnan(dwell.since_s)


@given(st.lists(st.sampled_from([True, False, None]), max_size=40), st.floats(0, 1))
def test_dwell_is_never_true_without_evidence(answers, for_s):
    dwell = Dwell()
    for i, met in enumerate(answers):
        lasts = dwell.lasts(met, i * 0.1, for_s)
        assert not lasts or met is True
        if lasts and for_s > 0:
            assert dwell.since_s <= i * 0.1 - for_s + 1e-5


@given(st.integers(0, 100_000).map(lambda n: n / 7), st.integers(1, 5))
def test_dwell_does_not_depend_on_how_large_the_times_are(from_s, frames):
    """Ten frames a second: a tenth of a second is one frame, whatever rounding makes of it."""
    dwell = Dwell()
    found = [dwell.lasts(True, from_s + i / 10, frames / 10) for i in range(frames + 1)]
    assert found == [False] * frames + [True]
