"""The beginning of a session: what is to be done, and the entry in the journal that remembers it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from backcoach import __version__
from backcoach.coaching.free.limits import Limits
from backcoach.coaching.planned import Done, Habits, PlannedSet, Source
from backcoach.journal import JournalError
from backcoach.programme.decisions import write_decisions
from backcoach.programme.errors import NotResumableError
from backcoach.programme.kept_plan import free_json, resumed, routine_json
from backcoach.programme.today import LENGTH
from backcoach.texts import Message, message
from backcoach.texts.catalogue import SOURCE_LANGUAGE, languages
from backcoach.web.home import Home
from backcoach.web.live.asked import agenda_for, limits_now, may_go_on
from backcoach.web.live.protocol import Hello
from backcoach.web.live.recorder import Recorder
from backcoach.web.live.refusal import refusing
from backcoach.web.live.tasks import made

if TYPE_CHECKING:
    from backcoach.journal import Journal
    from backcoach.journal.session_values import SessionRecord

Trouble = Callable[[Message | None], None]


@dataclass(frozen=True)
class Beginning:
    """A session that is about to begin, or to go on.

    Attributes
    ----------
    elapsed_s : float
        Session time at which it begins: 0, or the time since it first began.
    is_new : bool
        Whether nothing of it had been begun before.
    recorder : Recorder or None
        None where the journal cannot be used: the session goes on, and the person was told.
    limits : Limits or None
        What a session without a plan has to mind; None where there is a plan.
    position : int
        Of its first set.
    """

    sets: tuple[PlannedSet, ...]
    habits: Habits
    done: tuple[Done, ...] = ()
    elapsed_s: float = 0.0
    is_new: bool = True
    recorder: Recorder | None = None
    limits: Limits | None = None
    position: int = 0

    @property
    def session_id(self) -> str | None:
        """The session's name in the journal."""
        return None if self.recorder is None else self.recorder.session_id

    async def finish(self, patience_s: float) -> None:
        """Wait until everything is on the disk, or it cannot be helped."""
        if self.recorder is not None:
            await asyncio.to_thread(self.recorder.flush, patience_s)

    async def close(self) -> None:
        """Write what is left, also when the connection broke off."""
        await made(self.put_away, lambda _: None)

    def put_away(self) -> None:
        """Write what is left. A session of which nothing was begun is over: there is nothing to go on with."""
        if self.recorder is None:
            return
        self.recorder.close()
        if self.is_new and not self.recorder.has_begun:
            with contextlib.suppress(JournalError):
                self.recorder.end()


async def begin(home: Home, hello: Hello, trouble: Trouble) -> Beginning:
    """Begin a session as a hello asks for; it is ended again if the connection has ended meanwhile.

    Raises
    ------
    RefusalError
        If what is asked for cannot be done.
    """
    return await made(lambda: _begun(home, hello, trouble), Beginning.put_away)


def _begun(home: Home, hello: Hello, trouble: Trouble) -> Beginning:
    if hello.resume is None:
        return _new(home, hello, trouble)
    with refusing():
        return _resume(home, hello, trouble)


def _new(home: Home, hello: Hello, trouble: Trouble) -> Beginning:
    agenda = agenda_for(home, hello)
    sets = with_times_before(home, agenda.sets)
    practice = None if hello.practice is None else hello.practice.exercise
    source: Source = "camera" if hello.source == "landmarks" else hello.source
    now = home.now()
    try:
        journal, profile = home.journal, home.profile.id
        session_id = journal.sessions.begin(
            profile,
            started_at=now,
            source=source,
            routine=routine_json(sets, practice) if agenda.limits is None else free_json(),
            engine_version=__version__,
            pain_before=hello.pain,
        )
    except JournalError as error:
        trouble(error.message)
        return Beginning(sets, _habits(home, sets), limits=agenda.limits)
    recorder = _recorder(home, journal, profile, session_id, now, sets, trouble, practice)
    try:
        if hello.length is not None and agenda.plan is not None:
            wanted = str(agenda.plan.length)
            journal.people.change_settings(profile, lambda _: {LENGTH: wanted})
        if agenda.plan is not None:
            write_decisions(journal, profile, agenda.plan, now, _language(home, hello))
    except JournalError as error:
        trouble(error.message)
    return Beginning(sets, _habits(home, sets), recorder=recorder, limits=agenda.limits)


def _habits(home: Home, sets: tuple[PlannedSet, ...]) -> Habits:
    """Return how the person likes to be coached; whoever has done nothing of this yet is new to all of it."""
    return replace(home.habits, teaches_hand=not any(planned.times_before for planned in sets))


def with_times_before(home: Home, sets: tuple[PlannedSet, ...]) -> tuple[PlannedSet, ...]:
    """Note for each set how often the person has done its exercise: the first times it is taught in full."""
    try:
        times = home.journal.exercises.times_done(home.profile.id)
    except JournalError:
        times = {}
    return tuple(replace(planned, times_before=times.get(planned.exercise.id, 0)) for planned in sets)


def _language(home: Home, hello: Hello) -> str:
    wishes = (hello.language, home.preferences.language)
    return next((wish for wish in wishes if wish in languages()), SOURCE_LANGUAGE)


def _resume(home: Home, hello: Hello, trouble: Trouble) -> Beginning:
    assert hello.resume is not None
    try:
        profile, record = home.profile.id, home.journal.sessions.get(hello.resume)
    except JournalError as error:
        raise NotResumableError(error.message) from None
    if record.profile_id == profile and record.outcome == "broken_off" and not record.sets:
        return _new(home, hello, trouble)  # a page that was loaded again before anything was begun
    if record.profile_id != profile or record.ended_at is not None:
        raise NotResumableError(message("it is over"))
    if record.free:
        return _resume_free(home, record, trouble)
    if record.source != "demo":
        may_go_on(home)
    sets, done = resumed(record.routine, record.sets, home.catalogue)
    sets = with_times_before(home, sets)
    elapsed_s = _elapsed_s(home, record)
    practice = record.routine.get("practice")
    recorder = _recorder(home, home.journal, profile, record.id, record.started_at, sets, trouble, practice)
    return Beginning(sets, _habits(home, sets), done, elapsed_s, not record.sets, recorder)


def _resume_free(home: Home, record: SessionRecord, trouble: Trouble) -> Beginning:
    limits = limits_now(home, record.source)
    position = 1 + max((one.position for one in record.sets), default=-1)
    recorder = _recorder(
        home, home.journal, record.profile_id, record.id, record.started_at, (), trouble, None
    )
    return Beginning(
        (),
        _habits(home, ()),
        elapsed_s=_elapsed_s(home, record),
        is_new=not record.sets,
        recorder=recorder,
        limits=limits,
        position=position,
    )


def _elapsed_s(home: Home, record: SessionRecord) -> float:
    return max(0.0, (home.now() - record.started_at).total_seconds())


def _recorder(
    home: Home,
    journal: Journal,
    profile: str,
    session_id: str,
    started_at: datetime,
    sets: tuple[PlannedSet, ...],
    trouble: Trouble,
    practice: str | None,
) -> Recorder:
    names = [planned.exercise.id for planned in sets] or home.catalogue.ids
    hashes = {name: home.catalogue.content_hash(name) for name in names}
    return Recorder(journal, profile, session_id, started_at, sets, hashes, trouble, practice)
