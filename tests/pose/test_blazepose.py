"""The pose model on real pictures: slow, so few of them."""

import itertools
import subprocess
import sys
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest

from backcoach.pose.blazepose import BlazePose
from backcoach.pose.cuts import CutDetector
from backcoach.pose.frame import BACK_STATIONS
from backcoach.pose.recording import load_recording
from backcoach.pose.size import body_scale, too_small
from tests.pose.scenes import clip, photo


def watch(pictures, **options):
    with BlazePose(**options) as pose:
        return [pose.estimate(picture, time_s) for time_s, picture in pictures], pose.cut_times_s


def sagitta(frame):
    """Greatest distance of the back line from its own chord, in trunk lengths, + away from the belly."""
    hip, shoulder = frame.landmarks[[23, 24], :2].mean(axis=0), frame.landmarks[[11, 12], :2].mean(axis=0)
    line = frame.back_line[1:-1]
    chord = line[-1] - line[0]
    normal = np.array([chord[1], -chord[0]]) / np.hypot(*chord)
    outwards = np.sign((line.mean(axis=0) - (hip + shoulder) / 2) @ normal)
    distance = (line - line[0]) @ normal * outwards / np.hypot(*(shoulder - hip))
    return distance[np.abs(distance).argmax()]


@pytest.fixture(scope="module")
def cat(shared):
    return watch(clip(shared, "cat_camel_side", every=3))[0]


def test_the_back_of_a_cat_and_a_camel_swings(cat):
    swing = np.array([sagitta(frame) for frame in cat])
    assert np.isfinite(swing).all()
    assert 0.07 < swing.max() < 0.12
    assert -0.11 < swing.min() < -0.06
    assert np.abs(np.diff(swing)).max() < 0.1


def test_one_person_is_one_person_all_the_time(cat):
    assert Counter(frame.people for frame in cat) == {1: len(cat)}
    assert not any(too_small(frame) for frame in cat)


def test_frames_are_in_image_heights(cat):
    frame = cat[0]
    assert frame.aspect == pytest.approx(360 / 640)
    hips, shoulders = frame.landmarks[[23, 24], :2], frame.landmarks[[11, 12], :2]
    assert ((hips > 0) & (hips < (frame.aspect, 1))).all()
    # The boy's trunk is half a metre long in life and a third of the picture's width.
    assert np.hypot(*(shoulders - hips).mean(axis=0)) == pytest.approx(0.22, abs=0.06)
    assert frame.world[[23, 24]].mean(axis=0) == pytest.approx([0, 0, 0], abs=0.02)
    assert ((frame.visibility >= 0) & (frame.visibility <= 1)).all()


@pytest.mark.parametrize(
    ("name", "back"),
    [
        ("cat_stretch_1", (0, -1)),
        ("childs_pose_1", (0.3, -1)),
        ("plank_1", (0, -1)),
        ("pelvic_tilt_into_bridge_0", (0, 1)),
        ("sit_up_1", (1, 0.2)),
    ],
)
def test_the_back_is_on_its_side_of_the_trunk(shared, name, back):
    (frame,), _ = watch([(0.0, photo(shared, name))], still=True)
    hip, shoulder = frame.landmarks[[23, 24], :2].mean(axis=0), frame.landmarks[[11, 12], :2].mean(axis=0)
    stations = hip + np.linspace(0, 1, BACK_STATIONS)[:, None] * (shoulder - hip)
    towards = np.nanmean(frame.back_line - stations, axis=0)
    assert towards @ back > 0.8 * np.hypot(*towards) * np.hypot(*back)


def test_a_person_seen_from_the_front_has_no_back_line(shared):
    (frame,), _ = watch([(0.0, photo(shared, "bodyweight_squat_0"))], still=True)
    assert frame.seen
    assert np.isnan(frame.back_line).all()


GOLDEN = Path(__file__).resolve().parents[1] / "data" / "golden"


@pytest.mark.parametrize("name", ["bird_dog_side", "cat_camel_side"])
def test_what_is_seen_is_what_mediapipe_saw(shared, name):
    """The golden recordings were made with mediapipe 0.10.21. Differences in body heights, as in `engine.py`."""
    golden = list(itertools.islice(load_recording(GOLDEN / f"{name}.bcr"), 40))
    frames, _ = watch(clip(shared, name, every=1, seconds=golden[-1].time_s))
    assert len(frames) == len(golden)
    off = []
    for ours, theirs in zip(frames, golden, strict=True):
        height_norm = 1.7 * body_scale(theirs) * max(1.0, theirs.aspect)
        off.append(np.hypot(*(ours.landmarks - theirs.landmarks)[:, :2].T) / height_norm)
    assert np.mean(off) < 0.0005
    assert np.percentile(off, 95) < 0.0015
    assert (
        np.nanmean([np.abs(a.back_line - b.back_line) for a, b in zip(frames, golden, strict=True)]) < 0.003
    )


def test_a_back_line_that_nobody_reads_is_not_measured(shared):
    pictures = list(clip(shared, "cat_camel_side", every=1, seconds=0.3))
    with_line, _ = watch(pictures)
    without, _ = watch(pictures, back_line=False)
    for a, b in zip(with_line, without, strict=True):
        assert np.isfinite(a.back_line).any()
        assert np.isnan(b.back_line).all()
        np.testing.assert_array_equal(a.landmarks, b.landmarks)


def test_a_closed_model_says_so():
    model = BlazePose()
    model.close()
    model.close()
    with pytest.raises(ValueError, match="closed"):
        model.estimate(np.zeros((64, 64, 3), np.uint8), 0.0)


def test_nobody_is_an_empty_frame():
    (frame,), _ = watch([(1.5, np.full((360, 640, 3), 90, np.uint8))])
    assert not frame.seen
    assert frame.time_s == 1.5
    assert np.isnan(frame.landmarks).all()


def test_any_size_and_memory_layout_is_taken(shared):
    picture = photo(shared, "cat_stretch_0")
    (a, b, c), _ = watch([(0.0, picture[:2, :2]), (1.0, picture[:, ::-1]), (2.0, picture)], still=True)
    assert not a.seen
    assert b.landmarks[0, 0] == pytest.approx(c.aspect - c.landmarks[0, 0], abs=0.05)


def beside(left, right, height=360):
    return np.ascontiguousarray(np.hstack([_with_height(left, height), _with_height(right, height)]))


def _with_height(picture, height):
    size = (round(picture.shape[1] * height / picture.shape[0]), height)
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def test_of_two_people_the_larger_is_followed_and_both_are_counted(shared):
    """The model alone chooses the smaller person on the left."""
    picture = beside(photo(shared, "plank_0"), photo(shared, "sit_up_1"))
    frames, changes = watch([(i / 5, picture) for i in range(8)])
    assert len(changes) == 1
    assert {frame.people for frame in frames} == {2}
    middle = frames[0].aspect / 2
    assert frames[0].landmarks[23, 0] < middle < frames[-1].landmarks[23, 0]
    (still,), _ = watch([(0.0, picture)], still=True)
    assert still.people == 2
    assert still.landmarks[23, 0] > middle


def test_somebody_who_lies_is_followed_rather_than_somebody_who_stands_beside(shared):
    """The model alone chooses the one who stands, and both are about as large."""
    standing = _with_height(photo(shared, "bodyweight_squat_0"), 360)[:, 150:400]
    lying = photo(shared, "sit_up_0")
    picture = np.ascontiguousarray(np.hstack([standing, _on_the_floor(lying, 360, 300)]))
    frames, changes = watch([(i / 5, picture) for i in range(6)])
    assert len(changes) == 1
    edge = standing.shape[1] / 360
    assert frames[0].landmarks[23, 0] < edge < frames[-1].landmarks[23, 0]


def _on_the_floor(picture, height, part):
    """Return a smaller picture at the lower edge of a plain one."""
    small = _with_height(picture, part)
    plain = np.full((height, small.shape[1], 3), small.reshape(-1, 3).mean(axis=0), np.uint8)
    plain[height - part :] = small
    return plain


def test_a_far_person_is_too_small(shared):
    near = _with_height(photo(shared, "cat_stretch_0"), 360)
    far = np.full((360, 540, 3), near.reshape(-1, 3).mean(axis=0), np.uint8)
    small = _with_height(near, 90)
    far[200:290, 200 : 200 + small.shape[1]] = small
    (a, b), _ = watch([(0.0, near), (1.0, far)], still=True)
    assert body_scale(a) == pytest.approx(360 / 90 * body_scale(b), rel=0.3)
    assert too_small(b)
    assert not too_small(a)


def test_a_cut_starts_anew_and_is_told(shared):
    scenes = [photo(shared, "cat_stretch_0"), photo(shared, "plank_1"), photo(shared, "cat_stretch_0")]
    pictures = [(i / 10, scenes[i // 4]) for i in range(12)]
    frames, cuts = watch(pictures)
    assert cuts == [0.4, 0.8]
    assert all(frame.seen for frame in frames)
    assert np.abs(frames[4].landmarks - frames[3].landmarks).max() > 0.2
    assert np.allclose(frames[-1].back_line, frames[0].back_line, atol=0.02)


@pytest.mark.parametrize("name", ["bird_dog_side", "other_standing"])
@pytest.mark.parametrize("every", [1, 6])
def test_movement_is_no_cut(shared, name, every):
    detector = CutDetector()
    assert not any(detector.is_cut(picture) for _, picture in clip(shared, name, every, seconds=8))


def test_a_lamp_switched_on_is_no_cut(shared):
    picture = photo(shared, "cat_stretch_0")
    detector = CutDetector()
    detector.is_cut(picture // 3)
    assert not detector.is_cut(picture)


def test_the_model_starts_quietly_and_passes_other_messages_on():
    code = (
        "import sys, numpy as np\n"
        "from backcoach.pose.blazepose import BlazePose\n"
        "from backcoach.pose.quiet import native_chatter_hidden\n"
        "with BlazePose() as pose: pose.estimate(np.zeros((64, 64, 3), np.uint8), 0.0)\n"
        "with native_chatter_hidden(): print('mine', file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stderr == "mine\n"
    assert done.stdout == ""
