"""``backcoach plan explain``: why today's routine is what it is, from the journal or from a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typer

from backcoach import settings
from backcoach.cli.asked.plan import ExplainRequest
from backcoach.cli.checking import print_json
from backcoach.cli.leaving import WRONG, refuse
from backcoach.cli.people import journal_in, person
from backcoach.days import read_day
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.problem import UnknownNameError, WrongFileError
from backcoach.exercises.routine import load_routine
from backcoach.plan import DayPlan, Decision, Dose, History, Profile, plan_day
from backcoach.plan.history_file import load_history
from backcoach.plan.rule_file import load_rules
from backcoach.programme.preferences import Preferences, preferences_in
from backcoach.programme.today import programme_for
from backcoach.texts import Message
from backcoach.texts.catalogue import Translator, languages, translator


def explain(asked: ExplainRequest) -> None:
    """Say why today's routine is what it is: each dose, the rule, what it looked at, and a sentence."""
    if asked.history is not None and (asked.profile is not None or asked.data_dir is not None):
        raise typer.BadParameter("it takes the place of the journal", param_hint="--history")
    on = _day(asked.on)
    with _telling_mistakes():
        made, texts = (
            _from_journal(asked, on) if asked.history is None else _from_file(asked, on, asked.history)
        )
    print_plan(made, texts, as_json=asked.as_json)


def _from_journal(asked: ExplainRequest, on: date | None) -> tuple[DayPlan, Translator]:
    """Plan as the pages do: from the journal, for one person; the language is the person's."""
    folder = settings.data_folder(asked.data_dir)
    if asked.profile is None and not (folder / "journal.db").exists():
        typer.echo(f"There is no journal in {folder} yet: this is a first day.", err=True)
        return _from_file(asked, on, None)
    catalogue, now = Catalogue(), datetime.now().astimezone()
    if on is not None:
        now = datetime.combine(on, now.time()).astimezone()
    with journal_in(folder) as journal:
        who = person(journal, asked.profile)
        chosen = preferences_in(journal.people.settings(who.id))
        programme = programme_for(journal, who.id, chosen, catalogue, now)
        if asked.rules is not None:
            programme = replace(programme, rules=load_rules(asked.rules, catalogue=catalogue))
        if asked.routine is not None:
            programme = replace(
                programme, choices=Preferences().choices(load_routine(asked.routine, catalogue))
            )
        made = programme.today(pain_now=asked.pain)
    return made, translator(chosen.language if chosen.language in languages() else "en")


def _from_file(asked: ExplainRequest, on: date | None, path: Path | None) -> tuple[DayPlan, Translator]:
    """Plan from a JSON history, or for a first day."""
    catalogue = Catalogue()
    past, who = (History(), Profile()) if path is None else load_history(path)
    items = load_routine(asked.routine or "article", catalogue).items
    rules, today = load_rules(asked.rules, catalogue=catalogue), on or date.today()
    return plan_day(past, who, rules, items, catalogue, today, pain_now=asked.pain), translator("en")


def print_plan(made: DayPlan, texts: Translator, *, as_json: bool) -> None:
    """Print a plan with every rule that spoke: as text, or as JSON."""
    if as_json:
        print_json(plan_as_json(made, texts))
        return
    verdict = "A session may start." if made.allowed else "No session today."
    if made.needs_confirmation:
        verdict = "A session may start after a confirmation."
    typer.echo(f"{made.day}: {verdict}")
    for decision in (*made.blocks, *made.notes):
        typer.echo(_line(decision, texts))
    typer.echo("")
    for item in made.items:
        for decision in item.decisions:
            typer.echo(_line(decision, texts))
        for caution in item.cautions:
            typer.echo(f"      {caution.condition}: {texts.translate(caution.advice)}")


def _line(decision: Decision, texts: Translator) -> str:
    inputs = "".join(
        f"; {name} {_plain(value, texts)}" for name, value in decision.inputs.items() if value is not None
    )
    return f"  {texts.translate(decision.message)}  [{decision.rule}{inputs}]"


def plan_as_json(made: DayPlan, texts: Translator) -> dict[str, Any]:
    """Return a plan as plain values, with the same names as in Python."""
    return {
        "day": made.day.isoformat(),
        "language": texts.language,
        "allowed": made.allowed,
        "needs_confirmation": made.needs_confirmation,
        "screening_due": made.screening_due,
        "blocks": [_decision(decision, texts) for decision in made.blocks],
        "notes": [_decision(decision, texts) for decision in made.notes],
        "items": [
            {
                "exercise": item.exercise,
                "dose": _plain(item.dose, texts),
                "decisions": [_decision(decision, texts) for decision in item.decisions],
                "faults_off": sorted(item.faults_off),
                "offers": list(item.offers),
            }
            for item in made.items
        ],
    }


def _decision(decision: Decision, texts: Translator) -> Mapping[str, Any]:
    return {
        "rule": decision.rule,
        "kind": decision.kind,
        "inputs": {name: _plain(value, texts) for name, value in decision.inputs.items()},
        "before": _plain(decision.before, texts),
        "after": _plain(decision.after, texts),
        "message": texts.translate(decision.message),
    }


def _plain(value: object, texts: Translator) -> Any:
    if isinstance(value, Dose):
        return value.as_data()
    if isinstance(value, tuple):
        return [_plain(item, texts) for item in value]
    if isinstance(value, Message):
        return texts.translate(value)
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def _day(on: str | None) -> date | None:
    try:
        return None if on is None else read_day(on)
    except ValueError:
        raise typer.BadParameter(
            f"'{on}' is no day; a day looks like 2026-06-10", param_hint="--on"
        ) from None


@contextmanager
def _telling_mistakes() -> Iterator[None]:
    """Turn mistakes in files and unknown names into lines and an exit status."""
    try:
        yield
    except WrongFileError as error:
        for problem in error.problems:
            typer.echo(f"backcoach: {error.path}: {problem}", err=True)
        raise typer.Exit(WRONG) from None
    except UnknownNameError as error:
        refuse(str(error))
