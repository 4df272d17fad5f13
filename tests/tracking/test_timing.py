import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.tracking.counting.timing import (
    KEPT,
    LEFT,
    REACHED,
    Curve,
    minimum_jerk_time,
    movement_duration_s,
)

NAN = math.nan


def way(part):
    part = min(max(part, 0.0), 1.0)
    return part**3 * (10 - 15 * part + 6 * part * part)


def there_and_back(time_s, rest=10.0, top=60.0):
    """Rest until 1 s, there in 2 s, stay 3 s, back in 1 s: done at 7 s."""
    share = way((time_s - 1) / 2) - way((time_s - 6) / 1)
    return rest + (top - rest) * share


def curve_of(signal, rate_hz=30, until_s=8.0):
    curve = Curve()
    for i in range(round(until_s * rate_hz) + 1):
        curve.add(i / rate_hz, signal(i / rate_hz))
    return curve


@given(st.floats(0, 1))
def test_minimum_jerk_time_is_the_inverse_of_the_way(share):
    assert way(minimum_jerk_time(share)) == pytest.approx(share, abs=1e-6)


def test_minimum_jerk_is_half_way_at_half_time_and_gentle_at_both_ends():
    assert minimum_jerk_time(0.5) == pytest.approx(0.5)
    assert minimum_jerk_time(0.1) == pytest.approx(0.2466, abs=1e-3)
    assert minimum_jerk_time(0.1) + minimum_jerk_time(0.9) == pytest.approx(1.0)


@pytest.mark.parametrize("near", [REACHED, KEPT])
@pytest.mark.parametrize("first", [0.0, LEFT, 0.4])
@pytest.mark.parametrize("duration_s", [0.5, 2.0, 4.0])
def test_the_whole_movement_is_told_from_a_part(near, first, duration_s):
    first_s, near_s = (duration_s * minimum_jerk_time(share) for share in (first, near))
    assert movement_duration_s(first_s, first, near_s, near) == pytest.approx(duration_s)
    assert movement_duration_s(-first_s, first, -near_s, near) == pytest.approx(duration_s), "on the way back"


def test_from_the_second_half_alone_nothing_is_told():
    assert math.isnan(movement_duration_s(0.0, 0.6, 1.0, 0.9))
    assert math.isnan(movement_duration_s(0.0, NAN, 1.0, 0.9))


@pytest.mark.parametrize("rate_hz", [10, 15, 30, 60])
@pytest.mark.parametrize(("rest", "top"), [(10.0, 60.0), (0.1, -0.05)])
def test_the_curve_shows_when_it_went_and_came_back(rate_hz, rest, top):
    curve = curve_of(lambda t: there_and_back(t, rest, top), rate_hz)
    there = curve.way_there(0.0, rest, top, 4.5)
    assert there.left_s == pytest.approx(1 + 2 * minimum_jerk_time(LEFT), abs=0.06)
    assert there.reached_s == pytest.approx(1 + 2 * minimum_jerk_time(REACHED), abs=0.06)
    assert there.duration_s == pytest.approx(2.0, rel=0.1)
    back = curve.way_back(4.5, rest, top, 8.0)
    assert back.reached_s == pytest.approx(6 + minimum_jerk_time(1 - KEPT), abs=0.06)
    assert back.left_s == pytest.approx(6 + minimum_jerk_time(1 - LEFT), abs=0.06)
    assert back.duration_s == pytest.approx(1.0, rel=0.2)


def test_the_duration_is_told_also_where_the_curve_ends_on_the_way():
    """A repetition is over when the person is nearly back: a quarter of the way is still to go."""
    nearly_s = 6 + minimum_jerk_time(0.75)
    back = curve_of(there_and_back, until_s=nearly_s).way_back(4.5, 10.0, 60.0, nearly_s)
    assert math.isnan(back.left_s)
    assert back.duration_s == pytest.approx(1.0, rel=0.4), "less exactly"


def test_a_first_small_attempt_is_not_the_way():
    """A fifth of the way and back before the movement proper: rest is left when it is left for good."""

    def hesitant(time_s):
        return there_and_back(time_s) + 10 * math.exp(-(((time_s - 0.5) / 0.15) ** 2))

    there = curve_of(hesitant).way_there(0.0, 10.0, 60.0, 4.5)
    assert there.left_s == pytest.approx(1 + 2 * minimum_jerk_time(LEFT), abs=0.06)


def test_what_the_curve_does_not_show_is_not_known():
    flat = curve_of(lambda t: 10.0)
    assert all(math.isnan(t) for t in flat.way_there(0.0, 10.0, 60.0, 8.0))
    assert all(math.isnan(t) for t in flat.way_there(0.0, 10.0, 10.0, 8.0)), "no way at all"
    assert all(math.isnan(t) for t in Curve().way_back(0.0, 10.0, 60.0, 8.0))
    starts_at_the_top = curve_of(lambda t: there_and_back(t + 4)).way_there(0.0, 10.0, 60.0, 1.0)
    assert math.isnan(starts_at_the_top.left_s)
    assert math.isnan(starts_at_the_top.duration_s)
    assert starts_at_the_top.reached_s == 0.0


def test_unseen_samples_are_left_out_and_old_ones_forgotten():
    curve = Curve()
    assert math.isnan(curve.last)
    assert math.isnan(curve.level(0, 9))
    for time_s, value in enumerate([5.0, NAN, 7.0, 9.0, NAN]):
        curve.add(float(time_s), value)
    assert curve.last == 9.0
    assert curve.samples(0, 9) == [(0.0, 5.0), (2.0, 7.0), (3.0, 9.0)]
    assert curve.level(0, 9) == 7.0
    curve.drop_before(2.0)
    assert curve.samples(0, 9) == [(2.0, 7.0), (3.0, 9.0)]


def test_the_plateau_is_the_level_in_the_middle_of_a_stay():
    curve = curve_of(there_and_back)
    assert curve.plateau(2.0, 6.7) == pytest.approx(60.0)
    assert curve.plateau(3.001, 3.04) == pytest.approx(60.0, abs=0.5), "too short for thirds"
    assert math.isnan(curve.plateau(20.0, 21.0))


def test_what_is_asked_in_between_changes_nothing():
    """To the last digit: the live coach asks in every frame, the analysis once."""
    live, offline = Curve(), Curve()
    for k in range(300):
        sample = k / 30, math.sin(k / 40) + math.sin(k * k) / 50
        live.add(*sample)
        offline.add(*sample)
        live.last_beyond_s(0.5, 1.0, 0.0, k / 30)
    assert live.way_there(0.0, 0.0, 1.0, 9.0) == offline.way_there(0.0, 0.0, 1.0, 9.0)
    assert [live.farthest_from(0.0, 0.0, t) for t in range(1, 10)] == [
        offline.farthest_from(0.0, 0.0, t) for t in range(1, 10)
    ]
