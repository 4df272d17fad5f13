import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.tracking.measuring import geometry as geo

UP, DOWN = (0.0, -1.0), (0.0, 1.0)

coordinate = st.integers(-200, 200).map(lambda n: n / 100)
image_point = st.tuples(coordinate, coordinate, st.just(0.0))
space_point = st.tuples(coordinate, coordinate, coordinate)


def mirrored(point):
    return (-point[0], *point[1:])


def moved(point, by, factor):
    return tuple(factor * (a + b) for a, b in zip(point, by, strict=True))


def distinct(*points):
    return all(math.dist(p, q) > 0.05 for i, p in enumerate(points) for q in points[:i])


@pytest.mark.parametrize(
    ("c", "angle_deg"),
    [((2, 0, 0), 180), ((0, 0, 0), 0), ((1, -1, 0), 90), ((1, 1, 0), 90), ((1, 0, 5), 90), ((0, 1, 0), 45)],
)
def test_angle_is_the_interior_one(c, angle_deg):
    assert geo.compute_angle_deg((0, 0, 0), (1, 0, 0), c) == pytest.approx(angle_deg)


def test_angle_of_coinciding_points_is_not_known():
    assert math.isnan(geo.compute_angle_deg((1, 1, 0), (1, 1, 0), (2, 0, 0)))
    assert math.isnan(geo.compute_angle_between_deg((0, 0, 0), (1, 0, 0)))


@pytest.mark.parametrize("towards_right", [True, False])
@pytest.mark.parametrize(("hip_y", "deviation"), [(-0.3, 0.1), (0.3, -0.1), (0.0, 0.0)])
def test_deviation_is_positive_above_the_line_whichever_way_it_runs(towards_right, hip_y, deviation):
    shoulder, ankle = ((0, 0, 0), (3, 0, 0)) if towards_right else ((3, 0, 0), (0, 0, 0))
    assert geo.compute_deviation((1, hip_y, 0), shoulder, ankle) == pytest.approx(deviation)


@pytest.mark.parametrize("facing", [1, -1])
def test_bend_is_positive_towards_the_back(facing):
    """On all fours, back to the ceiling: a lifted head is +, a dropped one -, whichever way the person faces."""
    hip, shoulder = (0, 0, 0), (facing, 0, 0)
    lifted, dropped = (1.5 * facing, -0.5, 0), (1.5 * facing, 0.5, 0)
    assert geo.compute_bend_deg(hip, shoulder, lifted, UP) == pytest.approx(45)
    assert geo.compute_bend_deg(hip, shoulder, dropped, UP) == pytest.approx(-45)
    assert geo.compute_bend_deg(hip, shoulder, lifted, DOWN) == pytest.approx(-45), "on the back"


@pytest.mark.parametrize(
    ("b", "elevation_deg"), [((1, 0, 0), 0), ((-1, -1, 0), 45), ((0, -2, 0), 90), ((0, 2, 0), -90), ((0, 1, 1), -45)]
)  # fmt: skip
def test_elevation_counts_up_from_the_horizontal(b, elevation_deg):
    assert geo.compute_elevation_deg((0, 0, 0), b) == pytest.approx(elevation_deg)


def test_lift_is_vertical_from_the_nearest_point_of_the_line():
    assert geo.compute_lift((1, -0.2, 0), (0, 0, 0), (2, 0, 0)) == pytest.approx(0.2)
    assert geo.compute_lift((1, 0.2, 3), (0, 0, 3), (2, 0, 3)) == pytest.approx(-0.2)
    assert math.isnan(geo.compute_lift((1, 1, 0), (2, 2, 0), (2, 2, 0)))


def test_chest_direction_of_somebody_on_the_back_is_up():
    """Head to the right of the picture: the left side is the far one (z away from the camera)."""
    shoulders, hips = [(1, 0, -0.2), (1, 0, 0.2)], [(0, 0, -0.15), (0, 0, 0.15)]
    up = geo.compute_chest_direction(*shoulders, *hips)
    assert up == pytest.approx([0, -1, 0])
    down = geo.compute_chest_direction(*reversed(shoulders), *reversed(hips))
    assert down == pytest.approx([0, 1, 0])


@given(st.floats(-179, 179), st.booleans())
def test_roll_is_the_turn_about_the_trunk(roll_deg, head_right):
    trunk = (0.5, 0, 0) if head_right else (-0.5, 0, 0)
    level = -0.1 if head_right else 0.1
    turn = math.radians(roll_deg)
    left = (0.3, -0.1 * math.sin(turn), level * math.cos(turn))
    right = (0.3, -left[1], -left[2])
    assert geo.compute_roll_deg(left, right, trunk) == pytest.approx(roll_deg, abs=1e-6)


def test_roll_of_somebody_upright_is_not_known():
    assert math.isnan(geo.compute_roll_deg((0.1, 0, 0), (-0.1, 0, 0), (0, -1, 0)))


@pytest.mark.parametrize(("knee_x", "crossing_m"), [(0.3, 0.3), (-0.2, -0.2), (0.0, 0.0)])
def test_across_tells_how_far_a_knee_is_past_the_middle(knee_x, crossing_m):
    """A person seen from the feet, trunk away from the camera; the left shoulder is the one at -x, and farther away."""
    knee, left, right, trunk = (knee_x, -0.2, -0.3), (-0.2, 0, 0.6), (0.2, 0, 0.4), (0, 0, 1)
    assert geo.dot(knee, geo.compute_across(left, right, trunk)) == pytest.approx(crossing_m)
    assert geo.dot(knee, geo.compute_across(right, left, trunk)) == pytest.approx(-crossing_m)


@given(st.floats(-0.2, 0.2), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_sagitta_of_an_arc_is_its_height_whatever_the_chord(height, first, last):
    share = [i / 10 for i in range(11)]
    arc = [first + (last - first) * u + height * 4 * u * (1 - u) for u in share]
    assert geo.compute_sagitta(arc) == pytest.approx(0.9 * height, abs=1e-9), "eleven stations: 0.9 of it"


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_sagitta_of_a_straight_line_is_zero(first, slope):
    assert geo.compute_sagitta([first + slope * i for i in range(11)]) == pytest.approx(0, abs=1e-9)


def test_sagitta_with_a_missing_station_is_not_known():
    assert math.isnan(geo.compute_sagitta([0.0, 0.1, math.nan, 0.1, 0.0]))


@given(image_point, image_point, image_point, space_point, st.floats(0.1, 10))
def test_shift_and_scale_change_no_angle(a, b, c, by, factor):
    if not distinct(a, b, c):
        return
    a2, b2, c2 = (moved(p, by, factor) for p in (a, b, c))
    assert geo.compute_angle_deg(a2, b2, c2) == pytest.approx(geo.compute_angle_deg(a, b, c), abs=1e-3)
    assert geo.compute_elevation_deg(a2, b2) == pytest.approx(geo.compute_elevation_deg(a, b), abs=1e-6)
    assert geo.compute_deviation(a2, b2, c2) == pytest.approx(geo.compute_deviation(a, b, c), abs=1e-6)
    assert geo.compute_lift(a2, b2, c2) == pytest.approx(factor * geo.compute_lift(a, b, c), abs=1e-6)


@given(image_point, image_point, image_point)
def test_a_mirror_changes_nothing_that_has_no_side(a, b, c):
    if not distinct(a, b, c) or abs(b[0] - c[0]) < 0.01:
        return
    a2, b2, c2 = mirrored(a), mirrored(b), mirrored(c)
    assert geo.compute_angle_deg(a2, b2, c2) == pytest.approx(geo.compute_angle_deg(a, b, c), abs=1e-6)
    assert geo.compute_elevation_deg(a2, b2) == pytest.approx(geo.compute_elevation_deg(a, b))
    assert geo.compute_deviation(a2, b2, c2) == pytest.approx(geo.compute_deviation(a, b, c))


@given(image_point, image_point, image_point)
def test_a_mirror_keeps_the_bend_to_the_back(a, b, c):
    back = (b[1] - a[1], a[0] - b[0])  # at right angles to a-b
    turn = geo.compute_bend_deg(a, b, c, back) if distinct(a, b, c) else 0.0
    if 1 < abs(turn) < 179:
        assert geo.compute_bend_deg(*map(mirrored, (a, b, c)), mirrored(back)) == pytest.approx(turn)


@given(space_point, space_point, space_point, st.integers(0, 2))
def test_nan_in_nan_out(a, b, c, which):
    points = [a, b, c]
    points[which] = (math.nan, math.nan, math.nan)
    assert math.isnan(geo.compute_angle_deg(*points))
    assert math.isnan(geo.compute_deviation(*points))
    assert math.isnan(geo.compute_lift(*points))
    assert math.isnan(geo.compute_bend_deg(*points, UP))
    assert math.isnan(geo.compute_roll_deg(*points))
    assert math.isnan(geo.compute_distance(points[which], points[which - 1]))
