"""A running total of work gives the same weeks as adding the sessions up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backcoach.plan.volume import WEEK, Volume

FIRST = 738_000


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 900)), min_size=1, max_size=60),
    st.integers(0, 30),
    st.integers(1, 9),
)
def test_weeks_are_the_sums_of_their_days(steps, days_later, most):
    volume, day, done = Volume(), FIRST, []
    for gap, work_s in steps:
        volume.weeks_s(day + days_later, most)  # being asked in between changes nothing
        day += gap if done else 0
        volume.add(day, work_s)
        done.append((day, work_s))
    today = day + days_later
    whole = min((today + 1 - FIRST) // WEEK, most)
    ends = [today - WEEK * ago for ago in range(whole)]
    assert volume.weeks_s(today, most) == [
        sum(work for day, work in done if end - WEEK < day <= end) for end in ends
    ]


def test_nothing_was_done_yet():
    assert Volume().weeks_s(FIRST, 5) == []
