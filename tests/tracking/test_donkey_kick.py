"""A donkey kick is no bird dog: the leg rises, but its knee stays bent and both hands stay down."""

from dataclasses import replace

import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.exercises.figure import pose_of
from backcoach.mannequin import Camera, Performance, simulate
from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.tracking.measuring.features import OTHER
from backcoach.tracking.summary import Summary
from tests.tracking.watching import counts, track

BIRD_DOG = load_exercise("bird_dog")
DONKEY_KICK = {"left_leg": {"hip": 0, "knee": 90, "point": 30}}
KICKED_UP = {"left_leg": {"hip": -30, "knee": 54, "point": 30}}
BENT_A_LITTLE = {
    "left_leg": {"hip": 0, "knee": 40, "point": 30},
    "right_arm": {"shoulder": 166, "elbow": 8, "wrist": 0},
}


def lift(pose: dict, side: str, fps: int, yaw_deg: int, hidden: str | None = None) -> Summary:
    first, *others = BIRD_DOG.figure.ends
    figure = replace(BIRD_DOG.figure, ends=(replace(first, pose=pose_of(pose)), *others))
    performance = Performance("bird_dog", 2, sides=(side,), figure=figure)
    frames = simulate(performance, camera=Camera(fps=fps, yaw_deg=yaw_deg)).frames
    return track("bird_dog", frames if hidden is None else [guess(frame, hidden) for frame in frames])


def guess(frame: PoseFrame, side: str) -> PoseFrame:
    """Return the frame with one arm hidden, as the far one is behind the near one when both are down."""
    visibility = frame.visibility.copy()
    visibility[[INDEX[f"{side}_{joint}"] for joint in ("elbow", "wrist")]] = 0.4
    return replace(frame, visibility=visibility)


@pytest.mark.parametrize("fps", [10, 24])
@pytest.mark.parametrize("yaw_deg", [0, 20])
@pytest.mark.parametrize("side", ["left", "right"])
class TestALiftedLeg:
    def test_with_the_knee_at_a_right_angle_is_not_counted(self, side, yaw_deg, fps):
        assert not counts(lift(DONKEY_KICK, side, fps, yaw_deg))

    def test_with_the_foot_kicked_up_to_the_ceiling_is_not_counted(self, side, yaw_deg, fps):
        assert not counts(lift(KICKED_UP, side, fps, yaw_deg, OTHER[side]))

    def test_with_the_knee_bent_a_little_is(self, side, yaw_deg, fps):
        assert counts(lift(BENT_A_LITTLE, side, fps, yaw_deg)) == {("bird_dog", side): 2}
