"""When a session is over: what was done against what was planned, how it was, what changes next time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backcoach.exercises.catalogue import Catalogue, UnknownExerciseError
from backcoach.exercises.model import Exercise
from backcoach.exercises.problem import WrongFileError
from backcoach.journal.hints import hints
from backcoach.journal.session_values import SessionRecord, SetRecord
from backcoach.journal.values import Outcome
from backcoach.journal.work import work_of
from backcoach.programme.kept_plan import PlannedJson, planned_of
from backcoach.programme.next_time import next_time as what_comes_next
from backcoach.texts import Message, message
from backcoach.texts.catalogue import translator
from backcoach.tracking.summary import Side
from backcoach.web.api import own_session
from backcoach.web.house import house_of, programme_of
from backcoach.web.pages.reward import reward_of
from backcoach.web.render import language_of, render

_SIDES: tuple[tuple[Side, Message], ...] = (("left", message("left")), ("right", message("right")))
_UNSEEN_WORTH_SAYING_S = 5.0
_MAX_FAULTS = 2

_ENDINGS: dict[Outcome, Message] = {
    "skipped": message("Skipped"),
    "hurt": message("Ended because it hurt"),
    "broken_off": message("Broken off"),
}


@dataclass(frozen=True)
class Line:
    """One set of the summary.

    Attributes
    ----------
    exercise : str
        Identifier, for the figure.
    amounts : tuple of Message
        "12 of 12"; for an exercise with sides one for each; and the seconds held.
    share : float or None
        How much of what was planned was done, 0 to 1; None where nothing was planned.
    notes : tuple of Message
        What was not seen, what was reported by the person, what could be better.
    """

    exercise: str
    name: Message
    amounts: tuple[Message, ...]
    share: float | None
    notes: tuple[Message, ...] = ()
    ending: Message | None = None


def done(request: Request) -> Response:
    """Show the end of a session."""
    record = own_session(request)
    lines = tuple(summary(record, house_of(request).catalogue))
    after = {report.when: report.value for report in record.pain}
    return render(
        request,
        "done.html",
        session=record,
        headline=headline(record, lines),
        lines=lines,
        reward=reward_of(house_of(request), record) if record.source != "demo" else None,
        pain=after.get("after"),
        pain_before=after.get("before"),
    )


def headline(record: SessionRecord, lines: Sequence[Line]) -> Message:
    """Return the words at the top: praise where there is something to praise, and never for going on in pain."""
    if any(one.outcome == "hurt" for one in record.sets) or record.outcome == "hurt":
        return message("Enough for today")
    if record.work.something and (record.free or any(line.share for line in lines)):
        return message("Well done")
    return message("Another time")


def summary(record: SessionRecord, catalogue: Catalogue) -> Iterator[Line]:
    """Return a line for each planned set; a set that was begun again after an interruption is one line."""
    if record.free:
        yield from (_unplanned(one, _exercise(catalogue, one.done.exercise)) for one in record.sets)
        return
    for position, planned in planned_of(record).items():
        parts = [one for one in record.sets if one.position == position]
        yield line(planned, parts, _exercise(catalogue, planned.exercise))


def line(planned: PlannedJson, parts: Sequence[SetRecord], exercise: Exercise | None) -> Line:
    """Return one line from what was planned and all that was done of it; without its file, an exercise has its id."""
    counted = Counter(r.side for one in parts for r in one.done.repetitions if r.status == "counted")
    sided = exercise is not None and exercise.sides != "none"
    outcome = parts[-1].outcome if parts else "skipped"
    return Line(
        exercise=planned.exercise,
        name=Message(exercise.name if exercise else planned.exercise),
        amounts=(*_counts(planned, counted, sided), *_held(parts)),
        share=work_of({}, [(0, planned.model_dump(mode="json"), one.work) for one in parts]).share,
        notes=tuple(_notes(parts, exercise)),
        ending=_ENDINGS.get(outcome or "broken_off"),
    )


def _unplanned(one: SetRecord, exercise: Exercise | None) -> Line:
    """Return one line from what was done, where nothing had been planned."""
    counted = Counter(r.side for r in one.done.repetitions if r.status == "counted")
    sides = [(name, counted[side]) for side, name in _SIDES if counted[side]]
    amounts = [message("{side}: {done}", side=name, done=done) for name, done in sides]
    return Line(
        exercise=one.done.exercise,
        name=Message(exercise.name if exercise else one.done.exercise),
        amounts=(*(amounts or [_times(one.done.counted)]), *_held([one])),
        share=None,
        notes=tuple(_notes([one], exercise)),
        ending=_ENDINGS["hurt"] if one.outcome == "hurt" else None,
    )


def _times(count: int) -> Message:
    return message("{count} time", plural="{count} times", count=count)


def _counts(planned: PlannedJson, counted: Counter[Side | None], sided: bool) -> Iterator[Message]:
    if not sided:
        yield message("{done} of {planned}", done=sum(counted.values()), planned=planned.repetitions)
        return
    for side, name in _SIDES:
        if side in planned.sides:
            yield message(
                "{side}: {done} of {planned}", side=name, done=counted[side], planned=planned.repetitions
            )


def _held(parts: Sequence[SetRecord]) -> Iterator[Message]:
    held_s = sum(one.done.hold_s for one in parts)
    minutes, seconds = divmod(round(held_s), 60)
    if minutes:
        yield message("{minutes} min {seconds} s held", minutes=minutes, seconds=seconds)
    elif seconds:
        yield message("{seconds} s held", seconds=seconds)


def _notes(parts: Sequence[SetRecord], exercise: Exercise | None) -> Iterator[Message]:
    unsure = sum(one.done.unsure for one in parts)
    if unsure:
        yield message(
            "{count} time not seen well enough to count",
            plural="{count} times not seen well enough to count",
            count=unsure,
        )
    told = sum(len(one.self_reported_repetitions) for one in parts)
    if told:
        yield message(
            "{count} reported by you, not seen", plural="{count} reported by you, not seen", count=told
        )
    lost_s = sum(one.tracking.lost_s for one in parts if not one.self_reported)
    if lost_s >= _UNSEEN_WORTH_SAYING_S:
        yield message("{seconds} s out of the camera's sight", seconds=round(lost_s))
    for hint in hints(fault for one in parts for fault in one.done.faults)[:_MAX_FAULTS]:
        name = exercise.fault_name(hint.fault) if exercise else None
        if name is not None:
            yield message(
                "{what}: {count} time", plural="{what}: {count} times", what=Message(name), count=hint.times
            )


def _exercise(catalogue: Catalogue, exercise_id: str) -> Exercise | None:
    try:
        return catalogue[exercise_id]
    except (UnknownExerciseError, WrongFileError):
        return None


def next_time(request: Request) -> Response:
    """Say what changes tomorrow in the exercises of this session, and why, once pain and effort are told."""
    found = what_comes_next(programme_of(house_of(request)), own_session(request))
    say = translator(language_of(request)).translate
    return JSONResponse(
        {
            "assuming": None if found.assuming is None else say(found.assuming),
            "changes": [say(one) for one in (*found.against, *(d.message for d in found.changes))],
            "stays": [say(one.message) for one in found.stays],
        }
    )


routes = [Route("/done/{session}", done), Route("/done/{session}/next", next_time)]
