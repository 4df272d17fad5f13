"""Parts of the documentation that are drawn from the live session: its table of transitions, and its one voice."""

from __future__ import annotations

from docs_text import table

from backcoach.coaching.transitions import ACTIVE, TABLE, described
from backcoach.coaching.voice import GIVES_WAY, PATIENCE_S, RANK


def render_session_diagram() -> str:
    """Return the way of a routine as a diagram: without pause, loss, pain, back, skip and stop."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> camera_check"]
    for row in TABLE:
        inside = [s for s in row.states if s in ACTIVE]
        if (
            row.then.startswith("(")
            or row.then in ("paused", "lost", "hurt")
            or len(inside) > 1
            or not inside
        ):
            continue
        lines.append(f"    {inside[0]} --> {row.then}: {row.signal.value}")
    return "\n".join([*lines, "    finished --> [*]", "```"])


def render_session_transitions() -> str:
    """Return the whole table."""
    rows = [(now, when, then, effect) for now, when, then, effect in described()]
    return table(["now in", "when", "then in", "and"], rows)


def render_voice() -> str:
    """Return who is heard first, and who may cut off whom."""
    rows = [
        (kind, f"{PATIENCE_S[kind]:g}", ", ".join(k for k in RANK if k in GIVES_WAY[kind]) or "nothing")
        for kind in sorted(RANK, key=lambda kind: RANK[kind])
    ]
    return table(["kind", "waits at most s", "cuts off"], rows)
