"""From a file to a result, without the pose model."""

from pathlib import Path

import av
import numpy as np
import pytest

import backcoach
from backcoach.analysis import analyze_source, load_exercises
from backcoach.analysis.sources import Look, Source
from backcoach.exercises.catalogue import UnknownExerciseError
from backcoach.pose.errors import InputError
from backcoach.pose.frame import PoseFrame
from backcoach.pose.recording import RecordingMeta, save_recording
from tests.stick_person import SQUAT_FILE, squats

SQUAT = str(SQUAT_FILE)


@pytest.fixture(scope="module")
def recording(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("recording") / "three.bcr"
    save_recording(path, squats(3), RecordingMeta("three.mp4", "stick", "test"))
    return path


class FakeModel:
    """Sees the stick person do squats in whatever pictures it is shown."""

    def __init__(self, *, still: bool) -> None:
        self.still = still
        self.frames = iter(squats(2))

    def estimate(self, picture: np.ndarray, time_s: float) -> PoseFrame:
        frame = next(self.frames)
        assert frame.time_s == pytest.approx(time_s, abs=0.01)
        return frame

    def close(self) -> None: ...

    def __enter__(self):
        return self

    def __exit__(self, *error) -> None: ...


def write_video(path: Path, pictures: int, rate_hz: int = 20) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=rate_hz)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for i in range(pictures):
            picture = np.full((96, 160, 3), i % 200, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


def test_a_recording_is_counted(recording):
    result = backcoach.analyze(recording, exercise=SQUAT)
    assert result.error is None
    assert result.counted == 3
    assert [s.exercise for s in result.sets] == ["squat"]
    assert result.duration_s == pytest.approx(14.05)
    assert result.frames == 281
    assert not result.partial
    assert result.trace == ()


def test_a_video_is_counted_with_any_pose_model(tmp_path):
    video = write_video(tmp_path / "two.mp4", pictures=201)
    result = backcoach.analyze(video, exercise=SQUAT, estimator=FakeModel)
    assert (result.counted, result.frames) == (2, 201)


def test_a_cut_off_video_keeps_what_could_be_read_and_says_so(tmp_path):
    whole = write_video(tmp_path / "whole.mkv", pictures=201)
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 7 // 10])
    result = backcoach.analyze(cut, exercise=SQUAT, estimator=FakeModel)
    assert "cut off" in result.error
    assert result.partial
    assert result.counted == 1
    assert 100 < result.frames < 160


def test_the_trace_follows_every_picture(recording):
    result = backcoach.analyze(recording, exercise=SQUAT, trace=True)
    assert len(result.trace) == result.frames
    signal = [m.signal for m in result.trace]
    assert max(signal) > 170
    assert min(signal) < 95
    assert {m.phase for m in result.trace if m.in_position} >= {"standing", "bottom"}


def test_stop_gives_what_is_known_so_far(recording):
    shares = []

    class Impatient:
        def report(self, done: float) -> None:
            shares.append(done)

        def stopped(self) -> bool:
            return shares[-1] > 0.5

    exercises = load_exercises(SQUAT)
    source = Source(14.0, False, (Look(frame) for frame in squats(3)))
    result = analyze_source(source, "three", SQUAT, exercises, monitor=Impatient())
    assert result.partial
    assert "stopped after 7.0 s" in result.error
    assert result.counted == 1
    assert shares == sorted(shares)


def test_a_source_that_breaks_keeps_what_came_before():
    def breaking():
        for frame in squats(3):
            if frame.time_s > 6:
                raise InputError("the rest cannot be read")
            yield Look(frame)

    result = analyze_source(Source(None, False, breaking()), "x", SQUAT, load_exercises(SQUAT))
    assert (result.counted, result.partial, result.error) == (1, True, "the rest cannot be read")


def test_watchers_see_every_look_with_the_state_of_that_moment():
    class Watcher:
        def __init__(self):
            self.counts = []

        def watch(self, look, state, events):
            self.counts.append(state.count)

    watcher = Watcher()
    source = Source(None, False, (Look(frame) for frame in squats(2)))
    analyze_source(source, "x", SQUAT, load_exercises(SQUAT), watchers=[watcher])
    assert sorted(set(watcher.counts)) == [0, 1, 2]
    assert watcher.counts == sorted(watcher.counts)


def test_unknown_exercise_names_the_nearest(recording):
    with pytest.raises(UnknownExerciseError, match="did you mean bird_dog"):
        backcoach.analyze(recording, exercise="brid_dog")


@pytest.mark.parametrize("content", [b"", b"not a video"])
def test_what_cannot_be_read_is_an_input_error(tmp_path, content):
    path = tmp_path / "x.mp4"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"x\.mp4"):
        backcoach.analyze(path, exercise=SQUAT)


def test_a_cut_off_recording_is_an_input_error(tmp_path, recording):
    path = tmp_path / "cut.bcr"
    path.write_bytes(recording.read_bytes()[:5000])
    with pytest.raises(InputError, match="cut-off"):
        backcoach.analyze(path, exercise=SQUAT)
