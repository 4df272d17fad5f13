"""The figure is in step: with pace and side where nobody watches, with the person's phase where a camera does."""

import numpy as np
import pytest

from backcoach.coaching.outputs import HoldDone, RepetitionDone
from backcoach.coaching.planned import Habits
from backcoach.coaching.round import as_planned
from backcoach.coaching.session import Session
from backcoach.demo import Performer
from backcoach.exercises.catalogue import BUILTIN, load_exercise
from backcoach.mannequin import Body, Performance, pose_at
from backcoach.mannequin.motion import Motion
from backcoach.mannequin.timetable import reel_of
from backcoach.tracking import Tracker
from tests.coaching.puppet import planned

TICK_S = 0.1
QUIET = Habits(introductions=False, position_wait_s=2.0)


def paced(name):
    """Run a set without a camera; return every tick's time and figure, and what was done."""
    session = Session([planned(name, 2, rest_s=1.0)], "none", QUIET)
    ticks, outputs, time_s = [], [], 0.0
    while not session.finished:
        outputs += session.tick(time_s)
        if session.screen.state == "work":
            ticks.append((time_s, session.screen.figure))
        time_s += TICK_S
    return ticks, outputs


@pytest.mark.parametrize("name", BUILTIN)
def test_without_a_camera_it_is_where_the_pace_is_at_every_tick(name):
    ticks, outputs = paced(name)
    done = [o.repetition for o in outputs if isinstance(o, RepetitionDone)]
    holds = [o.hold for o in outputs if isinstance(o, HoldDone)]
    checked = 0
    for repetition in done:
        reel = reel_of(name, load_exercise(name).figure, repetition.side)
        stays = [(h.start_s, h.end_s) for h in holds if repetition.start_s < h.start_s < repetition.end_s]
        stays = stays or [(repetition.target_s, repetition.release_s)]
        edges_s = [repetition.start_s, *(t for stay in stays for t in stay), repetition.end_s]
        for time_s, leg in ticks:
            if not repetition.start_s <= time_s < repetition.end_s:
                continue
            k = max(i for i, edge_s in enumerate(edges_s) if edge_s <= time_s)
            at_s = leg.at_s(time_s)
            if k % 2:  # a stay
                assert at_s == pytest.approx(reel.at_s(k // 2 + 1), abs=1e-6)
            else:
                part = (time_s - edges_s[k]) / (edges_s[k + 1] - edges_s[k])
                begin_s, end_s = reel.way_s(k // 2, k // 2 + 1)
                assert at_s == pytest.approx(begin_s + part * (end_s - begin_s), abs=1e-6)
            assert leg.side == repetition.side
            checked += 1
    assert checked > 40


@pytest.mark.parametrize("name", BUILTIN)
def test_with_a_camera_it_goes_where_the_person_is_or_where_the_coach_asks_them_to_go(name):
    sets = [planned(name, 1, rest_s=1.0)]
    session, person = Session(sets, "demo", QUIET), Performer(sets, seed=3)
    exercise = sets[0].exercise
    tracker = Tracker(as_planned(sets[0]))
    phases = [phase.name for phase in exercise.phases]
    last = len(exercise.figure.ends)
    time_s, phase_s, before, checked = 0.0, 0.0, None, 0
    while not session.finished:
        frame, picture = person.frame(time_s, session.screen)
        session.see(frame, picture)
        session.tick(time_s)
        tracker.feed(frame)
        time_s += 1 / 15
        screen, state = session.screen, tracker.state
        if state.phase != before:
            before, phase_s = state.phase, time_s
        settled = screen.state == "work" and state.repetition_s > 0 and time_s - phase_s > 0.3
        if not settled or state.phase is None:
            continue
        at = phases.index(state.phase)
        kind = exercise.phases[at].kind
        station = (at + 1) // 2 if kind == "move" else max(1, at // 2)
        wanted = 0 if kind == "start" or (kind == "move" and at == len(phases) - 1) else station
        over = screen.hold_planned_s and screen.hold_s >= screen.hold_planned_s
        allowed = {wanted, wanted + 1} if over else {wanted}
        reel = reel_of(name, exercise.figure, screen.figure.side)
        # Where it goes: both ends of the film are the start.
        ends = {
            0 if k > last else k for k in range(last + 2) if abs(screen.figure.to_s - reel.at_s(k)) < 0.12
        }
        ends |= {k for k in range(1, last + 1) if abs(screen.figure.to_s - reel.moves_s[k][0]) < 0.01}
        assert ends & {0 if k > last else k for k in allowed}, (state.phase, screen.figure)
        checked += 1
    assert checked > 20


@pytest.mark.parametrize("name", BUILTIN)
def test_a_station_of_the_film_is_the_posture_that_it_stands_for(name):
    figure = load_exercise(name).figure
    side = "right" if figure.sided else None
    reel = reel_of(name, figure, side)
    motion = Motion(reel.performance, Body(), np.random.default_rng(0))
    at_s = np.array([reel.at_s(k) for k in range(reel.targets + 2)])
    postures = motion.postures(at_s)
    for k, end in enumerate(figure.ends, start=1):
        there = pose_at(Performance.of(load_exercise(name)), 1.0, side, end=end.name)
        assert np.abs(postures[k, :-4] - there[:-4]).max() < 1.0
    assert np.abs(postures[0] - postures[-1]).max() < 1e-6
