"""The posture gate: is this person really in the position in which the exercise is done?

Only what is clearly seen opens or closes it: a limb that the pose model guesses is no evidence.
"""

from __future__ import annotations

from backcoach.exercises.model import Posture
from backcoach.tracking.measuring.conditions import Dwell, Read, is_met
from backcoach.tracking.measuring.features import SURE

ENTER_S = 0.3
LEAVE_S = 0.4
KNOWN_SHARE = 0.65
"""To enter, this share of the conditions must be seen (and none of them broken). Three of five may all be about the
trunk: that took a child's pose whose knees nobody saw."""


class PostureGate:
    """Opens when all conditions are met for a while; closes when one is broken, beyond its slack, for a while."""

    def __init__(self, rules: tuple[Posture, ...]) -> None:
        self._rules = rules
        self._entering, self._leaving = Dwell(), Dwell()
        self.open = False
        self.since_s = 0.0

    def close(self) -> None:
        """Shut the gate at once: the person was lost."""
        self.open = False
        self._entering.clear()
        self._leaving.clear()

    def update(self, read: Read, phase: str | None, time_s: float) -> bool:
        """Take in the current readings; return whether the gate opened or closed just now."""
        if self.open:
            broken = self._broken(read, phase)
            changed = self._leaving.lasts(broken, time_s, LEAVE_S)
            if changed:
                self.since_s = self._leaving.since_s
        else:
            changed = self._entering.lasts(self._entered(read), time_s, ENTER_S)
            if changed:
                self.since_s = self._entering.since_s
        if changed:
            self.open = not self.open
            self._entering.clear()
            self._leaving.clear()
        return changed

    @property
    def opening(self) -> bool:
        """Whether the posture looks right at this moment, though not yet for long enough to open the gate."""
        return not self.open and self._entering.since_s == self._entering.since_s

    def _entered(self, read: Read) -> bool | None:
        known = 0
        rules = [rule for rule in self._rules if not rule.phases]
        for rule in rules:
            met = is_met(rule, read, surely=SURE)
            if met is False:
                return False
            known += met is not None
        return True if known >= KNOWN_SHARE * len(rules) else None

    def _broken(self, read: Read, phase: str | None) -> bool | None:
        known = False
        for rule in self._rules:
            if rule.phases and phase not in rule.phases:
                continue
            met = is_met(rule, read, rule.slack, SURE)
            if met is False:
                return True
            known = known or met is not None
        return False if known else None
