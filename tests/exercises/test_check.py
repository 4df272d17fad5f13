"""A wrong file: all its mistakes at once, each with key, line, what was found and what is allowed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backcoach.exercises.check import check_content, check_file
from backcoach.exercises.problem import Problem
from backcoach.exercises.toml_file import MAX_BYTES


def problems_after(text: str, *changes: tuple[str, str]) -> dict[str, Problem]:
    """Change a valid file and return its problems by key."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return {problem.key: problem for problem in check_content(text.encode())}


def test_valid_file_has_no_problems(squat_text: str) -> None:
    assert check_content(squat_text.encode()) == []
    assert check_content(b"\xef\xbb\xbf" + squat_text.replace("\n", "\r\n").encode()) == []


def test_two_mistakes_at_one_place_are_told_in_one_order(squat_text: str) -> None:
    """They lay in a set, whose order is another one in each process."""
    problems = check_content(squat_text.replace("repetitions = 8", "repetitions = 80", 1).encode())
    assert [problem.key for problem in problems] == ["dose.repetitions"] * 2
    assert [problem.allowed for problem in problems] == sorted(problem.allowed for problem in problems)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(squat_text: str) -> None:
    text = squat_text
    for old, new in (
        ('position = "standing"', 'position = "standin"'),
        ("version = 1", 'version = "1"'),
        ("repetitions = 8", "repetitions = 13"),
        ('condition = "knee"', 'condition = "kne"'),
        ("min_s = 0.1", "min_z = 0.1"),
        ('signal = "knee"', 'signal = "kneee"'),
        ("for_s = 0.8", "for_s = 80"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    problems = check_content(text.encode())
    assert [problem.key for problem in problems] == [
        "version",
        "position",
        "dose.repetitions",
        "cautions[0].condition",
        "repetition.signal",
        "phases[2].min_z",
        "faults[1].for_s",
    ]
    lines = text.splitlines()
    for problem in problems:
        assert problem.line is not None
        assert lines[problem.line - 1].startswith(problem.key.rpartition(".")[2]), problem


@pytest.mark.parametrize(
    ("old", "new", "key", "found", "allowed"),
    [
        ('position = "standing"', 'position = "standin"', "position", "'standin'", "did you mean standing?"),
        ("purpose =", "porpose =", "porpose", "unknown key 'porpose'", "did you mean purpose?"),
        ("version = 1", "version = 0", "version", "0", "greater than or equal to 1"),
        ("version = 1", "version = true", "version", "true", "valid integer"),
        ('name = "Squat"', 'name = ""', "name", "''", "at least 1 character"),
        ('id = "squat"', 'id = "My Squat"', "id", "'My Squat'", "small letters"),
        ("schema = 1", "schema = 2", "schema", "2", "1"),
        (
            '"hip", "knee", "ankle"',
            '"hips", "knee", "ankle"',
            "features.knee.points[0]",
            "'hips'",
            "ear, eye",
        ),
        ('"hip", "knee", "ankle"', '"hip", "knee"', "features.knee.points", "2 points", "3 points"),
        ("[features.trunk]", "[features.Trunk]", "features.Trunk", "'Trunk'", "small letters"),
        ('kind = "angle"', 'kind = "angel"', "features.knee.kind", "'angel'", "did you mean angle?"),
        ('signal = "knee"', 'signal = "kneee"', "repetition.signal", "no feature", "did you mean knee?"),
        ('sure = ["knee"]', 'sure = ["ankle"]', "repetition.sure[0]", "no feature 'ankle'", "hip_height"),
        (
            '"bottom", "up"]',
            '"botom", "up"]',
            "faults[1].phases[1]",
            "no phase 'botom'",
            "did you mean bottom?",
        ),
        ('["down"]', '["dawn"]', "faults[2].duration_of[0]", "no phase 'dawn'", "did you mean down?"),
        ('["shallow"]', '["shalow"]', "cautions[0].faults_off[0]", "no fault", "did you mean shallow?"),
        (
            "[figure.faults.dropped]",
            "[figure.faults.drop]",
            "figure.faults.drop",
            "no fault",
            "mean dropped?",
        ),
        ('swap = "chair"', 'swap = "chairs"', "cautions[0].swap", "no variant", "did you mean"),
        ("ceiling_repetitions = 12", "ceiling_repetitions = 7", "dose.repetitions", "8", "which is 7"),
        ("repetitions = 8", "repetitions = 8\nsets = 3", "dose.sets", "3", "which is 2"),
        ("hold_s = 0", "hold_s = 0\nper_side = true", "dose.per_side", "true", "has no sides"),
        ("below = 145 }", "below = 155 }", "phases[0].leave[0].below", "155", "less than 155"),
        ("below = 145 }", "below = 170 }", "phases[0].leave[0].below", "170", "less than 155"),
        ("above = 130 }", "above = 120 }", "phases[2].leave[0].above", "120", "more than 120"),
        ("above = 130 }", "below = 60 }", "phases[2].leave[0]", "true while `enter` is", "gap"),
        (", below = 145 }", " }", "phases[0].leave[0]", "neither", "`above`, `below` or both"),
        ("above = 40", "above = 140\nbelow = 40", "posture[0].below", "40", "more than `above`"),
        ("warn_above = 95", "warn_above = 120", "faults[0].warn_above", "120", "at most `above`"),
        ("warn_below = 50", "warn_below = 40", "faults[1].warn_below", "40", "at least `below`"),
        ("warn_below = 50", "warn_below = nan", "faults[1].warn_below", "nan", "finite"),
        (
            'duration_of = ["down"]',
            'duration_of = ["down"]\nextreme = "least"',
            "faults[2].extreme",
            "'least'",
            "only",
        ),
        ('duration_of = ["down"]', "", "faults[2]", "none of them", "exactly one"),
        ('duration_of = ["down"]', "hold_share = true", "faults[2].hold_share", "true", "hold_s is 0"),
        ('kind = "move"', 'kind = "target"', "phases", "start, target, target, move", "start, move, target"),
        ('name = "up"', 'name = "down"', "phases[3].name", "'down' again", "phases[1].name"),
        ('kind = "cycle"', 'kind = "hold"', "phases", "start, move", "exactly one phase"),
        ('id = "chair"', 'id = "chair"\nage = 3', "easier[0].age", "unknown key", "id, name, text"),
        ("[dose]", "[dosis]", "dose", "nothing", "needed"),
        ('steps = [\n  "Stand', 'steps = [\n  3, "Stand', "steps[0]", "3", "a text"),
        ('views = ["side"]', "views = []", "views", "[]", "a list of at least 1"),
        ("[[easier]]", "[easier]", "easier", "a table", "a list"),
    ],
)
def test_one_mistake(squat_text: str, old: str, new: str, key: str, found: str, allowed: str) -> None:
    problems = problems_after(squat_text, (old, new))
    assert key in problems, problems
    assert found in problems[key].found
    assert allowed in problems[key].allowed
    assert problems[key].line is not None or old == "[dose]"


def test_list_of_wrong_items_is_not_called_too_short(squat_text: str) -> None:
    problems = problems_after(squat_text, ('views = ["side"]', 'views = ["sid", "frond"]'))
    assert set(problems) == {"views[0]", "views[1]"}


def test_trend_needs_what_it_follows_and_must_not_follow_itself(squat_text: str) -> None:
    features = """
[features.drift]
kind = "trend"
of = "drop"
window_s = 5
[features.drop]
kind = "trend"
of = "drift"
window_s = 5
[features.change]
kind = "trend"
"""
    problems = problems_after(squat_text, ("[repetition]", features + "\n[repetition]"))
    assert {"features.drift.of", "features.drop.of", "features.change.of", "features.change.window_s"} == set(
        problems
    )


@pytest.mark.parametrize(
    ("content", "found", "line"),
    [
        (b"", "empty", None),
        (b" \n\n", "empty", None),
        (b'schema = 1\nid = "squat\n', "Illegal character", 2),
        (b"schema = 1\nid : 'squat'\n", "Expected '='", 2),
        (b"schema = 1\nname = 'caf\xe9'\n", "byte 0xe9", 2),
        (b"x = " + b"[" * 50_000, "lists within lists", None),
    ],
)
def test_not_toml(content: bytes, found: str, line: int | None) -> None:
    (problem,) = check_content(content)
    assert found in problem.found
    assert problem.line == line


def test_not_a_usable_file(tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    huge.write_bytes(b"#" * (MAX_BYTES + 1))
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    for path, found in (
        (tmp_path / "none.toml", "no such file"),
        (tmp_path, "a folder"),
        (huge, "200 kB"),
        (pipe, "not a file"),
        (Path("a\0b"), "cannot be read"),
        (huge / "inside.toml", "cannot be read"),
    ):
        (problem,) = check_file(path)
        assert found in problem.found
        assert problem.key == ""


def test_problem_reads_as_one_line() -> None:
    problem = Problem("dose.repetitions", "80", "at most 12", 21)
    assert str(problem) == "line 21: dose.repetitions: found 80; allowed: at most 12"
    assert str(Problem("", "a folder", "a file")) == "file: found a folder; allowed: a file"
    assert problem.inside("x").key == "x.dose.repetitions"
