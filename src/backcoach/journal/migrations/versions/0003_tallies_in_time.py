"""Let each tally say whose it is, when and of what, and lie in the order of time: years are added up in one go."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WHOLE = ("counted", "unsure", "clean", "self_reported", "faults", "warnings", "ranges")
PARTS = ("range_sum", "hold_s", "longest_hold_s")
SUMS = ", ".join((*WHOLE, *PARTS))

FILL = f"""
INSERT INTO tally (profile_id, begun_at, practice_set_id, side, source, exercise, {SUMS})
SELECT session.profile_id, session.started_at, practice_set_id, side, session.source, practice_set.exercise,
       {", ".join(f"tally_before.{name}" for name in (*WHOLE, *PARTS))}
FROM tally_before
JOIN practice_set ON practice_set.id = tally_before.practice_set_id
JOIN session ON session.id = practice_set.session_id
ORDER BY session.profile_id, session.started_at
"""


def upgrade() -> None:
    """Put the sums into the new table; beside one another the two would need different names for their keys."""
    op.execute(f"CREATE TABLE tally_before AS SELECT practice_set_id, side, {SUMS} FROM tally")
    op.drop_table("tally")
    _create()
    op.execute(FILL)
    op.drop_table("tally_before")


def _create() -> None:
    owner = sa.ForeignKey("practice_set.id", name="fk_tally_practice_set_id", ondelete="CASCADE")
    key = ("profile_id", "begun_at", "practice_set_id", "side")
    op.create_table(
        "tally",
        sa.Column("profile_id", sa.String(36), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("practice_set_id", sa.String(36), owner, nullable=False),
        sa.Column("side", sa.String(80), nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("exercise", sa.String(80), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in WHOLE),
        *(sa.Column(name, sa.Float(53), nullable=False) for name in PARTS),
        sa.PrimaryKeyConstraint(*key, name="pk_tally"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tally_practice_set_id", "tally", ["practice_set_id"])
    grouped = ("profile_id", "exercise", "side", "begun_at", "source")
    sums = ("counted", "unsure", "clean", "self_reported", "range_sum", "ranges", "hold_s", "longest_hold_s")
    op.create_index("ix_tally_in_groups", "tally", [*grouped, *sums, "faults", "warnings"])
