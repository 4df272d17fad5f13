"""The simulated person who does what the coach's screen says."""

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import pytest

from backcoach import Tracker, load_exercise
from backcoach.coaching.planned import Habits, PlannedSet
from backcoach.coaching.screen import Screen
from backcoach.coaching.session import Session
from backcoach.demo import Performer
from backcoach.demo.mistakes import mistake_of
from backcoach.exercises.catalogue import Catalogue
from backcoach.texts import Message
from backcoach.tracking.events import FaultStarted, RepetitionEnded

FPS = 15
ALL = sorted(Catalogue())


@dataclass
class SimpleCoach:
    """Shows what a tracker sees, for one set; cues the first fault if it is told to."""

    exercise: object
    hold_s: float
    side: str | None = None
    cues: bool = True
    state: str = "work"
    count: int = 0
    cue: Message | None = None
    events: list = field(default_factory=list)

    def __post_init__(self):
        self.tracker = Tracker(self.exercise)

    def screen(self):
        stay_s = self.tracker.state.stay_s
        return Screen(
            self.state, Message(""), exercise=self.exercise.id, count=self.count, planned=50, side=self.side,
            hold_s=stay_s, hold_planned_s=self.hold_s, cue=self.cue,
        )  # fmt: skip

    def see(self, frame):
        for event in self.tracker.feed(frame):
            self.events.append(event)
            if isinstance(event, RepetitionEnded) and event.repetition.status == "counted":
                self.count += 1
            if self.cues and isinstance(event, FaultStarted) and event.severity == "fault":
                self.cue = Message(next(f.cue for f in self.exercise.faults if f.id == event.id))

    def faults(self):
        return [e.id for e in self.events if isinstance(e, FaultStarted) and e.severity == "fault"]


def perform(name, seconds, repetitions=10, seed=0, **coach):
    exercise = load_exercise(name)
    hold_s = exercise.dose.hold_s and 3.0
    exercise = replace(exercise, dose=replace(exercise.dose, hold_s=hold_s))
    coach = SimpleCoach(exercise, hold_s, **coach)
    performer = Performer([PlannedSet(exercise, repetitions, coach.hold_s)], seed)
    for k in range(round(seconds * FPS)):
        frame, _ = performer.frame(k / FPS, coach.screen())
        coach.see(frame)
    return coach


@pytest.mark.parametrize("name", ALL)
def test_it_gets_into_position_and_does_what_is_counted(name):
    coach = perform(name, 55)
    assert coach.count >= 2
    assert all(e.repetition.status == "counted" for e in coach.events if isinstance(e, RepetitionEnded))


@pytest.mark.parametrize("name", ALL)
def test_it_makes_a_mistake_that_is_seen_and_corrects_it_when_cued(name):
    kept, corrected = perform(name, 75, cues=False), perform(name, 75)
    assert mistake_of(load_exercise(name), np.random.default_rng(0)).id in corrected.faults()
    assert len(corrected.faults()) <= len(kept.faults())
    last = next(e for e in reversed(corrected.events) if isinstance(e, RepetitionEnded))
    assert last.repetition.clean


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("name", ["clamshell", "trunk_rotation"])
def test_it_works_the_side_that_the_screen_asks_for(name, side):
    coach = perform(name, 40, side=side)
    sides = {e.repetition.side for e in coach.events if isinstance(e, RepetitionEnded)}
    assert sides == {side}


def test_a_hold_waits_for_the_clock():
    coach = perform("forearm_plank", 30)
    first = next(e.repetition for e in coach.events if isinstance(e, RepetitionEnded))
    assert first.hold_s == pytest.approx(3.0 + 0.5, abs=0.6)


def test_it_stays_where_it_is_while_the_session_is_paused():
    coach = perform("cat_camel", 20, state="paused")
    assert coach.count == 0
    assert not coach.tracker.in_position


def test_the_same_seed_gives_the_same_frames():
    screen = Screen("work", Message(""), exercise="cat_camel", planned=5)
    sets = [PlannedSet(load_exercise("cat_camel"), 5, 5)]
    one, two = Performer(sets, 3), Performer(sets, 3)
    for k in range(40):
        np.testing.assert_array_equal(
            one.frame(k / 5, screen)[0].landmarks, two.frame(k / 5, screen)[0].landmarks
        )


def test_after_the_end_it_stands_up():
    exercise = load_exercise("glute_bridge")
    performer = Performer([PlannedSet(exercise, 5)])
    for k in range(40 * 5):
        performer.frame(k / 5, Screen("work", Message(""), exercise=exercise.id, planned=50))
    for k in range(40 * 5, 80 * 5):
        frame, _ = performer.frame(k / 5, Screen("finished", Message("")))
    nose, ankles = frame.landmarks[0, 1], frame.landmarks[27:29, 1].mean()
    assert ankles - nose > 0.5


def test_it_makes_a_pause_by_raising_a_hand_and_goes_on_the_same_way():
    sets = [PlannedSet(load_exercise("glute_bridge"), 5), PlannedSet(load_exercise("cat_camel"), 1, 3.0)]
    session = Session(sets, "demo", Habits(introductions=False))
    performer = Performer(sets, 1, signals=True)
    states, hands, rests = [], [], []
    for k in range(90 * FPS):
        frame, picture = performer.frame(k / FPS, session.screen)
        session.see(frame, picture)
        session.tick(k / FPS)
        states.append(session.screen.state)
        hands.append(session.screen.hand)
        rests.append(performer.rests)
        if session.screen.position == 1:
            break
    assert sum(one != "paused" and then == "paused" for one, then in pairwise(states)) == 1
    assert 6 * FPS < states.count("paused") < 13 * FPS
    assert sum(one < 1.0 <= then for one, then in pairwise(hands)) == 2
    assert any(rests)
    assert not rests[-1]
    assert session.screen.sets[0].done == 5
