"""The journal of a command, and the person that it names; what goes wrong is one line and exit status 2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backcoach.cli.leaving import refuse
from backcoach.computer import running
from backcoach.exercises.problem import WrongFileError
from backcoach.journal.copies import refuse_database
from backcoach.journal.errors import JournalError, explained_file
from backcoach.journal.journal import Journal
from backcoach.journal.lock import FolderInUseError, FolderLock
from backcoach.journal.values import Person
from backcoach.settings import expanded
from backcoach.whole_files import replacing


@contextmanager
def telling() -> Iterator[None]:
    """Turn what can go wrong with journal and files into one line and an exit status."""
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
    if not (folder / "journal.db").exists():
        refuse(f"there is no journal in {folder} yet: nothing was remembered.")
    open_it = Journal.open if to_change else Journal.open_for_reading
    with telling(), open_it(folder) as journal:
        yield journal


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Be alone with the files of a folder while they are replaced or deleted; refused while a server has them."""
    try:
        lock = FolderLock(folder)
    except FolderInUseError:
        found = running.find(folder)
        refuse(
            f"the coach is running ({found.url}): stop it first, or use its page {found.url}/data."
            if found
            else f"another Backcoach works with {folder} and does not answer: end it, then try again."
        )
    except OSError as error:
        refuse(f"{error.filename or folder}: {error.strerror or error}")
    with lock:
        yield


def person(journal: Journal, name: str | None) -> Person:
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
    target = expanded(file)
    refuse_database(target)
    with explained_file(str(target)), replacing(target) as part:
        part.write_bytes(content)
