"""The annotated video: times, size, and what is drawn where."""

import av
import numpy as np
import pytest

from backcoach.analysis.sources import Look
from backcoach.exercises.catalogue import exercise_ids, load_exercise
from backcoach.pose.frame import PoseFrame
from backcoach.reports.video import overlay
from backcoach.reports.video.annotate import Annotator
from backcoach.reports.video.lettering import halves, measure_text, shorten
from backcoach.reports.video.overlay import draw_overlay
from backcoach.reports.video.skeleton import FAULTY, find_faulty_bones, find_near_side
from backcoach.tracking import State
from tests.reports.examples import EXERCISES, SQUAT
from tests.stick_person import squats, standing

STATE = State(exercise="squat", in_position=True, phase="bottom", count=7, hold_s=2.0, seen=True)


def canvas(width=640, height=360):
    return np.full((height, width, 3), 60, np.uint8)


def has_colour(picture, colour):
    return bool((np.abs(picture.astype(int) - colour).max(axis=2) < 12).any())


def read_video(path):
    with av.open(str(path)) as container:
        return [(frame.time, frame.width, frame.height) for frame in container.decode(video=0)]


@pytest.mark.parametrize("with_picture", [True, False])
def test_the_video_has_the_times_of_the_source(tmp_path, with_picture):
    times_s = [0.0, 0.033, 0.1, 0.5, 1.25]  # a variable rate
    picture = canvas(201, 121) if with_picture else None
    with Annotator(tmp_path / "a.mp4", EXERCISES) as annotator:
        for time_s in times_s:
            annotator.watch(Look(standing(time_s), picture), STATE, ())
    found = read_video(tmp_path / "a.mp4")
    assert [time_s for time_s, *_ in found] == pytest.approx(times_s, abs=0.001)
    width, height = found[0][1:]
    assert width % 2 == height % 2 == 0
    assert (width, height) == ((200, 120) if with_picture else (960, 540))


def test_the_source_picture_is_not_changed(tmp_path):
    picture = canvas()
    with Annotator(tmp_path / "a.mp4", EXERCISES) as annotator:
        annotator.watch(Look(standing(0.0), picture), STATE, ())
    assert (picture == 60).all()


def test_a_source_that_changes_its_size_keeps_the_first(tmp_path):
    with Annotator(tmp_path / "a.mp4", EXERCISES) as annotator:
        annotator.watch(Look(standing(0.0), canvas(320, 180)), STATE, ())
        annotator.watch(Look(standing(0.1), canvas(180, 320)), STATE, ())
    assert {size for _, *size in map(list, read_video(tmp_path / "a.mp4")) for size in [tuple(size)]} == {
        (320, 180)
    }


def test_a_fault_is_named_and_its_limb_is_marked():
    plain, faulty = canvas(), canvas()
    frame = standing(0.0, knee_deg=110)
    draw_overlay(plain, frame, STATE, SQUAT)
    draw_overlay(faulty, frame, State("squat", True, "bottom", 7, faults=("shallow",), seen=True), SQUAT)
    assert not has_colour(plain, FAULTY)
    assert has_colour(faulty, FAULTY)
    banner = (slice(-60, None), slice(200, 440))
    assert (plain[banner] != faulty[banner]).any()


def test_no_exercise_is_named_before_one_of_several_is_taken_up(tmp_path, monkeypatch):
    named = []
    monkeypatch.setattr(
        "backcoach.reports.video.annotate.draw_overlay",
        lambda picture, frame, state, exercise: named.append(exercise),
    )
    waiting = State("squat", in_position=False, seen=True)
    for exercises in (EXERCISES, EXERCISES | {"other": SQUAT}):
        with Annotator(tmp_path / "a.mp4", exercises) as annotator:
            annotator.watch(Look(standing(0.0)), waiting, ())
            annotator.watch(Look(standing(0.1)), STATE, ())
    assert named == [SQUAT, SQUAT, None, SQUAT]


def test_marked_bones_are_those_the_fault_measures():
    fault = next(f for f in SQUAT.faults if f.feature and SQUAT.features[f.feature].kind == "angle")
    bones = find_faulty_bones(SQUAT, State("squat", faults=(fault.id,)), near="left")
    assert bones == {("left", ("hip", "knee")), ("left", ("knee", "ankle"))}


def test_nobody_and_no_exercise_can_be_drawn():
    for exercise, frame in (
        (SQUAT, PoseFrame.empty(0.0)),
        (None, standing(0.0)),
        (None, PoseFrame.empty(0.0)),
    ):
        picture = canvas()
        draw_overlay(picture, frame, State(), exercise)
        assert (picture != 60).any()


@pytest.mark.parametrize("size", [(64, 36), (36, 64), (1280, 720)])
def test_any_size_can_be_drawn_on(size):
    picture = canvas(*size)
    for frame in list(squats(1))[:40:13]:
        draw_overlay(
            picture, frame, State("squat", True, "bottom", 123, "left", 99.0, ("shallow",), seen=True), SQUAT
        )


def test_near_is_the_side_that_is_seen_better():
    assert find_near_side(standing(0.0)) == "left"


def test_long_text_is_cut_to_fit():
    text = shorten("A very long name of an exercise", 30, 200)
    assert text.endswith("…")
    assert measure_text(text, 30)[0] <= 200
    assert shorten("Short", 30, 200) == "Short"


def test_a_text_is_broken_into_lines_as_alike_as_can_be():
    assert halves("Back arches, hip past straight") == ["Back arches, hip", "past straight"]
    assert halves("Hip") == ["Hip"]


@pytest.mark.parametrize("exercise", exercise_ids())
def test_every_fault_can_be_read_whole_on_a_phone_held_upright(exercise, monkeypatch):
    lines = []
    monkeypatch.setattr(overlay, "shorten", lambda *line: lines.append((line[0], shorten(*line))) or line[0])
    followed = load_exercise(exercise)
    for fault in followed.faults:
        state = State(exercise, True, "hold", 7, faults=(fault.id,), seen=True)
        draw_overlay(canvas(360, 640), standing(0.0), state, followed)
    assert lines
    assert [whole for whole, shown in lines if whole != shown] == []
