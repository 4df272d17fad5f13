"""The square around a person: cut out, and back into the picture."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.pose.detector import squares
from backcoach.pose.region import SIZE_TO_DISTANCE, Region

REGIONS = st.builds(
    Region, st.floats(250, 350), st.floats(150, 250), st.floats(150, 400), st.floats(-math.pi, math.pi)
)


def spot(x_px, y_px, width=600, height=400):
    """A picture with one bright spot, whose centre is known to a part of a pixel."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    bright = 255 * np.exp(-((x - x_px) ** 2 + (y - y_px) ** 2) / (2 * 6.0**2))
    return np.repeat(bright.astype(np.uint8)[..., None], 3, axis=2)


def centre(picture):
    value = picture.astype(float)
    y, x = np.indices(value.shape)
    return np.array([(x * value).sum(), (y * value).sum()]) / value.sum()


@given(region=REGIONS, u=st.floats(0.2, 0.8), v=st.floats(0.2, 0.8))
@settings(max_examples=40, deadline=None)
def test_a_point_of_the_picture_is_where_the_square_says(region, u, v):
    x_px, y_px = region.in_picture(np.array([[u, v]]))[0]
    square = region.cut(spot(x_px, y_px), 256, cv2.BORDER_CONSTANT)
    assert centre(square[..., 0]) == pytest.approx((256 * u, 256 * v), abs=1.5)


@given(region=REGIONS, u=st.floats(0.3, 0.7), v=st.floats(0.3, 0.7))
@settings(max_examples=40, deadline=None)
def test_a_mask_comes_back_to_where_it_was_seen(region, u, v):
    x_px, y_px = region.in_picture(np.array([[u, v]]))[0]
    mask = region.spread((spot(256 * u, 256 * v, 256, 256)[..., 0] / 255).astype(np.float32), 600, 400)
    assert mask.shape == (400, 600)
    assert centre(mask) == pytest.approx((x_px, y_px), abs=1.5)


@given(angle=st.floats(-math.pi + 0.01, math.pi - 0.01), length=st.floats(10, 300))
@settings(deadline=None)
def test_two_points_tell_a_square_in_which_the_second_is_above_the_first(angle, length):
    hips = np.array([300.0, 200.0])
    top = hips + length * np.array([math.sin(angle), -math.cos(angle)])
    region = Region.around(np.array([hips, top]))
    assert region.side_px == pytest.approx(SIZE_TO_DISTANCE * length)
    assert region.in_picture(np.array([[0.5, 0.5]]))[0] == pytest.approx(hips)
    assert region.in_picture(np.array([[0.5, 0.5 - 1 / SIZE_TO_DISTANCE]]))[0] == pytest.approx(top)


def test_outside_of_the_picture_the_border_is_repeated_or_black():
    white = np.full((100, 100, 3), 255, np.uint8)
    beside = Region(0.0, 50.0, 100.0, 0.0)
    assert beside.cut(white, 64, cv2.BORDER_REPLICATE).min() == 255
    assert beside.cut(white, 64, cv2.BORDER_CONSTANT)[:, :30].max() == 0


@given(width=st.integers(2, 4000), height=st.integers(2, 4000))
@settings(deadline=None)
def test_squares_cover_a_long_picture_and_overlap_by_half(width, height):
    found, side = squares(width, height), min(width, height)
    if not found:
        assert max(width, height) < 1.2 * side
        return
    along = [s.x_px if width > height else s.y_px for s in found]
    assert {s.side_px for s in found} == {side}
    assert (along[0], along[-1]) == (side / 2, max(width, height) - side / 2)
    assert np.diff(along).max() <= side / 2 + 1e-6
