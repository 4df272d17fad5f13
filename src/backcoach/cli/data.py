"""Handing everything over, taking it back, keeping copies, deleting: one command each."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backcoach.cli.people import (
    DataDir,
    Yes,
    alone_in,
    ask,
    folder_of,
    journal_in,
    person,
    refuse,
    telling,
    write,
)

if TYPE_CHECKING:
    from datetime import datetime

    from backcoach.journal import Journal
    from backcoach.journal.values import Profile

STDOUT = "-"


class Format(str, Enum):
    """What an export can be written as."""

    JSON = "json"
    CSV = "csv"
    FHIR = "fhir"


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; - is the standard output.")],
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="NAME", help="Of whom; by default of everybody.")
    ] = None,
    kind: Annotated[
        Format, typer.Option("--format", help="json holds everything and can be imported again.")
    ] = Format.JSON,
    signals: Annotated[
        bool,
        typer.Option("--signals/--no-signals", help="CSV: with the curves of the sets, nearly all of it."),
    ] = True,
    data_dir: DataDir = None,
) -> None:
    """Write everything that is remembered into a file."""
    if kind is Format.CSV and str(file) == STDOUT:
        refuse("CSV is several files: name a folder, or a file that ends in .zip.")
    with journal_in(folder_of(data_dir)) as journal:
        if kind is Format.FHIR:
            _export_fhir(journal, person(journal, profile), file)
            return
        chosen = None if profile is None else person(journal, profile).id
        if kind is Format.CSV:
            journal.handover.export_csv(file, chosen, signals=signals)
        elif str(file) == STDOUT:
            sys.stdout.writelines(journal.handover.export_parts(chosen))
        else:
            journal.handover.export_file(file, chosen)
    _written(file)


def _export_fhir(journal: Journal, of: Profile, file: Path) -> None:
    from backcoach.exercises.catalogue import Catalogue
    from backcoach.web.handing_over import fhir_text

    _write(file, fhir_text(journal, of, Catalogue(), _now()).encode())


def _write(file: Path, content: bytes) -> None:
    if str(file) == STDOUT:
        sys.stdout.buffer.write(content)
        return
    write(file, content)
    _written(file)


def _written(file: Path) -> None:
    if str(file) != STDOUT:
        typer.echo(f"Written: {file}", err=True)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A JSON export.")], data_dir: DataDir = None
) -> None:
    """Take an exported file in: all of it or nothing. What is here already is not added again."""
    from backcoach.journal import Journal

    with telling(), Journal.open(folder_of(data_dir)) as journal:
        brought = journal.handover.import_file(file)
    typer.echo(
        f"Sessions added: {brought.sessions_added}; here already: {brought.sessions_present}. "
        f"People added: {brought.profiles_added}."
    )


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to.")], data_dir: DataDir = None
) -> None:
    """Copy the whole journal into one file; the server may be running."""
    with journal_in(folder_of(data_dir)) as journal:
        journal.files.backup(file)
    _written(file)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    yes: Yes = False,
    data_dir: DataDir = None,
) -> None:
    """Put a backup in the place of everything that is remembered."""
    from backcoach.journal import Journal, JournalError

    folder = folder_of(data_dir)
    with alone_in(folder), telling():
        ask(f"Replace everything in {folder} by {file}?", yes=yes)
        try:
            with Journal.open(folder) as journal:
                journal.files.restore(file)
        except JournalError as error:
            if error.problem != "damaged":
                raise
            Journal.rescue(folder, file).close()
    typer.echo(f"Restored: {file}")


def delete(
    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="NAME", help="Delete one person, and everything about them."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="Delete everything about everybody, backups included.")
    ] = False,
    yes: Yes = False,
    data_dir: DataDir = None,
) -> None:
    """Delete a person, or everything. It cannot be taken back."""
    if everything == (profile is not None):
        refuse("say what to delete: --profile NAME, or --everything.")
    from backcoach.web.prescribing import forget_routine

    folder = folder_of(data_dir)
    if everything:
        with alone_in(folder):
            ask(f"Delete everything in {folder}, about everybody and for good?", yes=yes)
            _delete_everything(folder)
        return
    with alone_in(folder), journal_in(folder, to_change=True) as journal:
        doomed = person(journal, profile)
        ask(f"Delete {doomed.name} and everything about {doomed.name} for good?", yes=yes)
        gone = journal.people.delete(doomed.id)
        forget_routine(doomed.id)
    typer.echo(f"Deleted: {doomed.name}. Backups keep it until they are rotated away.")
    if not gone:
        typer.echo(
            "Another program reads the journal: traces stay in its log until that one ends and the coach runs again.",
            err=True,
        )


def _delete_everything(folder: Path) -> None:
    """Delete the files also where they cannot be read any more."""
    from backcoach.journal import Journal, JournalError, backups
    from backcoach.web.prescribing import forget_routines

    with telling():
        try:
            Journal.open(folder).files.delete_everything()
        except JournalError as error:
            if error.problem not in ("damaged", "newer"):
                raise
            backups.delete_files(folder / "journal.db")
        forget_routines()
    typer.echo("Deleted: everything that was remembered.")


def _now() -> datetime:
    from datetime import datetime

    return datetime.now().astimezone()
