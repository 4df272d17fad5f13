"""The people of a household, and how each of them likes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection, Update, delete, select, update

from backcoach.journal import tables
from backcoach.journal.section import Section, add_row, require, unknown
from backcoach.journal.values import Person, checked_name
from backcoach.journal.work import Json


class People(Section):
    """Who practises here, and their settings."""

    def all(self) -> tuple[Person, ...]:
        """Return everybody.

        Returns
        -------
        tuple of Person
            In the order in which they were added.
        """
        row = tables.profile.c
        query = select(row.id, row.name, row.created_at).order_by(row.created_at, row.id)
        with self._database.reading() as connection:
            return tuple(Person(*found) for found in connection.execute(query))

    def add(self, name: str, *, created_at: datetime, settings: Mapping[str, Json] | None = None) -> Person:
        """Add a person.

        Parameters
        ----------
        name : str
            As the person wants to be called: 1 to 80 letters; blanks around it are taken away.
        created_at : datetime
            Now, with a time zone.
        settings : mapping, optional
            See `settings`; none at first.

        Returns
        -------
        Person
            With the new identifier.

        Raises
        ------
        ValueError
            If the name is empty, longer than 80 letters or cannot be printed, or the moment has no time zone.
        """
        called = checked_name(name)
        with self._database.writing() as connection:
            key = add_row(
                connection, tables.profile, name=called, created_at=created_at, settings=dict(settings or {})
            )
        return Person(key, called, created_at)

    def rename(self, profile_id: str, name: str) -> None:
        """Give a person another name.

        Parameters
        ----------
        profile_id : str
            Whom.
        name : str
            As for `add`.

        Raises
        ------
        JournalError
            If there is no such person.
        ValueError
            As for `add`.
        """
        new = checked_name(name)
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            connection.execute(_update(profile_id, name=new))

    def settings(self, profile_id: str) -> dict[str, Json]:
        """Return a person's settings.

        Parameters
        ----------
        profile_id : str
            Whose.

        Returns
        -------
        dict
            What JSON can say, by name, as it was saved; empty at first.

        Raises
        ------
        JournalError
            If there is no such person.
        """
        with self._database.reading() as connection:
            return _settings(connection, profile_id)

    def change_settings(
        self, profile_id: str, change: Callable[[dict[str, Json]], Mapping[str, Json]]
    ) -> dict[str, Json]:
        """Change some of a person's settings in one step: nobody's change is overwritten.

        Parameters
        ----------
        profile_id : str
            Whose.
        change : callable
            Gets the settings as they are at this moment and returns those that are to be others, by name; the rest
            stays. It must not use the journal, which waits for it.

        Returns
        -------
        dict
            All settings after the change.

        Raises
        ------
        JournalError
            If there is no such person.
        """
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            kept = _settings(connection, profile_id)
            new = {**kept, **change(dict(kept))}
            if new != kept:
                connection.execute(_update(profile_id, settings=new))
        return new

    def delete(self, profile_id: str) -> bool:
        """Delete a person and everything about them. Backups keep it until they are rotated away.

        Parameters
        ----------
        profile_id : str
            Whom.

        Returns
        -------
        bool
            Whether nothing of it is left in the journal's files; see `Files.finish_deleting`.

        Raises
        ------
        JournalError
            If there is no such person.
        """
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            connection.execute(delete(tables.profile).where(tables.profile.c.id == profile_id))
        return self._database.empty_log()


def _update(profile_id: str, **values: Json) -> Update:
    return update(tables.profile).where(tables.profile.c.id == profile_id).values(values)


def _settings(connection: Connection, profile_id: str) -> dict[str, Json]:
    query = select(tables.profile.c.settings).where(tables.profile.c.id == profile_id)
    found = connection.execute(query).scalar()
    if found is None:
        raise unknown(tables.profile, profile_id)
    return dict(found)
