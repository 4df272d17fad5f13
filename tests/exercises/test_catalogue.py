"""Which exercises there are, also when a person adds files of their own."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from backcoach.exercises.catalogue import (
    BUILTIN,
    Catalogue,
    UnknownExerciseError,
    exercise_ids,
    load_exercise,
)
from backcoach.exercises.problem import WrongFileError


def test_personal_file_adds_an_exercise(personal: Path, squat_text: str) -> None:
    (personal / "my_file.toml").write_text(squat_text, encoding="utf-8")
    assert exercise_ids() == (*BUILTIN, "squat")
    assert load_exercise("squat").name == "Squat"
    catalogue = Catalogue()
    assert catalogue.path("squat") == personal / "my_file.toml"
    assert catalogue.problems == {}
    assert len(catalogue) == 8
    assert "squat" in catalogue


def test_personal_file_replaces_a_builtin_one_in_its_place(personal: Path, squat_text: str) -> None:
    mine = squat_text.replace('id = "squat"', 'id = "bird_dog"')
    (personal / "mine.toml").write_text(mine, encoding="utf-8")
    assert exercise_ids() == BUILTIN
    assert load_exercise("bird_dog").name == "Squat"


def test_wrong_personal_file_stops_no_other(personal: Path, squat_text: str) -> None:
    (personal / "a_wrong.toml").write_text("id = 'bird_dog'\nname = 3", encoding="utf-8")
    (personal / "b_not_toml.toml").write_bytes(b"\xff\xfe")
    (personal / "c_good.toml").write_text(squat_text, encoding="utf-8")
    (personal / "d_folder.toml").mkdir()
    (personal / "notes.txt").write_text("not an exercise", encoding="utf-8")
    catalogue = Catalogue()
    assert catalogue.ids == (*BUILTIN, "squat")
    assert {path.name for path in catalogue.problems} == {
        "a_wrong.toml",
        "b_not_toml.toml",
        "d_folder.toml",
    }
    assert catalogue.path("bird_dog") is None
    assert catalogue["squat"].id == "squat"


def test_second_personal_file_of_one_id_is_a_problem(personal: Path, squat_text: str) -> None:
    for name in ("a", "b"):
        (personal / f"{name}.toml").write_text(squat_text, encoding="utf-8")
    catalogue = Catalogue()
    assert catalogue.path("squat") == personal / "a.toml"
    (problem,) = catalogue.problems[personal / "b.toml"]
    assert "a.toml" in problem.allowed


def test_asking_for_a_wrong_personal_file_tells_its_mistakes(personal: Path) -> None:
    (personal / "squat.toml").write_text("id = 'squat'", encoding="utf-8")
    with pytest.raises(WrongFileError, match="this key is needed") as caught:
        load_exercise("squat")
    assert caught.value.path == personal / "squat.toml"
    assert len(caught.value.problems) > 5


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("birddog", "bird_dog"),
        ("Bird Dog", "bird_dog"),
        ("bird-dog\n", "bird_dog"),
        ("plank", "forearm_plank"),
        ("childs_pose", "child_pose"),
        ("cat-cow", "cat_camel"),
        ("bridge", "glute_bridge"),
    ],
)
def test_unknown_id_names_the_nearest(personal: Path, asked: str, hint: str) -> None:
    with pytest.raises(UnknownExerciseError) as caught:
        load_exercise(asked)
    message = str(caught.value)
    assert message.startswith(f"unknown exercise '{asked}'; did you mean {hint}?")
    assert ", ".join(BUILTIN) in message


@pytest.mark.parametrize("asked", ["", "zzz", "\0", "_"])
def test_unknown_id_lists_all(personal: Path, asked: str) -> None:
    with pytest.raises(UnknownExerciseError, match="The exercises are: child_pose, "):
        load_exercise(asked)


def test_exercise_is_loaded_from_a_path(tmp_path: Path, squat_text: str) -> None:
    path = tmp_path / "squat.toml"
    path.write_text(squat_text, encoding="utf-8")
    assert load_exercise(path) is load_exercise(str(path))
    with pytest.raises(WrongFileError, match="no such file"):
        load_exercise(tmp_path / "missing.toml")


def test_changed_file_is_read_anew(personal: Path, squat_text: str) -> None:
    path = personal / "squat.toml"
    path.write_text(squat_text, encoding="utf-8")
    before, old = Catalogue().content_hash("squat"), load_exercise("squat")
    path.write_text(squat_text.replace('"Squat"', '"Deep squat"'), encoding="utf-8")
    assert old.name == "Squat"
    assert load_exercise("squat").name == "Deep squat"
    assert Catalogue().content_hash("squat") != before


def test_hash_is_that_of_the_file(personal: Path, squat_text: str) -> None:
    path = personal / "squat.toml"
    path.write_text(squat_text, encoding="utf-8")
    assert Catalogue().content_hash("squat") == hashlib.sha256(path.read_bytes()).hexdigest()


def test_missing_folder_is_empty_and_a_problem_only_if_asked_for(personal: Path) -> None:
    personal.rmdir()
    assert tuple(Catalogue()) == BUILTIN
    assert Catalogue().problems == {}
    assert not personal.exists()
    asked = Catalogue(personal)
    assert tuple(asked) == BUILTIN
    assert asked.problems[personal][0].found == "no such folder"


def test_importing_needs_no_validation_library_and_writes_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, backcoach.exercises.catalogue as c; c.exercise_ids(); "
        "sys.exit('pydantic' in sys.modules or 'numpy' in sys.modules)"
    )
    home = tmp_path / "home"
    environment = {"BACKCOACH_HOME": str(home), "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
    assert not home.exists()
