"""The one place for a live session: given, kept, left and taken over."""

import asyncio

import pytest

from backcoach.web.live import slot
from backcoach.web.live.refusal import OTHER_TAB, RefusalError
from backcoach.web.live.slot import Slot
from tests.coroutines import run


async def stay() -> None:
    """A holder who does not go."""


def test_whoever_comes_while_the_holder_is_leaving_gets_the_place():
    async def use():
        place = Slot()
        await place.take("before", stay)
        waiting = asyncio.create_task(place.take("after the reload", stay))
        await asyncio.sleep(0)
        assert not waiting.done()
        place.release("before")
        await waiting
        place.release("before")  # says nothing about the new holder
        assert place.taken

    run(use())


def test_a_holder_who_stays_is_not_disturbed(monkeypatch):
    monkeypatch.setattr(slot, "GRACE_S", 0.01)

    async def use():
        place = Slot()
        await place.take("first", stay)
        with pytest.raises(RefusalError) as refused:
            await place.take("second", stay)
        assert refused.value.code == OTHER_TAB
        place.release("second")
        assert place.taken

    run(use())


def test_taking_over_asks_the_holder_to_leave_and_waits_until_it_has_left():
    async def use():
        place, asked = Slot(), []

        async def leave() -> None:
            asked.append(place.taken)
            asyncio.get_running_loop().call_soon(place.release, "first")

        await place.take("first", leave)
        await place.take("second", stay, takeover=True)
        assert asked == [True]
        place.release("second")
        assert not place.taken

    run(use())
