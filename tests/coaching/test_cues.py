"""Which correction is given, when, and in which words."""

from itertools import pairwise

import pytest

from backcoach.coaching.cues import GAP_S, SAME_AGAIN_S, Cues, landmarks_of
from backcoach.coaching.outputs import Say
from backcoach.coaching.planned import Habits
from backcoach.coaching.session import Session
from backcoach.exercises.catalogue import load_exercise
from backcoach.tracking.events import FaultEnded, FaultStarted, RepetitionEnded
from backcoach.tracking.measuring.observation import Reading
from backcoach.tracking.summary import FaultSpan, Repetition
from tests.coaching.puppet import drive, performance, planned, spoken

PLANK = load_exercise("forearm_plank")


def started(time_s, fault, severity="fault"):
    return FaultStarted(time_s, fault, severity, time_s - 1, None, "hold")


def ended(time_s, fault, severity="fault"):
    return FaultEnded(time_s, FaultSpan(fault, severity, time_s - 2, time_s, None, "hold"))


def given(cues, from_s, to_s):
    found, time_s = [], from_s
    while time_s < to_s:
        cue = cues.next(time_s)
        if cue is not None:
            found.append((round(time_s, 1), cue.kind, str(cue.text)))
        time_s += 0.1
    return found


def test_at_once_then_stronger_then_for_the_last_time_then_silence():
    cues = Cues(PLANK)
    cues.hear((started(1.0, "hips_low"),))
    texts = given(cues, 1.0, 60.0)
    assert [text for _, _, text in texts] == [
        "Lift your hips a little.",
        "Belly firm, hips up. Or come down.",
        "Belly firm, hips up. Or come down.",
    ]
    times = [t for t, _, _ in texts]
    assert times[0] == 1.0
    assert min(b - a for a, b in pairwise(times)) >= SAME_AGAIN_S - 0.11


def test_faults_before_warnings_and_a_gap_between():
    cues = Cues(PLANK)
    cues.hear((started(1.0, "hips_high", "warning"), started(1.0, "head_drops")))
    (first_s, _, first), (second_s, _, second), *_ = given(cues, 1.0, 9.0)
    assert first == "Look at the floor between your hands."
    assert second == "Lower your hips a little."
    assert second_s - first_s >= GAP_S - 0.11


def test_a_warning_is_shown_at_once_but_spoken_only_when_it_lasts():
    cues = Cues(PLANK)
    cues.hear((started(1.0, "hips_low", "warning"),))
    assert given(cues, 1.0, 3.5) == []
    assert str(cues.shown(1.5).text) == "Lift your hips a little."
    cues.hear((ended(3.6, "hips_low", "warning"),))
    assert given(cues, 3.6, 20.0) == []


def test_praise_when_it_stays_fixed():
    cues = Cues(PLANK)
    cues.hear((started(1.0, "hips_low"),))
    given(cues, 1.0, 2.0)
    cues.hear((ended(3.0, "hips_low"),))
    assert given(cues, 3.0, 10.0) == [(3.6, "praise", "That's it, one straight line.")]
    assert cues.shown(4.0).kind == "praise"
    assert cues.shown(10.0) is None


def test_no_praise_for_what_was_never_said_and_none_when_it_comes_back():
    cues = Cues(PLANK)
    cues.hear((started(1.0, "hips_low"), ended(1.5, "hips_low")))
    assert given(cues, 1.5, 4.0) == []
    cues.hear((started(5.0, "hips_low"),))
    given(cues, 5.0, 5.5)
    cues.hear((ended(6.0, "hips_low"),))
    cues.hear((started(6.3, "hips_low"),))
    assert [kind for _, kind, _ in given(cues, 6.3, 9.0)] == []


def test_whoever_is_correcting_is_let_do():
    cues = Cues(PLANK)
    cues.hear((started(1.0, "hips_low"),))
    given(cues, 1.0, 1.2)
    time_s, value = 1.2, -0.05
    spoken_cues = []
    while time_s < 10.5:
        value += 0.004 if time_s > 8.5 else 0.0
        cues.hear((), lambda _, v=value: Reading(v, 1.0), time_s)
        cue = cues.next(time_s)
        spoken_cues += [time_s] if cue else []
        time_s += 0.1
    assert spoken_cues == []


def test_what_a_whole_repetition_shows_is_said_soon_or_not_at_all():
    clamshell = load_exercise("clamshell")
    once = (
        FaultStarted(5.0, "too_fast", "fault", 2.0, "left", None),
        FaultEnded(5.0, FaultSpan("too_fast", "fault", 2.0, 5.0, "left", None)),
    )
    cues = Cues(clamshell)
    cues.hear(once)
    assert [text for _, _, text in given(cues, 5.0, 9.0)] == ["A little slower."]
    cues = Cues(clamshell)
    cues.hear(once)
    assert given(cues, 8.0, 12.0) == []


def test_the_next_repetition_without_it_is_praised():
    cues = Cues(load_exercise("clamshell"))
    cues.hear((started(5.0, "feet_part"),))
    given(cues, 5.0, 5.2)
    cues.hear(
        (
            ended(6.0, "feet_part"),
            RepetitionEnded(6.0, Repetition(1, "left", "counted", 3, 4, 5, 6, 0, ("feet_part",))),
        )
    )
    assert given(cues, 6.0, 9.0) == []
    cues.hear((RepetitionEnded(10.0, Repetition(2, "left", "counted", 7, 8, 9, 10, 0)),))
    assert given(cues, 10.0, 11.0) == [(10.1, "praise", "Good, feet together.")]


def test_the_words_fit_the_sign_of_the_fault():
    cat = load_exercise("cat_camel")
    up, down = [f for f in cat.faults if f.id == "small_range"]
    cues = Cues(cat)
    cues.hear((FaultStarted(5.0, "small_range", "fault", 2.0, None, None, down.cue),))
    assert given(cues, 5.0, 5.2)[0][2] == down.cue != up.cue


@pytest.mark.parametrize(
    ("exercise", "feature", "side", "landmarks"),
    [
        (
            "forearm_plank",
            "elbow_gap",
            None,
            {"left_shoulder", "right_shoulder", "left_elbow", "right_elbow"},
        ),
        ("bird_dog", "knee", "left", {"left_hip", "left_knee", "left_ankle"}),
        ("bird_dog", "elbow", "left", {"right_shoulder", "right_elbow", "right_wrist"}),
        ("trunk_rotation", "straight_knee", "left", {"right_hip", "right_knee", "right_ankle"}),
        (
            "forearm_plank",
            "drift",
            None,
            {"left_hip", "right_hip", "left_shoulder", "right_shoulder", "left_ankle", "right_ankle"},
        ),
    ],
)
def test_marked_landmarks(exercise, feature, side, landmarks):
    assert set(landmarks_of(load_exercise(exercise), feature, side)) == landmarks


@pytest.mark.parametrize(
    ("exercise", "fault"),
    [("forearm_plank", "hips_low"), ("glute_bridge", "feet_far"), ("clamshell", "feet_part")],
)
def test_the_simulated_persons_fault_is_said_and_marked(exercise, fault):
    plan = planned(exercise, 2, hold_s=8.0 if exercise == "forearm_plank" else None)
    sides = ("left",) if exercise == "clamshell" else None
    frames = iter(performance(exercise, 2, plan.hold_s, sides, ((fault, 1.5),)))
    session = Session([plan], "demo", Habits(introductions=False))
    marked = set()

    def see(time_s, screen):
        marked.update(screen.marked)
        return next(frames, None)

    log = drive(session, see, 40)
    wanted = next(f for f in load_exercise(exercise).faults if f.id == fault)
    assert next(str(o.message) for _, _, o in log if isinstance(o, Say) and o.kind == "cue") == wanted.cue
    assert marked
    assert wanted.cue in spoken(log)
