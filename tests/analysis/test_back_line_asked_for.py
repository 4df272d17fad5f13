"""The line of the back costs work: it is asked for by the exercises that read it."""

import math
from dataclasses import replace

import numpy as np
import pytest

from backcoach.analysis.core import load_exercises
from backcoach.analysis.sources import blazepose_for
from backcoach.exercises.catalogue import exercise_ids, load_exercise
from backcoach.mannequin import Camera, Noise, Performance, simulate
from backcoach.tracking import Tracker

READ_IT = {"bird_dog", "cat_camel"}


@pytest.mark.parametrize("exercise_id", exercise_ids())
def test_only_exercises_that_read_the_back_line_ask_for_it(exercise_id):
    make = blazepose_for(load_exercises(exercise_id).values())
    assert make.keywords["back_line"] == (exercise_id in READ_IT)


def test_who_looks_for_any_exercise_asks_for_it():
    assert blazepose_for(load_exercises("auto").values()).keywords["back_line"]


@pytest.mark.parametrize("exercise_id", sorted(set(exercise_ids()) - READ_IT))
def test_the_others_come_to_the_same_without_it(exercise_id):
    frames = simulate(
        Performance.of(load_exercise(exercise_id), 2), camera=Camera(fps=15), noise=Noise(seed=7)
    ).frames
    blind = [replace(frame, back_line=frame.back_line * math.nan) for frame in frames]
    assert np.isfinite(frames[len(frames) // 2].landmarks).all()
    assert track(exercise_id, blind) == track(exercise_id, frames)


def track(exercise_id, frames):
    tracker = Tracker(load_exercises(exercise_id)[exercise_id])
    for frame in frames:
        tracker.feed(frame)
    return repr(tracker.finish())
