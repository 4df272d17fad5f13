"""``backcoach doctor``: check this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backcoach.cli.people import folder_of

_MARKS = {"ok": "ok     ", "warning": "warning", "problem": "PROBLEM"}


def doctor(
    port: Annotated[
        int, typer.Option("--port", "-p", metavar="N", min=1, max=65535, help="Port to try.")
    ] = 8765,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", metavar="DIR", help="Folder of what is remembered.")
    ] = None,
) -> None:
    """Check what the coach needs on this computer, and say what to do where something is missing.

    Exit status 1 if something will not work.
    """
    from backcoach.started import command
    from backcoach.web.checkup import check_up

    data = folder_of(data_dir)
    problems = 0
    for finding in check_up(data, port):
        problems += finding.verdict == "problem"
        typer.echo(f"{_MARKS[finding.verdict]}  {finding.what}: {finding.found}")
        if finding.advice:
            typer.echo(f"         {finding.advice}")
    if problems:
        typer.echo(f"\n{problems} problem{'s' * (problems > 1)}: see above.")
        raise typer.Exit(1)
    typer.echo(f"\nReady. Start with: {command()}")
