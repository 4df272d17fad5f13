"""Keep each set's tally beside its repetitions, so that years of sets are read in a moment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

FILL = """
INSERT INTO tally (practice_set_id, side, counted, unsure, clean, self_reported, faults, warnings, ranges, range_sum,
                   hold_s, longest_hold_s)
SELECT practice_set_id, side, SUM(counted), SUM(unsure), SUM(clean), SUM(self_reported), SUM(faults), SUM(warnings),
       SUM(ranges), SUM(range_sum), SUM(hold_s), MAX(hold_s)
FROM (
  SELECT practice_set_id, COALESCE(side, '') AS side,
         CASE WHEN status = 'counted' THEN 1 ELSE 0 END AS counted,
         CASE WHEN status = 'unsure' THEN 1 ELSE 0 END AS unsure,
         CASE WHEN clean THEN 1 ELSE 0 END AS clean,
         CASE WHEN status = 'counted' AND self_reported THEN 1 ELSE 0 END AS self_reported,
         0 AS faults, 0 AS warnings,
         CASE WHEN status = 'counted' AND "range" IS NOT NULL THEN 1 ELSE 0 END AS ranges,
         CASE WHEN status = 'counted' AND "range" IS NOT NULL THEN "range" ELSE 0.0 END AS range_sum,
         0.0 AS hold_s
  FROM repetition
  UNION ALL
  SELECT practice_set_id, COALESCE(side, ''), 0, 0, 0, 0, 0, 0, 0, 0.0, COALESCE(end_s - start_s, 0.0) FROM hold
  UNION ALL
  SELECT practice_set_id, COALESCE(side, ''), 0, 0, 0, 0,
         CASE WHEN severity = 'fault' THEN 1 ELSE 0 END, CASE WHEN severity = 'warning' THEN 1 ELSE 0 END,
         0, 0.0, 0.0
  FROM fault
) AS parts
GROUP BY practice_set_id, side
"""


def upgrade() -> None:
    """Create the table and add up what there is."""
    whole = ("counted", "unsure", "clean", "self_reported", "faults", "warnings", "ranges")
    owner = sa.ForeignKey("practice_set.id", name="fk_tally_practice_set_id", ondelete="CASCADE")
    op.create_table(
        "tally",
        sa.Column("practice_set_id", sa.String(36), owner, nullable=False),
        sa.Column("side", sa.String(80), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in whole),
        *(
            sa.Column(name, sa.Float(53), nullable=False)
            for name in ("range_sum", "hold_s", "longest_hold_s")
        ),
        sa.PrimaryKeyConstraint("practice_set_id", "side", name="pk_tally"),
        sqlite_with_rowid=False,
    )
    op.execute(FILL)
