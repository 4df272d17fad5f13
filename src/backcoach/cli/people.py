"""The journal of a command, and the person that it names; what goes wrong is one line and exit status 2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from backcoach.journal import Journal
    from backcoach.journal.values import Profile

WRONG = 2

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="DIR", file_okay=False, help="Folder of what is remembered."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def folder_of(data_dir: Path | None) -> Path:
    """Return the folder of what is remembered."""
    from backcoach import settings

    return settings.data_folder() if data_dir is None else settings.expanded(data_dir).absolute()


@contextmanager
def telling() -> Iterator[None]:
    """Turn what can go wrong with journal and files into one line and an exit status."""
    from backcoach.exercises.problem import WrongFileError
    from backcoach.journal import JournalError

    try:
        yield
    except JournalError as error:
        refuse(str(error.message))
    except WrongFileError as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"{error.filename or 'the file'}: {error.strerror or error}")


@contextmanager
def journal_in(folder: Path, *, to_change: bool = False) -> Iterator[Journal]:
    """Open the journal of a folder, for reading unless it is to be changed; there must be one."""
    from backcoach.journal import Journal

    if not (folder / "journal.db").exists():
        refuse(f"there is no journal in {folder} yet: nothing was remembered.")
    open_it = Journal.open if to_change else Journal.open_for_reading
    with telling(), open_it(folder) as journal:
        yield journal


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Be alone with the files of a folder while they are replaced or deleted; refused while a server has them."""
    from backcoach.journal.lock import FolderInUseError, FolderLock
    from backcoach.web.running import find

    try:
        lock = FolderLock(folder)
    except FolderInUseError:
        found = find(folder)
        refuse(
            f"the coach is running ({found.url}): stop it first, or use its page {found.url}/data."
            if found
            else f"another Backcoach works with {folder} and does not answer: end it, then try again."
        )
    except OSError as error:
        refuse(f"{error.filename or folder}: {error.strerror or error}")
    with lock:
        yield


def person(journal: Journal, name: str | None) -> Profile:
    """Return the person of that name; without a name, the only one there is."""
    people = journal.people.all()
    known = ", ".join(repr(one.name) for one in people) or "nobody yet"
    found = [one for one in people if name is None or name in (one.name, one.id)]
    if not found:
        refuse(f"there is no profile {name!r}. There is: {known}." if name else "nobody is remembered yet.")
    if len(found) > 1 and name is None:
        refuse(f"say whose with --profile. There is: {known}.")
    if len(found) > 1:
        ids = ", ".join(one.id for one in found)
        refuse(f"{len(found)} profiles are called {name!r}: name one by its id ({ids}).")
    return found[0]


def write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all; JournalError names the one that was asked for."""
    from backcoach.journal.copies import refuse_database
    from backcoach.journal.errors import explained_file
    from backcoach.settings import expanded
    from backcoach.whole_files import replacing

    target = expanded(file)
    refuse_database(target)
    with explained_file(str(target)), replacing(target) as part:
        part.write_bytes(content)


def ask(question: str, *, yes: bool) -> None:
    """Go on only if the person says so."""
    if not yes and not typer.confirm(question, err=True):
        refuse("nothing was changed.")


def refuse(reason: str) -> NoReturn:
    """Say why, and end."""
    typer.echo(f"backcoach: {reason}", err=True)
    raise typer.Exit(WRONG)
