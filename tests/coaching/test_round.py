"""One go at a set: what it tells, it returns, and once."""

import pytest

from backcoach.coaching.counting import Count
from backcoach.coaching.course import Course
from backcoach.coaching.outputs import FaultNoted, RepetitionDone, SetBegun, SetEnded
from backcoach.coaching.planned import Habits
from backcoach.coaching.round import Judged, Round
from backcoach.coaching.stages.introduction import Introduction
from backcoach.coaching.stages.work import WatchedWork
from backcoach.tracking.summary import Repetition
from tests.coaching.puppet import performance, planned

FRAMES = performance("glute_bridge", 2, 0.0, None, ())
UNSURE = Judged(Repetition(0, None, "unsure", 0.0, 1.0, 1.0, 2.0, 0.0), "unsure")


def new_round():
    return Round(0, Count(planned("glute_bridge", 2)), watched=True)


def kinds(records):
    return [type(record) for record in records if not isinstance(record, FaultNoted)]


def begun():
    """A round in the middle of its first repetition."""
    round_ = new_round()
    for frame in FRAMES:
        if round_.follow(frame).state.repetition_s > 0.5:
            return round_, frame
    raise AssertionError


def test_a_set_is_told_in_order_and_once():
    round_ = new_round()
    followed = [round_.follow(frame) for frame in FRAMES]
    records = [record for one in followed for record in one.records]
    assert kinds(records) == [SetBegun, RepetitionDone, RepetitionDone]
    assert [done.verdict for one in followed for done in one.judged] == ["counted", "counted"]
    for one in followed:
        assert len(one.judged) == kinds(one.records).count(RepetitionDone)
    standing = round_.standing()
    assert (standing.events, standing.judged, standing.records) == ((), (), ())
    assert standing.state.count == 2
    assert kinds(round_.close("done", FRAMES[-1].time_s)) == [SetEnded]


def test_a_pause_tells_what_it_breaks_off():
    round_, frame = begun()
    told = round_.interrupt()
    assert [done.verdict for done in told.judged] == ["unfinished"]
    assert kinds(told.records) == [SetBegun, RepetitionDone]
    assert not told.running
    assert round_.interrupt().records == ()
    assert round_.follow(frame).judged == ()


def test_what_was_seen_before_the_camera_failed_is_kept_as_seen():
    round_, _ = begun()
    told = round_.pace()
    (first, *_) = told.records
    assert isinstance(first, SetBegun)
    assert not first.self_reported
    assert not round_.watched


def test_an_earlier_frame_tells_nothing():
    round_, frame = begun()
    now = round_.standing()
    told = round_.follow(FRAMES[0])
    assert frame.time_s > FRAMES[0].time_s
    assert (told.events, told.judged, told.records) == ((), (), ())
    assert told.running is now.running is True


def test_a_set_that_never_began_and_breaks_off_leaves_nothing():
    assert new_round().close("broken_off", 1.0) == ()
    assert kinds(new_round().close("skipped", 1.0)) == [SetBegun, SetEnded]


def test_what_ends_under_a_pause_is_answered_once_afterwards():
    course = Course([planned("glute_bridge", 2)], "camera", Habits(), ())
    stage = WatchedWork(course)
    stage.overhear([UNSURE])
    heard = []
    for frame in FRAMES[:3]:
        course.advance(frame.time_s, active=True)
        stage.see(frame, None, course.follow(frame))
        heard += [str(say.message) for say in course.voice.say_the_rest()]
    assert heard.count("I could not see that one.") == 1


@pytest.mark.parametrize("tried", [True, False])
def test_who_begins_again_after_a_try_does_the_exercise(tried):
    course = Course([planned("glute_bridge", 2)], "camera", Habits(), ())
    stage = Introduction(course)
    stage.enter()
    stage.overhear([UNSURE] if tried else [])
    for frame in FRAMES:
        course.advance(frame.time_s, active=True)
        followed = course.follow(frame)
        signal = stage.see(frame, None, followed)
        if followed.running:
            break
    assert (signal is not None) is tried
