"""Reading a rule file: the built-in one, or the clinician's in the configuration folder."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

from backcoach import settings
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.json_schema import published
from backcoach.exercises.model import Exercise
from backcoach.exercises.problem import Problem, WrongFileError
from backcoach.exercises.reading import Found, check, load, read_content, read_tables
from backcoach.exercises.toml_file import parse
from backcoach.plan.rule_checks import broken_rules
from backcoach.plan.rule_model import DoneRules, Rules, Sentence
from backcoach.plan.rule_schema import RulesTable
from backcoach.plan.vocabulary import LATER

FILE_NAME = "rules.toml"


def personal_file() -> Path:
    """Return where a clinician's own rule file is looked for; it need not exist."""
    return settings.config_folder() / FILE_NAME


def builtin_content() -> bytes:
    """Return the built-in rule file as it stands, to be copied and edited."""
    return (resources.files("backcoach.plan") / "rules" / "default.toml").read_bytes()


def load_rules(path: Path | None = None, catalogue: Catalogue | None = None) -> Rules:
    """Return the rules in force.

    Parameters
    ----------
    path : Path, optional
        A rule file. By default the one in the configuration folder, or else the built-in one.

    Raises
    ------
    WrongFileError
        If the file cannot be read or has mistakes; its ``problems`` lists them all. Nothing of a wrong file is
        used, and the built-in rules do not silently take its place.
    """
    path = path or next((own for own in [personal_file()] if own.exists()), None)
    if path is None:
        return rules_of(builtin_content())
    return load(path, partial(read_rules, catalogue=catalogue))


def check_rules_file(path: str | Path, catalogue: Catalogue | None = None) -> list[Problem]:
    """Find every mistake in a rule file, dangerous values included; empty if there is none."""
    return check(path, partial(read_rules, catalogue=catalogue))


def read_rules(content: bytes, catalogue: Catalogue | None = None) -> Found[Rules]:
    """Return the rules in a file's content, and its mistakes, dangerous values included."""
    exercises = usable_exercises(catalogue or Catalogue())
    rules, problems = read_content(content, RulesTable, partial(broken_rules, exercises))
    return (None if rules is None else _completed(rules)), problems


def usable_exercises(catalogue: Catalogue) -> dict[str, Exercise]:
    """Return all exercises of a catalogue by id."""
    return {name: catalogue[name] for name in catalogue}


def rules_json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a rule file."""
    return published(RulesTable, "Backcoach rule file")


def what_counts_as_done() -> DoneRules:
    """Return the limits of the rules in force; those of the built-in file where that cannot be used."""
    try:
        return load_rules().done
    except WrongFileError:
        return rules_of(builtin_content()).done


@lru_cache(maxsize=8)
def rules_of(content: bytes) -> Rules:
    """Return the rules of a file without mistakes; what an earlier program did not know has its built-in value."""
    rules, problems = read_tables(parse(content), RulesTable, lambda _: ())
    assert rules is not None, problems
    return _completed(rules)


def _completed(rules: Rules) -> Rules:
    """Return rules with the sentences that came later than their file."""
    missing = LATER - rules.sentences.keys()
    if not missing:
        return rules
    builtin = parse(builtin_content())["sentences"]
    return replace(
        rules, sentences={**rules.sentences, **{name: Sentence(**builtin[name]) for name in missing}}
    )
