"""What the coach asked for last: it decides what may be corrected, so that no correction contradicts a request.

The rule, which the tests know in their own words (`tests/benchmarks/test_no_contradiction.py`):

- While the coach asks for the way out of a hold, only what is judged on that way may be corrected. It asks so from the
  moment the dose is reached until the next target is reached, or the next repetition begins.
- What a whole repetition shows (its range) is said before the next one has reached its target, or not at all.
- Everything else may be corrected in the phases in which it is judged.
"""

from __future__ import annotations

from backcoach.exercises.model import Exercise, Fault
from backcoach.texts import Message


class Asking:
    """Keeps the last request of a set.

    Attributes
    ----------
    text : Message or None
        Its words: what stands on the screen until something else is asked.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.text: Message | None = None
        self._phases = [phase.name for phase in exercise.phases]
        self._kinds = [phase.kind for phase in exercise.phases]
        self._hold_kind = exercise.repetition.kind == "hold"
        self._left: str | None = None
        self._phase: str | None = None

    @property
    def out(self) -> bool:
        """Whether it asks for the way out of a hold."""
        return self._left is not None

    def to(self, text: Message | None) -> None:
        """Note what is asked, where that is not the way out of a hold."""
        self.text = text
        self._left = None

    def come_out(self, target: str | None, text: Message) -> None:
        """Note that it asks to leave a target."""
        self.text = text
        self._left = target or self._phases[-1]

    def reached(self, phase: str) -> None:
        """Note which phase the person is in."""
        self._phase = phase
        if self._kinds[self._phases.index(phase)] == "target" and phase != self._left:
            self._left = None

    def may_correct(self, fault: Fault) -> bool:
        """Whether a fault may be said and shown now."""
        if self._left is not None:
            return bool(fault.phases) and set(fault.phases) <= self._way_out()
        if fault.extreme:
            return self._phase is None or self._phases.index(self._phase) <= 1
        return True

    def _way_out(self) -> set[str]:
        """Return the phases between the target that is left and the next one."""
        assert self._left is not None
        if self._hold_kind:
            return set()
        after = self._phases.index(self._left) + 1
        return {self._phases[after]} if after < len(self._phases) else set()
