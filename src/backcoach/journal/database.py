"""The database behind the journal: opened, protected, brought up to date; errors explained."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import StaticPool

from backcoach.journal import errors, migrations
from backcoach.journal.copies import SQLITE_HEAD, address, before_migration, copy_into, opened_unwritten
from backcoach.journal.errors import JournalError, explained
from backcoach.journal.tables import METADATA, profile
from backcoach.settings import expanded
from backcoach.texts import message

FILE = "journal.db"
PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit is on the disk: also a power failure takes nothing back
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
    "PRAGMA trusted_schema = OFF",  # as SQLite advises where a file may come from somebody else
    "PRAGMA cell_size_check = ON",
)


_IDENTITY = "identity"
_NONSENSE = (ValueError, TypeError, KeyError, OverflowError, AttributeError)
READING_PRAGMAS = tuple(p for p in PRAGMAS if "foreign_keys" in p or "trusted" in p or "cell" in p)


class Database:
    """An open database with the journal's tables. Threads may share it."""

    def __init__(self, engine: Engine, where: str, path: Path | None, wait_s: float) -> None:
        self.engine = engine
        self.where = where
        self.path = path
        self.wait_s = wait_s
        self._reading = engine if path else engine.execution_options(isolation_level="REPEATABLE READ")
        self._writing = engine.execution_options(write=True)

    @property
    def folder(self) -> Path | None:
        """The folder of the file; None on a database server."""
        return self.path.parent if self.path else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection on which all queries see the same moment."""
        with explained(self.where), self._reading.connect() as connection:
            self._refuse_another_file(connection)
            with _sound(self.where):
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are durable, all together, when the block ends without an error."""
        with explained(self.where), self._writing.connect() as connection:
            with connection.begin():
                self._refuse_another_file(connection)
                yield connection
            # Written, but where? A file that was moved meanwhile keeps the change to itself.
            self._refuse_another_file(connection)

    def _refuse_another_file(self, connection: Connection) -> None:
        """Make sure that the open file is still the one that the next program finds at its path."""
        if self.path is None or connection.connection.info.get(_IDENTITY) == identity_of(self.path):
            return
        connection.invalidate()
        self.engine.dispose()  # what is put back is opened anew
        raise errors.gone(self.where)

    def empty_log(self) -> bool:
        """Write the log into the file and empty it: what was deleted is then in neither.

        Returns
        -------
        bool
            False while another program reads the journal: the log keeps what was deleted until it is emptied later.
        """
        if self.path is None:
            return True
        with explained(self.where), self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            busy: int = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not busy

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()


def open_database(where: Path | str, wait_s: float, *, kept: bool = True) -> Database:
    """Open, create or bring up to date; see `Journal.open`.

    Parameters
    ----------
    kept : bool
        Whether a backup is made before a migration.
    """
    database = _connect(where, wait_s)
    try:
        _bring_up_to_date(database, kept=kept)
    except BaseException:
        database.close()
        raise
    return database


def open_for_reading(where: Path | str, wait_s: float) -> Database:
    """Open without writing anything, so that data can be taken off a full or write-protected disk.

    See `opened_unwritten`; a journal of an older version is migrated in memory.

    Raises
    ------
    JournalError
        As for `open_database`, and if there is no journal.
    """
    if isinstance(where, str) and "://" in where and not where.startswith("sqlite"):
        return _on_server(make_url(where), wait_s)
    path = file_of(where)
    _refuse_others(path)

    def open_it(options: str) -> tuple[Database, str | None]:
        database = _in_file(path, wait_s, options)
        try:
            with database.reading() as connection:
                return database, revision(connection, database.where)
        except JournalError:
            database.close()
            raise

    database, found = opened_unwritten(path, open_it)
    if found == migrations.HEAD:
        return database
    database.close()
    return _in_memory(path, wait_s)


def _in_memory(path: Path, wait_s: float) -> Database:
    """Copy a journal of an older version into memory, and bring the copy up to date."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    with explained(str(path)):
        copy_into(path, copy)
    engine = create_engine(
        "sqlite://",
        creator=lambda: copy,
        poolclass=StaticPool,
        json_serializer=as_json,
        json_deserializer=from_json,
    )
    event.listen(engine, "connect", partial(_configure, path, ()))
    event.listen(engine, "begin", _begin)
    database = Database(engine, str(path), path, wait_s)
    with database.writing() as connection:
        migrations.upgrade(connection)
    return database


def _connect(where: Path | str, wait_s: float) -> Database:
    if isinstance(where, str) and "://" in where:
        url = make_url(where)
        if not url.drivername.startswith("sqlite"):
            return _on_server(url, wait_s)
        where = Path(url.database or FILE)
    path = file_of(where)
    with explained(str(path.parent)):
        _prepare_file(path)
    return _in_file(path, wait_s)


def file_of(where: Path | str) -> Path:
    """Return the database file of a folder; a path that ends in ``.db`` is the file itself."""
    path = expanded(where)
    return path if path.suffix == ".db" else path / FILE


def _on_server(url: URL, wait_s: float) -> Database:
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(url, json_serializer=as_json, json_deserializer=from_json, pool_pre_ping=True)
    return Database(engine, url.render_as_string(hide_password=True), None, wait_s)


def identity_of(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one at the same path; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _sound(where: str) -> Iterator[None]:
    """Call what is read by its name when it cannot be what was written: a damaged file holds anything."""
    try:
        yield
    except _NONSENSE as error:
        raise errors.damaged(where) from error


def _refuse_others(path: Path) -> None:
    """Refuse what is there and is no database."""
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise errors.unusable(str(path), message("it is not a regular file; name a folder"))
    with explained(str(path)), path.open("rb") as file:
        head = file.read(len(SQLITE_HEAD))
    if head not in (b"", SQLITE_HEAD):
        raise errors.damaged(str(path))


def _prepare_file(path: Path) -> None:
    """Make the folder and the file, for their owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    if not (os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)):
        raise errors.read_only(str(path.parent))
    if not path.parent.stat().st_mode & stat.S_ISVTX:  # a folder for everybody, such as /tmp, has to stay one
        path.parent.chmod(0o700)
    path.chmod(0o600)
    _refuse_others(path)


def _in_file(path: Path, wait_s: float, options: str = "mode=rw") -> Database:
    """Open a file that is there: a journal that was deleted does not come back empty."""
    engine = create_engine(
        URL.create("sqlite", database=address(path, options), query={"uri": "true"}),
        json_serializer=as_json,
        json_deserializer=from_json,
        connect_args={"timeout": wait_s},
    )
    pragmas = PRAGMAS if options == "mode=rw" else READING_PRAGMAS
    event.listen(engine, "connect", partial(_configure, path, pragmas))
    event.listen(engine, "begin", _begin)
    return Database(engine, str(path), path, wait_s)


def _configure(path: Path, pragmas: Sequence[str], connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say so, see _begin
    before = identity_of(path)
    for pragma in pragmas:
        connection.execute(pragma)
    record.info[_IDENTITY] = before if before == identity_of(path) else None


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _bring_up_to_date(database: Database, *, kept: bool) -> None:
    """Create the tables, or migrate older ones, in one transaction; refuse what is not ours."""
    with database.reading() as connection:
        found = revision(connection, database.where)
    if found == migrations.HEAD:
        return
    if kept and found is not None and database.path is not None:
        before_migration(database.path, found)
    with _for_migration(database) as connection:
        found = revision(connection, database.where)
        if found is None:
            METADATA.create_all(connection)
            migrations.stamp(connection)
        elif found != migrations.HEAD:
            migrations.upgrade(connection)


@contextmanager
def _for_migration(database: Database) -> Iterator[Connection]:
    """Give the only writer. Tables may be rebuilt, so what refers to them is checked at the end, not in between."""
    with explained(database.where), database.engine.connect() as connection:
        if database.path is None:
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(7106418)"))
                yield connection
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.execution_options(write=True).begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise errors.damaged(database.where)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def revision(connection: Connection, where: str) -> str | None:
    """Tell which revision a database has; None: it is empty.

    Raises
    ------
    JournalError
        If it is newer than this program, or not a journal.
    """
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if "alembic_version" not in tables or profile.name not in tables:
        raise errors.foreign(where)
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found not in migrations.REVISIONS:
        raise errors.newer(where, str(found))
    return found


as_json = partial(json.dumps, ensure_ascii=False, allow_nan=False)
"""How tables go into a column: real JSON, so a number that is none is refused."""


def from_json(text: str) -> Any:
    """Return what a column holds; of the empty lists, which most repetitions have instead of faults, there are many."""
    return [] if text == "[]" else json.loads(text)
