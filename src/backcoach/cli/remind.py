"""``backcoach remind``: stay in the background and remind of the routine, of check-ins, and of breaks."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import typer

from backcoach.cli.people import DataDir, folder_of
from backcoach.cli.serve import stop
from backcoach.started import command

if TYPE_CHECKING:
    from backcoach.reminders.due import Reminder
    from backcoach.reminders.watch import Watch
    from backcoach.texts.catalogue import Translator

EVERY_S = 15.0


def remind(
    data_dir: DataDir = None,
    profile: Annotated[
        str, typer.Option("--profile", metavar="NAME", help="Of whom; by default the first.")
    ] = "",
    once: Annotated[bool, typer.Option("--once", help="Say what is due now, and end.")] = False,
) -> None:
    """Remind of the routine and of breaks by notifications of the desktop, until stopped with Ctrl-C.

    What to be reminded of, and when, is chosen on the page "Reminders".
    """
    from backcoach.journal import Journal, JournalError

    folder = folder_of(data_dir)
    try:
        with Journal.open(folder) as journal:
            _watch(journal, profile, once)
    except JournalError as error:
        stop(str(error))
    except KeyboardInterrupt:
        typer.echo("")


def _watch(journal: object, name: str, once: bool) -> None:
    from backcoach.journal import Journal
    from backcoach.programme.preferences import preferences_in
    from backcoach.reminders.idle import idle_s
    from backcoach.reminders.watch import Watch

    assert isinstance(journal, Journal)
    people = journal.people.all()
    person = next((p for p in people if not name or p.name == name), None)
    if person is None:
        known = ", ".join(p.name for p in people) or f"nobody yet: start `{command()}` once"
        stop(f"there is no profile {name!r}. There is: {known}." if name else f"There is {known}.")
        return
    watch, texts = Watch(journal, person.id), _texts(journal, person.id)
    if not once:
        typer.echo(f"Reminding {person.name} in the background. Ctrl-C ends it.")
        if idle_s() is None:
            typer.echo(
                "This computer does not tell how long it is idle: time away from it is not seen as a break."
            )
    while True:
        _look(watch, texts, preferences_in(journal.people.settings(person.id)).weekdays)
        if once:
            return
        time.sleep(EVERY_S)


def _look(watch: Watch, texts: Translator, weekdays: Collection[int]) -> None:
    from datetime import datetime

    from backcoach.reminders.idle import idle_s

    for reminder in watch.look(datetime.now().astimezone(), time.monotonic(), idle_s(), weekdays):
        _say(reminder, texts)


def _say(reminder: Reminder, texts: Translator) -> None:
    from backcoach.reminders.notify import notify

    heading, text = texts.translate(reminder.heading), texts.translate(reminder.text)
    notify(heading, text)
    typer.echo(f"{heading}: {text}")


def _texts(journal: object, profile_id: str) -> Translator:
    from backcoach.journal import Journal
    from backcoach.programme.preferences import preferences_in
    from backcoach.texts.catalogue import translator

    assert isinstance(journal, Journal)
    language = preferences_in(journal.people.settings(profile_id)).language
    return translator(language or "en")
