"""The figure as data for the page."""

import json

import numpy as np
import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.figure import acting
from backcoach.figure.person import UNITS, DrawnPerson
from backcoach.mannequin import Body, Camera, Performance, pose_at
from backcoach.mannequin.course import course


@pytest.fixture(scope="module")
def film():
    return acting(Performance.of(load_exercise("bird_dog"), 1, sides=("right",), hold_s=0.0, ready_s=0.2))


def points(steps):
    return np.cumsum(np.array(steps).reshape(-1, 2), axis=0)


def test_it_is_plain_data(film):
    assert json.loads(json.dumps(film)) == film


def test_every_frame_has_the_points_of_the_first(film):
    sizes = [[len(outline) for outline in frame] for frame in film["frames"]]
    assert all(size == sizes[0] for size in sizes)
    assert len(sizes[0]) == len(film["layers"])
    assert len(film["times_s"]) == len(film["frames"])
    assert np.all(np.diff(film["times_s"]) > 0)


def test_nothing_jumps_between_two_frames(film):
    """What is drawn in between is on straight lines: so no point may run round its outline."""
    before = film["frames"][0]
    for time_s, earlier_s, frame in zip(
        film["times_s"][1:], film["times_s"], film["frames"][1:], strict=False
    ):
        for layer, outline, old in zip(film["layers"], frame, before, strict=True):
            if layer["name"] == "shadow":
                continue
            moved = np.linalg.norm(points(outline) - points(old), axis=1).max()
            assert moved < 40 + 1600 * (time_s - earlier_s), (layer["name"], time_s)
        before = frame


def test_it_lasts_as_long_as_the_performance(film):
    times_s, _ = course(
        Performance.of(load_exercise("bird_dog"), 1, sides=("right",), hold_s=0.0, ready_s=0.2), Body()
    )
    assert film["times_s"][-1] == pytest.approx(times_s[-1], abs=0.001)


def test_the_simulated_person_stands_where_its_landmarks_are():
    camera = Camera()
    posture = pose_at(Performance.of(load_exercise("cat_camel")), 0)
    layers = {
        layer["name"]: points(layer["outline"]) / UNITS for layer in DrawnPerson(camera).layers(posture)
    }
    from backcoach.mannequin.skeleton import joints

    image = camera.project(camera.seen_from(joints(posture[None], Body())[0]))
    for name, outline in layers.items():
        if name != "shadow" and np.ptp(outline) > 0:
            middle = outline.mean(0)
            assert image[:, 0].min() - 0.1 < middle[0] < image[:, 0].max() + 0.1
