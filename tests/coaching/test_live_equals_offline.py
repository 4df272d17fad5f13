"""A recording in the camera's place: live, the same is counted as the analysis of the same frames counts."""

from dataclasses import replace

import pytest

from backcoach.coaching.outputs import FaultNoted, HoldDone, RepetitionDone, SetEnded
from backcoach.coaching.round import as_planned
from backcoach.coaching.session import Session
from backcoach.exercises.catalogue import BUILTIN, load_exercise
from backcoach.mannequin import Camera, Performance, simulate
from backcoach.pose.recording import load_recording
from backcoach.tracking import Tracker
from tests.coaching.puppet import of_kind, planned
from tests.renew_snapshots import GOLDEN

RECORDINGS = {"bird_dog_side": "bird_dog", "cat_camel_side": "cat_camel", "child_pose_side": "child_pose"}
OTHERS = ["other_pelvic_tilt", "other_standing"]


def many(exercise):
    return planned(exercise, 50, hold_s=60.0 if exercise in ("child_pose", "forearm_plank") else 5.0)


def offline(plan, frames):
    tracker = Tracker(as_planned(plan))
    for frame in frames:
        tracker.feed(frame)
    sets = tracker.finish().sets
    return [r for s in sets for r in s.repetitions], [h for s in sets for h in s.holds]


def faults_offline(plan, frames):
    tracker = Tracker(as_planned(plan))
    for frame in frames:
        tracker.feed(frame)
    return {fault for s in tracker.finish().sets for fault in s.faults}


def log_of(plan, frames):
    session = Session([plan], "camera")
    outputs = []
    for frame in frames:
        outputs += session.see(frame)
        outputs += session.tick(frame.time_s + 0.02)
    outputs += session.act("stop", frames[-1].time_s + 0.1)
    log = [(0.0, "", output) for output in outputs]
    assert len(of_kind(log, SetEnded)) <= 1
    return log


def live(plan, frames):
    log = log_of(plan, frames)
    return [o.repetition for o in of_kind(log, RepetitionDone)], [o.hold for o in of_kind(log, HoldDone)]


def told(repetitions):
    return [(r.side, r.status, r.start_s, r.target_s, r.release_s, r.end_s, r.hold_s) for r in repetitions]


@pytest.mark.parametrize("name", RECORDINGS)
def test_real_people(name):
    frames = list(load_recording(GOLDEN / f"{name}.bcr"))
    plan = many(RECORDINGS[name])
    repetitions, holds = offline(plan, frames)
    found, found_holds = live(plan, frames)
    assert told(found) == told(repetitions)
    assert found_holds == holds
    assert any(r.status == "counted" for r in found)


@pytest.mark.parametrize("name", RECORDINGS)
def test_the_same_faults_are_kept_as_are_found_with_hindsight(name):
    frames = list(load_recording(GOLDEN / f"{name}.bcr"))
    plan = many(RECORDINGS[name])
    kept = {noted.fault for noted in of_kind(log_of(plan, frames), FaultNoted)}
    assert kept >= faults_offline(plan, frames), "a set's own faults, and none on its way in or out of a hold"
    assert not [f for f in kept if f.phase == "hold" and f not in faults_offline(plan, frames)]


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("exercise", BUILTIN)
def test_nothing_is_counted_where_nobody_exercises(name, exercise):
    found, _ = live(many(exercise), list(load_recording(GOLDEN / f"{name}.bcr")))
    assert [r for r in found if r.status == "counted"] == []


@pytest.mark.parametrize("exercise", BUILTIN)
def test_simulated_people_who_do_not_wait_for_the_coach(exercise):
    plan = many(exercise)
    hold_s = None if exercise in ("clamshell", "glute_bridge") else 4.0
    frames = simulate(
        Performance.of(load_exercise(exercise), 2, hold_s=hold_s, ready_s=0.6), camera=Camera(fps=15)
    ).frames
    repetitions, holds = offline(plan, frames)
    found, found_holds = live(plan, frames)
    assert told(found) == told(repetitions)
    assert found_holds == holds
    assert sum(r.status == "counted" for r in found) == 2
    assert [r.index for r in found] == list(range(len(found)))


def test_a_repetition_begun_during_the_camera_check_moves_to_work_at_once():
    frames = list(load_recording(GOLDEN / "cat_camel_side.bcr"))
    session = Session([many("cat_camel")], "camera")
    states = []
    for frame in frames[:60]:
        session.see(frame)
        session.tick(frame.time_s)
        states.append(session.screen.state)
    assert states[0] == "camera_check"
    assert "work" in states
    assert not {"introduction", "position", "countdown"} & set(states)


def test_frames_out_of_order_are_ignored():
    frames = list(load_recording(GOLDEN / "bird_dog_side.bcr"))
    shuffled = [
        f
        for a, b in zip(frames[::2], frames[1::2], strict=False)
        for f in (a, b, replace(a, time_s=a.time_s))
    ]
    plan = many("bird_dog")
    assert told(live(plan, shuffled)[0]) == told(
        offline(plan, [f for p in zip(frames[::2], frames[1::2], strict=False) for f in p])[0]
    )
