"""When a stay began and ended, read from a curve that noise spoils."""

import math

import numpy as np
import pytest

from backcoach.tracking.counting.shown import Shown
from backcoach.tracking.counting.timing import CALM_S, KEPT, REACHED, Curve, minimum_jerk_time

SETS_OFF_S, COMES_S, LEAVES_S, GOES_S = 2.0, 1.6, 7.0, 1.2
REACHED_S = SETS_OFF_S + COMES_S * minimum_jerk_time(REACHED)
LEFT_S = LEAVES_S + GOES_S * (1 - minimum_jerk_time(KEPT))


def share(part):
    part = min(1.0, max(0.0, part))
    return part**3 * (10 - 15 * part + 6 * part * part)


def there_and_back(noise, seed=0):
    """From 0 to 1 and back, the course of a voluntary movement."""
    rng, curve = np.random.default_rng(seed), Curve(CALM_S)
    for t in np.arange(0.0, 10.0, 1 / 15):
        way = share((t - SETS_OFF_S) / COMES_S) - share((t - LEAVES_S) / GOES_S)
        curve.add(float(t), way + float(rng.normal(0, noise)))
    return curve


def times(shown):
    return shown.reached_s(0.5, 5.0, REACHED, 0.0), shown.released_s(5.0, 9.5, KEPT, 0.0)


def instead(curve):
    return Shown(curve, 0.0, 1.0, Shown(there_and_back(0.3), 0.0, 1.0))


def test_a_clear_curve_shows_both_ends():
    clear = Shown(there_and_back(0.0), 0.0, 1.0)
    assert clear.is_clear(0.0, 9.0)
    assert not Shown(there_and_back(0.3), 0.0, 1.0).is_clear(0.0, 9.0)
    assert times(clear) == pytest.approx((REACHED_S, LEFT_S), abs=0.1)


def errors_s(shown):
    return np.array(times(shown)) - (REACHED_S, LEFT_S)


def test_smoothing_moves_a_crossing_but_not_the_whole_movement():
    curves = [there_and_back(0.2, seed) for seed in range(12)]
    by_crossing = np.mean([errors_s(Shown(curve, 0.0, 1.0)) for curve in curves], 0)
    by_course = np.mean([errors_s(instead(curve)) for curve in curves], 0)
    assert np.abs(by_course).max() < 0.04 < np.abs(by_crossing).max()


@pytest.mark.parametrize("level", [0.85, 1.15])
def test_a_wrong_level_moves_the_whole_movement_less_than_a_crossing(level):
    curve = there_and_back(0.02)
    by_crossing = errors_s(Shown(curve, 0.0, level))
    by_course = errors_s(Shown(curve, 0.0, level, Shown(there_and_back(0.3), 0.0, 1.0)))
    assert np.abs(by_course).max() < 0.1 < np.abs(by_crossing).max()


def test_a_movement_that_is_not_shown_has_no_end():
    assert all(math.isnan(time_s) for time_s in times(instead(Curve(CALM_S))))


def test_a_level_of_the_signal_is_found_on_another_curve():
    """The movement comes from the other side of rest: the signal says from how far."""
    other = Shown(there_and_back(0.0), 0.1, 1.1, Shown(there_and_back(0.0), -0.02, -0.07))
    assert other._here(-0.045) == pytest.approx(0.6)
