"""The limits to warn move with this person's own level at the start of a hold; those of the fault stay."""

import pytest

from backcoach.tracking.events import FaultStarted
from backcoach.tracking.judging.faults import FaultWatch, grade
from backcoach.tracking.measuring.observation import Reading
from tests.tracking.test_faults import make_fault

LIMITS = {
    "feature": "line", "above": 0.135, "warn_above": 0.12, "below": -0.01, "warn_below": -0.005,
    "own": (0.0, 0.04, 0.09), "phases": ("hold",),
}  # fmt: skip


def shown(values: list[float]) -> list[tuple[str, float]]:
    """Return what is told, and when, of a hold in which the line reads these values, ten a second."""
    watch, told = FaultWatch(make_fault(**LIMITS), ("hold",)), []
    for i, value in enumerate(values):
        events = watch.update(lambda _, v=value: Reading(v, 1.0), "hold", None, i / 10, 0.1)
        told += [(e.severity, e.time_s) for e in events if isinstance(e, FaultStarted)]
    return told


def test_without_a_level_the_limits_are_those_of_everybody():
    fault = make_fault(**LIMITS)
    assert grade(fault, 0.125) == "warning"
    assert grade(fault, 0.125, 0.01) is None
    assert grade(fault, 0.14, 0.05) == "fault"


@pytest.mark.parametrize("own", [0.0, 0.02, 0.06, 0.09])
def test_a_steady_hold_is_never_warned_of(own):
    assert not shown([own] * 80)


def test_hips_that_sink_from_a_high_level_are_warned_of_before_the_fault():
    assert [severity for severity, _ in shown([0.085] * 30 + [0.03] * 30)] == ["warning"]


def test_the_same_value_from_a_usual_level_is_fine():
    assert not shown([0.04] * 30 + [0.03] * 30)


def test_hips_clearly_high_from_the_start_are_told():
    assert [severity for severity, _ in shown([0.18] * 40)] == ["fault"]


def test_a_level_that_is_none_teaches_nothing():
    """Between the highest level and the fault: warned of, though the hold began like that."""
    assert [severity for severity, _ in shown([0.125] * 60)] == ["warning"]


def test_the_fault_is_told_while_the_level_is_still_learned():
    ((severity, time_s),) = shown([0.18] * 40)
    assert severity == "fault"
    assert time_s <= 1.5
