"""Means and movements that noise does not spoil."""

import math

import numpy as np
import pytest

from backcoach.tracking.counting.movement import fit_movement
from backcoach.tracking.measuring.robust import trimmed_mean
from backcoach.tracking.measuring.starts import mean_of


def movement(duration_s, noise=0.0, rate_hz=20.0, seed=0):
    """From 1 to 3, half done at 2 s."""
    times_s = np.arange(0, 4, 1 / rate_hz)
    part = np.clip((times_s - 2) / duration_s + 0.5, 0, 1)
    values = 1 + 2 * part**3 * (10 - 15 * part + 6 * part**2)
    values += np.random.default_rng(seed).normal(0, 1, len(values)) * noise
    return list(zip(times_s.tolist(), values.tolist(), strict=True))


def test_wild_values_do_not_move_the_mean():
    assert trimmed_mean([1.0] * 9 + [100.0]) == 1.0
    assert trimmed_mean([math.nan, 2.0, 4.0]) == 3.0
    assert math.isnan(trimmed_mean([]))


@pytest.mark.parametrize("duration_s", [0.6, 1.5, 2.6])
def test_a_clear_movement_is_timed_exactly(duration_s):
    assert fit_movement(movement(duration_s), (1.0, 3.0), 2.1)[1] == pytest.approx(duration_s, abs=0.02)


@pytest.mark.parametrize("seed", range(5))
def test_a_noisy_movement_is_timed_closely(seed):
    noisy = movement(1.5, noise=0.2, seed=seed)
    assert fit_movement(noisy, (1.0, 3.0), 2.0)[1] == pytest.approx(1.5, abs=0.5)


def test_no_movement_fits_too_few_samples():
    assert math.isnan(fit_movement(movement(1.0)[:4], (1.0, 3.0), 2.0)[1])


def test_the_mean_of_turns_about_half_a_turn_is_half_a_turn():
    turns = [178.0, -179.0, 179.0, -178.0, math.nan]
    assert abs(mean_of(turns, "roll")) == pytest.approx(180.0)
    assert mean_of([1.0, 2.0, 3.0], "angle") == 2.0
