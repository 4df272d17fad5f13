"""What a person wants, from what a page says."""

from __future__ import annotations

from backcoach.coaching.actions import Action, Hurt
from backcoach.web.live.protocol import Hurting, Pressed, Told


def action_of(told: Told) -> Action | None:
    """Return what the session is asked to do; None if the message asks for nothing of it."""
    if isinstance(told, Pressed):
        return told.action
    if isinstance(told, Hurting):
        return Hurt(told.where or None, told.pain, told.then)
    return None
