"""The tables of the journal. What each column means is written in docs/reference/journal-tables.md.

Identifiers are random UUIDs, so that journals can be brought together without mixing anything up. A change here needs
a migration; a test compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

DIGITS = 3
"""Measured numbers are kept to the thousandth, as the JSON contract hands them over."""


class UtcMoment(TypeDecorator[datetime]):
    """A time of day in UTC. Only times that know their zone go in, and come out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse times without a zone: nobody could say later when they were."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        in_utc = value.astimezone(timezone.utc)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give it in UTC."""
        return None if value is None else value.astimezone(timezone.utc)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Give the zone back; a long journal has tens of thousands of moments, so SQLite's texts are read in one go."""
        return _in_utc if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _in_utc(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


class Measure(TypeDecorator[float]):
    """A measured number; NaN (not seen) is NULL in the table."""

    impl = Float(53)
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        """Round; what is not a number is not known."""
        return None if value is None or not math.isfinite(value) else round(float(value), DIGITS)

    def process_result_value(self, value: float | None, dialect: Dialect) -> float:
        """Not known is NaN."""
        return math.nan if value is None else value


ID = String(36)
NAME = String(80)

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _key() -> Column[str]:
    return Column("id", ID, primary_key=True)


def _owner(table: str, **options: Any) -> Column[str]:
    return Column(f"{table}_id", ID, ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False, **options)


profile = Table(
    "profile",
    METADATA,
    _key(),
    Column("name", NAME, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("settings", JSON, nullable=False),
)

session = Table(
    "session",
    METADATA,
    _key(),
    _owner("profile"),
    Column("source", NAME, nullable=False),
    Column("routine", JSON, nullable=False),
    Column("engine_version", NAME, nullable=False),
    Column("started_at", UtcMoment, nullable=False),
    Column("ended_at", UtcMoment),
    Column("outcome", NAME),
    Column("effort", Integer),
    Index(None, "profile_id", "started_at"),
)

practice_set = Table(
    "practice_set",
    METADATA,
    _key(),
    _owner("session", index=True),
    Column("position", Integer, nullable=False),
    Column("exercise", NAME, nullable=False),
    Column("exercise_version", Integer, nullable=False),
    Column("exercise_hash", NAME, nullable=False),
    Column("planned", JSON, nullable=False),
    Column("self_reported", Boolean, nullable=False),
    Column("started_at", UtcMoment, nullable=False),
    Column("ended_at", UtcMoment),
    Column("outcome", NAME),
    Column("seen_s", Measure, nullable=False),
    Column("unsure_s", Measure, nullable=False),
    Column("lost_s", Measure, nullable=False),
    Column("signal", LargeBinary),
)

repetition = Table(
    "repetition",
    METADATA,
    _owner("practice_set", primary_key=True),
    Column("index", Integer, primary_key=True, autoincrement=False),
    Column("side", NAME),
    Column("status", NAME, nullable=False),
    Column("start_s", Measure),
    Column("target_s", Measure),
    Column("release_s", Measure),
    Column("end_s", Measure),
    Column("hold_s", Measure),
    Column("range", Measure),
    Column("faults", JSON, nullable=False),
    Column("clean", Boolean, nullable=False),
    Column("self_reported", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

hold = Table(
    "hold",
    METADATA,
    _owner("practice_set", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("start_s", Measure),
    Column("end_s", Measure),
    Column("side", NAME),
    Column("what", NAME),
    Column("self_reported", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

fault = Table(
    "fault",
    METADATA,
    _owner("practice_set", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", NAME, nullable=False),
    Column("severity", NAME, nullable=False),
    Column("start_s", Measure),
    Column("end_s", Measure),
    Column("side", NAME),
    Column("phase", NAME),
    sqlite_with_rowid=False,
)

tally = Table(
    "tally",
    METADATA,
    Column("profile_id", ID, primary_key=True),
    Column("begun_at", UtcMoment, primary_key=True),
    _owner("practice_set", primary_key=True, index=True),
    Column("side", NAME, primary_key=True),
    Column("source", NAME, nullable=False),
    Column("exercise", NAME, nullable=False),
    *(
        Column(name, Integer, nullable=False)
        for name in ("counted", "unsure", "clean", "self_reported", "faults", "warnings", "ranges")
    ),
    *(Column(name, Float(53), nullable=False) for name in ("range_sum", "hold_s", "longest_hold_s")),
    Index(
        "ix_tally_in_groups",
        "profile_id",
        "exercise",
        "side",
        "begun_at",
        "source",
        "counted",
        "unsure",
        "clean",
        "self_reported",
        "range_sum",
        "ranges",
        "hold_s",
        "longest_hold_s",
        "faults",
        "warnings",
    ),
    sqlite_with_rowid=False,
)
"""What the three tables above come to for each side of a set (``""``: no side). Derived: see tallies.py.

It says itself whose set it was, in which session and of what, and lies in the order of time: years are added up in one
go, without a look at the sessions and sets. The index holds all sums once more, in the order of the groups in which a
long stretch of time is added up: nothing has to be sorted.
"""

pain = Table(
    "pain",
    METADATA,
    _key(),
    _owner("profile"),
    Column("session_id", ID, ForeignKey("session.id", ondelete="CASCADE"), index=True),
    Column("at", UtcMoment, nullable=False),
    Column("when", NAME, nullable=False),
    Column("value", Integer, nullable=False),
    Column("where", Text),
    Column("exercise", NAME),
    Column("then", Text),
    Index(None, "profile_id", "at"),
)

answers = Table(
    "answers",
    METADATA,
    _key(),
    _owner("profile"),
    Column("kind", NAME, nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("score", Measure),
    Index(None, "profile_id", "kind", "at"),
)

decision = Table(
    "decision",
    METADATA,
    _key(),
    _owner("profile"),
    Column("at", UtcMoment, nullable=False),
    Column("rule_id", NAME, nullable=False),
    Column("exercise", NAME),
    Column("inputs", JSON, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Index(None, "profile_id", "at"),
)
