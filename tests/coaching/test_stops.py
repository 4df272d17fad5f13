"""Who stops in the middle is asked whether everything is all right, who is back whether to go on; nobody else is."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from backcoach.coaching.outputs import Say
from backcoach.coaching.planned import Habits
from backcoach.coaching.returning import GONE_S, PAUSE_S
from backcoach.coaching.session import Session
from backcoach.coaching.stillness import DROPPED_S, MIDWAY_S, REST_S, Stillness
from backcoach.exercises.catalogue import BUILTIN, load_exercise
from backcoach.mannequin import Body, Camera, Noise, Performance, simulate
from backcoach.mannequin.ground import placed
from backcoach.mannequin.motion import Motion
from backcoach.mannequin.passage import Path
from backcoach.mannequin.positions import position
from backcoach.mannequin.simulate import photographed
from backcoach.pose.frame import PoseFrame
from tests.coaching.puppet import FPS, planned

HABITS = Habits(introductions=False)


class Filmed:
    """A session in front of a film; it can be stopped at a picture."""

    def __init__(self, frames, plan):
        self.session = Session([plan, planned("cat_camel", 1)], "camera", HABITS)
        self.frames, self.i, self.time_s, self.said = list(frames), 0, 0.0, []
        self.states = []

    def play(self, seconds, *, still=False, nobody=False):
        for _ in range(int(seconds * FPS)):
            self.time_s += 1 / FPS
            self.i = self.i if still or nobody else min(self.i + 1, len(self.frames) - 1)
            frame = replace(self.frames[self.i], time_s=self.time_s)
            out = self.session.see(PoseFrame.empty(self.time_s) if nobody else frame)
            out += self.session.tick(self.time_s)
            self.said += [str(say.message) for say in out if isinstance(say, Say)]
            self.states += [] if self.states[-1:] == [self.state] else [self.state]
        return self

    def until(self, found, most_s=120.0, **how):
        end_s = self.time_s + most_s
        while not found() and self.time_s < end_s:
            self.play(1 / FPS, **how)
        assert found()
        return self

    def act(self, action):
        self.play(1.0, still=True)
        self.session.act(action, self.time_s)
        return self

    @property
    def state(self):
        return self.session.screen.state

    @property
    def question(self):
        asked = self.session.screen.question
        return None if asked is None else asked.id


@cache
def film(exercise, tempo=1.0, pause_s=None):
    acted = Performance.of(load_exercise(exercise), 6, ready_s=3.0, tempo=tempo, pause_s=pause_s)
    return tuple(simulate(acted, camera=Camera(fps=FPS), noise=Noise(seed=3, landmarks=0.005)).frames)


def bridge(**how):
    shown = Filmed(film("glute_bridge", **how), planned("glute_bridge", 6))
    return shown.until(lambda: shown.session.screen.count == 2)


def stopped_midway():
    shown = bridge()
    shown.until(lambda: shown.session._course.latest.running).play(0.7)
    return shown.until(lambda: shown.state == "all_right", MIDWAY_S + 6, still=True)


def test_who_stops_in_the_middle_of_a_repetition_is_asked_and_goes_on_with_yes():
    shown = stopped_midway()
    assert shown.question == "all_right"
    assert "yes" in shown.session.actions
    shown.act("yes")
    assert (shown.state, shown.session.screen.count) == ("work", 2)
    shown.play(MIDWAY_S, still=True)
    assert shown.state == "work"


def test_who_goes_on_moving_has_answered():
    shown = stopped_midway()
    shown.until(lambda: shown.state == "work", 8)
    assert "Let's go on." in shown.play(2).said
    shown.until(lambda: shown.session.screen.count == 3)


def test_silence_pauses_and_never_goes_on():
    shown = stopped_midway().play(60, still=True)
    assert shown.states[-1] == "paused"
    assert shown.said.count("Is everything all right?") == 2
    shown.play(240, still=True)
    assert shown.state == "paused"
    assert shown.said.count("Shall we go on?") == 2


def test_no_leads_to_what_hurts():
    assert stopped_midway().act("no").question == "sign"


def test_a_rest_between_two_repetitions_is_no_stop_until_it_lasts():
    shown = bridge(pause_s=18.0)
    shown.until(lambda: shown.session.screen.count == 4)
    assert "all_right" not in shown.states
    shown.play(2.0)
    shown.until(lambda: shown.state == "all_right", REST_S + 3, still=True)


@pytest.mark.parametrize("exercise", ["glute_bridge", "clamshell", "cat_camel"])
def test_who_moves_slowly_has_not_stopped(exercise):
    shown = Filmed(film(exercise, tempo=0.4), planned(exercise, 6))
    shown.play(len(shown.frames) / FPS)
    assert "work" in shown.states
    assert "all_right" not in shown.states


@pytest.mark.parametrize("exercise", BUILTIN)
def test_who_holds_as_long_as_is_asked_has_not_stopped(exercise):
    hold_s = 45.0 if load_exercise(exercise).dose.hold_s else 0.0
    acted = Performance.of(load_exercise(exercise), 1, hold_s=hold_s + 1.0 if hold_s else None, ready_s=3.0)
    frames = simulate(acted, camera=Camera(fps=FPS)).frames
    shown = Filmed(frames, planned(exercise, 3, hold_s)).play(frames[-1].time_s)
    assert "work" in shown.states
    assert "all_right" not in shown.states


@cache
def down_from_the_plank():
    """Nine seconds of plank, then flat on the floor, where the body stays."""
    body, rng = Body(), np.random.default_rng(5)
    motion = Motion(Performance.of(load_exercise("forearm_plank"), 1), body, rng)
    times = [0.0, (motion.strokes[0].moves[0][1] + motion.strokes[0].moves[1][0]) / 2]
    postures = [*motion.postures(np.array(times)), position("prone", body)]
    knots = [placed(posture[None], body, motion.heading_deg)[0] for posture in postures]
    path = Path(knots, [1.8, 1.0], [3.0, 9.0, 2.0], body)
    times_s = np.arange(0, path.duration_s, 1 / FPS)
    return tuple(photographed(times_s, path.postures(times_s), body, Camera(fps=FPS), Noise(), rng))


def test_who_lies_down_in_the_plank_is_asked_soon():
    shown = Filmed(down_from_the_plank(), planned("forearm_plank", 2, 30.0))
    shown.play(len(shown.frames) / FPS)
    assert "work" in shown.states
    shown.until(lambda: shown.state == "all_right", DROPPED_S + 2, still=True)
    shown.act("no")
    assert shown.state == "hurt"


# --- shall we go on? --------------------------------------------------------------------------------------------------


def paused():
    shown = bridge().act("pause")
    assert shown.question is None
    return shown


def test_who_stays_in_position_is_asked_after_a_while_and_only_yes_goes_on():
    shown = paused().play(PAUSE_S - 4, still=True)
    assert shown.question is None
    shown.until(lambda: shown.question == "go_on", 8, still=True)
    shown.act("yes")
    assert shown.state == "work"


@pytest.mark.parametrize("answer", ["no", None])
def test_no_and_silence_stay_paused(answer):
    shown = paused().play(PAUSE_S + 5, still=True)
    assert shown.question == "go_on"
    if answer:
        shown.act(answer)
    shown.play(120, still=True)
    assert (shown.state, shown.question) == ("paused", None)
    assert shown.said.count("Shall we go on?") <= 2


def test_who_comes_back_into_the_picture_is_asked_each_time():
    shown = paused()
    for _ in range(2):
        shown.play(GONE_S + 2, nobody=True)
        assert shown.question is None
        shown.until(lambda: shown.question == "go_on", 6, still=True)
        shown.act("no")


def test_a_pause_that_somebody_walked_away_from_asks_nobody():
    shown = paused().play(120, nobody=True)
    assert (shown.state, shown.question) == ("paused", None)


# --- what a movement is -----------------------------------------------------------------------------------------------


def test_noise_and_lost_frames_are_no_movement():
    still = film("glute_bridge")[0]
    rng, watched = np.random.default_rng(1), Stillness()
    for k in range(600):
        shaken = still.landmarks + rng.normal(0, 0.02, still.landmarks.shape)
        frame = replace(still, time_s=k / 30, landmarks=shaken)
        watched.see(PoseFrame.empty(k / 30) if rng.random() < 0.1 else frame)
    assert watched.lasts_s > 17


def test_nobody_at_all_is_not_still():
    watched = Stillness()
    for k in range(100):
        assert not watched.see(PoseFrame.empty(k / 10))
    assert watched.lasts_s == 0
