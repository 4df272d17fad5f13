import math

from backcoach.exercises.model import Posture
from backcoach.tracking.counting.posture import ENTER_S, LEAVE_S, PostureGate
from tests.tracking.hand_made import reader

NAN = math.nan
LEVEL = Posture(feature="tilt", below=30.0, slack=10.0)
BENT = Posture(feature="knee", below=120.0, slack=10.0)
DOWN = Posture(feature="arm", below=-40.0, slack=10.0)
RULES = (LEVEL, BENT, DOWN)

GOOD = {"tilt": 0.0, "knee": 90.0, "arm": -80.0}
ALMOST = GOOD | {"knee": 125.0}
BAD = GOOD | {"tilt": 80.0}


class Door:
    """A gate and a clock; ``see`` tells whether the gate is open after a stretch of one look."""

    def __init__(self, *rules):
        self.gate = PostureGate(rules or RULES)
        self.time_s = 0.0
        self.changes = []

    def see(self, values, for_s=0.2, confidence=1.0, phase=None):
        for _ in range(round(for_s * 20)):
            self.time_s += 0.05
            if self.gate.update(reader(confidence, **values), phase, self.time_s):
                self.changes.append((round(self.time_s, 2), round(self.gate.since_s, 2)))
        return self.gate.open


def test_it_opens_after_a_while_and_says_since_when():
    door = Door()
    assert not door.see(GOOD)
    assert door.gate.opening
    assert door.see(GOOD)
    assert not door.gate.opening
    (changed_s, since_s), = door.changes  # fmt: skip
    assert since_s == 0.05
    assert changed_s - since_s >= ENTER_S - 1e-9


def test_one_broken_condition_keeps_it_shut():
    assert not Door().see(BAD, for_s=2.0)


def test_it_does_not_open_within_the_slack_but_stays_open_there():
    door = Door()
    assert not door.see(ALMOST, for_s=2.0)
    door.see(GOOD, for_s=1.0)
    assert door.see(ALMOST, for_s=2.0)


def test_a_flicker_does_not_close_it_a_while_does():
    door = Door()
    door.see(GOOD, for_s=1.0)
    assert door.see(BAD)
    assert door.see(GOOD)
    assert door.see(BAD), "each break begins anew"
    assert not door.see(BAD, for_s=LEAVE_S)
    assert door.changes[-1] == (1.85, 1.45), "shut since the first broken moment"


def test_what_is_not_clearly_seen_neither_opens_nor_closes_it():
    door = Door()
    assert not door.see(GOOD, for_s=2.0, confidence=0.4)
    door.see(GOOD, for_s=1.0)
    assert door.see(BAD, for_s=2.0, confidence=0.4)


def test_two_of_three_known_conditions_are_enough_one_is_not():
    assert Door().see(GOOD | {"arm": NAN}, for_s=1.0)
    assert not Door().see(GOOD | {"arm": NAN, "knee": NAN}, for_s=1.0)


def test_a_rule_for_a_phase_holds_in_that_phase_only():
    still = Posture(feature="arm", below=-40.0, slack=0.0, phases=("hold",))
    door = Door(LEVEL, BENT, still)
    lifted = GOOD | {"arm": 20.0}
    assert door.see(lifted, for_s=1.0), "not asked for when taking up the position"
    assert door.see(lifted, for_s=1.0, phase="reach")
    assert not door.see(lifted, for_s=0.5, phase="hold")


def test_closing_by_force_asks_for_the_position_anew():
    door = Door()
    door.see(GOOD, for_s=1.0)
    door.gate.close()
    assert not door.gate.open
    assert not door.see(GOOD)
    assert door.see(GOOD)
