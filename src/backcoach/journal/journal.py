"""The journal: everything that is remembered, behind one door."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from backcoach.journal.backup import Backups
from backcoach.journal.checkins import CheckIns
from backcoach.journal.database import file_of, open_database, open_for_reading
from backcoach.journal.files import put_in_place
from backcoach.journal.practice import Practice
from backcoach.journal.profiles import Profiles
from backcoach.journal.reading import Reading
from backcoach.settings import expanded

WAIT_S = 5.0


class Journal(Profiles, Practice, CheckIns, Reading, Backups):
    """Everything that is remembered about the people of a household.

    Threads may share a journal, and several programs may have the same one open. Each call that writes is on the disk
    when it returns. Moments must have a time zone. Every method raises `JournalError` when the database cannot do
    what it is asked, and `ValueError` for a value that makes no sense; then nothing was changed.

    Examples
    --------
    >>> with Journal.open(folder) as journal:  # doctest: +SKIP
    ...     anna = journal.add_profile("Anna", created_at=now)
    """

    @classmethod
    def open(cls, where: Path | str, *, wait_s: float = WAIT_S) -> Journal:
        """Open a journal; make it if there is none, and migrate it (after a backup) if it is older.

        Parameters
        ----------
        where : Path or str
            A folder, in which the file is ``journal.db``; or a database URL (``postgresql://user@host/name``).
        wait_s : float
            How long to wait while another program writes.

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

        Raises
        ------
        JournalError
            As for `open`; also if there is no journal.
        """
        return cls(open_for_reading(where, wait_s))

    @classmethod
    def rescue(cls, where: Path | str, backup: Path | str) -> Journal:
        """Open a journal whose file can no longer be read, with a backup in its place. The old file is kept beside it.

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
