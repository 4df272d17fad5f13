"""The journal: everything that is remembered, behind one door."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from backcoach.journal.backups import put_in_place
from backcoach.journal.database import Database, file_of, open_database, open_for_reading
from backcoach.journal.exercises import Exercises
from backcoach.journal.files import Files
from backcoach.journal.handover import Handover
from backcoach.journal.pain import Pain
from backcoach.journal.people import People
from backcoach.journal.plans import Plans
from backcoach.journal.questionnaires import Questionnaires
from backcoach.journal.sessions import Sessions
from backcoach.journal.sets import Sets
from backcoach.settings import expanded

WAIT_S = 5.0


class Journal:
    """Everything that is remembered about the people of a household.

    Threads may share a journal, and several programs may have the same one open. Each call that writes is on the disk
    when it returns. Moments must have a time zone. Every method raises `JournalError` when the database cannot do
    what it is asked, and `ValueError` for a value that makes no sense; then nothing was changed.

    Parameters
    ----------
    database : Database
        See `open`.

    Attributes
    ----------
    people : People
        Who practises here, and their settings.
    sessions : Sessions
        Sessions: begun, ended, looked back at.
    sets : Sets
        Sets: written down repetition by repetition, and in numbers.
    exercises : Exercises
        What was done of each exercise, over weeks and years.
    plans : Plans
        The doses that were asked for, and why they changed.
    pain : Pain
        What people say about their pain.
    questionnaires : Questionnaires
        What people answered, warning signs included.
    handover : Handover
        Everything as JSON or CSV, and taken in again.
    files : Files
        Backups, and deleting everything.

    Examples
    --------
    >>> with Journal.open(folder) as journal:  # doctest: +SKIP
    ...     anna = journal.people.add("Anna", created_at=now)
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.people = People(database)
        self.sessions = Sessions(database)
        self.sets = Sets(database)
        self.exercises = Exercises(database)
        self.plans = Plans(database)
        self.pain = Pain(database)
        self.questionnaires = Questionnaires(database)
        self.handover = Handover(database)
        self.files = Files(database, self.handover)

    @classmethod
    def open(cls, where: Path | str, *, wait_s: float = WAIT_S) -> Journal:
        """Open a journal; make it if there is none, and migrate it (after a backup) if it is older.

        Parameters
        ----------
        where : Path or str
            A folder, in which the file is ``journal.db``; or a database URL (``postgresql://user@host/name``).
        wait_s : float
            How long to wait while another program writes, in seconds.

        Returns
        -------
        Journal
            To be closed, or used in a ``with`` statement.

        Raises
        ------
        JournalError
            If the folder is read-only, the disk is full, the file is damaged, of another program, written by a newer
            version, or locked; or the database server cannot be reached.
        """
        return cls(open_database(where, wait_s))

    @classmethod
    def open_for_reading(cls, where: Path | str, *, wait_s: float = WAIT_S) -> Journal:
        """Open a journal that must not be changed, and need not be changeable: on a full or write-protected disk.

        Parameters
        ----------
        where : Path or str
            As for `open`.
        wait_s : float
            As for `open`, in seconds.

        Returns
        -------
        Journal
            Of which the methods that write raise JournalError.

        Raises
        ------
        JournalError
            As for `open`; also if there is no journal.
        """
        return cls(open_for_reading(where, wait_s))

    @classmethod
    def rescue(cls, where: Path | str, backup: Path | str) -> Journal:
        """Open a journal whose file can no longer be read, with a backup in its place. The old file is kept beside it.

        Parameters
        ----------
        where : Path or str
            The folder of the journal, or its file.
        backup : Path or str
            What `Files.backup` has made.

        Returns
        -------
        Journal
            As it was when the backup was made.

        Raises
        ------
        JournalError
            If the backup cannot be used; then nothing was changed.
        """
        put_in_place(file_of(where), expanded(backup))
        return cls.open(where)

    def close(self) -> None:
        """Let go of the database. The journal must not be used any more."""
        self._database.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
