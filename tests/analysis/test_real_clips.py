"""Real people, from the video file to the count. Accuracy is measured in ``benchmarks``; this is the whole way."""

import json

import pytest

import backcoach
from backcoach.analysis.sources import open_source


@pytest.fixture(scope="module")
def labels(shared):
    path = shared / "data" / "clips" / "labels.json"
    if not path.exists():
        pytest.skip(f"needs {path}")
    return {clip["file"]: clip for clip in json.loads(path.read_text())["clips"]}


def test_a_real_clip_is_recognised_and_counted(shared, labels):
    clip = labels["child_pose_side.mp4"]
    result = backcoach.analyze(shared / "data" / "clips" / clip["file"])
    assert result.error is None
    assert [(s.exercise, s.counted) for s in result.sets] == [(clip["exercise"], clip["reps"])]
    assert result.tracking.seen_s > 0.9 * result.duration_s


def test_the_picture_that_is_shown_is_the_one_that_was_looked_at(shared, labels):
    with open_source(shared / "data" / "clips" / "bird_dog_side.mp4", picture_px=320) as source:
        look = next(source.looks)
    assert look.picture.shape[:2] == (320, 180), "upright, as it was filmed"
    assert look.frame.aspect == pytest.approx(180 / 320, abs=0.01)
    assert look.frame.seen


def test_a_photo_is_told_by_its_position(shared):
    result = backcoach.analyze(shared / "data" / "photos" / "plank_1.jpg")
    assert result.sets == ()
    assert "still picture" in result.notes[-1]
    assert "Forearm plank" in result.notes[-1]
