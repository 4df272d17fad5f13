"""Other exercises look like one of the seven for a moment; nothing of them is counted, however the person faces."""

import numpy as np
import pytest

from backcoach.mannequin import Camera, Life, Noise, simulate
from backcoach.mannequin.body import Body
from backcoach.mannequin.ground import clearance, placed
from backcoach.mannequin.other_exercises import OTHER_EXERCISES, OTHER_POSITIONS
from backcoach.mannequin.positions import position
from tests.tracking.watching import SEVEN, counts, recognize, track

KINDS = (*OTHER_EXERCISES, "get_up_and_lie_down")


@pytest.fixture(scope="module", params=KINDS)
def kind(request):
    return request.param


@pytest.fixture(scope="module", params=["facing right", "facing left, with noise"])
def frames(kind, request):
    heading = 0.0 if request.param == "facing right" else 180.0
    noise = Noise(seed=3) if request.param == "facing right" else Noise(0.02, 0.1, 0.02, seed=3)
    return simulate(Life(kind, 12.0, heading), camera=Camera(fps=10.0, yaw_deg=10), noise=noise).frames


def test_counts_as_none_of_the_seven(frames):
    assert {name: dict(counts(track(name, frames))) for name in SEVEN} == {name: {} for name in SEVEN}


def test_is_not_recognised(frames):
    assert not counts(recognize(frames))


@pytest.mark.parametrize("name", OTHER_POSITIONS)
def test_a_position_lies_on_the_floor(name):
    body = Body()
    (lowest,) = clearance(placed(position(name, body)[None], body, 0.0), body)
    assert lowest == pytest.approx(0.0, abs=0.075)
    assert np.isfinite(lowest)
