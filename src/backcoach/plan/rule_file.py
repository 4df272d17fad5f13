"""Reading a rule file: the built-in one, or the clinician's in the configuration folder."""

from __future__ import annotations

from functools import lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

from backcoach import settings
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.check import find_problems
from backcoach.exercises.problem import Problem, WrongFileError
from backcoach.exercises.schema import Exercise
from backcoach.exercises.toml_file import FileProblemError, parse, read_bytes
from backcoach.plan.rule_checks import broken_rules
from backcoach.plan.rule_schema import DoneRules, Rules
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
        return _rules(builtin_content())
    try:
        content = read_bytes(path)
    except FileProblemError as error:
        raise WrongFileError(path, [error.problem]) from None
    if problems := check_rules_content(content, catalogue):
        raise WrongFileError(path, problems)
    return _rules(content)


def check_rules_file(path: str | Path, catalogue: Catalogue | None = None) -> list[Problem]:
    """Find every mistake in a rule file, dangerous values included; empty if there is none."""
    try:
        return check_rules_content(read_bytes(Path(path)), catalogue)
    except FileProblemError as error:
        return [error.problem]


def check_rules_content(content: bytes, catalogue: Catalogue | None = None) -> list[Problem]:
    """Find every mistake in the content of a rule file; empty if there is none."""
    return find_problems(content, Rules, partial(broken_rules, usable_exercises(catalogue or Catalogue())))


def usable_exercises(catalogue: Catalogue) -> dict[str, Exercise]:
    """Return all exercises of a catalogue by id."""
    return {name: catalogue[name] for name in catalogue}


def rules_json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a rule file."""
    schema = Rules.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Backcoach rule file",
    }


def what_counts_as_done() -> DoneRules:
    """Return the limits of the rules in force; those of the built-in file where that cannot be used."""
    try:
        return load_rules().done
    except WrongFileError:
        return rules_of(builtin_content()).done


def rules_of(content: bytes) -> Rules:
    """Return the rules of a file without mistakes; what an earlier program did not know has its built-in value."""
    return _rules(content)


@lru_cache(maxsize=8)
def _rules(content: bytes) -> Rules:
    tables = dict(parse(content))
    sentences = dict(tables.get("sentences", {}))
    if missing := LATER - sentences.keys():
        builtin = parse(builtin_content())["sentences"]
        tables["sentences"] = {**sentences, **{name: builtin[name] for name in missing}}
    return Rules.model_validate(tables)
