import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.tracking.measuring.smoothing import OneEuroFilter, blend

RATES_HZ = (10, 30, 60)


def follow(signal, rate_hz, duration_s, *, beta=0.0):
    """Return the last smoothed value of a signal, a function of the time, sampled at a rate."""
    smooth = OneEuroFilter(min_cutoff_hz=1.0, beta=beta)
    values = [
        smooth(np.array([signal(i / rate_hz)]), 1 / rate_hz) for i in range(round(duration_s * rate_hz) + 1)
    ]
    return float(values[-1][0])


def step(time_s):
    return float(time_s > 0)


@given(st.floats(0.001, 0.5), st.integers(1, 8))
def test_many_small_blends_are_one_large_one(dt_s, parts):
    left = (1 - blend(dt_s / parts, 0.15)) ** parts
    assert 1 - left == pytest.approx(blend(dt_s, 0.15))


def test_no_time_constant_means_no_smoothing():
    assert blend(0.01, 0.0) == 1.0
    assert blend(0.0, 0.3) == 0.0


@pytest.mark.parametrize("time_s", [0.1, 0.2, 0.5, 1.0])
def test_at_rest_a_step_comes_through_at_the_same_time_at_every_frame_rate(time_s):
    exact = 1 - math.exp(-2 * math.pi * time_s)
    for rate_hz in RATES_HZ:
        assert follow(step, rate_hz, time_s) == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize("time_s", [0.2, 0.4])
def test_a_fast_movement_is_followed_about_equally_at_every_frame_rate(time_s):
    found = [follow(lambda t: min(t, 0.3) / 0.3, rate_hz, time_s, beta=1.5) for rate_hz in RATES_HZ]
    assert max(found) - min(found) < 0.12


def test_the_faster_the_less_delay():
    slow, fast = (follow(lambda t, v=v: v * t, 30, 1.0, beta=1.5) / v for v in (0.1, 10.0))
    assert fast > slow
    assert fast == pytest.approx(1.0, abs=0.02)


@given(st.floats(-5, 5), st.lists(st.floats(0.005, 0.2), min_size=1, max_size=20))
def test_a_constant_stays_what_it_is(value, steps_s):
    smooth = OneEuroFilter(1.0, 1.5)
    for dt_s in steps_s:
        assert smooth(np.array([value]), dt_s)[0] == value


def test_what_is_not_seen_keeps_its_last_value_and_comes_back():
    smooth = OneEuroFilter(1.0, 0.0)
    smooth(np.array([1.0, 5.0]), 0.0)
    assert smooth(np.array([math.nan, 5.0]), 0.1).tolist() == [1.0, 5.0]
    assert smooth(np.array([2.0, 5.0]), 10.0)[0] == pytest.approx(2.0)


def test_what_was_not_seen_at_first_is_taken_as_it_comes():
    smooth = OneEuroFilter(1.0, 0.0)
    smooth(np.array([math.nan, 5.0]), 0.0)
    assert smooth(np.array([2.0, 5.0]), 0.1).tolist() == [2.0, 5.0]
    assert smooth(np.array([2.0, 5.0]), 0.1).tolist() == [2.0, 5.0]


def test_the_input_is_not_changed_and_reset_forgets():
    smooth, value = OneEuroFilter(1.0, 1.5), np.array([1.0])
    smooth(np.array([0.0]), 0.0)
    smooth(value, 0.1)
    assert value.tolist() == [1.0]
    smooth.reset()
    assert smooth(np.array([7.0]), 0.1).tolist() == [7.0]
