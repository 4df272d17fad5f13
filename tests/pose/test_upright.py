"""Poses turned with their picture."""

from pathlib import Path

import numpy as np
import pytest

from backcoach.pose.back_line import trunk_axis
from backcoach.pose.recording import load_recording
from backcoach.pose.upright import turn_pose

FRAMES = load_recording(Path(__file__).parents[1] / "data" / "golden" / "bird_dog_side.bcr")


@pytest.mark.parametrize("times", [1, 2, 3])
def test_what_is_turned_on_to_a_whole_turn_is_as_before(times):
    frame = FRAMES[40]
    back = turn_pose(turn_pose(frame, 90 * times), 360 - 90 * times)
    for name in ("landmarks", "world", "visibility", "back_line"):
        np.testing.assert_allclose(getattr(back, name), getattr(frame, name), atol=1e-12)
    assert back.aspect == pytest.approx(frame.aspect)


def test_a_quarter_turn_brings_what_was_up_to_the_right():
    frame = FRAMES[40]
    turned = turn_pose(frame, 90)
    for points, turned_points in (
        (frame.landmarks, turned.landmarks * frame.aspect),
        (frame.world, turned.world),
    ):
        (x, y), (turned_x, turned_y) = (trunk_axis(p[:, :2])[1] for p in (points, turned_points))
        assert (turned_x, turned_y) == pytest.approx((-y, x))
    in_picture = turned.landmarks[turned.visibility > 0.9, :2]
    assert (in_picture > -0.1).all()
    assert (in_picture < (turned.aspect + 0.1, 1.1)).all()


def test_nobody_stays_nobody():
    assert not turn_pose(FRAMES[0].empty(1.0), 90).seen
