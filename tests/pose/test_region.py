"""The square around a person: cut out, and back into the picture."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.pose.detector import squares
from backcoach.pose.region import SIZE_TO_DISTANCE, Region

SPOT_PX = 6.0
WITHIN_PX = 0.1
"""Interpolation works in 32nds of a pixel; half a pixel that is lost or added somewhere is five times as much."""

REGIONS = st.builds(
    Region, st.floats(280, 320), st.floats(180, 220), st.floats(150, 300), st.floats(-math.pi, math.pi)
)
"""Everything that they show where the tests look lies within the picture."""


def spot(x_px, y_px, width=600, height=400):
    """A picture with one bright spot, whose centre is known to a part of a pixel."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    bright = 255 * np.exp(-((x - x_px) ** 2 + (y - y_px) ** 2) / (2 * SPOT_PX**2))
    return np.repeat(np.round(bright).astype(np.uint8)[..., None], 3, axis=2)


def centre(picture):
    value = picture.astype(float)
    y, x = np.indices(value.shape)
    return np.array([(x * value).sum(), (y * value).sum()]) / value.sum()


@given(region=REGIONS, u=st.floats(0.3, 0.7), v=st.floats(0.3, 0.7))
@settings(max_examples=40, deadline=None)
def test_a_point_of_the_picture_is_where_the_square_says(region, u, v):
    x_px, y_px = region.in_picture(np.array([[u, v]]))[0]
    square = region.cut(spot(x_px, y_px), 256, cv2.BORDER_CONSTANT)
    assert centre(square[..., 0]) == pytest.approx((256 * u, 256 * v), abs=WITHIN_PX)


@given(region=REGIONS, u=st.floats(0.3, 0.7), v=st.floats(0.3, 0.7))
@settings(max_examples=40, deadline=None)
def test_a_mask_comes_back_to_where_it_was_seen(region, u, v):
    x_px, y_px = region.in_picture(np.array([[u, v]]))[0]
    seen = (spot(256 * u, 256 * v, 256, 256)[..., 0] / 255).astype(np.float32)
    mask = np.asarray(region.spread(seen, 600, 400))
    assert mask.shape == (400, 600)
    assert centre(mask) == pytest.approx((x_px, y_px), abs=WITHIN_PX)


def test_single_pixels_of_a_silhouette_are_those_of_the_whole():
    rng = np.random.default_rng(5)
    seen = cv2.GaussianBlur(rng.random((256, 256), dtype=np.float32), (0, 0), 4)
    silhouette = Region(300.0, 200.0, 380.0, 0.7).spread(seen, 600, 400)
    row, column = rng.integers(0, 400, (13, 90)), rng.integers(0, 600, (13, 90))
    whole = np.asarray(silhouette)
    assert whole.shape == silhouette.shape == (400, 600)
    assert silhouette[row, column] == pytest.approx(whole[row, column], abs=0.01)
    assert np.ptp(whole[row, column]) > 0.4


def test_two_squares_are_about_the_same_only_in_place_size_and_angle():
    one = Region(300.0, 200.0, 400.0, 3.1)
    assert one.is_about(Region(320.0, 190.0, 380.0, -3.1))
    assert not one.is_about(Region(345.0, 200.0, 400.0, 3.1))
    assert not one.is_about(Region(300.0, 200.0, 300.0, 3.1))
    assert not one.is_about(Region(300.0, 200.0, 400.0, 2.6))


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
