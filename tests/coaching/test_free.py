"""A session without a plan: the sets are those of the recogniser, and what is said is of what is done."""

from dataclasses import replace

import pytest

from backcoach.coaching.actions import HurtAnswer
from backcoach.coaching.free.ledger import Ledger
from backcoach.coaching.free.limits import Limits
from backcoach.coaching.free.presence import LEFT_AFTER_S
from backcoach.coaching.free.session import FreeSession
from backcoach.coaching.free.trace import Trace
from backcoach.coaching.outputs import (
    FaultNoted,
    HoldDone,
    HurtReported,
    RepetitionDone,
    Say,
    SessionEnded,
    SetBegun,
    SetEnded,
    SetWithdrawn,
)
from backcoach.exercises.catalogue import BUILTIN, load_exercise
from backcoach.mannequin import Camera, Life, RaisedHand, simulate
from backcoach.pose.frame import PoseFrame
from backcoach.pose.recording import load_recording
from backcoach.texts import message
from backcoach.tracking import Recognizer
from tests.renew_snapshots import GOLDEN

CLIPS = ("bird_dog_side", "cat_camel_side", "child_pose_side", "other_pelvic_tilt", "other_standing")
PAUSE_S, STILL_S = 4.0, 2.0
FPS = 15.0
SEVEN = [load_exercise(name) for name in BUILTIN]


def one_after_the_other(names=CLIPS):
    """Recordings of real people in a row; each stands still at its end, then nobody is in the picture."""
    frames, at_s = [], 0.0
    for name in names:
        clip = list(load_recording(GOLDEN / f"{name}.bcr"))
        frames += [replace(frame, time_s=at_s + frame.time_s - clip[0].time_s) for frame in clip]
        last, end_s = frames[-1], frames[-1].time_s
        frames += [replace(last, time_s=end_s + k / FPS) for k in range(1, int(STILL_S * FPS))]
        end_s = frames[-1].time_s
        frames += [PoseFrame.empty(end_s + k / FPS) for k in range(1, int(PAUSE_S * FPS))]
        at_s = frames[-1].time_s + 1 / FPS
    return frames


def recognised(frames):
    recognizer = Recognizer(SEVEN)
    for frame in frames:
        recognizer.feed(frame)
    return recognizer.finish().sets


def run(frames, session=None):
    session = session or FreeSession(SEVEN)
    log = []
    for frame in frames:
        outputs = session.see(frame) + session.tick(frame.time_s + 0.01)
        log += [(frame.time_s, session.screen, output) for output in outputs]
    return session, log


def kept(log):
    """What stays in the journal, by position: as the recorder would write it."""
    sets = {}
    for _, _, output in log:
        if isinstance(output, SetBegun):
            assert output.position not in sets
            sets[output.position] = (output.unplanned.id, {}, [], [])
        elif isinstance(output, SetWithdrawn):
            del sets[output.position]
        elif isinstance(output, RepetitionDone):
            sets[output.position][1][output.repetition.index] = output.repetition
        elif isinstance(output, HoldDone):
            sets[output.position][2].append(output.hold)
        elif isinstance(output, FaultNoted):
            sets[output.position][3].append(output.fault)
    return [sets[position] for position in sorted(sets)]


def told(repetitions):
    return [(r.side, r.status, r.start_s, r.end_s, r.hold_s, r.faults) for r in repetitions]


@pytest.fixture(scope="module")
def frames():
    return one_after_the_other()


@pytest.fixture(scope="module")
def whole(frames):
    session, log = run(frames)
    outputs = session.act("stop", frames[-1].time_s + 0.1)
    return session, [*log, *((frames[-1].time_s, session.screen, output) for output in outputs)]


def test_the_real_clips_one_after_the_other_are_the_sets_of_the_recogniser(frames, whole):
    found = sorted(kept(whole[1]), key=lambda one: min(r.start_s for r in one[1].values()))
    truth = recognised(frames)
    assert [name for name, *_ in found] == [s.exercise for s in truth]
    for (_, repetitions, holds, faults), true in zip(found, truth, strict=True):
        assert told(repetitions[i] for i in sorted(repetitions)) == told(true.repetitions)
        assert tuple(holds) == true.holds
        assert {*faults} >= {*true.faults}
    assert {s.exercise for s in truth if s.counted or s.unsure} == {"bird_dog", "cat_camel", "child_pose"}


def test_what_is_under_way_at_the_end_is_closed_as_in_the_analysis():
    clip = list(load_recording(GOLDEN / "child_pose_side.bcr"))
    session, log = run(clip)
    assert kept(log) == []
    log += [(0, session.screen, o) for o in session.act("stop", clip[-1].time_s)]
    ((name, repetitions, holds, _),) = kept(log)
    (true,) = recognised(clip)
    assert (name, told(repetitions.values()), tuple(holds)) == (
        "child_pose",
        told(true.repetitions),
        true.holds,
    )
    assert true.counted == 1


def spoken(log):
    return [str(output.message) for _, _, output in log if isinstance(output, Say)]


def test_it_says_what_it_sees_and_counts(whole):
    said = spoken(whole[1])
    assert said[0] == "Just start. I will say what I see."
    heard = [
        text
        for text in said
        if text in ("Bird dog. 1.", "2", "Cat-camel. 1.", "Child's pose. I am timing it.")
    ]
    assert heard == ["Bird dog. 1.", "2", "Cat-camel. 1.", "Child's pose. I am timing it."]


def test_the_screen_tells_the_exercise_its_count_and_the_sets_without_a_plan(whole):
    screens = [screen for _, screen, _ in whole[1] if screen.state == "work"]
    assert list(dict.fromkeys(screen.exercise for screen in screens)) == [
        "bird_dog",
        "cat_camel",
        "child_pose",
    ]
    assert all(screen.planned == 0 and screen.hold_planned_s == 0 for screen in screens)
    assert max(screen.count for screen in screens if screen.exercise == "bird_dog") == 2
    assert max(screen.hold_s for screen in screens if screen.exercise == "child_pose") > 8
    assert [(line.exercise, line.planned) for line in screens[-1].sets] == [
        ("bird_dog", 0),
        ("cat_camel", 0),
        ("child_pose", 0),
    ]


def test_each_set_ends_with_its_curve_and_how_well_it_was_seen(whole):
    ended = {o.position: o for _, _, o in whole[1] if isinstance(o, SetEnded)}
    assert sorted(ended) == [0, 1, 2]
    assert all(one.outcome == "done" and len(one.signal) > 50 for one in ended.values())
    assert all(one.tracking.seen_s > 5 for one in ended.values())


def test_nothing_is_called_an_exercise_where_nobody_exercises():
    frames = one_after_the_other(("other_pelvic_tilt", "other_standing"))
    session, log = run(frames)
    assert kept(log) == []
    assert {screen.exercise for _, screen, _ in log} == {None}
    outputs = session.act("stop", frames[-1].time_s)
    assert [o.outcome for o in outputs if isinstance(o, SessionEnded)] == ["skipped"]


def later(last_s, seconds, session):
    """Nobody is in the picture any more."""
    return run([PoseFrame.empty(last_s + k / 5) for k in range(1, int(5 * seconds))], session)[1]


@pytest.fixture
def begun():
    frames = one_after_the_other(("bird_dog_side",))
    session, log = run(frames)
    return session, log, frames[-1].time_s


def test_who_has_left_for_a_minute_ends_it_and_is_told_before(begun):
    session, _, last_s = begun
    log = later(last_s, LEFT_AFTER_S + 2, session)
    at = [(time_s, o) for time_s, _, o in log if isinstance(o, Say | SessionEnded)]
    warned = next(
        t for t, o in at if isinstance(o, Say) and str(o.message).startswith("Nobody is there. In 15")
    )
    ended = next((t, o.outcome) for t, o in at if isinstance(o, SessionEnded))
    assert ended[1] == "done"
    assert ended[0] - warned == pytest.approx(15, abs=0.5)
    assert session.finished


def test_who_comes_back_goes_on(begun):
    session, _, last_s = begun
    later(last_s, 50, session)
    clip = [replace(f, time_s=f.time_s + last_s + 51) for f in load_recording(GOLDEN / "cat_camel_side.bcr")]
    _, log = run(clip, session)
    assert not session.finished
    assert "Let's go on." in spoken(log)
    assert "Cat-camel. 1." in spoken(log)


def test_a_session_that_goes_on_begins_with_the_next_set():
    _, log = run(one_after_the_other(("bird_dog_side",)), FreeSession(SEVEN, position=3))
    assert {o.position for _, _, o in log if isinstance(o, SetBegun)} == {3}


def test_a_pause_looks_away_and_goes_on(begun):
    session, _, last_s = begun
    session.act("pause", last_s + 1)
    assert session.screen.state == "paused"
    assert later(last_s + 1, 2 * LEFT_AFTER_S, session) == []
    session.act("resume", last_s + 2 * LEFT_AFTER_S + 2)
    assert session.screen.state in ("work", "position")


def test_a_new_set_on_request():
    clip = list(load_recording(GOLDEN / "bird_dog_side.bcr"))
    middle = next(i for i, f in enumerate(clip) if f.time_s > 6.5)
    session, log = run(clip[:middle])
    log += [(0, session.screen, o) for o in session.act("skip", clip[middle].time_s)]
    _, more = run(clip[middle:], session)
    log += [*more, *((0, session.screen, o) for o in session.act("stop", clip[-1].time_s + 0.1))]
    assert [(name, len(repetitions)) for name, repetitions, *_ in kept(log)] == [
        ("bird_dog", 1),
        ("bird_dog", 1),
    ]


def test_it_hurts_is_kept_with_the_exercise_and_the_exercise_is_left_out(begun):
    session, log, last_s = begun
    outputs = session.act(HurtAnswer("knee", 6, "go_on"), last_s + 1)
    hurt = next(o for o in outputs if isinstance(o, HurtReported))
    assert (hurt.exercise, hurt.where, hurt.pain, hurt.then) == ("bird_dog", "knee", 6, "skip")
    assert [o.outcome for o in outputs if isinstance(o, SetEnded)] == ["hurt"]
    again = [replace(f, time_s=f.time_s + last_s + 2) for f in load_recording(GOLDEN / "bird_dog_side.bcr")]
    _, more = run(again, session)
    assert "Bird dog: leave this one out today. It hurt." in spoken(more)
    assert not {"1", "2", "Bird dog. 1."} & set(spoken(more))
    assert len(kept([*log, *more])) == 2, "what was done is kept all the same"


def test_a_warning_sign_ends_it(begun):
    session, _, last_s = begun
    session.act("hurt", last_s + 1)
    assert {"yes", "no"} <= set(session.actions)
    session.tick(last_s + 3)
    outputs = session.act("yes", last_s + 4)
    assert session.finished
    assert [o.outcome for o in outputs if isinstance(o, SessionEnded)] == ["hurt"]


def test_what_a_person_should_not_do_is_neither_praised_nor_corrected():
    limits = Limits(left_out={"bird_dog": message("It hurt the last time.")})
    frames = one_after_the_other(("bird_dog_side",))
    _, log = run(frames, FreeSession(SEVEN, limits=limits))
    assert spoken(log)[1:3] == [
        "Bird dog: leave this one out today. It hurt the last time.",
        "I cannot see you. I will wait for you.",
    ]
    assert {screen.cue for _, screen, _ in log} == {None}
    assert [len(repetitions) for _, repetitions, *_ in kept(log)] == [2]


def test_without_a_camera_it_waits_and_ends_after_a_minute(begun):
    session, _, last_s = begun
    session.act("resume", last_s)
    session.camera(False, "unplugged", last_s + 1)
    assert session.screen.state == "lost"
    for k in range(10 * 62):
        session.tick(last_s + 1 + k / 10)
    assert session.finished


def test_nothing_recognised_brings_help():
    standing = next(iter(load_recording(GOLDEN / "other_standing.bcr")))
    _, log = run([replace(standing, time_s=k / 5) for k in range(5 * 80)])
    said = spoken(log)
    assert len(said) >= 3
    assert all(str(said[1]).startswith(("I do not recognise", "Turn", "Step back", "Come")) for _ in said)


def test_what_turns_out_to_be_another_exercise_is_withdrawn():
    truth = recognised(one_after_the_other(("bird_dog_side",)))
    exercises = {exercise.id: exercise for exercise in SEVEN}
    ledger = Ledger(exercises, {name: Trace(exercise) for name, exercise in exercises.items()})
    first = ledger.tell(truth)
    other = replace(truth[0], exercise="cat_camel")
    then = ledger.tell([other])
    log = [(0, None, o) for o in [*first, *then]]
    assert [name for name, *_ in kept(log)] == ["cat_camel"]
    assert [type(o) for o in then][:2] == [SetWithdrawn, SetBegun]
    assert ledger.tell([other]) == []
    assert len(ledger.close(99.0)) == 1
    assert ledger.close(99.0) == []


def test_a_raised_hand_pauses_and_the_next_one_goes_on():
    raised = [RaisedHand(at_s, "left") for at_s in (6.0, 12.0)]
    frames = simulate(Life("rest_supine_bent", 17.0), camera=Camera(fps=FPS), hands=raised).frames
    session, states = FreeSession(SEVEN), []
    for frame in frames:
        session.see(frame)
        session.tick(frame.time_s)
        states.append((frame.time_s, session.screen.state, session.screen.hand_means))
    paused_s = [time_s for time_s, state, _ in states if state == "paused"]
    assert 7.2 < paused_s[0] < 8.0
    assert 13.2 < paused_s[-1] < 14.0
    assert {means for time_s, _, means in states if time_s < 6} == {"pause"}
    assert {means for time_s, _, means in states if 8 < time_s < 13} == {"resume"}
