"""Streams of poses side by side: as many as can be answered in time, and a person who exercises comes first.

The first few are understood beside the pages. More get processes of their own, so many that every core has one; once
these have much to do, the server's own process takes its share again.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from backcoach.coaching.planned import PlannedSet
from backcoach.computer.cores import usable_cores
from backcoach.web.live.branch import Begin, Branch
from backcoach.web.live.followed import Answer, FollowedStream
from backcoach.web.live.refusal import busy

MAX_STREAMS = 80
"""For each core: more were never answered in time by one process, on the fastest machine that was measured."""

FEW = 8
"""So many are understood without another process: a home needs no more."""

FOR_PAGES = 4.0
"""So much is kept free beside the pages, in streams, before more are understood there again."""

PASSING_ON, IN_BRANCH = 0.2, 0.9
"""What a stream in another process costs this one and that one, as a part of what it costs when understood here."""

IDLE_S = 60.0
"""So long a process without streams waits for the next one."""

LOOK_S = 0.1
LATE_S = 0.1
LATE_FOR_PERSON_S = 0.04
"""So late the loop may come round; less while a person exercises, whose pictures it answers, too."""

TIMES = 3
"""So often in a row it is late before somebody is sent away: a single hitch is no crowd."""


class Place:
    """A stream's place: where its messages are understood.

    Attributes
    ----------
    leave : asyncio.Event
        Set when the place has to be left.
    branch : Branch or None
        The process that understands them; None: this one.
    """

    def __init__(self, number: int, branch: Branch | None) -> None:
        self.leave = asyncio.Event()
        self.branch = branch
        self._number = number
        self._here: FollowedStream | None = None

    async def begin(self, sets: Sequence[PlannedSet], language: str) -> Answer:
        """Begin the stream.

        Raises
        ------
        RefusalError
            As `Branch.ask`.
        """
        if self.branch is not None:
            return await self.branch.ask(self._number, Begin(sets, language))
        self._here = FollowedStream(sets, language)
        return self._here.begin()

    async def take(self, data: str | bytes) -> Answer:
        """Take a message in; returns what is told because of it.

        Raises
        ------
        RefusalError
            As `Branch.ask`.
        """
        if self.branch is not None:
            return await self.branch.ask(self._number, data)
        assert self._here is not None
        return self._here.take(data)

    def end(self) -> None:
        """Forget the stream."""
        if self.branch is not None:
            self.branch.forget(self._number)


class Streams:
    """Gives places to streams, and takes the newest one back when all are late.

    Parameters
    ----------
    person : callable
        Whether a person is being coached.
    cores : int, optional
        For how many to have processes; by default all of this computer's.
    """

    def __init__(self, person: Callable[[], bool], cores: int | None = None) -> None:
        self._person = person
        self._cores = cores or usable_cores()
        self._branches: list[Branch] = []
        self._places: list[Place] = []
        self._numbers = itertools.count(1)
        self._watching: asyncio.Task[None] | None = None
        self._late = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._places)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[Place]:
        """Hold a place.

        Raises
        ------
        RefusalError
            If there is none.
        """
        if len(self._places) >= MAX_STREAMS * self._cores or self._late:
            raise busy()
        place = Place(next(self._numbers), self._least_loaded())
        self._places.append(place)
        if self._watching is None or self._watching.done():
            self._late = 0
            self._watching = asyncio.create_task(self._watch())
        try:
            yield place
        finally:
            self._places.remove(place)
            place.end()

    def close(self) -> None:
        """End the processes."""
        branches, self._branches = self._branches, []
        for branch in branches:
            branch.close()

    def _least_loaded(self) -> Branch | None:
        """Return the process for one more; None: this one."""
        load = Counter(place.branch for place in self._places)
        here = load[None]
        if self._cores < 2 or here < FEW:
            return None
        if not self._branches:
            self._branches = [Branch() for _ in range(self._cores - 1)]
        least = min(self._branches, key=lambda branch: load[branch])
        own = FOR_PAGES + here + PASSING_ON * (len(self._places) - here)
        return None if own < IN_BRANCH * load[least] and not self._person() else least

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        used_s = loop.time()
        while self._places or self._branches:
            due_s = loop.time() + LOOK_S
            await asyncio.sleep(LOOK_S)
            now_s = loop.time()
            self.note(max([now_s - due_s, *(branch.behind_s(now_s) for branch in self._branches)]))
            if any(place.branch for place in self._places):
                used_s = now_s
            elif now_s - used_s > IDLE_S:
                self.close()
        self._late = 0

    def note(self, late_s: float) -> None:
        """Take in how late answers are, and send the newest stream away when they are late again and again."""
        most_s = LATE_FOR_PERSON_S if self._person() else LATE_S
        self._late = self._late + 1 if late_s > most_s else 0
        if self._late >= TIMES:
            self._late = 1
            staying = [place for place in self._places if not place.leave.is_set()]
            if staying:
                staying[-1].leave.set()
