"""Threading the needle is no child's pose: the shoulder goes down to the floor, but the hips stay above the knees."""

from dataclasses import replace

import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.exercises.figure import pose_of
from backcoach.mannequin import Camera, Performance, simulate
from backcoach.tracking.summary import Summary
from tests.tracking.watching import counts, track

CHILD_POSE = load_exercise("child_pose")
THREADED = {
    "trunk": {"pitch": -38, "curve": 0.02},
    "head": {"lift": -10},
    "legs": {"hip": 126, "knee": 92},
    "arms": {"shoulder": 120, "elbow": 20, "wrist": 10},
}
HIPS_HIGH = {
    "trunk": {"curve": 0.04},
    "head": {"lift": -22},
    "legs": {"hip": 125, "knee": 110},
    "arms": {"shoulder": 172, "elbow": 8, "wrist": 10},
}


HIPS_BACK = {
    "trunk": {"pitch": -25, "curve": 0.03},
    "head": {"lift": -15},
    "legs": {"hip": 120, "knee": 106},
    "arms": {"shoulder": 150, "elbow": 10, "wrist": 10},
}


def hold(pose: dict, fps: int, yaw_deg: int) -> Summary:
    first, *others = CHILD_POSE.figure.ends
    figure = replace(CHILD_POSE.figure, ends=(replace(first, pose=pose_of(pose)), *others))
    performance = Performance("child_pose", 2, figure=figure)
    return track("child_pose", simulate(performance, camera=Camera(fps=fps, yaw_deg=yaw_deg)).frames)


@pytest.mark.parametrize("fps", [10, 24])
@pytest.mark.parametrize("yaw_deg", [0, 20])
class TestAHold:
    def test_with_the_hips_above_the_knees_is_not_counted(self, yaw_deg, fps):
        assert not counts(hold(THREADED, fps, yaw_deg))

    def test_with_the_hips_far_from_the_heels_is(self, yaw_deg, fps):
        assert counts(hold(HIPS_HIGH, fps, yaw_deg)) == {("child_pose", None): 2}

    @pytest.mark.parametrize("roll", [45, -45])
    def test_with_the_chest_turned_to_the_side_is_not_counted(self, roll, yaw_deg, fps):
        turned = {**HIPS_BACK, "trunk": {**HIPS_BACK["trunk"], "roll": roll, "twist": -roll}}
        assert not counts(hold(turned, fps, yaw_deg))

    def test_with_the_chest_to_the_floor_is(self, yaw_deg, fps):
        assert counts(hold(HIPS_BACK, fps, yaw_deg)) == {("child_pose", None): 2}
