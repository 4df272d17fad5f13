"""How good a picture is."""

import numpy as np
import pytest

from backcoach.pose.picture import PictureMeter


def room(seed=0):
    """A picture with something in it."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(40, 215, (20, 36, 3), dtype=np.uint8)
    return np.kron(coarse, np.ones((18, 18, 1), np.uint8))


def test_brightness_and_contrast_of_plain_pictures():
    black, white = np.zeros((90, 160, 3), np.uint8), np.full((90, 160, 3), 255, np.uint8)
    half = np.concatenate([black, white])
    assert PictureMeter().measure(black).brightness == 0
    assert PictureMeter().measure(white).brightness == pytest.approx(1)
    assert PictureMeter().measure(half).contrast == pytest.approx(0.5, abs=0.02)


def test_the_first_picture_does_not_shake_and_a_still_one_neither():
    meter = PictureMeter()
    assert [meter.measure(room()).shake for _ in range(3)] == [
        0.0,
        pytest.approx(0, abs=1e-3),
        pytest.approx(0, abs=1e-3),
    ]


def test_a_shift_of_the_whole_picture_is_measured():
    meter = PictureMeter()
    meter.measure(room())
    moved = np.roll(room(), 26, axis=1)
    assert meter.measure(moved).shake == pytest.approx(26 / 648, rel=0.25)


def test_somebody_who_moves_in_front_of_a_still_room_is_no_shake():
    meter = PictureMeter()
    pictures = [room() for _ in range(6)]
    for k, picture in enumerate(pictures):
        picture[100:300, 60 + 12 * k : 160 + 12 * k] = (90, 120, 60)
    assert max(meter.measure(p).shake for p in pictures) < 0.004


def test_two_unlike_pictures_are_not_compared():
    meter = PictureMeter()
    meter.measure(room(1))
    assert meter.measure(room(2)).shake == 0
