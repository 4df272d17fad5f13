"""Knees that roll to the side cannot be told from exactly the side: that is said, and said only then."""

from dataclasses import replace

import numpy as np
import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.exercises.figure import pose_of
from backcoach.mannequin import Camera, Life, Noise, Performance, simulate
from backcoach.mannequin.body import Body
from backcoach.mannequin.ground import placed
from backcoach.mannequin.passage import Path
from backcoach.mannequin.positions import position
from backcoach.mannequin.simulate import photographed
from backcoach.pose.frame import INDEX, PoseFrame
from tests.tracking.watching import recognize, track

BODY = Body()


def rolled(opened_deg: float):
    """Return somebody on the back whose bent knees have rolled to one side, the feet where they were."""
    legs = {"left_leg": {"open": opened_deg}, "right_leg": {"open": -opened_deg}}
    return placed(position("supine_bent", BODY, pose_of(legs))[None], BODY, 0.0)[0]


def knee_rolls(yaw_deg: float):
    knots = [rolled(0.0), rolled(60.0), rolled(0.0), rolled(-60.0), rolled(0.0)]
    path = Path(knots, [2.0] * 4, [1.5] * 5, BODY)
    times_s = np.arange(0, path.duration_s, 0.1)
    camera, rng = Camera(yaw_deg=yaw_deg, fps=10.0), np.random.default_rng(0)
    frames = photographed(times_s, path.postures(times_s), BODY, camera, Noise(), rng)
    return [flattened(frame) for frame in frames] if yaw_deg == 0 else frames


def flattened(frame: PoseFrame) -> PoseFrame:
    """Return the frame as a pose model sees it: a knee that falls towards or away from the camera only comes down."""
    world = frame.world.copy()
    for side in ("left", "right"):
        hip, knee = INDEX[f"{side}_hip"], INDEX[f"{side}_knee"]
        world[knee, 2] = world[hip, 2]
    return replace(frame, world=world)


@pytest.mark.parametrize("understand", [recognize, lambda frames: track("trunk_rotation", frames)])
def test_knee_rolls_from_exactly_the_side_are_said_not_to_be_told(understand):
    (seen,) = understand(knee_rolls(0.0)).unclear
    assert (seen.exercise, seen.view) == ("trunk_rotation", "side")
    assert "from exactly the side" in seen.text.lower()
    assert seen.start_s < 2.0
    assert seen.end_s > 10.0


def test_from_the_feet_and_the_side_nothing_needs_to_be_said():
    assert not recognize(knee_rolls(-45.0)).unclear


@pytest.mark.parametrize("exercise", ["glute_bridge", "trunk_rotation", "clamshell"])
def test_nothing_is_said_of_what_is_counted(exercise):
    frames = simulate(Performance.of(load_exercise(exercise), 2), camera=Camera(fps=10.0)).frames
    assert not recognize(frames).unclear


@pytest.mark.parametrize(
    "kind", ["bend_knees_on_back", "one_knee_on_back", "hug_knees", "dead_bug", "roll_over"]
)
def test_nothing_is_said_of_other_movements_on_the_back(kind):
    assert not recognize(simulate(Life(kind, 14.0), camera=Camera(fps=10.0)).frames).unclear
