"""``backcoach shortcut``: an entry in the menu of programs, reminders that begin with the computer, and their end."""

from __future__ import annotations

import os

import typer

from backcoach import desktop, extras, settings, started
from backcoach.cli.asked.coach import ShortcutRequest
from backcoach.cli.leaving import refuse


def shortcut(asked: ShortcutRequest) -> None:
    """Put Backcoach into the menu of programs, or take it out."""
    if asked.remove and (asked.reminders or asked.profile):
        raise typer.BadParameter("--remove takes everything away: it goes alone")
    here = desktop.Desktop.here()
    try:
        if asked.remove:
            _remove(here)
        else:
            _check_that_it_stays()
            _add(here, asked)
    except desktop.DesktopError as error:
        refuse(str(error))


def _remove(here: desktop.Desktop) -> None:
    gone = desktop.remove(here)
    for path in gone:
        typer.echo(f"Removed: {path}")
    if not gone:
        typer.echo("There was nothing to remove.")


def _add(here: desktop.Desktop, asked: ShortcutRequest) -> None:
    chosen = asked.data_dir or os.environ.get(settings.HOME_VARIABLE)
    kept = ["--data-dir", str(settings.data_folder(asked.data_dir))] if chosen else []
    typer.echo(f"In the menu of programs: {desktop.add_to_menu(here, desktop.program('serve', *kept))}")
    if asked.reminders:
        whom = ["--profile", asked.profile] if asked.profile else []
        words = desktop.program("remind", *whom, *kept, windowless=True)
        typer.echo(f"Reminders begin with the next login: {desktop.add_to_startup(here, words)}")
    typer.echo(f"To undo it: {started.command('shortcut', '--remove')}")


def _check_that_it_stays() -> None:
    """An entry that leads to what is cleaned up tomorrow is worse than none."""
    lasting = {"uvx": "uv tool install", "pipx run": "pipx install"}
    way = started.way()
    if way in lasting:
        refuse(f"with {way} Backcoach is not kept. Install it first: {lasting[way]} {started.source('all')}")
    extras.demand("coach")
