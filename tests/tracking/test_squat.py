"""The proof that an exercise is data: ``data/squat.toml`` is counted, timed and judged without a line of Python."""

from functools import cache

import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Camera, Life, Performance, simulate
from backcoach.tracking import check_frame
from backcoach.tracking.events import PositionTaken, RepetitionEnded
from tests.stick_person import SQUAT_FILE, squats, standing
from tests.tracking.watching import counts, faults, recognize, track, watch

SQUAT = load_exercise(SQUAT_FILE)


@cache
def mannequin(repetitions=3, **how):
    how = {key: dict(value) if isinstance(value, tuple) else value for key, value in how.items()}
    return simulate(
        Performance.of(SQUAT, repetitions, **how),
        camera=Camera(fps=15, distance_m=3.4, height_m=0.9, target_m=0.8, aspect=1.0),
    )


@pytest.mark.parametrize("rate_hz", [10, 20, 30])
@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_stick_person_is_counted(count, rate_hz):
    assert counts(track(SQUAT, squats(count, rate_hz=rate_hz))).total() == count


def test_times_and_events():
    events, summary = watch(SQUAT, squats(2))
    assert isinstance(events[0], PositionTaken)
    ended = [e.repetition for e in events if isinstance(e, RepetitionEnded)]
    for k, rep in enumerate(ended):
        begin_s = 1.0 + 4.0 * k
        assert begin_s < rep.start_s < rep.target_s < begin_s + 2 < rep.release_s < rep.end_s < begin_s + 4.3
    assert summary.sets[0].repetitions == tuple(ended)
    assert not faults(summary)


def test_the_mannequin_is_counted_by_the_figure_of_the_file():
    simulation = mannequin()
    summary = track(SQUAT, simulation.frames)
    assert counts(summary) == {("squat", None): 3}
    assert not faults(summary)
    for rep, true in zip(summary.sets[0].repetitions, simulation.truth[0].repetitions, strict=True):
        assert rep.start_s == pytest.approx(true.start_s, abs=0.4)
        assert rep.end_s == pytest.approx(true.end_s, abs=0.4)


@pytest.mark.parametrize("fault", ["shallow", "leaning", "dropped"])
def test_its_faults_are_found(fault):
    simulation = mannequin(faults=((fault, 1.5),))
    summary = track(SQUAT, simulation.frames)
    told = {f.id for s in summary.sets for f in s.faults}
    assert fault in told, "a fall of a third of a second is measured as half a second: warned of, at least"
    assert faults(summary) <= {fault}


def test_none_of_the_seven_counts_squats():
    assert recognize(mannequin().frames).counted == 0
    assert recognize(squats(4)).counted == 0


@pytest.mark.parametrize(
    "kind", ["stand_still", "drink_standing", "stretch_standing", "sit", "bend_knees_on_back"]
)
def test_life_is_no_squat(kind):
    assert track(SQUAT, simulate(Life(kind, 12), camera=Camera(fps=10)).frames).counted == 0


def test_a_single_picture():
    top, bottom = check_frame(SQUAT, standing(0.0)), check_frame(SQUAT, standing(0.0, knee_deg=85))
    assert top.in_position is bottom.in_position is True
    assert (top.phases, bottom.phases) == (("standing",), ("bottom",))
    assert top.values["knee"] == pytest.approx(175, abs=1)
    assert top.broken == bottom.broken == ()
    assert check_frame(SQUAT, standing(0.0), phase="standing").faults == {}
    with pytest.raises(KeyError):
        check_frame(SQUAT, standing(0.0), phase="flying")
