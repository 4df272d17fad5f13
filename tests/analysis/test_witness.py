"""What is said about the material itself."""

import math

from backcoach.analysis.witness import Witness
from backcoach.pose.frame import PoseFrame
from tests.stick_person import squats, standing


def watch(frames, *, still=False):
    witness = Witness(still=still)
    for frame in frames:
        witness.watch(frame)
    return witness


def test_duration_reaches_to_the_end_of_the_last_picture():
    witness = watch(standing(i / 10) for i in range(20))
    assert math.isclose(witness.duration_s, 2.0)
    assert watch([standing(0.0)], still=True).duration_s == 0.0


def test_a_person_who_is_well_seen_gives_no_remark():
    witness = watch(squats(1))
    assert witness.error is None
    assert witness.notes == ()


def test_nothing_and_nobody_are_errors():
    assert "no picture" in watch([]).error
    assert "no person" in watch(PoseFrame.empty(i / 10) for i in range(50)).error


def test_a_single_slip_of_the_model_is_nobody():
    frames = [PoseFrame.empty(i / 10) for i in range(99)] + [standing(9.9)]
    assert "no person" in watch(frames).error
    assert watch([standing(0.0)], still=True).error is None


def test_a_small_person_is_an_error_that_says_how_small():
    error = watch(squats(1, scale=0.12)).error
    assert "too small" in error
    assert "needed" in error


def test_several_people_are_a_note_unless_for_a_blink():
    witness = watch(squats(1, people=3))
    assert witness.people_max == 3
    assert "up to 3" in witness.notes[0]
    blink = [standing(i / 30, people=2 if i == 7 else 1) for i in range(100)]
    assert watch(blink).notes == ()
