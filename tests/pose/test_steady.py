"""The filter of the region: calm at rest, quick in movement, whatever the frame rate and the person's size."""

import numpy as np
import pytest

from backcoach.pose.steady import OneEuroFilter


def follow(points, times_s):
    steady = OneEuroFilter()
    return np.array([steady.smooth(p, t) for p, t in zip(points, times_s, strict=True)])


def moving(times_s, scale=1.0, speed=0.0):
    """Hips and top of somebody who moves to the right with so many sizes a second."""
    shift = np.stack([speed * 400 * times_s, np.zeros_like(times_s)], axis=1)
    return scale * (np.array([[300.0, 300.0], [300.0, 100.0]]) + shift[:, None])


def test_at_rest_the_trembling_is_taken_away():
    times_s = np.arange(0, 4, 1 / 30)
    noise = np.random.default_rng(3).normal(0, 1, (len(times_s), 2, 2))
    smooth = follow(moving(times_s) + noise, times_s)
    assert smooth[30:].std(axis=0).max() < 0.5 * noise[30:].std(axis=0).min()


@pytest.mark.parametrize("rate_hz", [10, 15, 30, 60])
def test_in_movement_it_lags_little_at_every_frame_rate(rate_hz):
    times_s = np.arange(0, 3, 1 / rate_hz)
    points = moving(times_s, speed=0.5)
    lag = (points - follow(points, times_s))[-1, :, 0] / (0.5 * 400)
    assert np.all((lag > 0) & (lag < 0.05)), "seconds"


def test_true_times_count_not_the_number_of_pictures():
    """A camera that drops every other picture gives nearly the same as one that does not."""
    times_s = np.arange(0, 3, 1 / 60)
    points = moving(times_s, speed=0.3)
    every, other = follow(points, times_s), follow(points[::2], times_s[::2])
    assert np.abs(every[::2] - other).max() < 0.01 * 400


def test_the_size_of_the_person_does_not_matter():
    times_s = np.arange(0, 2, 1 / 30)
    small, large = (follow(moving(times_s, scale, speed=0.4), times_s) for scale in (0.2, 1.0))
    assert small / 0.2 == pytest.approx(large)


def test_the_first_points_and_those_after_a_reset_are_taken_as_they_are():
    steady = OneEuroFilter()
    first, second = moving(np.array([0.0, 1.0]), speed=1.0)
    assert steady.smooth(first, 0.0) == pytest.approx(first)
    assert steady.smooth(second, 0.0) == pytest.approx(first), "no time has passed"
    steady.reset()
    assert steady.smooth(second, 5.0) == pytest.approx(second)
