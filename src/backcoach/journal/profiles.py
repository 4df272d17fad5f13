"""The people of a household, and how each of them likes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from backcoach.journal import errors, tables
from backcoach.journal.part import KINDS, Part, new_id, require
from backcoach.journal.values import Json, Profile

MOST_LETTERS = 80


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
        query = select(tables.profile.c.settings).where(tables.profile.c.id == profile_id)
        with self._database.reading() as connection:
            found = connection.execute(query).scalar()
        if found is None:
            raise errors.unknown(KINDS[tables.profile.name], profile_id)
        return dict(found)

    def save_settings(self, profile_id: str, settings: Mapping[str, Json]) -> None:
        """Replace a person's settings."""
        self._change_profile(profile_id, settings=dict(settings))

    def delete_profile(self, profile_id: str) -> None:
        """Delete a person and everything about them. Backups keep it until they are rotated away."""
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            connection.execute(delete(tables.profile).where(tables.profile.c.id == profile_id))
        self._database.empty_log()

    def _change_profile(self, profile_id: str, **values: Json) -> None:
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            connection.execute(update(tables.profile).where(tables.profile.c.id == profile_id).values(values))


def checked_name(name: str) -> str:
    """Return the name without blanks around it, or raise ValueError."""
    name = name.strip()
    if not 0 < len(name) <= MOST_LETTERS:
        raise ValueError(f"a name has 1 to {MOST_LETTERS} letters, this one has {len(name)}")
    if not name.isprintable():
        raise ValueError("a name holds letters, digits, blanks and punctuation only")
    return name
