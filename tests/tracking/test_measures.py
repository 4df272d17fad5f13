"""Features on the simulated person: what they read is what the person does, on the side that is asked for."""

import math
from dataclasses import replace

import numpy as np
import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Camera, Performance, simulate
from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.tracking import check_frame
from backcoach.tracking.measuring.observation import Observer, compute_back_offsets
from backcoach.tracking.measuring.readings import Readings
from tests.tracking.hand_made import make_exercise
from tests.tracking.transformed import hidden
from tests.tracking.watching import perform

BIRD_DOG = simulate(Performance.of(load_exercise("bird_dog"), 1, sides=("left",)), camera=Camera(fps=10))


def still(frame, count=10):
    """Return the frame again and again, so that all smoothing has settled."""
    return [replace(frame, time_s=i / 10) for i in range(count)]


def middle_of_hold(simulation):
    rep = simulation.truth[0].repetitions[0]
    return min(simulation.frames, key=lambda f: abs(f.time_s - (rep.target_s + rep.release_s) / 2))


def readings(features, frames):
    exercise = make_exercise(features=features, repetition={"kind": "cycle", "signal": "way"})
    read, observer, last_s = Readings(exercise), Observer(), None
    for frame in frames:
        read.update(observer.observe(frame), 0.0 if last_s is None else frame.time_s - last_s)
        read.remember()
        last_s = frame.time_s
    return read


def way(**more):
    return {"way": {"kind": "elevation", "points": ["hip", "ankle"], "side": "greatest"}, "other": more}


@pytest.mark.parametrize(
    ("side", "opposite", "lifted"),
    [("moving", False, True), ("resting", False, False), ("moving", True, False), ("near", False, False)],
)
def test_the_side_that_is_asked_for(side, opposite, lifted):
    """The left leg is stretched back; facing right, the right side is the near one."""
    leg = {"kind": "elevation", "points": ["hip", "ankle"]}
    features = {"way": leg | {"side": "moving"}, "other": leg | {"side": side, "opposite": opposite}}
    read = readings(features, still(middle_of_hold(BIRD_DOG)))
    assert read.sides.leading() == "left"
    assert (read.read("other").value > -15) is lifted


def test_a_fixed_side_and_a_middle_point():
    frames = still(middle_of_hold(BIRD_DOG))
    left = readings(way(kind="elevation", points=["left_hip", "left_knee"]), frames).read("other").value
    right = readings(way(kind="elevation", points=["right_hip", "right_knee"]), frames).read("other").value
    assert left > -15
    assert right < -60
    trunk = readings(way(kind="elevation", points=["mid_hip", "mid_shoulder"]), frames).read("other").value
    assert trunk == pytest.approx(11, abs=5)


def test_a_guessed_landmark_is_not_seen_and_a_weak_one_not_sure():
    feature = way(kind="angle", points=["hip", "knee", "ankle"])
    for visibility, seen in ((0.1, False), (0.35, True)):
        # On all fours: a lifted leg is no copy of the other one, and seen however hidden (see test_limbs.py).
        frames = still(hidden(BIRD_DOG.frames[0], ("knee",), visibility))
        value, confidence = readings(feature, frames).read("other")
        assert math.isnan(value) is not seen
        assert confidence < 0.5


@pytest.mark.parametrize(("exercise", "chest_up"), [("glute_bridge", 0.9), ("bird_dog", -0.9)])
def test_the_chest_points_up_or_down(exercise, chest_up):
    read = readings(way(kind="chest_up"), still(perform(exercise).frames[0]))
    assert read.read("other").value * math.copysign(1, chest_up) > 0.9


def test_a_speed_needs_a_while_and_is_the_same_at_every_frame_rate():
    for rate_hz in (10, 30, 60):
        frames = [
            replace(f, time_s=i / rate_hz, landmarks=f.landmarks + np.array([0.1 * i / rate_hz, 0, 0]))
            for i, f in enumerate([middle_of_hold(BIRD_DOG)] * 2 * rate_hz)
        ]
        speed = way(kind="speed", points=["mid_hip"])
        assert math.isnan(readings(speed, frames[:2]).read("other").value)
        trunk = np.hypot(
            *(frames[0].landmarks[[11, 12], :2].mean(0) - frames[0].landmarks[[23, 24], :2].mean(0))
        )
        assert readings(speed, frames).read("other").value == pytest.approx(0.1 / trunk, rel=0.05)


def test_a_trend_is_the_change_over_its_window():
    """A head that rises steadily, by a tenth of the picture's height a second."""
    frame = perform("cat_camel").frames[0]
    frames = []
    for i in range(40):
        landmarks = frame.landmarks.copy()
        landmarks[INDEX["nose"], 1] -= 0.1 * i / 10
        frames.append(replace(frame, time_s=i / 10, landmarks=landmarks))
    height = {"kind": "height", "points": ["mid_hip", "nose"]}
    features = {"way": height, "other": {"kind": "trend", "of": "way", "window_s": 1.0}}
    assert math.isnan(readings(features, frames[:5]).read("other").value), "the window is not full"
    trunk = Observer().observe(frame).trunk
    assert readings(features, frames).read("other").value == pytest.approx(0.1 / trunk, rel=0.05)


def test_a_turn_since_the_start_is_taken_the_short_way_round():
    """On all fours, facing right, the line of the hips reads about 180 or -180: a small turn is no full one."""
    frame = perform("bird_dog").frames[0]
    feature = way(kind="roll", points=["left_hip", "right_hip"], relative="start")
    exercise = make_exercise(features=feature)
    for tilt in (-0.02, 0.02):
        read, observer = Readings(exercise), Observer()
        for i, now in enumerate([frame] * 20):
            world = now.world.copy()
            world[23, 1] += tilt if i >= 10 else -tilt
            read.update(observer.observe(replace(now, time_s=i / 10, world=world)), 0.1 if i else 0.0)
            if i < 10:
                read.learn()
            if i == 9:
                read.lock()
        assert 5 < abs(read.read("other").value) < 20


def test_the_back_is_measured_outwards_from_the_trunk():
    offsets = np.array(compute_back_offsets(perform("cat_camel").frames[0]))
    assert offsets.shape == (13,)
    assert ((offsets > 0.2) & (offsets < 0.45)).all(), "in trunk lengths"
    assert np.isnan(compute_back_offsets(PoseFrame.empty(0.0))).all()


@pytest.mark.parametrize(
    ("exercise", "view"), [("cat_camel", "side"), ("glute_bridge", "side"), ("clamshell", "front")]
)
def test_the_view_is_told(exercise, view):
    assert Observer().observe(perform(exercise).frames[0]).view[0] == view


def test_a_cut_and_a_gap_start_the_smoothing_anew():
    frame = perform("cat_camel").frames[0]
    observer = Observer()
    assert observer.observe(frame).fresh
    soon = replace(frame, time_s=frame.time_s + 0.1)
    assert not observer.observe(soon).fresh
    elsewhere = replace(frame, time_s=frame.time_s + 0.2, landmarks=frame.landmarks + np.array([0.9, 0, 0]))
    seen = observer.observe(elsewhere)
    assert seen.cut
    assert seen.image == pytest.approx(elsewhere.landmarks * (1, 1, 0)), "nothing of the old picture is left"
    later = observer.observe(replace(frame, time_s=frame.time_s + 5.0))
    assert later.fresh
    assert not later.cut


@pytest.mark.parametrize("exercise", ["glute_bridge", "cat_camel", "child_pose", "forearm_plank"])
def test_one_frame_is_judged_like_a_stream(exercise):
    simulation = perform(exercise)
    rules = load_exercise(exercise)
    target = [p.name for p in rules.phases if p.kind == "target"]
    check = check_frame(
        rules, middle_of_hold(simulation) if exercise != "cat_camel" else simulation.frames[0]
    )
    assert check.in_position
    assert check.broken == ()
    if exercise in ("child_pose", "forearm_plank"):
        assert check.phases == tuple(target)
    others = {"glute_bridge": "cat_camel", "cat_camel": "glute_bridge"}
    wrong = check_frame(load_exercise(others.get(exercise, "glute_bridge")), simulation.frames[0])
    assert wrong.in_position is False
    assert wrong.broken


def test_of_nobody_one_frame_tells_nothing():
    check = check_frame(make_exercise(), PoseFrame.empty(0.0))
    assert check.in_position is None
    assert check.phases == ()
    assert check.faults == {}
    assert all(math.isnan(value) for value in check.values.values())
