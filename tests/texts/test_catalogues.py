"""No text is missing in any language, and none stands outside the catalogues."""

import re

import pytest
import texts
from babel.messages.catalog import Catalog
from texts_sources import TABLES, leaves, tomllib

from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.routine import load_routine
from backcoach.texts.catalogue import languages

LANGUAGES = [language for language in languages() if language != "en"]


@pytest.fixture(scope="module")
def collected() -> Catalog:
    return texts.template()


def test_every_catalogue_is_in_step_with_the_program():
    stale = [path.name for path, _ in texts.stale()]
    assert stale == [], f"texts have changed; {texts.UPDATE}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_or_unconfirmed(language):
    gaps = list(texts.gaps(language))
    assert gaps == [], (
        f"translate what is missing in {texts.language_files()[language]}, after you {texts.UPDATE}"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cue_is_hardly_longer_than_the_english(language):
    """It is heard in the middle of an effort."""
    spoken = re.compile(r"(faults|phases)\.\w+\.(say|cue|stronger_cue|praise)$")
    cues = [entry for entry in texts.catalogue(language) if any(map(spoken.search, entry.auto_comments))]
    assert len(cues) > 100
    assert [cue.string for cue in cues if len(cue.string.split()) > len(cue.id.split()) + 1] == []


def test_german_is_there():
    assert "de" in LANGUAGES


def texts_of(exercise):
    """Everything of an exercise that a person reads or hears; not where a threshold comes from."""
    yield from (exercise.name, exercise.purpose, exercise.placement, exercise.breathing)
    yield from (*exercise.other_names, *exercise.steps)
    yield from (phase.say for phase in exercise.phases)
    for fault in exercise.faults:
        yield from (fault.name, fault.cue, fault.stronger_cue, fault.praise)
    for variant in (*exercise.easier, *exercise.harder):
        yield from (variant.name, variant.text)
    yield from (caution.advice for caution in exercise.cautions)


@pytest.mark.parametrize("name", Catalogue().ids)
def test_every_text_of_an_exercise_is_collected(collected, name):
    missing = [text for text in texts_of(Catalogue()[name]) if text is not None and text not in collected]
    assert missing == []


def test_every_text_of_a_routine_is_collected(collected):
    routine = load_routine()
    assert routine.name in collected
    assert routine.description in collected


def test_every_folder_of_data_files_has_its_texts_named():
    folders = {path.parent.relative_to(texts.PACKAGE).as_posix() for path in texts.PACKAGE.rglob("*.toml")}
    assert folders == TABLES.keys(), "say in scripts/texts_sources.py which keys are texts"


def test_every_text_of_the_dose_rules_is_collected(collected):
    keys = ("question", "sentence", "advice", "name")
    for path in (texts.PACKAGE / "plan" / "rules").glob("*.toml"):
        said = [
            text for key, text in leaves(tomllib.loads(path.read_text("utf-8"))) if key.split(".")[-1] in keys
        ]
        assert len(said) > 50
        assert [text for text in said if text not in collected] == []


def test_a_file_is_the_same_on_every_machine_and_day(collected):
    content = texts.written(collected)
    assert "Date" not in content
    assert str(texts.PACKAGE.parent) not in content


def catalogue_with(tmp_path, monkeypatch, entry: str) -> list[str]:
    path = tmp_path / "de" / "LC_MESSAGES" / "backcoach.po"
    path.parent.mkdir(parents=True)
    path.write_text(texts.HEADER.format(language="de") + "\n" + entry, encoding="utf-8")
    monkeypatch.setattr(texts, "LOCALE", tmp_path)
    return list(texts.gaps("de"))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('msgid "Hold"\nmsgstr "Halten"', None),
        ('msgid "Hold"\nmsgstr ""', "not translated: 'Hold'"),
        ('#, fuzzy\nmsgid "Hold"\nmsgstr "Holt"', "to be confirmed: 'Hold'"),
        ('msgid "Lift {side}"\nmsgstr "{side} heben"', None),
        ('msgid "Lift {side}"\nmsgstr "Heben"', "other placeholders"),
        ('msgid "Lift {side}"\nmsgstr "{seite} heben"', "other placeholders"),
        ('msgid "80 % done"\nmsgstr "80 % getan"', None),
        ('msgid "once"\nmsgid_plural "{count} times"\nmsgstr[0] "einmal"\nmsgstr[1] "{count}-mal"', None),
        ('msgid "once"\nmsgid_plural "{count} times"\nmsgstr[0] "einmal"\nmsgstr[1] ""', "not translated"),
        (
            'msgid "{count} of {n}"\nmsgid_plural "{count} of {n}"\nmsgstr[0] "{n}"\nmsgstr[1] "{count}"',
            "placeholders",
        ),
    ],
)
def test_a_gap_is_told(tmp_path, monkeypatch, entry, said):
    gaps = catalogue_with(tmp_path, monkeypatch, entry)
    assert len(gaps) == (said is not None)
    assert all(said in gap for gap in gaps)


def test_a_new_language_begins_with_every_text_to_be_translated(tmp_path, monkeypatch, collected, capsys):
    monkeypatch.setattr(texts, "LOCALE", tmp_path)
    monkeypatch.setattr(texts, "TEMPLATE", tmp_path / "backcoach.pot")
    monkeypatch.setattr(texts, "PACKAGE", tmp_path)
    monkeypatch.setattr(texts, "template", lambda: collected)
    assert texts.main(["add", "sv"]) == 1
    out = capsys.readouterr().out
    assert out.count("sv: not translated") == len(collected)
    assert "Plural-Forms: nplurals=2" in (tmp_path / "sv" / "LC_MESSAGES" / "backcoach.po").read_text(
        encoding="utf-8"
    )
    assert texts.main(["check"]) == 1
    assert "out of step" not in capsys.readouterr().out
