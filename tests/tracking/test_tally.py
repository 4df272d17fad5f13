import pytest

from backcoach.tracking.counting.tally import SET_GAP_S, Tally
from backcoach.tracking.summary import FaultSpan, Hold, Repetition


def repetition(index, start_s, end_s, **more):
    values = {"side": None, "status": "counted", "target_s": start_s, "release_s": end_s, "hold_s": 0.0}
    return Repetition(index=index, start_s=start_s, end_s=end_s, **(values | more))


def tally_of(*repetitions):
    tally = Tally("squat")
    for each in repetitions:
        tally.add(each, (Hold(each.target_s, each.release_s),))
    return tally


def test_repetitions_far_apart_are_different_sets():
    near, far = 20 + SET_GAP_S, 31 + 2 * SET_GAP_S
    summary = tally_of(
        repetition(1, 10, 20), repetition(2, near, near + 1), repetition(3, far, far + 5)
    ).summary()
    assert [(s.start_s, s.end_s, s.counted) for s in summary.sets] == [(10, near + 1, 2), (far, far + 5, 1)]
    assert {s.exercise for s in summary.sets} == {"squat"}
    assert [len(s.holds) for s in summary.sets] == [2, 1]
    assert [[r.index for r in s.repetitions] for s in summary.sets] == [[1, 2], [1]], "numbered in their set"
    assert summary.counted == 3


def test_only_sure_repetitions_count_and_only_those_without_fault_are_clean():
    tally = tally_of(
        repetition(1, 0, 1, side="left"),
        repetition(2, 2, 3, side="right", faults=("shallow",)),
        repetition(3, 4, 5, side="right", status="unsure"),
        repetition(4, 6, 7, side="right", status="unfinished"),
    )
    (done,) = tally.summary().sets
    assert (done.counted, done.clean, done.unsure) == (2, 1, 1)
    assert done.by_side == {"left": 1, "right": 1}
    assert done.hold_s == pytest.approx(4.0)
    assert tally.counted == 2


def test_faults_belong_to_the_set_in_which_they_begin():
    tally = tally_of(repetition(1, 10, 20), repetition(2, 100, 110))
    early, late, warning = (
        FaultSpan("a", "fault", 2, 12),
        FaultSpan("b", "fault", 102, 103),
        FaultSpan("c", "warning", 15, 16),
    )
    for fault in (late, warning, early):
        tally.add_fault(fault)
    assert [s.faults for s in tally.summary().sets] == [(early, warning), (late,)]


def test_faults_in_a_stretch_are_no_warnings():
    tally = Tally("squat")
    tally.add_fault(FaultSpan("a", "fault", 2, 4))
    tally.add_fault(FaultSpan("b", "warning", 2, 4))
    tally.add_fault(FaultSpan("c", "fault", 5, 6))
    assert tally.faults_in(3, 4.5) == {"a"}
    assert tally.faults_in(0, 10) == {"a", "c"}
    assert tally.faults_in(7, 8) == set()


def test_a_warning_that_grew_into_a_fault_at_once_is_not_told():
    tally = tally_of(repetition(1, 0, 10))
    tally.add_fault(FaultSpan("a", "warning", 2, 2))
    assert tally.summary().sets[0].faults == ()


def test_every_second_is_seen_unsure_or_lost():
    tally = Tally("squat")
    for seconds, seen, unsure in ((1.0, True, True), (2.0, False, True), (4.0, False, False)):
        tally.add_time(seconds, seen=seen, unsure=unsure)
    tracking = tally.summary().tracking
    assert (tracking.seen_s, tracking.unsure_s, tracking.lost_s) == (1.0, 2.0, 4.0)


def test_nothing_done_is_no_set():
    tally = Tally("squat")
    tally.add_fault(FaultSpan("a", "fault", 2, 4))
    assert tally.summary().sets == ()
