"""How the ``check`` commands tell what is wrong with files, and how commands print JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import typer

from backcoach.cli.leaving import WRONG
from backcoach.exercises.problem import Problem


def tell_problems(problems: Mapping[Path, Sequence[Problem]], as_json: bool) -> None:
    """Print every mistake of every file; leave with `WRONG` if there is any."""
    if as_json:
        print_json({str(path): [asdict(p) for p in found] for path, found in problems.items()})
    else:
        for path, found in problems.items():
            for problem in found:
                typer.echo(f"{path}: {problem}")
            if not found:
                typer.echo(f"{path}: good")
    if any(problems.values()):
        raise typer.Exit(WRONG)


def print_json(value: object) -> None:
    """Print a value as JSON."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))
