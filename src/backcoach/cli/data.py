"""Handing everything over, taking it back, keeping copies, deleting: one command each."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import typer

from backcoach import settings
from backcoach.cli.asked.data import (
    BackupRequest,
    DeleteRequest,
    ExportRequest,
    Format,
    ImportRequest,
    RenameRequest,
    RestoreRequest,
)
from backcoach.cli.leaving import ask, refuse
from backcoach.cli.people import alone_in, journal_in, person, telling, write
from backcoach.exercises.catalogue import Catalogue
from backcoach.journal import backups
from backcoach.journal.errors import JournalError
from backcoach.journal.journal import Journal
from backcoach.journal.values import Person
from backcoach.programme.prescribing import forget_routine, forget_routines
from backcoach.reports.hand_over import fhir_text

STDOUT = "-"


def export(asked: ExportRequest) -> None:
    """Write everything that is remembered into a file."""
    file = asked.file
    if asked.kind is Format.CSV and str(file) == STDOUT:
        refuse("CSV is several files: name a folder, or a file that ends in .zip.")
    with journal_in(settings.data_folder(asked.data_dir)) as journal:
        if asked.kind is Format.FHIR:
            _export_fhir(journal, person(journal, asked.profile), file)
            return
        chosen = None if asked.profile is None else person(journal, asked.profile).id
        if asked.kind is Format.CSV:
            journal.handover.export_csv(file, chosen, signals=asked.signals)
        elif str(file) == STDOUT:
            sys.stdout.writelines(journal.handover.export_parts(chosen))
        else:
            journal.handover.export_file(file, chosen)
    _written(file)


def _export_fhir(journal: Journal, of: Person, file: Path) -> None:
    content = fhir_text(journal, of, Catalogue(), datetime.now().astimezone()).encode()
    if str(file) == STDOUT:
        sys.stdout.buffer.write(content)
        return
    write(file, content)
    _written(file)


def _written(file: Path) -> None:
    if str(file) != STDOUT:
        typer.echo(f"Written: {file}", err=True)


def import_(asked: ImportRequest) -> None:
    """Take an exported file in: all of it or nothing."""
    with telling(), Journal.open(settings.data_folder(asked.data_dir)) as journal:
        brought = journal.handover.import_file(asked.file)
    typer.echo(
        f"Sessions added: {brought.sessions_added}; here already: {brought.sessions_present}. "
        f"People added: {brought.profiles_added}."
    )


def backup(asked: BackupRequest) -> None:
    """Copy the whole journal into one file; the server may be running."""
    with journal_in(settings.data_folder(asked.data_dir)) as journal:
        journal.files.backup(asked.file)
    _written(asked.file)


def restore(asked: RestoreRequest) -> None:
    """Put a backup in the place of everything that is remembered."""
    folder, file = settings.data_folder(asked.data_dir), asked.file
    with alone_in(folder), telling():
        ask(f"Replace everything in {folder} by {file}?", yes=asked.yes)
        try:
            with Journal.open(folder) as journal:
                journal.files.restore(file)
        except JournalError as error:
            if error.problem != "damaged":
                raise
            Journal.rescue(folder, file).close()
    typer.echo(f"Restored: {file}")


def delete(asked: DeleteRequest) -> None:
    """Delete a person, the automatic backups, or everything."""
    some = asked.backups or asked.profile is not None
    if asked.everything == some:
        refuse("say what to delete: --profile NAME, --backups, or --everything.")
    folder = settings.data_folder(asked.data_dir)
    if asked.everything:
        with alone_in(folder):
            ask(f"Delete everything in {folder}, about everybody and for good?", yes=asked.yes)
            _delete_everything(folder)
        return
    with alone_in(folder), journal_in(folder, to_change=True) as journal:
        if asked.profile is not None:
            _delete_person(journal, person(journal, asked.profile), asked)
        elif asked.backups:
            ask(f"Delete the automatic backups in {folder} for good?", yes=asked.yes)
        if asked.backups:
            journal.files.delete_backups()
            typer.echo("Deleted: the automatic backups.")


def _delete_person(journal: Journal, doomed: Person, asked: DeleteRequest) -> None:
    also = ", and the automatic backups," if asked.backups else ""
    ask(f"Delete {doomed.name} and everything about {doomed.name}{also} for good?", yes=asked.yes)
    gone = journal.people.delete(doomed.id)
    forget_routine(doomed.id)
    kept = "" if asked.backups else " Backups keep it until they are rotated away; `--backups` deletes them."
    typer.echo(f"Deleted: {doomed.name}.{kept}")
    if not gone:
        typer.echo(
            "Another program reads the journal: traces stay in its log until that one ends and the coach runs again.",
            err=True,
        )


def rename(asked: RenameRequest) -> None:
    """Give a person another name."""
    with journal_in(settings.data_folder(asked.data_dir), to_change=True) as journal:
        known = person(journal, asked.profile)
        try:
            journal.people.rename(known.id, asked.name)
        except ValueError as error:
            refuse(f"{error}.")
    typer.echo(f"{known.name} is called {asked.name.strip()} now.")


def _delete_everything(folder: Path) -> None:
    """Delete the files also where they cannot be read any more."""
    with telling():
        try:
            Journal.open(folder).files.delete_everything()
        except JournalError as error:
            if error.problem not in ("damaged", "newer"):
                raise
            backups.delete_files(folder / "journal.db")
        forget_routines()
    typer.echo("Deleted: everything that was remembered.")
