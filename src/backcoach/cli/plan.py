"""``backcoach plan``: why today's routine is what it is, a year of simulated people, and checking a rule file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backcoach import extras
from backcoach.cli.checking import WRONG, print_json, tell_problems
from backcoach.cli.explain import explain

if TYPE_CHECKING:
    from backcoach.plan import Planner
    from backcoach.plan.rule_model import Rules
    from backcoach.plan.year import Year

SEED, PEOPLE, DAYS = 1000, 12, 365

plan = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Why the doses are what they are: explain today, simulate a year, check a rule file.",
)

RuleFile = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="FILE",
        help="A rule file. Usually rules.toml of your configuration, or else the built-in one.",
    ),
]
RoutineName = Annotated[str, typer.Option("--routine", metavar="NAME", help="A routine.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text for people.")]


plan.command("explain", short_help="Say why today's routine is what it is.")(explain)


@plan.command("simulate", short_help="Let simulated people live by the rules for a year.")
def simulate(
    people: Annotated[
        int,
        typer.Option(
            "--people", min=1, max=100_000, metavar="N", help="So many people, all characters in turn."
        ),
    ] = PEOPLE,
    days: Annotated[int, typer.Option("--days", min=1, max=3660, metavar="N", help="So many days.")] = DAYS,
    seed: Annotated[
        int, typer.Option("--seed", min=0, metavar="N", help="The same seed gives the same people.")
    ] = SEED,
    plot: Annotated[
        Path | None,
        typer.Option(
            "--plot", metavar="FILE", help="Draw pain and dose of the first of each character; .svg or .png."
        ),
    ] = None,
    rules: RuleFile = None,
    routine: RoutineName = "article",
    as_json: AsJson = False,
) -> None:
    """Let simulated people live by the rules for a year, and check every plan: no rule may be broken."""
    from backcoach.exercises.problem import UnknownNameError, WrongFileError

    _check_plot(plot)
    try:
        planner = _planner(rules, routine)
    except (WrongFileError, UnknownNameError) as error:
        raise _refuse(error) from None
    years = _live(planner, people, days, seed, quiet=as_json)
    if as_json:
        print_json(_years_as_json(years))
    else:
        _print_years(years)
    if plot is not None:
        _draw(plot, years)
    if any(year.broken for year in years):
        raise typer.Exit(1)


@plan.command("check", short_help="Check rule files: mistakes and dangerous values.")
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Rule files.")],
    as_json: AsJson = False,
) -> None:
    """Check rule files: all mistakes and dangerous values at once, with what was found and what is allowed."""
    from backcoach.plan.rule_file import check_rules_file

    tell_problems({path: check_rules_file(path) for path in files}, as_json)


@plan.command("rules", short_help="Print the built-in rule file, to be edited by a clinician.")
def show_rules() -> None:
    """Print the built-in rule file, to be copied and edited by a clinician."""
    from backcoach.plan.rule_file import builtin_content

    typer.echo(builtin_content().decode(), nl=False)


@plan.command("schema")
def schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    from backcoach.exercises.json_schema import as_text
    from backcoach.plan.rule_file import rules_json_schema

    typer.echo(as_text(rules_json_schema()), nl=False)


def _planner(path: Path | None, routine: str) -> Planner:
    from backcoach.exercises.catalogue import Catalogue
    from backcoach.exercises.routine import load_routine
    from backcoach.plan import Planner

    catalogue = Catalogue()
    return Planner(_rules(path), load_routine(routine, catalogue).items, catalogue)


def _rules(path: Path | None) -> Rules:
    from backcoach.plan.rule_file import load_rules

    return load_rules(path)


def _refuse(error: Exception) -> typer.Exit:
    from backcoach.exercises.problem import WrongFileError

    if isinstance(error, WrongFileError):
        for problem in error.problems:
            typer.echo(f"backcoach: {error.path}: {problem}", err=True)
    else:
        typer.echo(f"backcoach: {error}", err=True)
    return typer.Exit(WRONG)


# --- simulating ---


def _live(planner: Planner, people: int, days: int, seed: int, *, quiet: bool) -> list[Year]:
    from rich.progress import track

    from backcoach.cli.collecting import collect_between
    from backcoach.plan.people import CHARACTERS
    from backcoach.plan.year import simulate_year

    names = [*CHARACTERS]
    start = date(2026, 1, 1)
    numbers = track(range(people), "Living", disable=quiet, transient=True, console=_console(to_stderr=True))
    return [
        simulate_year(
            planner, names[i % len(names)], CHARACTERS[names[i % len(names)]], seed + i, start, days
        )
        for i in collect_between(numbers)
    ]


def _print_years(years: Sequence[Year]) -> None:
    from rich.table import Table

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
    _console().print(table)
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
    from backcoach.reports.plan_plot import save_years

    first = {year.name: year for year in reversed(years)}
    try:
        save_years(path, [first[name] for name in dict.fromkeys(year.name for year in years)])
    except OSError as error:
        typer.echo(f"backcoach: cannot write {path}: {error.strerror or error}", err=True)
        raise typer.Exit(WRONG) from None


def _console(*, to_stderr: bool = False) -> Any:
    from backcoach.cli.handover import make_console

    return make_console(to_stderr=to_stderr)
