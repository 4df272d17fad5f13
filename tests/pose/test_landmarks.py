"""Points of the landmark network, refined on its heat maps."""

import numpy as np
import pytest

from backcoach.pose.detector import _ANCHORS, SAME_PERSON, merge_overlapping
from backcoach.pose.landmarks import refined

COLD = -12.0


def heat(x, y, peak=4.0):
    """Logits of one point's heat map: warm around a cell."""
    rows, columns = np.indices((64, 64))
    return (peak - 0.8 * ((columns - x) ** 2 + (rows - y) ** 2)).clip(COLD)[..., None].astype(np.float32)


@pytest.mark.parametrize(("x", "y"), [(30.0, 20.0), (30.4, 20.3), (31.4, 18.8)])
def test_a_point_moves_to_the_middle_of_the_warm_spot(x, y):
    found = refined(np.array([[30.5 / 64, 20.5 / 64]]), heat(x, y))
    assert found[0] * 64 == pytest.approx((x, y), abs=0.1)


def test_a_point_stays_where_nothing_is_warm_enough_or_the_warmth_is_too_far():
    point = np.array([[30.5 / 64, 20.5 / 64]])
    assert refined(point, heat(30, 20, peak=-0.1)) == pytest.approx(point)
    assert refined(point, heat(37, 20)) == pytest.approx(point), "seven cells away: the kernel reaches four"


@pytest.mark.parametrize("point", [(-0.1, 0.5), (0.5, 1.2), (1.0, 0.5)])
def test_a_point_outside_of_the_square_stays(point):
    assert refined(np.array([point]), heat(32, 32)) == pytest.approx(np.array([point]))


def test_at_the_border_only_cells_of_the_map_count():
    found = refined(np.array([[0.5 / 64, 63.5 / 64]]), heat(0, 63))[0] * 64
    assert 0 <= found[0] < 1
    assert 62 < found[1] <= 63


def test_there_are_as_many_anchors_as_the_detector_has_boxes():
    assert _ANCHORS.shape == (2254, 2)
    assert _ANCHORS[0] == pytest.approx((0.5 / 28, 0.5 / 28))
    assert _ANCHORS[-1] == pytest.approx((6.5 / 7, 6.5 / 7))


def box(left, top, size=1.0):
    return [left, top, left + size, top + size, left + size / 2, top + size / 2]


def test_boxes_of_one_person_are_averaged_and_those_of_another_stay_apart():
    boxes = np.array([box(0, 0), box(5, 0), box(0.1, 0)])
    first, second = merge_overlapping(np.array([0.9, 0.8, 0.6]), boxes)
    assert first == pytest.approx((0.9 * boxes[0] + 0.6 * boxes[2]) / 1.5)
    assert second == pytest.approx(boxes[1])


def test_boxes_that_overlap_by_less_than_the_bound_are_two_people():
    part = 2 * SAME_PERSON / (1 + SAME_PERSON)  # intersection for this union
    assert len(merge_overlapping(np.array([0.9, 0.8]), np.array([box(0, 0), box(1.02 - part, 0)]))) == 2
    assert len(merge_overlapping(np.array([0.9, 0.8]), np.array([box(0, 0), box(0.98 - part, 0)]))) == 1
    assert merge_overlapping(np.zeros(0), np.zeros((0, 6))) == []
