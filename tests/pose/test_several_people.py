"""Somebody else in the picture must not take over: real people, composed into one scene."""

import numpy as np
import pytest

from backcoach.pose.blazepose import BlazePose
from backcoach.pose.crowd import others_than
from backcoach.pose.engine import PoseEngine
from tests.pose.scenes import clip, cut_out, dog, photo, put, room

EVERY, SECONDS = 4, 5.5


@pytest.fixture(scope="module")
def exercising(shared):
    """Pictures of somebody who does a bird dog alone, and where the hips are."""
    pictures = [(time_s, room(picture)) for time_s, picture in clip(shared, "bird_dog_side", EVERY, SECONDS)]
    return pictures, watch(pictures)


def watch(pictures):
    with BlazePose() as model:
        return [model.estimate(picture, time_s) for time_s, picture in pictures]


def hips(frame):
    return frame.landmarks[[23, 24], :2].mean(axis=0)


def away_s(exercising, draw):
    """Times at which the hips are not those of the one who exercises, and how many people were counted."""
    pictures, alone = exercising
    frames = watch([(time_s, draw(picture, time_s)) for time_s, picture in pictures])
    trunk = np.median([np.hypot(*(f.landmarks[11, :2] - f.landmarks[23, :2])) for f in alone])
    off = [
        f.time_s
        for f, a in zip(frames, alone, strict=True)
        if not np.hypot(*(hips(f) - hips(a))) < 0.5 * trunk
    ]
    return off, max(frame.people for frame in frames)


def test_a_therapist_who_kneels_down_beside_does_not_take_over(exercising, shared):
    therapist = cut_out(shared, "plank_0")
    off, people = away_s(exercising, lambda p, t: put(p, therapist, 200, 530, 340) if t > 1 else p)
    assert off == []
    assert people == 2, "but is counted"


def test_a_child_who_stands_by_does_not_take_over(exercising, shared):
    child = cut_out(shared, "bodyweight_squat_0")
    off, people = away_s(exercising, lambda p, t: put(p, child, 150, 80, 340))
    assert off == []
    assert people == 2


def test_a_dog_on_the_mat_is_nobody(exercising):
    off, people = away_s(exercising, lambda p, t: put(p, dog(), 130, 320, 350) if t > 1 else p)
    assert off == []
    assert people == 1


def test_somebody_who_crosses_behind_the_mat_or_before_it_does_not_take_over(exercising, shared):
    walker = cut_out(shared, "bodyweight_squat_0")
    off, _ = away_s(exercising, lambda p, t: put(p, walker, 420, -150 + (t - 1) * 250, 470))
    assert off == []


def test_somebody_who_stops_in_front_is_left_for_the_one_behind_who_goes_on(exercising, shared):
    """For a moment the hips cannot be seen, and the landmarks go with the one in front."""
    walker = cut_out(shared, "bodyweight_squat_0")
    off, people = away_s(exercising, lambda p, t: put(p, walker, 560, min(-100 + (t - 2) * 350, 380), 600))
    assert off, "otherwise this scene shows nothing"
    assert off[-1] - off[0] < 1.0
    assert people == 2


@pytest.mark.parametrize("names", [("cat_stretch_0", "bodyweight_squat_0"), ("plank_0", "sit_up_1")])
def test_all_people_of_a_photo_are_found(shared, names):
    rows = [photo(shared, name) for name in names]
    height = min(len(row) for row in rows)
    everybody = PoseEngine().everybody(np.ascontiguousarray(np.hstack([row[:height] for row in rows])))
    assert 1 + len(others_than(everybody[0], everybody)) == len(names)


def test_who_was_just_seen_is_not_looked_at_again(shared):
    rows = [photo(shared, name) for name in ("plank_0", "sit_up_1")]
    height = min(len(row) for row in rows)
    picture = np.ascontiguousarray(np.hstack([row[:height] for row in rows]))
    engine = PoseEngine()
    known, *_ = everybody = engine.everybody(picture)
    others = engine.everybody(picture, known)
    assert len(others) < len(everybody)
    assert len(others_than(known, others)) == len(others_than(known, everybody)) == 1
