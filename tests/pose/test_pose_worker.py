"""The pose model's process: started early, started again when it dies, and as exact as the analysis of a video."""

import time

import cv2
import numpy as np
import pytest

from backcoach import aside
from backcoach.pose import worker as pose_worker
from backcoach.pose.worker import PoseLostError, PoseWorker
from tests.coroutines import run
from tests.pictures import jpeg
from tests.pose.false_eyes import obedient, sleepy, stillborn


@pytest.fixture
def worker():
    made = []

    def make(target=obedient):
        made.append(PoseWorker(target))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_starting_does_not_wait(worker):
    one, begun_s = worker(), time.monotonic()
    one.start()
    assert time.monotonic() - begun_s < 0.5
    assert one.state == "warming"


def test_what_is_needed_sooner_is_done_before(worker):
    one, done = worker(), []

    def before():
        done.append(one._process)
        raise OSError("and if that fails, the pose model is started all the same")

    one.start(after=before)
    assert one.state == "warming"
    assert run(one.wait_ready())
    assert done == [None]


def test_it_answers_and_says_what_cannot_be_decoded(worker):
    one = worker()

    async def use():
        assert await one.wait_ready()
        await one.new_stream()
        assert (await one.see(b"picture", 1.5)).frame.time_s == 1.5
        assert await one.see(b"nonsense", 1.6) is None

    run(use())


def test_a_process_that_dies_is_started_again(worker):
    one = worker()

    async def use():
        await one.wait_ready()
        with pytest.raises(PoseLostError):
            await one.see(b"die", 1.0)
        assert one.state == "warming"
        with pytest.raises(PoseLostError):
            await one.see(b"picture", 1.1)
        assert await one.wait_ready()
        assert (await one.see(b"picture", 2.0)).frame.time_s == 2.0

    run(use())


def test_a_process_that_hangs_is_ended(worker, monkeypatch):
    monkeypatch.setattr(pose_worker, "LOOK_S", 0.2)
    one = worker()

    async def use():
        await one.wait_ready()
        with pytest.raises(PoseLostError):
            await one.see(b"hang", 1.0)
        assert await one.wait_ready()

    run(use())


def test_a_process_that_never_starts_is_given_up(worker):
    one = worker(stillborn)
    assert run(one.wait_ready()) is False
    assert one.state == "failed"


def test_what_was_given_up_is_tried_again_when_asked_for(worker):
    one = worker(sleepy)
    with pytest.MonkeyPatch.context() as impatient:
        impatient.setattr(aside, "START_S", 0.1)
        assert run(one.wait_ready()) is False
        assert run(one.wait_ready()) is False, "without being asked for it stays given up"
    assert one._process is None, "what does not start in time is ended"
    one.start()
    assert run(one.wait_ready())


def test_closing_ends_the_process_and_may_be_repeated(worker):
    one = worker()
    run(one.wait_ready())
    process = one._process
    one.close()
    one.close()
    assert not process.is_alive()


def test_it_sees_what_the_analysis_of_a_video_sees(shared):
    """The same pictures give the same poses, bit for bit."""
    from backcoach.pose.blazepose import BlazePose
    from backcoach.pose.video import open_video

    with open_video(shared / "data" / "clips" / "cat_camel_side.mp4") as video:
        shots = [(time_s, rgb.copy()) for (time_s, rgb), _ in zip(video, range(25), strict=False)]
    sent = [(t, cv2.imencode(".jpg", rgb[..., ::-1])[1].tobytes()) for t, rgb in shots]
    with BlazePose() as model:
        decoded = [
            (t, cv2.imdecode(np.frombuffer(j, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]) for t, j in sent
        ]
        expected = [model.estimate(np.ascontiguousarray(rgb), t) for t, rgb in decoded]
    real = PoseWorker()

    async def use():
        assert await real.wait_ready()
        assert await real.see(jpeg(), 0.0)
        await real.new_stream()
        return [await real.see(content, time_s) for time_s, content in sent]

    try:
        found = run(use())
    finally:
        real.close()
    for seen, frame in zip(found, expected, strict=True):
        np.testing.assert_array_equal(seen.frame.landmarks, frame.landmarks)
        np.testing.assert_array_equal(seen.frame.back_line, frame.back_line)
