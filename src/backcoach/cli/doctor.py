"""``backcoach doctor``: check this computer."""

from __future__ import annotations

import typer

from backcoach import settings
from backcoach.cli.asked.coach import DoctorRequest
from backcoach.computer.checkup import check_up
from backcoach.started import command

_MARKS = {"ok": "ok     ", "warning": "warning", "problem": "PROBLEM"}


def doctor(asked: DoctorRequest) -> None:
    """Check what the coach needs, and end with status 1 if something will not work."""
    problems = 0
    for finding in check_up(settings.data_folder(asked.data_dir), asked.port):
        problems += finding.verdict == "problem"
        typer.echo(f"{_MARKS[finding.verdict]}  {finding.what}: {finding.found}")
        if finding.advice:
            typer.echo(f"         {finding.advice}")
    if problems:
        typer.echo(f"\n{problems} problem{'s' * (problems > 1)}: see above.")
        raise typer.Exit(1)
    typer.echo(f"\nReady. Start with: {command()}")
