"""A whole routine without a touch: a pause by hand, a word for "next", "it hurts" with its questions, the end.

What is heard is a press, as the recogniser of words makes one of it; what is seen is a hand in the landmarks.
"""

from __future__ import annotations

from dataclasses import replace

from backcoach.coaching.outputs import HurtReported, SessionEnded, ToldAfter
from backcoach.coaching.planned import Habits
from backcoach.coaching.session import Session
from backcoach.mannequin import Camera, Life, RaisedHand, simulate
from tests.coaching.puppet import FPS, Puppet, drive, of_kind, planned

ROUTINE = [planned("glute_bridge", 2), planned("cat_camel", 1), planned("child_pose", 1, hold_s=6.0)]
PAUSE_AFTER = 1
"""So many repetitions of the first set are done before the hand is raised."""


class Person(Puppet):
    """Does what the screen says; raises a hand after a repetition, and once more when it is paused."""

    def __init__(self):
        super().__init__(ROUTINE)
        raised = simulate(
            Life("rest_supine_bent", 5.0), camera=Camera(fps=FPS), hands=[RaisedHand(0.5, "left")]
        )
        self._raised = list(raised.frames)
        self._hand = None
        self._hands = 0
        self._since_s = None

    def frame(self, time_s, screen):
        wanted = screen.state == "work" and screen.count >= PAUSE_AFTER and self._hands == 0
        again = screen.state == "paused" and self._hands == 1
        if again and self._since_s is None:
            self._since_s = time_s
        if self._hand is None and (wanted or (again and time_s - self._since_s > 4)):
            self._hand, self._hands = 0, self._hands + 1
        if self._hand is None:
            return super().frame(time_s, screen)
        seen = replace(self._raised[self._hand], time_s=time_s)
        self._hand = None if self._hand + 1 >= len(self._raised) else self._hand + 1
        return seen


class Heard:
    """Says "next" in the second exercise, "it hurts" in the third, and answers what is asked then."""

    def __init__(self):
        self.said = []
        self._asked = None
        self._since_s = 0.0

    def __call__(self, time_s, session):
        screen, word = session.screen, None
        if screen.question is not None:
            key = (screen.question.id, screen.turn)
            if self._asked != key:
                self._asked, self._since_s = key, time_s
            elif time_s - self._since_s > 1.5:
                word, self._asked = "yes" if screen.question.id in YES else "no", None
        elif screen.exercise == "cat_camel" and screen.state in (
            "introduction",
            "position",
            "countdown",
            "work",
        ):
            word = "skip"
        elif screen.exercise == "child_pose" and screen.state == "work" and "hurt" not in self.said:
            word = "hurt"
        if word is None or word not in session.actions:
            return []
        self.said.append(word)
        return session.act(word, time_s)


YES = {"slight", "easier", "easy", "no_pain"}
"""The questions that are answered with yes."""


def test_a_whole_routine_without_a_touch():
    session, heard = Session(ROUTINE, "camera", Habits(introductions=False)), Heard()
    log = drive(session, Person().frame, 400.0, act=heard)
    assert session.finished
    states = [state for _, state, _ in log]
    assert "paused" in states
    assert "hurt" in states
    assert "skip" in heard.said
    assert "hurt" in heard.said
    (hurt,) = of_kind(log, HurtReported)
    assert (hurt.exercise, hurt.pain, hurt.then) == ("child_pose", 2, "easier")
    assert [o.outcome for o in of_kind(log, SessionEnded)] == ["done"]
    assert {(o.pain, o.effort) for o in of_kind(log, ToldAfter)} == {(0, None), (None, 2)}
