"""The table for people."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from backcoach.analysis import Analysis
from backcoach.exercises.catalogue import load_exercise
from backcoach.reports.video.table import describe_faults, format_clock, make_block, make_footer
from backcoach.tracking.summary import FaultSpan
from tests.reports.examples import EXERCISES, FAILED, RESULT, SET


def printed(*parts, encoding="utf-8") -> str:
    raw = io.BytesIO()
    console = Console(file=io.TextIOWrapper(raw, encoding=encoding, write_through=True), width=120)
    for part in parts:
        console.print(part)
    return raw.getvalue().decode(encoding)


def test_a_block_tells_what_was_done_in_words():
    text = printed(make_block(RESULT, EXERCISES))
    row = next(line for line in text.splitlines() if "Squat" in line)
    assert row.split() == ["Squat", "0:01", "-", "0:11", "2", "1", "1", "2.0", "s"]
    assert "Not deep enough (once, 1.5 s, right)" in text
    assert "a little: Trunk leans far forward" in text
    assert "1 attempt: did not come back as asked for" in text
    assert "several people" in text
    assert "not seen 1.0 s" in text
    assert "2.0 x real time" in text


def test_sides_are_shown_where_an_exercise_has_them():
    sided = {"squat": replace(EXERCISES["squat"], sides="each")}
    row = next(line for line in printed(make_block(RESULT, sided)).splitlines() if "Squat" in line)
    assert row.split()[4:9] == ["2", "1", "1", "1", "1"]


def test_a_failure_says_why_and_nothing_else():
    assert printed(make_block(FAILED, EXERCISES)).split("\n")[:2] == [
        "broken.mp4",
        "  is empty (0 bytes)",
    ]


def test_nothing_done_is_said():
    text = printed(make_block(Analysis("x.mp4", duration_s=3, frames=90), EXERCISES))
    assert "None of the exercises" in text


def test_a_block_fits_a_narrow_terminal():
    sided = {"squat": replace(EXERCISES["squat"], sides="each", name="A" * 40)}
    lines = [line for line in printed(make_block(RESULT, sided)).splitlines() if " 0:01 - " in line]
    assert [len(line) <= 80 for line in lines] == [True]


def test_only_the_most_important_things_to_improve_are_named():
    spans = tuple(FaultSpan(f"fault_{i}", "fault", i, 2.5 * i) for i in range(1, 6))
    text = printed(make_block(replace(RESULT, sets=(replace(SET, faults=spans),)), EXERCISES))
    assert "fault 5" in text
    assert "fault 1" not in text
    assert "and 2 more" in text


def test_the_footer_adds_up():
    assert "2 files, 2 counted, 1 with an error, 14.0 s of video in 5.0 s (2.8 x" in printed(
        make_footer([RESULT, FAILED], took_s=5.0)
    )


def test_the_table_is_plain_ascii_where_it_must_be():
    text = printed(make_block(RESULT, EXERCISES), make_footer([RESULT], 1.0), encoding="ascii")
    assert "Squat" in text
    assert "\x1b" not in text


def test_faults_come_before_warnings():
    words = list(describe_faults(SET.faults, EXERCISES["squat"]))
    assert [severity for severity, _ in words] == ["fault", "warning"]
    assert next(describe_faults(SET.faults, None))[1].startswith("shallow (once")


def test_signs_of_one_fault_are_told_together():
    spans = [FaultSpan("arm_low", "fault", 1, 2), FaultSpan("arm_low", "fault", 3, 4)]
    (words,) = describe_faults(spans, load_exercise("bird_dog"))
    assert words == ("fault", "Arm low or bent (2 times, 2.0 s)")


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (75.9, "1:15"), (3671, "1:01:11")])
def test_clock(seconds, shown):
    assert format_clock(seconds) == shown
