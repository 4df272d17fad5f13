"""How a command ends before its end: with a reason in one line, and an exit status."""

from __future__ import annotations

from typing import NoReturn

import typer

WRONG = 2
"""Exit status when what was asked for cannot be done."""


def refuse(reason: str) -> NoReturn:
    """Say why, and end."""
    typer.echo(f"backcoach: {reason}", err=True)
    raise typer.Exit(WRONG)


def ask(question: str, *, yes: bool) -> None:
    """Go on only if the person says so."""
    if not yes and not typer.confirm(question, err=True):
        refuse("nothing was changed.")
