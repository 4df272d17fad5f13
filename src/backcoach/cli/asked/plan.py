"""What can be asked of doses and their rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from backcoach.cli.asked.options import AsJson, DataDir, RuleFile


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """Say why today's routine is what it is: each dose, the rule, what it looked at, and a sentence."""

    data_dir: DataDir = None
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="NAME", help="Whose plan, if there are several people.")
    ] = None
    history: Annotated[
        Path | None,
        typer.Option(
            "--history", metavar="FILE", help="What was done so far, as JSON, in place of the journal."
        ),
    ] = None
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="The day, such as 2026-06-10; usually today.")
    ] = None
    pain: Annotated[int | None, typer.Option("--pain", min=0, max=10, help="Pain right now, 0 to 10.")] = None
    rules: RuleFile = None
    routine: Annotated[
        str | None,
        typer.Option("--routine", metavar="NAME", help="A routine; usually the person's own."),
    ] = None
    as_json: AsJson = False


@dataclass(frozen=True, slots=True)
class SimulateRequest:
    """Let simulated people live by the rules for a year, and check every plan: no rule may be broken."""

    people: Annotated[
        int,
        typer.Option(
            "--people", min=1, max=100_000, metavar="N", help="So many people, all characters in turn."
        ),
    ] = 12
    days: Annotated[int, typer.Option("--days", min=1, max=3660, metavar="N", help="So many days.")] = 365
    seed: Annotated[
        int, typer.Option("--seed", min=0, metavar="N", help="The same seed gives the same people.")
    ] = 1000
    plot: Annotated[
        Path | None,
        typer.Option(
            "--plot", metavar="FILE", help="Draw pain and dose of the first of each character; .svg or .png."
        ),
    ] = None
    rules: RuleFile = None
    routine: Annotated[str, typer.Option("--routine", metavar="NAME", help="A routine.")] = "article"
    as_json: AsJson = False


@dataclass(frozen=True, slots=True)
class CheckRulesRequest:
    """Check rule files: all mistakes and dangerous values at once, with what was found and what is allowed."""

    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Rule files.")]
    as_json: AsJson = False


@dataclass(frozen=True, slots=True)
class ShowRulesRequest:
    """Print the built-in rule file, to be copied and edited by a clinician."""


@dataclass(frozen=True, slots=True)
class RuleSchemaRequest:
    """Print the JSON Schema of rule files, for editors."""
