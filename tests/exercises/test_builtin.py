"""The seven files: they are valid, complete, and say nothing that must not be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from backcoach.exercises.catalogue import BUILTIN, Catalogue, load_exercise
from backcoach.exercises.check import check_content
from backcoach.exercises.toml_file import parse

FAULTS = {
    "child_pose": "hips_high head_up bouncing short_hold",
    "clamshell": "small_range pelvis_rolls feet_part too_fast no_return set_up",
    "trunk_rotation": "small_range shoulder_lifts straight_leg_bends thrown short_hold",
    "forearm_plank": "hips_low hips_high elbow_off knees_bend head_drops fatigue",
    "cat_camel": "small_range rocking elbows_bend set_up too_fast",
    "glute_bridge": "hips_low over_arched feet_far heels_lift knees_cave dropped",
    "bird_dog": "leg_high leg_low back_arches pelvis_rotates arm_low same_side head_up short_hold",
}
# repetitions, hold_s, sets; then the ceilings
DOSES = {
    "child_pose": (5, 10, 1, 5, 30, 1),
    "clamshell": (20, 0, 1, 20, 0, 2),
    "trunk_rotation": (10, 5, 1, 10, 10, 1),
    "cat_camel": (10, 5, 1, 10, 5, 1),
    "glute_bridge": (12, 0, 1, 15, 0, 3),
    "bird_dog": (8, 5, 1, 10, 10, 1),
}
TIER_C = {
    "pregnancy",
    "high_blood_pressure",
    "osteoporosis",
    "knee",
    "wrist",
    "shoulder",
    "hip",
    "spinal_stenosis",
    "dizziness",
}
NEVER_SAID = re.compile(
    r"\b(cures?|cured|treats?|treatment|relie\w+|prevents?|heals?|diagnos\w+|recovered|validated"
    r"|safe(ly)? for you|pain[- ]free|push through|no pain)\b",
    re.IGNORECASE,
)


def content(exercise_id: str) -> bytes:
    return (resources.files("backcoach.exercises") / "builtin" / f"{exercise_id}.toml").read_bytes()


def tables(exercise_id: str) -> dict[str, Any]:
    return parse(content(exercise_id))


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


@pytest.mark.parametrize("exercise_id", BUILTIN)
class TestEveryExercise:
    def test_is_valid(self, exercise_id: str) -> None:
        assert [str(problem) for problem in check_content(content(exercise_id))] == []

    def test_file_name_is_the_id(self, exercise_id: str) -> None:
        assert tables(exercise_id)["id"] == exercise_id

    def test_has_every_fault_of_the_table_and_no_other(self, exercise_id: str) -> None:
        assert {fault["id"] for fault in tables(exercise_id)["faults"]} == set(FAULTS[exercise_id].split())

    def test_every_fault_can_be_said_in_a_few_words_and_praised(self, exercise_id: str) -> None:
        for fault in tables(exercise_id)["faults"]:
            for key in ("cue", "stronger_cue"):
                assert len(fault[key].split()) <= 8, fault[key]
            assert fault["cue"] != fault["stronger_cue"]
            assert "praise" in fault or fault["id"] == "fatigue"

    def test_signs_of_one_fault_have_a_name_for_all_of_them(self, exercise_id: str) -> None:
        exercise = load_exercise(exercise_id)
        for fault in {sign.id for sign in exercise.faults}:
            signs = [sign for sign in exercise.faults if sign.id == fault]
            assert (signs[0].title is not None) == (len(signs) > 1), fault
            assert exercise.fault_name(fault) == (signs[0].title or signs[0].name)
            assert not any(sign.title for sign in signs[1:]), fault

    def test_every_limit_names_a_source_that_a_stranger_can_find(self, exercise_id: str) -> None:
        exercise = load_exercise(exercise_id)
        found = [fault.source for fault in exercise.faults] + [one.source for one in exercise.unclear]
        assert [
            text for text in found if not re.match(r"own[,:] |.*github\.com/|.*\b(19|20)\d\d\b", text)
        ] == []

    def test_says_nothing_that_must_not_be_said(self, exercise_id: str) -> None:
        assert [text for text in texts(tables(exercise_id)) if NEVER_SAID.search(text)] == []

    def test_has_something_easier_harder_and_cautions(self, exercise_id: str) -> None:
        exercise = tables(exercise_id)
        assert exercise["easier"]
        assert exercise["harder"]
        assert len(exercise["cautions"]) >= 4


@pytest.mark.parametrize("exercise_id", DOSES)
def test_dose_and_ceiling_are_those_of_the_article_and_the_table(exercise_id: str) -> None:
    dose = tables(exercise_id)["dose"]
    keys = ("repetitions", "hold_s", "sets", "ceiling_repetitions", "ceiling_hold_s", "ceiling_sets")
    assert tuple(dose.get(key, 1) for key in keys) == DOSES[exercise_id]


def test_plank_begins_at_thirty_seconds_and_never_passes_sixty() -> None:
    dose = tables("forearm_plank")["dose"]
    assert (dose["repetitions"], dose["hold_s"], dose["ceiling_hold_s"]) == (1, 30, 60)


def test_every_condition_of_the_screening_changes_some_exercise() -> None:
    asked = {caution["condition"] for name in BUILTIN for caution in tables(name)["cautions"]}
    assert asked >= TIER_C


def test_knee_problem_silences_the_hint_to_sit_on_the_heels() -> None:
    knee = next(c for c in tables("child_pose")["cautions"] if c["condition"] == "knee")
    assert knee["faults_off"] == ["hips_high"]


def test_wrist_problem_moves_to_forearms_or_fists() -> None:
    for name in ("cat_camel", "bird_dog"):
        wrist = next(c for c in tables(name)["cautions"] if c["condition"] == "wrist")
        assert "forearms" in wrist["advice"]
        assert "fists" in wrist["advice"]


def test_order_is_that_of_the_article(tmp_path: Any) -> None:
    assert Catalogue(tmp_path).ids == tuple(FAULTS)
