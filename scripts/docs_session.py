"""Parts of the documentation that are drawn from the live session: its table of transitions, and its one voice."""

from __future__ import annotations

from docs_text import table

from backcoach.coaching.transitions import described
from backcoach.coaching.voice import GIVES_WAY, PATIENCE_S, RANK


def render_session_transitions() -> str:
    """Return the whole table; what leads from one state to the same next one, with the same effect, is one row."""
    rows: dict[tuple[str, str, str], list[str]] = {}
    for now, when, then, effect in described():
        rows.setdefault((now, then, effect), []).append(when)
    lines = [(now, "; or ".join(whens), then, effect) for (now, then, effect), whens in rows.items()]
    return table(["now in", "when", "then in", "and"], lines)


def render_voice() -> str:
    """Return who is heard first, and who may cut off whom."""
    rows = [
        (kind, f"{PATIENCE_S[kind]:g}", ", ".join(k for k in RANK if k in GIVES_WAY[kind]) or "nothing")
        for kind in sorted(RANK, key=lambda kind: RANK[kind])
    ]
    return table(["kind", "waits at most s", "cuts off"], rows)
