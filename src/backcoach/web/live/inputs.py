"""What a person wants, from what a page says."""

from __future__ import annotations

from backcoach.coaching.actions import Action, HurtAnswer
from backcoach.web.live.protocol import FromPage, HurtMessage, Pressed


def action_of(told: FromPage) -> Action | None:
    """Return what the session is asked to do; None if the message asks for nothing of it."""
    if isinstance(told, Pressed):
        return told.action
    if isinstance(told, HurtMessage):
        return HurtAnswer(told.where or None, told.pain, told.then)
    return None
