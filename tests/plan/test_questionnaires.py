"""Questionnaires: complete, unaltered, scored as published."""

import hashlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.plan.questionnaires import ACTIVITIES, PAIN, RMDQ, RMDQ24, score_activities, score_rmdq


def test_the_24_sentences_are_unaltered():
    digest = hashlib.sha256("\n".join(RMDQ24).encode()).hexdigest()
    assert (len(RMDQ24), digest[:16]) == (24, "fc83e9e43c3046c6")


@given(st.sets(st.integers(1, 24)))
def test_the_score_is_the_number_of_ticks(ticked):
    assert score_rmdq(ticked) == len(ticked)


@pytest.mark.parametrize("ticked", [[0], [25], [3, 3]])
def test_impossible_ticks_are_refused(ticked):
    with pytest.raises(ValueError, match="1 to 24"):
        score_rmdq(ticked)


def test_activities_are_averaged():
    assert score_activities([4, 7]) == 5.5
    assert math.isnan(score_activities([]))


@pytest.mark.parametrize("values", [[1, 2, 3, 4], [11], [-1]])
def test_impossible_activities_are_refused(values):
    with pytest.raises(ValueError, match="0 to 10"):
        score_activities(values)


@pytest.mark.parametrize(
    ("measure", "first", "last", "real"),
    [
        (PAIN, 5, 3, True), (PAIN, 5, 4, False), (PAIN, 3, 2, True), (PAIN, 1, 0, True), (PAIN, 0, 1, False),
        (RMDQ, 18, 13, True), (RMDQ, 18, 14, False), (RMDQ, 10, 7, True), (ACTIVITIES, 4, 6, True),
        (ACTIVITIES, 2, 3, False), (PAIN, math.nan, 3, False),
    ],
)  # fmt: skip
def test_only_a_change_beyond_the_published_size_is_real(measure, first, last, real):
    assert measure.is_real(first, last) is real
