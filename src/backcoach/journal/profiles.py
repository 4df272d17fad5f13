"""The people of a household, and how each of them likes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection, Update, delete, insert, select, update

from backcoach.journal import errors, tables
from backcoach.journal.part import KINDS, Part, new_id, require
from backcoach.journal.values import Json, Profile, checked_name


class Profiles(Part):
    """People and their settings."""

    def profiles(self) -> tuple[Profile, ...]:
        """Return everybody, in the order in which they were added."""
        row = tables.profile.c
        query = select(row.id, row.name, row.created_at).order_by(row.created_at, row.id)
        with self._database.reading() as connection:
            return tuple(Profile(*found) for found in connection.execute(query))

    def add_profile(
        self, name: str, *, created_at: datetime, settings: Mapping[str, Json] | None = None
    ) -> Profile:
        """Add a person.

        Raises
        ------
        ValueError
            If the name is empty, longer than 80 letters or cannot be printed, or the moment has no time zone.
        """
        added = Profile(new_id(), checked_name(name), created_at)
        with self._database.writing() as connection:
            connection.execute(
                insert(tables.profile).values(
                    id=added.id, name=added.name, created_at=created_at, settings=dict(settings or {})
                )
            )
        return added

    def rename_profile(self, profile_id: str, name: str) -> None:
        """Give a person another name; errors as in `add_profile`, and JournalError if there is no such person."""
        self._change_profile(profile_id, name=checked_name(name))

    def settings(self, profile_id: str) -> dict[str, Json]:
        """Return a person's settings, as they were saved; empty at first."""
        with self._database.reading() as connection:
            return _settings(connection, profile_id)

    def change_settings(
        self, profile_id: str, change: Callable[[dict[str, Json]], Mapping[str, Json]]
    ) -> dict[str, Json]:
        """Change some of a person's settings in one step, and return them all: nobody's change is overwritten.

        Parameters
        ----------
        change : callable
            Gets the settings as they are at this moment and returns those that are to be others, by name; the rest
            stays. It must not use the journal, which waits for it.
        """
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            kept = _settings(connection, profile_id)
            new = {**kept, **change(dict(kept))}
            if new != kept:
                connection.execute(_update(profile_id, settings=new))
        return new

    def save_settings(self, profile_id: str, settings: Mapping[str, Json]) -> None:
        """Replace all of a person's settings, whatever they were; to change some, see `change_settings`."""
        self._change_profile(profile_id, settings=dict(settings))

    def delete_profile(self, profile_id: str) -> bool:
        """Delete a person and everything about them. Backups keep it until they are rotated away.

        Returns
        -------
        bool
            Whether nothing of it is left in the journal's files; see `finish_deleting`.
        """
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            connection.execute(delete(tables.profile).where(tables.profile.c.id == profile_id))
        return self._database.empty_log()

    def _change_profile(self, profile_id: str, **values: Json) -> None:
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            connection.execute(_update(profile_id, **values))


def _update(profile_id: str, **values: Json) -> Update:
    return update(tables.profile).where(tables.profile.c.id == profile_id).values(values)


def _settings(connection: Connection, profile_id: str) -> dict[str, Json]:
    query = select(tables.profile.c.settings).where(tables.profile.c.id == profile_id)
    found = connection.execute(query).scalar()
    if found is None:
        raise errors.unknown(KINDS[tables.profile.name], profile_id)
    return dict(found)
