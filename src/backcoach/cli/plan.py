"""``backcoach plan``: a year of simulated people, and checking a rule file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import typer
from rich.progress import track
from rich.table import Table

from backcoach import extras
from backcoach.cli.asked.plan import CheckRulesRequest, RuleSchemaRequest, ShowRulesRequest, SimulateRequest
from backcoach.cli.checking import print_json, tell_problems
from backcoach.cli.collecting import collect_between
from backcoach.cli.handover import make_console
from backcoach.cli.leaving import WRONG, refuse
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.json_schema import as_text
from backcoach.exercises.problem import UnknownNameError, WrongFileError
from backcoach.exercises.routine import load_routine
from backcoach.plan import Planner
from backcoach.plan.people import CHARACTERS
from backcoach.plan.rule_file import builtin_content, check_rules_file, load_rules, rules_json_schema
from backcoach.plan.year import Year, simulate_year


def simulate(asked: SimulateRequest) -> None:
    """Let simulated people live by the rules, and check every plan."""
    _check_plot(asked.plot)
    try:
        planner = _planner(asked.rules, asked.routine)
    except (WrongFileError, UnknownNameError) as error:
        _refuse(error)
    years = _live(planner, asked)
    if asked.as_json:
        print_json(_years_as_json(years))
    else:
        _print_years(years)
    if asked.plot is not None:
        _draw(asked.plot, years)
    if any(year.broken for year in years):
        raise typer.Exit(1)


def check(asked: CheckRulesRequest) -> None:
    """Tell all mistakes and dangerous values in rule files."""
    tell_problems({path: check_rules_file(path) for path in asked.files}, asked.as_json)


def show_rules(_: ShowRulesRequest) -> None:
    """Print the built-in rule file."""
    typer.echo(builtin_content().decode(), nl=False)


def schema(_: RuleSchemaRequest) -> None:
    """Print the JSON Schema of rule files."""
    typer.echo(as_text(rules_json_schema()), nl=False)


def _planner(path: Path | None, routine: str) -> Planner:
    catalogue = Catalogue()
    return Planner(load_rules(path), load_routine(routine, catalogue).items, catalogue)


def _refuse(error: Exception) -> NoReturn:
    if not isinstance(error, WrongFileError):
        refuse(str(error))
    for problem in error.problems:
        typer.echo(f"backcoach: {error.path}: {problem}", err=True)
    raise typer.Exit(WRONG)


# --- simulating ---


def _live(planner: Planner, asked: SimulateRequest) -> list[Year]:
    names = [*CHARACTERS]
    start = date(2026, 1, 1)
    console = make_console(to_stderr=True)
    numbers = track(range(asked.people), "Living", disable=asked.as_json, transient=True, console=console)
    return [
        simulate_year(
            planner,
            names[i % len(names)],
            CHARACTERS[names[i % len(names)]],
            asked.seed + i,
            start,
            asked.days,
        )
        for i in collect_between(numbers)
    ]


def _print_years(years: Sequence[Year]) -> None:
    table = Table()
    for column in (
        "character",
        "people",
        "sessions",
        "up",
        "down",
        "no session",
        "dose at the end",
        "broken",
    ):
        table.add_column(column, justify="left" if column == "character" else "right")
    for row in summarise(years):
        share = row["dose_share"]
        shown = "-" if share is None else f"{100 * share:.0f} %"
        counts = [str(row[key]) for key in ("sessions", "up", "down", "blocked")]
        table.add_row(row["character"], str(row["people"]), *counts, shown, str(row["broken"]))
    make_console().print(table)
    for year in years:
        for violation in year.broken[:3]:
            typer.echo(f"{year.name}: {violation}", err=True)
    broken = sum(len(year.broken) for year in years)
    plans = sum(len(year.days) for year in years)
    typer.echo(f"{len(years)} people, {plans} plans, {broken} broken rules")


def summarise(years: Sequence[Year]) -> list[dict[str, Any]]:
    """Return what became of the people of each character: means of one year, dose as a share of the routine's."""
    rows = []
    for name in dict.fromkeys(year.name for year in years):
        mine = [year for year in years if year.name == name]
        last = [year.days[-1].dose_share for year in mine if year.days]
        spoke = {rule: sum(year.spoke[rule] for year in mine) / len(mine) for rule in _all_rules(mine)}
        rows.append(
            {
                "character": name,
                "people": len(mine),
                "sessions": round(sum(day.sessions for year in mine for day in year.days) / len(mine)),
                "up": round(sum(n for rule, n in spoke.items() if rule in ("up", "regain"))),
                "down": round(sum(n for rule, n in spoke.items() if rule.endswith("_down"))),
                "blocked": round(sum(not day.allowed for year in mine for day in year.days) / len(mine)),
                "dose_share": sum(last) / len(last) if last else None,
                "broken": sum(len(year.broken) for year in mine),
            }
        )
    return rows


def _all_rules(years: Sequence[Year]) -> set[str]:
    return {rule for year in years for rule in year.spoke}


def _years_as_json(years: Sequence[Year]) -> dict[str, Any]:
    broken = [
        {
            "character": year.name,
            "rule": v.rule,
            "day": v.day.isoformat(),
            "exercise": v.exercise,
            "found": v.found,
        }
        for year in years
        for v in year.broken
    ]
    return {"people": len(years), "characters": summarise(years), "broken": broken}


def _check_plot(path: Path | None) -> None:
    if path is None:
        return
    if path.suffix not in (".svg", ".png"):
        raise typer.BadParameter("the picture's name ends in .svg or .png", param_hint="--plot")
    extras.demand("pictures")


def _draw(path: Path, years: Sequence[Year]) -> None:
    from backcoach.reports.history.plan_plot import save_years  # of an extra

    first = {year.name: year for year in reversed(years)}
    try:
        save_years(path, [first[name] for name in dict.fromkeys(year.name for year in years)])
    except OSError as error:
        refuse(f"cannot write {path}: {error.strerror or error}")
