"""What must not change what is understood: the place, the size, the mirror, the clock, the frame rate."""

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from altering import mirror_frame as mirrored
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Body, Camera, Noise, Performance, simulate
from backcoach.tracking import Tracker
from backcoach.tracking.summary import Summary
from tests.tracking.transformed import damaged, moved, shifted_in_time, taller
from tests.tracking.watching import HOLD_S, SEVEN, counts, faults, perform, track, watch

# Examples are whole sets: making a failing one smaller would take minutes and tell nothing more.
few = settings(max_examples=5, deadline=None, phases=[Phase.explicit, Phase.generate], derandomize=True)
more = settings(few, max_examples=8)
exercises = st.sampled_from(SEVEN)
OTHER = {"left": "right", "right": "left", None: None}


def times_moved(value, by_s):
    """Return events or a summary with every time moved (fields that end in _s, but for lengths of time)."""
    if isinstance(value, (tuple, list)):
        return type(value)(times_moved(item, by_s) for item in value)
    if not is_dataclass(value):
        return value
    changed = {}
    for field in fields(value):
        item = getattr(value, field.name)
        is_time = field.name.endswith("_s") and field.name not in LENGTHS
        changed[field.name] = item + by_s if is_time else times_moved(item, by_s)
    return replace(value, **changed)


LENGTHS = {"hold_s", "held_s", "seen_s", "unsure_s", "lost_s"}


def told(value):
    """Return events or a summary as plain values, times to the millisecond; what is not known is equal."""
    if isinstance(value, (tuple, list)):
        return [told(item) for item in value]
    if is_dataclass(value):
        return (type(value).__name__, *(told(getattr(value, field.name)) for field in fields(value)))
    if isinstance(value, float):
        return None if np.isnan(value) else round(value, 3) + 0.0
    return value


def understood(summary: Summary):
    """Return what was done, without times."""
    return [
        (s.exercise, [(r.side, r.status, r.faults) for r in s.repetitions], len(s.holds))
        for s in summary.sets
    ]


@pytest.mark.parametrize("exercise", SEVEN)
def test_the_same_frames_give_the_same_events(exercise):
    frames = perform(exercise).frames
    assert watch(exercise, frames) == watch(exercise, frames)


@more
@given(exercises, st.data())
def test_splitting_the_stream_changes_nothing(exercise, data):
    """Fed from several batches, with the state looked at between them and at any moment."""
    frames = perform(exercise).frames
    cuts = sorted(data.draw(st.lists(st.integers(0, len(frames)), max_size=5)))
    tracker, events = Tracker(load_exercise(exercise)), []
    for first, last in zip([0, *cuts], [*cuts, len(frames)], strict=True):
        for frame in iter(frames[first:last]):
            events += tracker.feed(frame)
            assert tracker.state.exercise == exercise
        assert tracker.state == tracker.state or np.isnan(tracker.state.signal)
    events += tracker.end()
    assert (events, tracker.finish()) == watch(exercise, frames)


@more
@given(exercises, st.floats(0, 100_000))
def test_shifting_the_time_shifts_only_times(exercise, by_s):
    frames = perform(exercise).frames
    events, summary = watch(exercise, frames)
    later_events, later = watch(exercise, [shifted_in_time(f, by_s) for f in frames])
    assert told(later_events) == told(times_moved(events, by_s))
    assert told(later.sets) == told(times_moved(summary.sets, by_s))
    assert told(later.tracking) == told(summary.tracking)


@more
@given(exercises, st.floats(-0.3, 0.3), st.floats(-0.2, 0.2), st.floats(0.4, 1.5), st.floats(0.8, 1.25))
def test_moving_and_scaling_the_person_changes_nothing(exercise, right, down, factor, height):
    frames = perform(exercise).frames
    before = watch(exercise, frames)
    after = watch(exercise, [taller(moved(f, right, down, factor), height) for f in frames])
    assert understood(after[1]) == understood(before[1])
    for a, b in zip(after[1].sets, before[1].sets, strict=True):
        assert a.hold_s == pytest.approx(b.hold_s, abs=0.1)
        assert a.start_s == pytest.approx(b.start_s, abs=0.1)


@pytest.mark.parametrize("exercise", SEVEN)
def test_a_mirror_changes_nothing_but_left_and_right(exercise):
    frames = perform(exercise).frames
    before, after = track(exercise, frames), track(exercise, [mirrored(f) for f in frames])
    there = [r for s in before.sets for r in s.repetitions]
    here = [r for s in after.sets for r in s.repetitions]
    assert [(OTHER[r.side], r.status, r.faults) for r in there] == [
        (r.side, r.status, r.faults) for r in here
    ]
    for a, b in zip(there, here, strict=True):
        moments = [(r.start_s, r.target_s, r.release_s, r.end_s) for r in (a, b)]
        assert moments[0] == pytest.approx(moments[1], abs=0.05)


@pytest.mark.parametrize("fps", [10, 24, 30, 60])
@pytest.mark.parametrize("exercise", SEVEN)
def test_every_frame_rate_counts_the_same(exercise, fps):
    simulation, usual = perform(exercise, fps=float(fps)), perform(exercise)
    found, expected = track(exercise, simulation.frames), track(exercise, usual.frames)
    assert counts(found) == counts(expected) != {}
    for a, b in zip(found.sets, expected.sets, strict=True):
        assert a.hold_s == pytest.approx(b.hold_s, abs=0.3 * len(b.repetitions))


@few
@given(exercises, st.integers(0, 1000))
def test_an_irregular_frame_rate_counts_the_same(exercise, seed):
    """Thirty a second of which many are dropped by chance: gaps of up to 0.2 s."""
    rng = np.random.default_rng(seed)
    frames = [f for i, f in enumerate(perform(exercise, fps=30.0).frames) if i % 6 == 0 or rng.random() < 0.4]
    assert counts(track(exercise, frames)) == counts(track(exercise, perform(exercise).frames))


@few
@given(exercises, st.integers(0, 1000))
def test_pictures_shown_twice_count_once(exercise, seed):
    rng = np.random.default_rng(seed)
    frames = perform(exercise).frames
    twice = [f for frame in frames for f in [frame] * (1 + (rng.random() < 0.3))]
    assert counts(track(exercise, twice)) == counts(track(exercise, frames))


@more
@given(exercises, st.integers(0, 1000), st.sampled_from([0.03, 0.3, 0.9]))
def test_missing_landmarks_never_crash_and_never_make_a_fault(exercise, seed, share):
    rng = np.random.default_rng(seed)
    frames = perform(exercise).frames
    borderline = {f.id for s in track(exercise, frames).sets for f in s.faults}
    found = track(exercise, [damaged(f, rng, share) for f in frames])
    assert faults(found) <= borderline | {"short_hold"}, "a hold that is hardly seen may seem short"
    assert counts(found).total() <= counts(track(exercise, frames)).total()
    seconds = found.tracking.seen_s + found.tracking.unsure_s + found.tracking.lost_s
    assert seconds == pytest.approx(frames[-1].time_s - frames[0].time_s)


@more
@given(
    exercises,
    st.floats(1.5, 1.98),
    st.floats(0.8, 1.25),
    st.floats(-15, 15),
    st.sampled_from(["left", "right"]),
    st.integers(0, 1000),
)
def test_whoever_does_it_is_counted(exercise, height_m, build, yaw_deg, facing, seed):
    hold_s = None if exercise in ("clamshell", "glute_bridge") else HOLD_S
    simulation = simulate(
        Performance.of(load_exercise(exercise), 2, hold_s=hold_s, facing=facing),
        Body(height_m, build),
        Camera(yaw_deg=yaw_deg, fps=15),
        Noise(landmarks=0.005, back_line=0.005, lost=0.03, seed=seed),
    )
    assert sum(counts(track(exercise, simulation.frames)).values()) == 2


def test_what_is_shown_is_made_once_for_each_frame():
    tracker, before = Tracker(load_exercise("cat_camel")), None
    for frame in perform("cat_camel").frames[:30]:
        tracker.feed(frame)
        shown = tracker.state
        assert shown is tracker.state
        assert shown is not before
        before = shown
    tracker.end()
    assert tracker.state is not before
