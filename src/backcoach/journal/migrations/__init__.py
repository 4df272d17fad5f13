"""Bringing an older journal up to this program's tables. Alembic is loaded only when there is something to do."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Connection, text

REVISIONS = ("0001", "0002", "0003")
"""All revisions, oldest first; a test compares them with the files in ``versions``."""

HEAD = REVISIONS[-1]


def stamp(connection: Connection) -> None:
    """Write down that the tables are those of this program."""
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": HEAD})


def upgrade(connection: Connection) -> None:
    """Run what is missing, inside the transaction that the caller has begun."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("backcoach.journal") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
