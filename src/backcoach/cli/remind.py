"""``backcoach remind``: stay in the background and remind of the routine, of check-ins, and of breaks."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import datetime

import typer

from backcoach import settings
from backcoach.cli.asked.coach import RemindRequest
from backcoach.cli.leaving import refuse
from backcoach.journal.errors import JournalError
from backcoach.journal.journal import Journal
from backcoach.programme.preferences import preferences_in
from backcoach.reminders.due import Reminder
from backcoach.reminders.idle import idle_s
from backcoach.reminders.notify import notify
from backcoach.reminders.watch import Watch
from backcoach.started import command
from backcoach.texts.catalogue import Translator, translator

EVERY_S = 15.0


def remind(asked: RemindRequest) -> None:
    """Remind of the routine and of breaks, until stopped with Ctrl-C."""
    try:
        with Journal.open(settings.data_folder(asked.data_dir)) as journal:
            _watch(journal, asked.profile, asked.once)
    except JournalError as error:
        refuse(str(error))
    except KeyboardInterrupt:
        typer.echo("")


def _watch(journal: Journal, name: str, once: bool) -> None:
    people = journal.people.all()
    person = next((p for p in people if not name or p.name == name), None)
    if person is None:
        known = ", ".join(p.name for p in people) or f"nobody yet: start `{command()}` once"
        refuse(f"there is no profile {name!r}. There is: {known}." if name else f"There is {known}.")
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
    for reminder in watch.look(datetime.now().astimezone(), time.monotonic(), idle_s(), weekdays):
        _say(reminder, texts)


def _say(reminder: Reminder, texts: Translator) -> None:
    heading, text = texts.translate(reminder.heading), texts.translate(reminder.text)
    notify(heading, text)
    typer.echo(f"{heading}: {text}")


def _texts(journal: Journal, profile_id: str) -> Translator:
    language = preferences_in(journal.people.settings(profile_id)).language
    return translator(language or "en")
