"""Backups: one call each to make one, to put one back, and to delete everything."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete

from backcoach.journal import errors, files, tables
from backcoach.journal.database import SQLITE_HEAD
from backcoach.journal.errors import explained
from backcoach.journal.portable import Portable
from backcoach.journal.trying_out import tried_out
from backcoach.settings import expanded
from backcoach.texts import message


class Backups(Portable):
    """Copies of the whole journal. From a database server the copy is the export of everything, as JSON."""

    def backup(self, path: Path | str) -> Path:
        """Write everything into one file, which is whole or not there, and return its path.

        Raises
        ------
        JournalError
            If it cannot be written there, or another kind of file is there already.
        """
        target = expanded(path)
        _refuse_other_files(target, self._database.path)
        if self._database.path is not None:
            files.copy_database(self._database.path, target)
        else:
            with explained(str(target)), files.replacing(target) as part:
                part.write_text(self.export_text(), encoding="utf-8")
        return target

    def restore(self, path: Path | str) -> None:
        """Replace everything by what a backup holds. If that fails or is cut off, all is as before.

        Raises
        ------
        JournalError
            If the file is no backup, is damaged, or was written by a newer version.
        """
        source = expanded(path)
        live = self._database.path
        if live is None or not files.is_database(source):
            self.import_text(files.read_whole(source), replace=True, where=str(source))
            return
        with tried_out(source, live) as good:
            files.overwrite_database(live, good, self._database.wait_s)

    def backups(self) -> tuple[Path, ...]:
        """Return the automatic backups, the newest first; a database server has backups of its own."""
        folder = self._database.folder
        if folder is None:
            return ()
        found = [
            *(folder / files.FOLDER).glob(f"{files.DAILY}*.db"),
            *(folder / files.FOLDER).glob(f"{files.BEFORE}*.db"),
        ]
        return tuple(sorted(found, key=lambda p: (p.stat().st_mtime, p.name), reverse=True))

    def daily_backup(self, now: datetime) -> Path | None:
        """Make today's backup if there is none yet, and delete old ones: seven days and four weeks are kept.

        Returns
        -------
        Path or None
            The new backup; None if there was one already, or on a database server.
        """
        live = self._database.path
        if live is None:
            return None
        target = files.daily_path(live, now.date())
        if target.exists():
            return None
        files.copy_database(live, target)
        with explained(str(target.parent)):
            files.rotate(target.parent, now.date())
        return target

    def delete_backups(self) -> None:
        """Delete the automatic backups: they still hold what was deleted since."""
        with explained(self._database.where):
            for path in self.backups():
                path.unlink(missing_ok=True)

    def finish_deleting(self) -> bool:
        """Empty the log, which keeps what was deleted while another program read the journal.

        Returns
        -------
        bool
            Whether nothing that was deleted is left in the journal's files.
        """
        return self._database.empty_log()

    def delete_everything(self) -> None:
        """Delete everything about everybody: the file with its log, and its backups. The journal is closed then."""
        if self._database.path is None:
            with self._database.writing() as connection:
                connection.execute(delete(tables.profile))
        self._database.close()
        if self._database.path is not None:
            with explained(self._database.where):
                files.delete_files(self._database.path)


def _refuse_other_files(target: Path, live: Path | None) -> None:
    """A backup may replace a backup, and nothing else."""
    with explained(str(target)):
        if not target.exists():
            return
        if live is not None and target.samefile(live):
            raise errors.unusable(str(target), message("it is the journal itself; choose another name"))
        if target.is_dir():
            raise errors.unusable(str(target), message("it is a folder; name a file"))
    if not files.head_of(target).startswith((SQLITE_HEAD, b"{")):
        raise errors.unusable(str(target), message("there is a file of another kind; choose another name"))
