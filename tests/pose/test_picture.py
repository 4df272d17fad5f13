"""How good a picture is."""

import numpy as np
import pytest

from backcoach.pose.picture_meter import PictureMeter


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


def letterboxed(brightness):
    """A lit room in the middle third, between black bars as of a camera of another shape."""
    picture = np.zeros((240, 426, 3), np.uint8)
    room = np.random.default_rng(0).normal(255 * brightness, 25, (240, 142, 3))
    picture[:, 142:284] = room.clip(0, 255)
    return picture


def test_bars_beside_the_picture_are_no_part_of_it():
    assert PictureMeter().measure(letterboxed(0.45)).brightness > 0.4
    assert PictureMeter().measure(letterboxed(0.02)).brightness < 0.1


def test_a_covered_lens_is_dark_all_over():
    covered = PictureMeter().measure(np.full((240, 426, 3), 4, np.uint8))
    assert covered.brightness < 0.05
    assert covered.contrast < 0.01


def test_light_is_measured_on_the_person_and_around():
    picture = np.random.default_rng(1).normal(20, 5, (240, 426, 3)).clip(0, 255).astype(np.uint8)
    picture[80:160, 150:280] = np.random.default_rng(2).normal(140, 20, (80, 130, 3)).clip(0, 255)
    assert PictureMeter().measure(picture).brightness < 0.16
    lit = PictureMeter().measure(picture, (150 / 426, 80 / 240, 280 / 426, 160 / 240))
    assert lit.brightness > 0.25
