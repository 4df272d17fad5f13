"""What a person wants, from what a page says."""

from __future__ import annotations

from backcoach.coaching.actions import Action, HurtAnswer, Number
from backcoach.web.live.protocol import FromPage, HurtMessage, NumberMessage, Pressed


def action_of(told: FromPage) -> Action | None:
    """Return what the session is asked to do; None if the message asks for nothing of it."""
    if isinstance(told, Pressed):
        return told.action
    if isinstance(told, HurtMessage):
        return HurtAnswer(told.where or None, told.pain, told.then)
    if isinstance(told, NumberMessage):
        return Number(told.value)
    return None
