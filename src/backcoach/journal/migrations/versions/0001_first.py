"""The first tables.

A migration says what the tables were at its time: it imports nothing from the rest of the journal.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY, NAME, MOMENT, MEASURE = sa.String(36), sa.String(80), sa.DateTime(timezone=True), sa.Float(53)


def upgrade() -> None:
    """Create everything."""
    _people()
    _practice()
    _details()
    _check_ins()


def _people() -> None:
    op.create_table(
        "profile",
        _own_key(),
        _column("name", NAME),
        _column("created_at", MOMENT),
        _column("settings", sa.JSON()),
    )


def _practice() -> None:
    op.create_table(
        "session",
        _own_key(),
        _owner("session", "profile"),
        _column("source", NAME),
        _column("routine", sa.JSON()),
        _column("engine_version", NAME),
        _column("started_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("outcome", NAME),
        sa.Column("effort", sa.Integer()),
    )
    _index("session", "profile_id", "started_at")
    op.create_table(
        "practice_set",
        _own_key(),
        _owner("practice_set", "session"),
        _column("position", sa.Integer()),
        _column("exercise", NAME),
        _column("exercise_version", sa.Integer()),
        _column("exercise_hash", NAME),
        _column("planned", sa.JSON()),
        _column("self_reported", sa.Boolean()),
        _column("started_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("outcome", NAME),
        _column("seen_s", MEASURE),
        _column("unsure_s", MEASURE),
        _column("lost_s", MEASURE),
        sa.Column("signal", sa.LargeBinary()),
    )
    _index("practice_set", "session_id")


def _details() -> None:
    _detail_table(
        "repetition",
        "index",
        sa.Column("side", NAME),
        _column("status", NAME),
        *(
            sa.Column(name, MEASURE)
            for name in ("start_s", "target_s", "release_s", "end_s", "hold_s", "range")
        ),
        _column("faults", sa.JSON()),
        _column("clean", sa.Boolean()),
        _column("self_reported", sa.Boolean()),
    )
    _detail_table(
        "hold",
        "number",
        sa.Column("start_s", MEASURE),
        sa.Column("end_s", MEASURE),
        sa.Column("side", NAME),
        sa.Column("what", NAME),
        _column("self_reported", sa.Boolean()),
    )
    _detail_table(
        "fault",
        "number",
        _column("id", NAME),
        _column("severity", NAME),
        sa.Column("start_s", MEASURE),
        sa.Column("end_s", MEASURE),
        sa.Column("side", NAME),
        sa.Column("phase", NAME),
    )


def _check_ins() -> None:
    op.create_table(
        "pain",
        _own_key(),
        _owner("pain", "profile"),
        _owner("pain", "session", nullable=True),
        _column("at", MOMENT),
        _column("when", NAME),
        _column("value", sa.Integer()),
        sa.Column("where", sa.Text()),
        sa.Column("exercise", NAME),
        sa.Column("then", sa.Text()),
    )
    _index("pain", "profile_id", "at")
    _index("pain", "session_id")
    op.create_table(
        "answers",
        _own_key(),
        _owner("answers", "profile"),
        _column("kind", NAME),
        _column("at", MOMENT),
        _column("answers", sa.JSON()),
        sa.Column("score", MEASURE),
    )
    _index("answers", "profile_id", "kind", "at")
    op.create_table(
        "decision",
        _own_key(),
        _owner("decision", "profile"),
        _column("at", MOMENT),
        _column("rule_id", NAME),
        sa.Column("exercise", NAME),
        _column("inputs", sa.JSON()),
        _column("sentence", sa.Text()),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
    )
    _index("decision", "profile_id", "at")


def _detail_table(name: str, number: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        _owner(name, "practice_set"),
        _column(number, sa.Integer(), autoincrement=False),
        *columns,
        sa.PrimaryKeyConstraint("practice_set_id", number, name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )


def _column(name: str, kind: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, **options)


def _own_key() -> sa.Column[Any]:
    return sa.Column("id", KEY, primary_key=True)


def _owner(table: str, owner: str, *, nullable: bool = False) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{owner}.id", name=f"fk_{table}_{owner}_id", ondelete="CASCADE")
    return sa.Column(f"{owner}_id", KEY, key, nullable=nullable)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
