"""What can go wrong with the journal, in words that say what, where, and what to do."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from backcoach.texts import Message, message

Problem = Literal[
    "read_only",
    "full",
    "damaged",
    "gone",
    "foreign",
    "newer",
    "locked",
    "unreachable",
    "unknown",
    "import",
    "other",
]


class JournalError(Exception):
    """Something about the journal is not as it must be. Nothing was half done.

    Attributes
    ----------
    problem : Problem
        What kind of trouble, for a program to decide by.
    message : Message
        The same for a person: what, where, and what to do. ``str(error)`` is its English.
    """

    def __init__(self, problem: Problem, text: Message) -> None:
        super().__init__(str(text))
        self.problem = problem
        self.message = text


def read_only(where: str) -> JournalError:
    """The folder or the file must not be written to."""
    return JournalError(
        "read_only",
        message(
            "Nothing can be saved in {where}: it is not allowed to write there. "
            "Allow it, or choose another folder for your data.",
            where=where,
        ),
    )


def full(where: str) -> JournalError:
    """There is no room left."""
    return JournalError(
        "full",
        message(
            "Nothing can be saved in {where}: the disk is full. Free some room and try again; "
            "what was saved before is still there.",
            where=where,
        ),
    )


def damaged(where: str) -> JournalError:
    """The file is a journal no longer, or never was."""
    return JournalError(
        "damaged",
        message(
            "The file {where} is damaged, or it is no journal. Restore the newest backup (they are in the folder "
            "backups beside it), or move the file away to begin a new journal.",
            where=where,
        ),
    )


def gone(where: str) -> JournalError:
    """The open file is not the one at its path any more."""
    return JournalError(
        "gone",
        message(
            "The journal {where} was moved, replaced or deleted while it was open. Nothing was saved now. "
            "Put it back, or stop the coach and start it again.",
            where=where,
        ),
    )


def foreign(where: str) -> JournalError:
    """A database with other tables than ours."""
    return JournalError(
        "foreign",
        message(
            "The database {where} belongs to another program. Choose another folder or database for your data.",
            where=where,
        ),
    )


def newer(where: str, revision: str) -> JournalError:
    """Written by a later version of this program."""
    return JournalError(
        "newer",
        message(
            "{where} was written by a newer version of Backcoach (revision {revision}). Update Backcoach to read it.",
            where=where,
            revision=revision,
        ),
    )


def locked(where: str) -> JournalError:
    """Somebody else does not let go of it."""
    return JournalError(
        "locked",
        message(
            "The journal {where} is in use by another program. Close that program and try again.", where=where
        ),
    )


def unreachable(where: str, reason: str) -> JournalError:
    """The database server does not answer, or does not let us in."""
    return JournalError(
        "unreachable",
        message(
            "The database {where} cannot be reached: {reason}. Check its address, and that it runs.",
            where=where,
            reason=reason,
        ),
    )


def unknown(kind: Message, name: str) -> JournalError:
    """There is none of that name: never was, or was deleted."""
    return JournalError(
        "unknown",
        message(
            "There is no {kind} {name} in the journal (any more). Go back and choose again.",
            kind=kind,
            name=name,
        ),
    )


def unusable(where: str, reason: Message) -> JournalError:
    """A file that was to be imported, restored or written to is not what it must be."""
    return JournalError(
        "import",
        message("{where} cannot be used: {reason}. Nothing was changed.", where=where, reason=reason),
    )


def other(where: str, reason: str) -> JournalError:
    """Everything else that a database may complain about."""
    return JournalError(
        "other",
        message(
            "The journal {where} could not be used: {reason}. Nothing was changed.",
            where=where,
            reason=reason,
        ),
    )


def unwritable(where: str, reason: str) -> JournalError:
    """A file or folder that cannot be opened, made or filled, for another reason than rights or room."""
    return JournalError(
        "other",
        message(
            "{where} could not be read or written: {reason}. Check the path, or choose another; "
            "what is remembered is as it was.",
            where=where,
            reason=reason,
        ),
    )


_BY_WORDS: tuple[tuple[str, Callable[[str], JournalError]], ...] = (
    ("is locked", locked),
    ("is full", full),
    ("no space left", full),
    ("readonly", read_only),
    ("read-only", read_only),
    ("permission denied", read_only),
    ("unable to open database file", read_only),
    ("malformed", damaged),
    ("could not decode to utf-8", damaged),
    ("no such column", damaged),
    ("no such table", damaged),
    ("unsupported file format", damaged),
    ("not a database", damaged),
    ("disk i/o error", full),
)
"""What database drivers say, as far as a person can do something about it. They offer no better key than words."""

_BY_NUMBER = {
    errno.EACCES: read_only,
    errno.EPERM: read_only,
    errno.EROFS: read_only,
    errno.ENOSPC: full,
    errno.EDQUOT: full,
    errno.EFBIG: full,
}


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn errors of the database and of the file system into `JournalError`, wrong values into ValueError."""
    import json
    import sqlite3

    from sqlalchemy.exc import DBAPIError, StatementError

    try:
        with explained_file(where):
            yield
    except DBAPIError as error:
        raise from_driver(where, error.orig or error) from error
    except StatementError as error:  # a value that a column does not take
        raise ValueError(str(error.orig)) from error
    except sqlite3.Error as error:
        raise from_driver(where, error) from error
    except (
        UnicodeDecodeError,
        json.JSONDecodeError,
    ) as error:  # only what was read can be: also SQLite's own words
        raise damaged(where) from error


@contextmanager
def explained_file(where: str) -> Iterator[None]:
    """Turn errors of the file system into `JournalError`; for a file of the person's own, which is no journal."""
    try:
        yield
    except OSError as error:
        known = _BY_NUMBER.get(error.errno or 0)
        raise (known(where) if known else unwritable(where, error.strerror or str(error))) from error


def from_driver(where: str, error: BaseException) -> JournalError:
    """What a driver's complaint means."""
    words = str(error).strip()
    for part, explain in _BY_WORDS:
        if part in words.lower():
            return explain(where)
    if "connect" in words.lower():
        return unreachable(where, words.splitlines()[0])
    return other(where, words.splitlines()[0] if words else type(error).__name__)
