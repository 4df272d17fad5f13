"""The raised hand: found once in every posture, mirrored and at any time; not where there is none."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach import Tracker, load_exercise
from backcoach.mannequin import Body, Camera, Life, Noise, RaisedHand, simulate
from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.tracking.hand import BRIDGE_S, HOLD_S, HandWatcher
from tests.tracking.transformed import OTHER_SIDE

FAR = Camera(height_m=1.0, distance_m=4.0, target_m=1.05, fps=20)
NEAR = Camera(fps=20)
POSITIONS = {
    "standing": "left",
    "kneeling": "right",
    "sitting": "left",
    "supine": "left",
    "on_right_side": "left",
    "on_left_side": "right",
    "all_fours": "right",
}
"""Where a hand is raised, and which one is free, seen from its side."""
BEGIN_S, STAY_S = 1.0, 2.0
CLEAR = Noise()


@cache
def raised(position, side=None, noise=CLEAR, times=1, stay_s=STAY_S):
    """Frames of somebody at rest who raises a hand."""
    camera = FAR if position in ("standing", "kneeling", "sitting") else NEAR
    hands = [
        RaisedHand(BEGIN_S + k * (stay_s + 2.5), side or POSITIONS[position], stay_s=stay_s)
        for k in range(times)
    ]
    scene = Life(f"rest_{position}", hands[-1].over_s + 1.0)
    frames = simulate(scene, Body(), camera, noise, hands=hands).frames
    return tuple(frame for frame in frames if frame.time_s < hands[-1].over_s + 1.0)


def fires(frames, gesture="raise"):
    watcher = HandWatcher()
    return [frame.time_s for frame in frames if watcher.see(frame, gesture)]


def mirrored(frame: PoseFrame) -> PoseFrame:
    world = frame.world[OTHER_SIDE] * (-1, 1, 1)
    return replace(frame, world=world, visibility=frame.visibility[OTHER_SIDE])


@pytest.mark.parametrize("position", POSITIONS)
def test_a_raised_hand_is_found_once_in_every_posture(position):
    (at_s,) = fires(raised(position))
    assert HOLD_S < at_s - BEGIN_S < 1.9


@pytest.mark.parametrize("position", ["supine", "all_fours", "standing"])
def test_noise_and_lost_frames_are_bridged(position):
    assert len(fires(raised(position, noise=Noise(landmarks=0.02, lost=0.1, seed=5)))) == 1


def test_a_hand_that_is_taken_back_means_nothing():
    frames = raised("supine", stay_s=0.3)
    watcher = HandWatcher()
    assert not any(watcher.see(frame) for frame in frames)
    watcher = HandWatcher()
    shown = [watcher.progress(frame.time_s) for frame in frames if not watcher.see(frame)]
    assert 0.5 < max(shown) < 1.0
    assert shown[-1] == 0.0


def test_the_ring_fills_evenly_and_stays_full_until_the_hand_is_down():
    watcher = HandWatcher()
    frames = raised("supine")
    shown = np.array([(watcher.see(f), watcher.progress(f.time_s))[1] for f in frames])
    full = int(np.argmax(shown == 1.0))
    filling = shown[np.argmax(shown > 0) : full]
    assert (np.diff(filling) > 0).all()
    assert np.diff(filling).max() < 0.1
    down_s = BEGIN_S + 0.65 + STAY_S + 0.8
    assert all(
        p == 1.0 for f, p in zip(frames, shown, strict=True) if frames[full].time_s <= f.time_s < down_s - 0.5
    )
    assert shown[-1] == 0.0


def test_a_hand_that_stays_up_means_something_once_and_again_after_it_came_down():
    assert len(fires(raised("supine", stay_s=6.0))) == 1
    assert len(fires(raised("supine", times=2))) == 2


def test_a_hand_that_was_out_of_sight_has_not_come_down():
    gap = [PoseFrame.empty(f.time_s) if 3.6 < f.time_s < 4.4 else f for f in raised("supine", stay_s=6.0)]
    assert len(fires(gap)) == 1


@pytest.mark.parametrize("position", ["kneeling", "on_right_side", "all_fours"])
def test_a_mirrored_person_raises_the_other_hand(position):
    frames = raised(position, noise=Noise(landmarks=0.01, seed=2))
    assert fires(map(mirrored, frames)) == fires(frames)


@settings(max_examples=10, deadline=None)
@given(st.floats(-1e4, 1e5))
def test_only_the_time_between_frames_matters(by_s):
    frames = raised("supine")
    (at_s,) = fires(frames)
    (shifted_s,) = fires(replace(frame, time_s=frame.time_s + by_s) for frame in frames)
    assert shifted_s - by_s == pytest.approx(at_s, abs=0.051)


@settings(max_examples=10, deadline=None)
@given(st.integers(5, 60), st.floats(0.3, 3.0))
def test_the_frame_rate_and_the_size_of_the_person_do_not_matter(fps, factor):
    camera = replace(NEAR, fps=float(fps))
    frames = simulate(Life("rest_supine", 5.0), Body(), camera, hands=[RaisedHand(BEGIN_S)]).frames
    (at_s,) = fires(replace(frame, world=frame.world * factor) for frame in frames)
    assert HOLD_S < at_s - BEGIN_S < 1.75 + 2 / fps


def test_a_gap_shorter_than_the_bridge_is_bridged_and_a_longer_one_is_not():
    frames = raised("supine")
    for gap_s, found in ((BRIDGE_S - 0.06, True), (0.9, False)):
        lost = [
            PoseFrame.empty(f.time_s) if 2.0 <= f.time_s < 2.0 + gap_s else f
            for f in frames
            if f.time_s < 2.95
        ]
        assert bool(fires(lost)) == found


def test_frames_without_landmarks_break_nothing():
    rng = np.random.default_rng(0)
    frames = list(raised("supine"))
    holed = [
        replace(f, world=np.where(rng.random((33, 1)) < 0.1, np.nan, f.world)) if i % 3 else f
        for i, f in enumerate(frames)
    ]
    assert len(fires(holed)) <= 1


@pytest.mark.parametrize(
    "kind",
    [
        "dead_bug",
        "side_plank",
        "stretch_kneeling",
        "scratch_long",
        "hand_on_head",
        "open_book",
        "bottle_standing",
    ],
)
def test_what_is_no_sign_is_none(kind):
    camera = NEAR if kind in ("dead_bug", "side_plank", "open_book") else FAR
    assert fires(simulate(Life(kind, 8.0), Body(), camera, Noise(seed=1)).frames) == []


def test_a_hand_that_pulls_a_knee_over_is_no_sign():
    frames = []
    for frame in raised("supine"):
        world = frame.world.copy()
        world[INDEX["right_knee"]] = world[INDEX["left_wrist"]]
        frames.append(replace(frame, world=world))
    assert fires(frames) == []


def hidden_arm(frames, side):
    """Let the pose model take a hidden arm for what the other one does."""
    other = "right" if side == "left" else "left"
    out = []
    for frame in frames:
        world, seen = frame.world.copy(), frame.visibility.copy()
        for part in ("elbow", "wrist"):
            reach = world[INDEX[f"{other}_{part}"]] - world[INDEX[f"{other}_shoulder"]]
            world[INDEX[f"{side}_{part}"]] = world[INDEX[f"{side}_shoulder"]] + reach
            seen[INDEX[f"{side}_{part}"]] = 0.2
        out.append(replace(frame, world=world, visibility=seen))
    return out


def test_a_hidden_arm_that_is_taken_for_raised_hides_no_sign_of_somebody_who_lies():
    assert len(fires(hidden_arm(raised("supine"), "right"))) == 1
    assert fires(hidden_arm(raised("standing"), "right")) == []


def test_from_the_side_the_depth_of_a_hand_at_the_ear_does_not_matter():
    frames = []
    for frame in raised("all_fours"):
        world = frame.world.copy()
        world[INDEX["right_wrist"], 2] += 0.35
        frames.append(replace(frame, world=world))
    assert len(fires(frames)) == 1


def test_an_exercise_may_forbid_or_replace_it():
    assert fires(raised("supine"), "none") == []
    assert fires(raised("supine"), "ear") == []
    assert len(fires(raised("all_fours"), "ear")) == 1


def test_a_hand_at_the_ear_is_no_bird_dog():
    tracker = Tracker(load_exercise("bird_dog"))
    for frame in raised("all_fours", times=2):
        tracker.feed(frame)
    assert not tracker.finish().sets
