"""Every row of the table in ``phases.py`` has a test here; ``way`` is 0 at the start, 100 up and -100 down."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.tracking.counting import phases
from backcoach.tracking.counting.phases import HALF_WAY_REST_S, RETURN_S, TABLE, PhaseMachine, Step
from tests.tracking.hand_made import BACK, GO, START, UP, a_hold, make_exercise, reader, two_ends

NAN = math.nan
RATE_HZ = 20


class Course:
    """Feeds a machine with stretches of a constant value, and gathers its steps as (step, phase)."""

    def __init__(self, exercise):
        self.machine = PhaseMachine(exercise)
        self.time_s = 0.0

    def stay(self, *values, for_s=0.5, is_back=True):
        steps = []
        for value in values:
            for _ in range(round(for_s * RATE_HZ)):
                self.time_s += 1 / RATE_HZ
                found = self.machine.step(reader(way=value), self.time_s, is_back=is_back)
                steps += [(t.step, t.phase) for t in found]
        return steps

    @property
    def phase(self):
        return self.machine.phase and self.machine.phase.name


@pytest.fixture
def cycle():
    return Course(make_exercise())


def test_nothing_to_start(cycle):
    assert cycle.stay(50) == []
    assert cycle.phase is None, "the start position was not seen"
    assert cycle.stay(0) == []
    assert cycle.phase == "start"
    assert not cycle.machine.running


def test_a_cycle_does_not_begin_in_its_target(cycle):
    assert cycle.stay(100, 50, 100) == []
    assert cycle.phase is None


def test_start_to_move_to_target_to_move_to_start(cycle):
    cycle.stay(0)
    assert cycle.stay(50) == [(Step.BEGIN, "go")]
    assert cycle.machine.running
    assert not cycle.machine.targets_done
    assert cycle.stay(100) == [(Step.REACH, "up")]
    assert cycle.machine.targets_done
    assert cycle.stay(50) == [(Step.RELEASE, "back")]
    assert cycle.stay(0) == [(Step.FINISH, "start")]
    assert not cycle.machine.running


def test_a_target_that_is_entered_again_is_resumed(cycle):
    cycle.stay(0, 50, 100)
    assert cycle.stay(50, 100, 50) == [(Step.RELEASE, "back"), (Step.RESUME, "up"), (Step.RELEASE, "back")]
    assert cycle.stay(0) == [(Step.FINISH, "start")], "one repetition, not two"


def test_back_at_the_start_without_a_target_is_given_up(cycle):
    assert cycle.stay(0, 50, 0) == [(Step.BEGIN, "go"), (Step.ABANDON, "start")]


def test_both_ends_make_one_repetition():
    course = Course(two_ends("any_order"))
    course.stay(0)
    assert course.stay(50, 100) == [(Step.BEGIN, "go"), (Step.REACH, "up")]
    assert course.stay(0) == [(Step.RELEASE, "back")], "passing the start is no end"
    assert course.stay(-100) == [(Step.REACH, "down")]
    assert course.stay(0) == [(Step.RELEASE, "again"), (Step.FINISH, "start")]


def test_the_other_end_first_is_as_good_in_any_order():
    course = Course(two_ends("any_order"))
    steps = course.stay(0, -100, 0, 100, 0)
    assert [s for s, _ in steps] == [
        Step.BEGIN,
        Step.REACH,
        Step.RELEASE,
        Step.REACH,
        Step.RELEASE,
        Step.FINISH,
    ]
    assert course.phase == "start"


def test_in_order_the_second_end_does_not_count_before_the_first():
    course = Course(two_ends("in_order"))
    steps = course.stay(0, -100, 0)
    assert steps == [(Step.BEGIN, "go"), (Step.ABANDON, "start")]


def test_a_person_may_be_found_at_one_of_the_ends():
    course = Course(two_ends("any_order"))
    assert course.stay(-100, for_s=0.3) == [], "only passing"
    assert course.stay(-100) == [(Step.BEGIN, "down"), (Step.REACH, "down")]
    assert course.stay(0, 100) == [(Step.RELEASE, "again"), (Step.REACH, "up")]
    assert course.stay(0)[-1] == (Step.FINISH, "start")


def test_from_end_to_end_without_rest_one_repetition_ends_where_the_next_begins():
    course = Course(two_ends("any_order"))
    course.stay(0, 100, 0, -100, -50)
    assert course.stay(100) == [(Step.FINISH, "start"), (Step.BEGIN, "up"), (Step.REACH, "up")]
    assert course.stay(0, -100, 0)[-1] == (Step.FINISH, "start")


def test_the_same_end_twice_is_an_unfinished_repetition_and_a_new_one():
    course = Course(two_ends("any_order"))
    course.stay(0, 100)
    assert course.stay(0, 100) == [
        (Step.RELEASE, "back"),
        (Step.ABANDON, "start"),
        (Step.BEGIN, "up"),
        (Step.REACH, "up"),
    ]


def test_resting_half_way_gives_up():
    course = Course(two_ends("any_order"))
    course.stay(0, 100)
    assert course.stay(0, for_s=HALF_WAY_REST_S) == [(Step.RELEASE, "back")]
    assert course.stay(0) == [(Step.ABANDON, "start")]


def test_a_start_that_the_signal_does_not_show_is_believed_after_a_while(cycle):
    cycle.stay(0, 50)
    assert cycle.stay(0, is_back=False) == []
    assert cycle.stay(100, 50, is_back=False) == [(Step.REACH, "up"), (Step.RELEASE, "back")]
    assert cycle.stay(0, is_back=False, for_s=HALF_WAY_REST_S) == []
    assert cycle.stay(0, is_back=False) == [(Step.FINISH, "start")]


def test_a_hold_begins_pauses_and_ends():
    course = Course(a_hold())
    assert course.stay(0) == []
    assert course.stay(100) == [(Step.BEGIN, "up"), (Step.REACH, "up")]
    assert course.stay(0, 100) == [(Step.RELEASE, "up"), (Step.RESUME, "up")]
    assert course.stay(0, for_s=RETURN_S + 0.5) == [(Step.RELEASE, "up"), (Step.FINISH, "up")]
    assert course.stay(100) == [(Step.BEGIN, "up"), (Step.REACH, "up")], "the next one"


def test_a_flicker_does_not_stop_a_hold():
    course = Course(a_hold())
    course.stay(100)
    assert course.stay(0, 100, for_s=0.2) == []


def test_times_are_those_of_the_first_moment():
    machine = PhaseMachine(make_exercise())
    values = {0.0: 0, 0.1: 0, 0.2: 50, 0.3: 50, 0.4: 100, 0.5: 50, 0.6: 50}
    found = [t for time_s, v in values.items() for t in machine.step(reader(way=v), time_s)]
    assert [(t.step, t.since_s) for t in found] == [(Step.BEGIN, 0.2), (Step.REACH, 0.4), (Step.RELEASE, 0.5)]
    assert machine.since_s == 0.5


def test_a_station_that_must_last_is_not_entered_by_passing():
    course = Course(make_exercise(phases=[START, GO, UP | {"min_s": 0.4}, BACK]))
    course.stay(0, 50)
    assert course.stay(100, 50, for_s=0.3) == []
    assert course.stay(100) == [(Step.REACH, "up")]


def test_unseen_moments_change_nothing(cycle):
    assert cycle.stay(0, NAN, 50, NAN, 100, NAN, 50, NAN, 0, NAN) == cycle_steps()


def cycle_steps():
    return [(Step.BEGIN, "go"), (Step.REACH, "up"), (Step.RELEASE, "back"), (Step.FINISH, "start")]


@given(st.lists(st.floats(-4.9, 4.9), min_size=1, max_size=60), st.sampled_from([10, 20, 70, 80]))
def test_trembling_at_a_threshold_never_counts_twice(tremble, threshold):
    """Up and down once, trembling at a threshold on both ways; entering and leaving are ten apart."""
    course = Course(make_exercise())
    trembling = [threshold + v for v in tremble]
    steps = course.stay(0)
    steps += course.stay(*trembling, for_s=0.05) + course.stay(100)
    steps += course.stay(*trembling, for_s=0.05) + course.stay(0)
    done = [step for step, _ in steps]
    assert (done.count(Step.BEGIN), done.count(Step.REACH), done.count(Step.FINISH)) == (1, 1, 1)
    assert Step.ABANDON not in done


@given(
    st.lists(st.floats(-150, 150), max_size=80), st.sampled_from(["cycle", "in_order", "any_order", "hold"])
)
def test_whatever_comes_what_ends_has_begun(values, kind):
    exercise = {"cycle": make_exercise, "hold": a_hold}.get(kind, lambda: two_ends(kind))()
    course = Course(exercise)
    running = reached = 0
    for step, _ in course.stay(*values, for_s=0.15):
        if step is Step.BEGIN:
            running, reached = running + 1, 0
        elif step in (Step.FINISH, Step.ABANDON):
            running -= 1
            assert step is Step.ABANDON or reached == len([p for p in exercise.phases if p.kind == "target"])
        elif step is Step.REACH:
            reached += 1
        assert running in (0, 1)
    assert course.machine.running == bool(running)


def test_reset_forgets(cycle):
    cycle.stay(0, 50)
    cycle.machine.reset()
    assert cycle.phase is None
    assert cycle.stay(100, 0) == [], "the target alone counts nothing"


class Followed(dict):
    """The table, which notes what was looked up."""

    def __init__(self):
        super().__init__(phases.LOOKUP)
        self.rows = set()

    def __getitem__(self, key):
        self.rows.add(key)
        return super().__getitem__(key)


def test_every_row_of_the_table_is_followed_and_no_place_has_a_signal_twice(monkeypatch):
    followed = Followed()
    monkeypatch.setattr(phases, "LOOKUP", followed)
    Course(make_exercise()).stay(0, 50, 100, 50, 100, 50, 0, 50, 0)
    Course(two_ends("any_order")).stay(100, 50, -50, -100, -50, 100, for_s=1.0)
    turned = Course(two_ends("any_order"))
    turned.stay(0, 50, 100, 50, 0, 50, 100, 50)
    turned.stay(0, for_s=HALF_WAY_REST_S + 1)
    hold = Course(a_hold())
    hold.stay(100, 50, 100)
    hold.stay(50, for_s=RETURN_S + 1)
    assert {(row.now, row.signal) for row in TABLE} - followed.rows == set()
    assert len(phases.LOOKUP) == len(TABLE)
