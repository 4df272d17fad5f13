"""The rule file: what a clinician may change, and what is refused, all at once and with what is allowed."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.exercises.json_schema import as_text
from backcoach.exercises.problem import WrongFileError
from backcoach.exercises.toml_file import parse
from backcoach.plan.rule_checks import broken_rules
from backcoach.plan.rule_file import (
    builtin_content,
    check_rules_file,
    load_rules,
    personal_file,
    read_rules,
    rules_json_schema,
)
from backcoach.plan.vocabulary import SENTENCES
from tests.plan.plan_people import exercises, rules

TEXT = builtin_content().decode()
DOCS = Path(__file__).parents[2] / "docs"


def check_rules_content(content):
    """Return the mistakes in the content of a rule file."""
    return read_rules(content)[1]


def changed(*pairs: tuple[str, str]) -> bytes:
    text = TEXT
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path))
    path = personal_file()
    path.parent.mkdir(parents=True)
    return path


def test_the_builtin_file_is_good():
    assert check_rules_content(builtin_content()) == []
    assert rules().id == "default"


DANGEROUS = [
    ("green_highest = 2 ", "green_highest = 4 ", "pain.green_highest", "less than or equal to 3"),
    ("amber_highest = 5 ", "amber_highest = 7 ", "pain.amber_highest", "less than or equal to 5"),
    ("amber_highest = 5 ", "amber_highest = 2 ", "pain.green_highest", "less than amber_highest, which is 2"),
    ("red_rise = 3 ", "red_rise = 5 ", "pain.red_rise", "less than or equal to 3"),
    ("red_morning = 2 ", "", "pain.red_morning", "this key is needed: red: next morning"),
    ("green_sessions = 2 ", "green_sessions = 1 ", "up.green_sessions", "greater than or equal to 2"),
    ("weekly_increase = 0.1 ", "weekly_increase = 0.3 ", "up.weekly_increase", "less than or equal to 0.1"),
    ("no_red_days = 7", "no_red_days = 2", "up.no_red_days", "greater than or equal to 7"),
    ("effort = 4 ", "effort = 9 ", "up.effort", "less than or equal to 4"),
    ("clean_share = 0.8 ", "clean_share = 0.5 ", "up.clean_share", "greater than or equal to 0.8"),
    ("gap_days = 7 ", "gap_days = 30 ", "down.gap_days", "less than or equal to 7"),
    ("reds = 2 ", "reds = 5 ", "red.reds", "less than or equal to 2"),
    ("screening_again = true", "screening_again = false", "red.screening_again", "True"),
    ("every_days = 28", "every_days = 90", "screening.every_days", "less than or equal to 28"),
    ("routines_a_day = 1 ", "routines_a_day = 5 ", "load.routines_a_day", "less than or equal to 2"),
    ("[1, 60]]", "[1, 60], [1, 90]]", "ladders.forearm_plank[6][1]", "at most 60"),
    ("[3, 10], [5, 10]", "[5, 10], [3, 10]", "ladders.forearm_plank[1]", "a longer hold than 10 s"),
    ("[[3, 10], [5, 10], ", "[[1, 10], [5, 10], ", "ladders.forearm_plank[1]", "at most twice as long"),
    ("[ceilings]\n", "[ceilings]\nforearm_plank = { hold_s = 90 }\n", "ceilings.forearm_plank.hold_s", "at most 60"),
    ("[ceilings]\n", "[ceilings]\nplank = { hold_s = 30 }\n", "ceilings.plank", "did you mean forearm_plank?"),
    ('id = "chest_pain"\nname', 'id = "breast_pain"\nname', "stop_signs", "all of them are needed"),
    ('id = "bowel"\ntier = "A"', 'id = "bowel"\ntier = "B"', "screening.questions[3].tier", "'A' for"),
    ('id = "cancer"', 'id = "krebs"', "screening.questions", "all of them are needed"),
    ("[sentences.red_down]", "[sentences.red_dawn]", "sentences.red_down", "a name and a sentence"),
    ("{before} → {after}: it hurt.", "{before} → {dose}: it hurt.", "sentences.red_down.sentence", "{after}, {before}"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "allowed"), DANGEROUS, ids=[d[2] for d in DANGEROUS])
def test_a_dangerous_value_is_refused(old, new, key, allowed):
    problems = check_rules_content(changed((old, new)))
    found = [p for p in problems if p.key == key]
    assert found, problems
    assert any(allowed in p.allowed for p in found), found
    assert all(p.found for p in found)


def test_a_missing_red_rule_is_refused():
    without = re.sub(r"(?ms)^\[red\]$.*?(?=^# --- exercises)", "", TEXT)
    assert without != TEXT
    assert [p.key for p in check_rules_content(without.encode())] == ["red"]


def test_all_problems_come_at_once_with_their_lines():
    problems = check_rules_content(
        changed(
            ("amber_highest = 5 ", "amber_highest = 9 "),
            ("effort = 4 ", "effort = 10 "),
            ("reds = 2 ", "reds = 0 "),
        )
    )
    assert [p.key for p in problems] == ["pain.amber_highest", "up.effort", "red.reds"]
    lines = TEXT.splitlines()
    for problem in problems:
        assert problem.line is not None
        assert problem.key.rpartition(".")[2] in lines[problem.line - 1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("amber_highest = 5 ", "amber_highest = 4 "),
        ("green_sessions = 2 ", "green_sessions = 4 "),
        ("[ceilings]\n", "[ceilings]\nforearm_plank = { hold_s = 45 }\n"),
        ("{before} → {after}: it hurt.", "less today."),
        ('answer = "half"', 'answer = "easier"'),
    ],
)
def test_being_more_careful_is_allowed(old, new):
    assert check_rules_content(changed((old, new))) == []


def test_the_clinicians_file_replaces_the_builtin_one(own):
    assert load_rules().pain.amber_highest == 5
    own.write_bytes(changed(("amber_highest = 5 ", "amber_highest = 4 ")))
    assert load_rules().pain.amber_highest == 4


def test_a_wrong_file_is_refused_and_nothing_takes_its_place(own):
    own.write_bytes(changed(("amber_highest = 5 ", "amber_highest = 9 ")))
    with pytest.raises(WrongFileError) as refused:
        load_rules()
    assert [p.key for p in refused.value.problems] == ["pain.amber_highest"]


def test_unreadable_files_are_problems(tmp_path):
    assert [p.found for p in check_rules_file(tmp_path / "none.toml")] == ["no such file"]
    assert check_rules_file(tmp_path)[0].found == "a folder"
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in check_rules_file(tmp_path / "binary.toml")[0].allowed


def test_every_rule_has_its_sentence_and_no_other():
    assert set(rules().sentences) == set(SENTENCES)


def test_published_schema_is_current():
    published = (DOCS / "rules.schema.json").read_text(encoding="utf-8")
    assert published == as_text(rules_json_schema()), "docs/rules.schema.json is older than the schema"
    assert json.loads(published)["additionalProperties"] is False


TABLES = parse(builtin_content())
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 100), st.floats(), st.text(max_size=4), st.just([]), st.just({}),
    st.lists(st.one_of(st.integers(-1, 99), st.lists(st.integers(-1, 99), max_size=3)), max_size=3),
)  # fmt: skip


def places(value):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(items):
        yield value, key
        yield from places(item)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_checking_anything_never_raises(data):
    tables = copy.deepcopy(TABLES)
    for _ in range(data.draw(st.integers(1, 3))):
        found = list(places(tables))
        container, key = found[data.draw(st.integers(0, 10_000)) % len(found)]
        container[key] = copy.deepcopy(data.draw(VALUES))
    list(broken_rules(exercises(), tables))
    dumped = {"x": tables}
    assert list(broken_rules(exercises(), dumped)), "nothing of what is needed is there"


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_give_problems(content):
    assert check_rules_content(content)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(1, 300))
def test_a_cut_out_piece_never_raises(start, length):
    content = builtin_content()
    check_rules_content(content[:start] + content[start + length :])
