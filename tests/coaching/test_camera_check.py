"""The camera check lets everybody go on, and what it does not see is not judged."""

from dataclasses import replace

import numpy as np
import pytest

from backcoach.coaching.outputs import FaultNoted, RepetitionDone, Say
from backcoach.coaching.planned import Habits
from backcoach.coaching.session import Session
from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.pose.picture import Picture
from tests.coaching.puppet import Puppet, drive, of_kind, performance, planned, spoken

DARK = Picture(brightness=0.02, contrast=0.01)
QUIET = Habits(introductions=False)


def in_the_dark(session, until_s, begin_s=0.0):
    frames = performance("glute_bridge", 2, 0.0, None, ())
    said, time_s = [], begin_s
    while time_s < until_s and session.screen.state == "camera_check":
        outputs = session.see(replace(frames[0], time_s=time_s), DARK) + session.tick(time_s)
        said += [str(o.message) for o in outputs if isinstance(o, Say)]
        time_s += 1 / 15
    return said, time_s


def test_the_dark_is_told_and_then_it_goes_on_by_itself_because_the_person_is_seen():
    session = Session([planned("glute_bridge", 1)], "camera", QUIET)
    said, time_s = in_the_dark(session, 60)
    assert "It is too dark. Please turn on a light." in said
    assert "Or carry on as it is: press Space." in said
    assert session.screen.state == "introduction"
    assert 20 < time_s < 45


@pytest.mark.parametrize("press", ["confirm", "skip"])
def test_going_on_anyway_is_one_press_and_skips_the_check_but_not_the_exercise(press):
    session = Session([planned("glute_bridge", 1), planned("cat_camel", 1)], "camera", QUIET)
    in_the_dark(session, 3)
    assert {"confirm", "skip"} <= set(session.screen.actions)
    session.act(press, 3.1)
    assert (session.screen.state, session.screen.exercise) == ("introduction", "glute_bridge")


def test_skipping_from_a_pause_over_the_check_skips_the_check_only():
    session = Session([planned("glute_bridge", 1), planned("cat_camel", 1)], "camera", QUIET)
    in_the_dark(session, 3)
    session.act("pause", 3.1)
    session.act("skip", 3.2)
    assert (session.screen.state, session.screen.exercise) == ("introduction", "glute_bridge")


def test_somebody_who_is_only_partly_seen_goes_on_too_and_is_paced_soon():
    frames = performance("glute_bridge", 1, 0.0, None, ())
    legs = [i for name, i in INDEX.items() if any(part in name for part in ("knee", "ankle", "heel", "foot"))]
    visibility = frames[0].visibility.copy()
    visibility[legs] = 0.05
    half = replace(frames[0], visibility=visibility)
    session = Session([planned("glute_bridge", 1)], "camera", QUIET)
    log = drive(session, lambda t, s: replace(half, time_s=t), 200)
    entered = next(t for t, state, _ in log if state == "introduction")
    assert 38 < entered < 45
    assert session.finished


def test_nobody_is_called_for_a_while_and_then_it_pauses():
    session = Session([planned("glute_bridge", 1)], "camera", QUIET)
    drive(session, lambda t, s: PoseFrame.empty(t), 70)
    assert session.screen.state == "paused"
    session.act("resume", 70.1)
    assert session.screen.state == "camera_check"


def test_what_cannot_be_told_of_nobody_is_not_listed():
    session = Session([planned("glute_bridge", 1)], "camera", QUIET)
    drive(session, lambda t, s: PoseFrame.empty(t), 2)
    assert [str(check.text) for check in session.screen.checks] == [
        "Light",
        "In the picture",
        "Steady",
    ]


def feet_outside(frame):
    """Shift the picture so that the feet lie beyond its edge."""
    feet = [
        INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("ankle", "heel", "foot_index")
    ]
    landmarks = frame.landmarks.copy()
    edge = (
        np.nanmin(landmarks[feet, 0])
        if np.nanmean(landmarks[feet, 0]) > np.nanmean(landmarks[:, 0])
        else None
    )
    if edge is None:
        landmarks[:, 0] -= np.nanmax(landmarks[feet, 0]) + 0.01
    else:
        landmarks[:, 0] += frame.aspect - edge + 0.01
    return replace(frame, landmarks=landmarks)


def test_what_is_not_in_the_picture_is_not_judged_and_that_is_said_once():
    sets = [planned("glute_bridge", 3)]
    fault = {"heels_lift": 2.0}
    seen, unseen = [], []
    for log_to, change in ((seen, lambda f: f), (unseen, feet_outside)):
        session = Session(sets, "demo", QUIET)
        puppet = Puppet(sets, fault)
        log_to += drive(session, lambda t, s, p=puppet, c=change: c(p.frame(t, s)), 90)
    assert "Keep your heels on the floor." in spoken(seen)
    assert not any("heels" in text for text in spoken(unseen))
    assert not any(note.fault.id == "heels_lift" for note in of_kind(unseen, FaultNoted))
    assert all("heels_lift" not in done.repetition.faults for done in of_kind(unseen, RepetitionDone))
    told = [text for text in spoken(unseen) if text.startswith("I cannot see your feet")]
    assert len(told) == 1
