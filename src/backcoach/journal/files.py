"""The journal's own files: a backup made, put back, rotated away; and everything deleted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete

from backcoach.journal import backups, errors, tables
from backcoach.journal.backup_check import checked_copy
from backcoach.journal.copies import SQLITE_HEAD, copy_database, head_of, is_database, read_whole
from backcoach.journal.database import Database
from backcoach.journal.errors import explained
from backcoach.journal.handover import Handover
from backcoach.journal.section import Section
from backcoach.settings import expanded
from backcoach.texts import message
from backcoach.whole_files import replacing


class Files(Section):
    """Copies of the whole journal. From a database server the copy is the export of everything, as JSON.

    Parameters
    ----------
    database : Database
        All sections of a journal share one.
    handover : Handover
        Reads and writes these exports.
    """

    def __init__(self, database: Database, handover: Handover) -> None:
        super().__init__(database)
        self._handover = handover

    def backup(self, path: Path | str) -> Path:
        """Write everything into one file, which is whole or not there.

        Parameters
        ----------
        path : Path or str
            The file; an older backup there is replaced.

        Returns
        -------
        Path
            Where it is.

        Raises
        ------
        JournalError
            If it cannot be written there, or another kind of file is there already.
        """
        target = expanded(path)
        _refuse_other_files(target, self._database.path)
        if self._database.path is not None:
            copy_database(self._database.path, target)
        else:
            with explained(str(target)), replacing(target) as part:
                part.write_text(self._handover.export_text(), encoding="utf-8")
        return target

    def restore(self, path: Path | str) -> None:
        """Replace everything by what a backup holds. If that fails or is cut off, all is as before.

        Parameters
        ----------
        path : Path or str
            A backup, or an export of everything.

        Raises
        ------
        JournalError
            If the file is no backup, is damaged, or was written by a newer version.
        """
        source = expanded(path)
        live = self._database.path
        if live is None or not is_database(source):
            self._handover.import_text(read_whole(source), replace=True, where=str(source))
            return
        with checked_copy(source, live) as good:
            backups.overwrite_database(live, good, self._database.wait_s)

    def backups(self) -> tuple[Path, ...]:
        """Return the automatic backups; a database server has backups of its own.

        Returns
        -------
        tuple of Path
            The newest first.
        """
        return () if self._database.path is None else backups.automatic(self._database.path)

    def daily_backup(self, now: datetime) -> Path | None:
        """Make today's backup if there is none yet, and delete old ones: seven days and four weeks are kept.

        Parameters
        ----------
        now : datetime
            Its date is the day, in its own time zone.

        Returns
        -------
        Path or None
            The new backup; None if there was one already, or on a database server.

        Raises
        ------
        JournalError
            If the journal is damaged, or the backup cannot be written.
        """
        live = self._database.path
        if live is None:
            return None
        target = backups.daily_path(live, now.date())
        if target.exists():
            return None
        copy_database(live, target)
        with explained(str(target.parent)):
            backups.rotate(target.parent, now.date())
        return target

    def delete_backups(self) -> None:
        """Delete the automatic backups: they still hold what was deleted since.

        Raises
        ------
        JournalError
            If one of them cannot be deleted.
        """
        with explained(self._database.where):
            for path in self.backups():
                path.unlink(missing_ok=True)

    def finish_deleting(self) -> bool:
        """Empty the log, which keeps what was deleted while another program read the journal.

        Returns
        -------
        bool
            Whether nothing that was deleted is left in the journal's files.

        Raises
        ------
        JournalError
            If the journal cannot be used.
        """
        return self._database.empty_log()

    def delete_everything(self) -> None:
        """Delete everything about everybody: the file with its log, and its backups. The journal is closed then.

        Raises
        ------
        JournalError
            If a file cannot be deleted.
        """
        if self._database.path is None:
            with self._database.writing() as connection:
                connection.execute(delete(tables.profile))
        self._database.close()
        if self._database.path is not None:
            with explained(self._database.where):
                backups.delete_files(self._database.path)


def _refuse_other_files(target: Path, live: Path | None) -> None:
    """A backup may replace a backup, and nothing else."""
    with explained(str(target)):
        if not target.exists():
            return
        if live is not None and target.samefile(live):
            raise errors.unusable(str(target), message("it is the journal itself; choose another name"))
        if target.is_dir():
            raise errors.unusable(str(target), message("it is a folder; name a file"))
    if not head_of(target).startswith((SQLITE_HEAD, b"{")):
        raise errors.unusable(str(target), message("there is a file of another kind; choose another name"))
