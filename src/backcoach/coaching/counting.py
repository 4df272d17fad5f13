"""What is done of a set, what is missing, and whose turn it is; a set may be done twice in a session."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from backcoach.coaching.planned import Done, PlannedSet
from backcoach.tracking.summary import Repetition, Side

Verdict = Literal["counted", "short", "unsure", "unfinished", "other_side", "credited"]
"""What a repetition means for the dose. ``credited``: the hold was counted when its clock reached the dose."""

ENOUGH_SHARE = 0.8
"""A hold of this part of its dose counts (the exercise files call less "left early")."""

MAX_SHORT = 2
"""So many short holds are asked again; whoever cannot hold longer has done enough with the next ones."""

MIN_UNSEEN = 3
"""At least so many repetitions in a row must be unsure before what is missing is let go."""


class Count:
    """Keeps the count of one planned set, for each side.

    Parameters
    ----------
    planned : PlannedSet
    done : Done, optional
        What was done before a session broke off.
    """

    def __init__(self, planned: PlannedSet, done: Done | None = None) -> None:
        self.planned = planned
        self.sides: tuple[Side | None, ...] = (None,)
        if planned.exercise.sides != "none":
            self.sides = tuple(dict.fromkeys(planned.sides)) or ("left", "right")
        self.side = self.sides[0]
        before = dict(done.by_side) if done else {}
        self.counted: dict[Side | None, int] = {side: before.get(side, 0) for side in self.sides}
        self.goal = dict.fromkeys(self.sides, planned.repetitions)
        if done and done.finished:
            self.goal = {side: min(self.goal[side], self.counted[side]) for side in self.sides}
        self.unsure = 0
        self.self_reported = 0
        self.faults: dict[str, int] = {}
        self.next_index = done.remembered if done else 0
        self._short: dict[Side | None, int] = dict.fromkeys(self.sides, 0)
        self._shown_from = dict.fromkeys(self.sides, 0)
        self._unsure_here = 0
        self._credited = self._excused = False
        self._take_turn()

    # --- what is asked ------------------------------------------------------------------------------------------

    def missing(self, side: Side | None) -> int:
        """Return how many repetitions are still asked for on a side."""
        return max(0, self.goal[side] + self._short[side] - self.counted[side])

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not any(self.missing(side) for side in self.sides)

    @property
    def side_over(self) -> bool:
        """Whether the present side is done."""
        return self.complete if self.alternating else not self.missing(self.side)

    @property
    def alternating(self) -> bool:
        """Whether the sides take turns after each repetition."""
        return self.planned.exercise.sides == "alternating" and len(self.sides) > 1

    @property
    def begun(self) -> bool:
        """Whether anything is done."""
        return any(self.counted.values())

    @property
    def shown(self) -> tuple[int, int]:
        """Return the count and the number to reach: of the present side; of both where they take turns."""
        sides = self.sides if self.alternating else (self.side,)
        count = sum(self.counted[s] - self._shown_from[s] for s in sides)
        return count, count + sum(self.missing(s) for s in sides)

    @property
    def total(self) -> int:
        """All counted repetitions, of all sides."""
        return sum(self.counted.values())

    # --- what is done -------------------------------------------------------------------------------------------

    def add(self, repetition: Repetition, *, self_reported: bool = False) -> Verdict:
        """Take in a repetition that is over."""
        for fault in repetition.faults:
            self.faults[fault] = self.faults.get(fault, 0) + 1
        side = repetition.side if self.sides != (None,) else None
        credited, self._credited = self._credited, False
        if credited:
            return "credited"
        if repetition.status == "unfinished":
            return "unfinished"
        if side not in self.counted:
            return "other_side"
        if repetition.status == "unsure":
            self._note_unsure()
            return "unsure"
        self._one_more(side, self_reported)
        # What the person says is done is done: nobody saw how long it was held.
        excused, self._excused = self._excused, False
        if not self_reported and not excused and self._is_short(repetition):
            self._short[side] += 1
            return "short"
        return "counted"

    def credit_hold(self) -> None:
        """Count the running hold, whose clock has reached the dose; the repetition itself ends later."""
        if not self._credited:
            self._credited = True
            self._one_more(None if self.sides == (None,) else self.side, self_reported=False)

    @property
    def credited(self) -> bool:
        """Whether the running hold is already counted."""
        return self._credited

    def excuse_short(self) -> None:
        """Ask no more for what was held too short: the coach itself ended the hold."""
        self._excused = True

    def settle(self) -> None:
        """Forget the running hold: the tracker that would have ended it is gone."""
        self._credited = False

    def switch(self) -> None:
        """Go on to a side on which something is missing."""
        self._unsure_here = 0
        others = [s for s in self.sides if s != self.side and self.missing(s)]
        if others:
            self.side = others[0]

    def adopt(self, side: Side | None) -> bool:
        """Take the side that the person really does, if it is asked for; return whether that is another one."""
        if side == self.side or side not in self.counted or not self.missing(side):
            return False
        self.side = side
        return True

    def again(self) -> None:
        """Begin the set anew if it is complete: as many again, on top of what is done."""
        if self.complete:
            self._shown_from = dict(self.counted)
            self.goal = {side: self.counted[side] + self.planned.repetitions for side in self.sides}
            self._short = dict.fromkeys(self.sides, 0)
        self._unsure_here = 0
        self._take_turn()

    def make_easier(self) -> None:
        """Halve the dose: what is missing becomes half or less, alike on both sides, and the hold time half.

        The plan says so afterwards, so that a session which breaks off goes on with the easier dose.
        """
        missing = {
            s: self.counted[s] - self._short[s] + -(-self.missing(s) // 2)
            for s in self.sides
            if self.missing(s)
        }
        least_s = self.planned.exercise.repetition.min_hold_s
        hold_s = max(self.planned.hold_s / 2, least_s) if self.planned.hold_s else 0.0
        easier = self.planned.exercise.easier
        self.planned = replace(
            self.planned,
            hold_s=min(hold_s, self.planned.hold_s),
            repetitions=min(missing.values(), default=self.planned.repetitions),
            variant=easier[0].id if easier else self.planned.variant,
        )
        self.goal.update(dict.fromkeys(missing, self.planned.repetitions))

    def _note_unsure(self) -> None:
        """Ask for no more where as many in a row as are missing could not be seen: they were probably done."""
        self.unsure += 1
        self._unsure_here += 1
        sides = self.sides if self.alternating else (self.side,)
        if self._unsure_here >= max(MIN_UNSEEN, sum(self.missing(s) for s in sides)):
            self.goal.update({s: self.counted[s] - self._short[s] for s in sides})

    def _one_more(self, side: Side | None, self_reported: bool) -> None:
        self.counted[side] += 1
        self.self_reported += self_reported
        self._unsure_here = 0
        if self.alternating:
            self.side = side
            self.switch()

    def _is_short(self, repetition: Repetition) -> bool:
        if self.planned.exercise.repetition.kind != "hold" or sum(self._short.values()) >= MAX_SHORT:
            return False
        return repetition.hold_s < ENOUGH_SHARE * self.planned.hold_s

    def _take_turn(self) -> None:
        """Begin with the side that was begun, else with the first on which something is missing."""
        begun = [s for s in self.sides if self.counted[s] and self.missing(s)]
        self.side = next(iter(begun or [s for s in self.sides if self.missing(s)]), self.sides[0])
