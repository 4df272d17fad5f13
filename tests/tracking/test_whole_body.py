"""The whole body compared with a posture."""

import numpy as np
import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Noise, Performance, simulate
from backcoach.tracking.measuring.observation import compute_back_offsets
from backcoach.tracking.measuring.whole_body import compute_distances, gather


@pytest.mark.parametrize("count", [1, 48, 49, 130])
def test_how_far_a_body_is_from_a_posture_does_not_depend_on_those_measured_with_it(count):
    scene = Performance.of(load_exercise("cat_camel"), repetitions=1)
    frames = simulate(scene, noise=Noise(landmarks=0.02, back_line=0.02)).frames[:count]
    bodies = gather(frames, [compute_back_offsets(frame) for frame in frames])
    posture = bodies.pick(slice(0, 20)).mean()
    together = compute_distances(bodies, posture)
    alone = [compute_distances(bodies.pick(slice(i, i + 1)), posture)[0] for i in range(count)]
    np.testing.assert_allclose(together, alone, rtol=1e-9)
