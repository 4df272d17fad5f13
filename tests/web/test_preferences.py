import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.routine import load_routine
from backcoach.programme.preferences import (
    Preferences,
    RoutineChoice,
    WrongPreferencesError,
    read_preferences,
)

CATALOGUE = Catalogue()


def read(**values):
    return read_preferences(json.dumps(values).encode(), CATALOGUE)


def problems(**values):
    with pytest.raises(WrongPreferencesError) as wrong:
        read(**values)
    return {problem.key for problem in wrong.value.problems}


def test_nothing_said_is_every_default():
    assert read() == Preferences()


def test_what_is_kept_is_read_back():
    chosen = read(
        language="de", theme="dark", voice={"on": False, "rate": 1}, rest=2, weekdays=[0, 2, 4],
        routine=[{"exercise": "bird_dog", "repetitions": 6, "hold_s": 5}],
    )  # fmt: skip
    assert Preferences.model_validate(chosen.model_dump(mode="json")) == chosen


def test_all_mistakes_are_told_at_once():
    assert problems(theme="pink", voice={"rate": 9, "loud": True}, rest="long", colour="red") == {
        "theme", "voice.rate", "voice.loud", "rest", "colour"
    }  # fmt: skip


def test_a_dose_above_the_ceiling_is_refused():
    routine = [
        {"exercise": "bird_dog", "repetitions": 11, "hold_s": 11},
        {"exercise": "bird_dog", "repetitions": 1},
        {"exercise": "bird_dgo", "repetitions": 1},
    ]
    assert problems(routine=routine) == {
        "routine[0].repetitions", "routine[0].hold_s", "routine[1].exercise", "routine[2].exercise"
    }  # fmt: skip


def test_an_unknown_language_is_refused():
    assert problems(language="xx") == {"language"}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 60000, b'{"rest": NaN}', b'{"rest": 1e999}']
)
def test_what_is_no_preferences_is_refused(content):
    with pytest.raises(WrongPreferencesError):
        read_preferences(content, CATALOGUE)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from([*Preferences.model_fields, "other"]), JSON))
def test_any_json_is_read_or_refused(values):
    try:
        outcome = read(**values)
    except WrongPreferencesError as wrong:
        outcome = wrong.problems
    assert isinstance(outcome, Preferences) or len(outcome) > 0


def test_a_dose_set_by_hand_is_dated_and_nothing_else_is():
    routine, today = load_routine(), date(2026, 11, 22)
    before = Preferences()
    same = Preferences(routine=before.choices(routine), theme="dark")
    assert same.dated(before, routine, today).doses_since is None
    changed = tuple(
        choice.model_copy(update={"repetitions": 3}) if choice.exercise == "cat_camel" else choice
        for choice in same.routine
    )
    dated = Preferences(routine=changed).dated(same, routine, today)
    assert dated.doses_since == "2026-11-22"
    assert (
        dated.model_copy(update={"rest": 2.0}).dated(dated, routine, date(2027, 1, 1)).doses_since
        == "2026-11-22"
    )
    order = Preferences(routine=tuple(reversed(changed)))
    assert order.dated(dated, routine, date(2027, 1, 1)).doses_since == "2026-11-22"


def test_a_choice_has_limits_of_its_own():
    with pytest.raises(ValueError, match="less than or equal to 50"):
        RoutineChoice(exercise="bird_dog", repetitions=51)
