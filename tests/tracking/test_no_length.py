"""Poses of programs that know no metres, or nothing at all: a part without length was not seen."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backcoach import load_exercise
from backcoach.coaching.planned import PlannedSet
from backcoach.coaching.session import Session
from backcoach.exercises.catalogue import Catalogue
from backcoach.pose.recording import load_recording

SAMPLE = Path(__file__).parents[2] / "src" / "backcoach" / "samples" / "cat_camel.bcr"
SPOILT = {
    "no metres": lambda f: replace(f, world=np.zeros_like(f.world)),
    "one point": lambda f: replace(
        f, world=np.full_like(f.world, 0.2), landmarks=np.full_like(f.landmarks, 0.5)
    ),
    "a line": lambda f: replace(f, world=f.world * [1, 0, 0], landmarks=f.landmarks * [1, 0, 0]),
    "next to nothing": lambda f: replace(f, world=f.world * 1e-300),
}


@pytest.fixture(scope="module")
def frames():
    return list(load_recording(SAMPLE))[:160:4]


@pytest.mark.parametrize("exercise", Catalogue().ids)
@pytest.mark.parametrize("how", SPOILT)
def test_poses_without_any_length_stop_no_session(frames, exercise, how):
    session = Session([PlannedSet(load_exercise(exercise), repetitions=3)])
    for number, frame in enumerate(frames):
        session.see(SPOILT[how](frame) if number % 16 < 8 else frame, None)
        session.tick(frame.time_s)
    session.act("stop", frames[-1].time_s)
    assert session.finished
