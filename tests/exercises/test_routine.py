"""Routines: the article's own, a person's, and wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from backcoach.exercises.catalogue import BUILTIN, Catalogue
from backcoach.exercises.problem import WrongFileError
from backcoach.exercises.routine import (
    UnknownRoutineError,
    check_routine_file,
    load_routine,
    read_routine,
    routine_ids,
)

MINE = """
schema = 1
id = "mine"
name = "Mine"
description = "Squats only."
source = "A test"

[[items]]
exercise = "squat"
repetitions = 10
variant = "chair"
"""


@pytest.fixture
def catalogue(personal: Path, squat_text: str) -> Catalogue:
    (personal / "squat.toml").write_text(squat_text, encoding="utf-8")
    return Catalogue()


def test_default_routine_is_the_article_with_its_order_and_doses(personal: Path) -> None:
    routine = load_routine()
    assert tuple(item.exercise for item in routine.items) == BUILTIN
    doses = [(item.repetitions, item.hold_s, item.sets) for item in routine.items]
    assert doses == [(5, 10, 1), (20, 0, 1), (10, 5, 1), (1, 30, 1), (10, 5, 1), (12, 0, 1), (8, 5, 1)]


def test_article_begins_each_exercise_where_its_file_does(personal: Path) -> None:
    catalogue = Catalogue()
    for item in load_routine().items:
        dose = catalogue[item.exercise].dose
        assert (item.repetitions, item.hold_s, item.sets) == (dose.repetitions, dose.hold_s, dose.sets)


def test_personal_routine_is_found_and_may_replace_the_default(catalogue: Catalogue, personal: Path) -> None:
    folder = personal.parent / "routines"
    folder.mkdir()
    (folder / "mine.toml").write_text(MINE, encoding="utf-8")
    assert routine_ids() == ("article", "mine")
    assert load_routine("mine").items[0].variant == "chair"
    (folder / "article.toml").write_text(MINE, encoding="utf-8")
    assert load_routine().name == "Mine"


def test_unknown_and_wrong_routines(catalogue: Catalogue, personal: Path) -> None:
    with pytest.raises(UnknownRoutineError, match="did you mean article"):
        load_routine("artikel")
    folder = personal.parent / "routines"
    folder.mkdir()
    (folder / "mine.toml").write_text("schema = 1", encoding="utf-8")
    with pytest.raises(WrongFileError) as caught:
        load_routine("mine")
    assert {problem.key for problem in caught.value.problems} == {
        "id",
        "name",
        "description",
        "source",
        "items",
    }


@pytest.mark.parametrize(
    ("old", "new", "key", "allowed"),
    [
        ("repetitions = 10", "repetitions = 13", "items[0].repetitions", "12, the ceiling of squat"),
        ("repetitions = 10", "repetitions = 1\nhold_s = 5", "items[0].hold_s", "at most 0"),
        ("repetitions = 10", "repetitions = 1\nsets = 3", "items[0].sets", "at most 2"),
        ('exercise = "squat"', 'exercise = "squad"', "items[0].exercise", "did you mean squat?"),
        ('variant = "chair"', 'variant = "sofa"', "items[0].variant", "chair"),
        ('variant = "chair"', "velocity = 3", "items[0].velocity", "variant"),
    ],
)
def test_one_mistake(catalogue: Catalogue, old: str, new: str, key: str, allowed: str) -> None:
    assert read_routine(MINE.encode(), catalogue)[1] == []
    (problem,) = read_routine(MINE.replace(old, new).encode(), catalogue)[1]
    assert problem.key == key
    assert problem.line is not None
    assert allowed in problem.allowed


def test_missing_routine_file(tmp_path: Path) -> None:
    (problem,) = check_routine_file(tmp_path / "none.toml")
    assert problem.found == "no such file"
