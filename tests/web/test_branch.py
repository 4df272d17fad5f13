"""Streams of poses in processes of their own: the same answers, and none is lost when a process dies."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.catalogue import load_exercise
from backcoach.pose.recording import load_recording
from backcoach.web.live import streams
from backcoach.web.live.frames import pack_pose
from backcoach.web.live.refusal import BAD_MESSAGE, BUSY, RefusalError
from backcoach.web.live.streams import Streams
from tests.coroutines import run as run_coroutine

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
FRAMES = 400


@pytest.fixture(scope="module")
def poses():
    frames = list(load_recording(GOLDEN / "cat_camel_side.bcr"))[:FRAMES:2]
    return [pack_pose(seq, frame.time_s, frame) for seq, frame in enumerate(frames)]


def sets():
    return [PlannedSet(load_exercise("cat_camel"), repetitions=9)]


async def told(place, poses):
    """Everything that a stream is told, in order."""
    answers = [await place.begin(sets(), "de")]
    for pose in poses:
        answers.append(await place.take(pose))
        await asyncio.sleep(0.005)  # not more than may come in a second
    return [text for answer in answers for text in answer.texts]


def test_another_process_says_the_same_word_for_word(poses, monkeypatch):
    async def run():
        monkeypatch.setattr(streams, "FEW", 1)
        crowd = Streams(lambda: False, cores=2)
        try:
            async with crowd.place() as here, crowd.place() as there, crowd.place() as beside:
                assert here.branch is None
                assert there.branch is beside.branch is not None
                expected = await told(here, poses)
                assert await asyncio.gather(told(there, poses), told(beside, poses)) == [expected, expected]
                assert any('"count":1' in text for text in expected)
                refused = await there.take("{")
                assert refused.refused[0] == BAD_MESSAGE
        finally:
            crowd.close()

    run_coroutine(run())


def test_the_servers_own_process_takes_its_share_of_many_unless_a_person_exercises(monkeypatch):
    monkeypatch.setattr(streams, "FEW", 2)

    async def here_of(number, person):
        crowd = Streams(lambda: person, cores=2)
        async with AsyncExitStack() as held:
            places = [await held.enter_async_context(crowd.place()) for _ in range(number)]
            return sum(place.branch is None for place in places)

    assert run_coroutine(here_of(10, False)) == 2
    assert 10 <= run_coroutine(here_of(50, False)) <= 20
    assert run_coroutine(here_of(50, True)) == 2


async def refused_with(asked):
    """The code of a refusal: its process has gone, or the next one does not know the stream."""
    try:
        return (await asked).refused[0]
    except RefusalError as refusal:
        return refusal.code


def test_when_a_process_dies_its_streams_are_told_and_another_one_serves_the_next(poses, monkeypatch):
    async def run():
        monkeypatch.setattr(streams, "FEW", 0)
        crowd = Streams(lambda: False, cores=2)
        try:
            async with crowd.place() as first, crowd.place() as second:
                await first.begin(sets(), "en")
                await second.begin(sets(), "en")
                first.branch._process.kill()
                for place in (first, second):
                    assert await refused_with(place.take(poses[0])) == BUSY
                async with crowd.place() as third:
                    assert len(await told(third, poses[:3])) > 3
        finally:
            crowd.close()

    run_coroutine(run())


def test_processes_are_as_many_as_cores_less_ours_and_end_with_their_last_stream(monkeypatch):
    async def run():
        monkeypatch.setattr(streams, "FEW", 1)
        monkeypatch.setattr(streams, "IDLE_S", 0.0)
        alone, three = Streams(lambda: False, cores=1), Streams(lambda: False, cores=3)
        async with alone.place(), alone.place() as second:
            assert second.branch is None
        places = [three.place() for _ in range(5)]
        held = [await place.__aenter__() for place in places]
        assert len({id(place.branch) for place in held}) == 3
        for place in places:
            await place.__aexit__(None, None, None)
        while three._branches:
            await asyncio.sleep(0.01)

    run_coroutine(run())
