"""Noise passes a target's thresholds for a moment; the mean posture of the stay shows that nobody was there."""

import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Camera, Life, Noise, Performance, simulate
from tests.tracking.watching import track

NOISY = {"landmarks": 0.02, "lost": 0.1, "back_line": 0.02}


@pytest.mark.parametrize("seed", [8, 9, 11, 13, 17])
def test_rubbing_the_face_and_hugging_the_knees_are_no_bridges(seed):
    scene = [Life(kind, 7.0) for kind in ("rub_face_on_back", "hug_knees") * 2]
    frames = simulate(scene, camera=Camera(fps=15.0), noise=Noise(**NOISY, seed=seed)).frames
    assert track("glute_bridge", frames).counted == 0


@pytest.mark.parametrize("exercise", ["clamshell", "trunk_rotation", "cat_camel", "glute_bridge", "bird_dog"])
@pytest.mark.parametrize("seed", [1, 2])
def test_repetitions_as_noisy_are_counted_all_the_same(exercise, seed):
    performance = Performance.of(load_exercise(exercise), 4)
    frames = simulate(performance, camera=Camera(fps=15.0), noise=Noise(**NOISY, seed=seed)).frames
    assert track(exercise, frames).counted == 4
