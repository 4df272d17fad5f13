"""``backcoach shortcut``: an entry in the menu of programs, reminders that begin with the computer, and their end."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from backcoach.cli.people import DataDir, folder_of, refuse


def shortcut(
    reminders: Annotated[
        bool, typer.Option("--reminders", help="Let reminders begin with the computer, too.")
    ] = False,
    profile: Annotated[
        str, typer.Option("--profile", metavar="NAME", help="Whom to remind; by default the first.")
    ] = "",
    remove: Annotated[
        bool, typer.Option("--remove", help="Take away the entry and the reminders' start.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Put Backcoach into the menu of programs, where it is found again without a terminal."""
    from backcoach import desktop
    from backcoach.settings import HOME_VARIABLE
    from backcoach.started import command

    if remove and (reminders or profile):
        raise typer.BadParameter("--remove takes everything away: it goes alone")
    here = desktop.Desktop.here()
    kept = ["--data-dir", str(folder_of(data_dir))] if data_dir or os.environ.get(HOME_VARIABLE) else []
    try:
        if remove:
            gone = desktop.remove(here)
            for path in gone:
                typer.echo(f"Removed: {path}")
            if not gone:
                typer.echo("There was nothing to remove.")
            return
        _check_that_it_stays()
        typer.echo(f"In the menu of programs: {desktop.add_to_menu(here, desktop.program('serve', *kept))}")
        if reminders:
            whom = ["--profile", profile] if profile else []
            words = desktop.program("remind", *whom, *kept, windowless=True)
            typer.echo(f"Reminders begin with the next login: {desktop.add_to_startup(here, words)}")
        typer.echo(f"To undo it: {command('shortcut', '--remove')}")
    except desktop.DesktopError as error:
        refuse(str(error))


def _check_that_it_stays() -> None:
    """An entry that leads to what is cleaned up tomorrow is worse than none."""
    from backcoach import extras, started

    lasting = {"uvx": "uv tool install", "pipx run": "pipx install"}
    way = started.way()
    if way in lasting:
        refuse(f"with {way} Backcoach is not kept. Install it first: {lasting[way]} {started.source('all')}")
    extras.demand("coach")
