"""The screen of a session without a plan: as that of a planned one, with nothing that was asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from backcoach.coaching import phrases
from backcoach.coaching.actions import Press
from backcoach.coaching.free import words
from backcoach.coaching.free.ledger import Entry
from backcoach.coaching.free.noticing import Noticing
from backcoach.coaching.free.talking import Talking
from backcoach.coaching.planned import Source
from backcoach.coaching.screen import OpenQuestion, Screen, SetLine, StateName
from backcoach.texts import Message

Lines = tuple[Message, Message | None]
"""The headline, and what stands under it."""


def screen_of(
    noticing: Noticing,
    talking: Talking | None,
    *,
    state: StateName,
    lines: Lines,
    time_s: float,
    source: Source,
    turn: int,
    actions: tuple[str, ...],
    question: OpenQuestion | None,
    hand: float,
    hand_means: Press | None,
) -> Screen:
    """Return what to show; ``talking`` is about the exercise that is done now."""
    entries = [entry for entry in noticing.ledger.entries if entry.real]
    entry = None if talking is None else noticing.entry
    screen = Screen(
        state=state,
        headline=lines[0],
        detail=lines[1],
        name=words.WITHOUT_A_PLAN,
        position=entries.index(entry) if entry in entries else max(0, len(entries) - 1),
        positions=len(entries),
        source=source,
        seen=state != "lost",
        sets=tuple(_line(one, running=one is entry) for one in entries),
        turn=turn,
        actions=actions,
        question=question,
        hand=hand if hand_means else 0.0,
        hand_means=hand_means,
    )
    return screen if talking is None else _at_work(screen, noticing, talking, entry, time_s)


def _at_work(
    screen: Screen, noticing: Noticing, talking: Talking, entry: Entry | None, time_s: float
) -> Screen:
    """Add what is known of the exercise that is done now; the numbers stay where they are under a pause."""
    exercise, works = talking.exercise, screen.state == "work"
    side = talking.side
    cue = talking.cue(time_s) if works else None
    correcting = cue is not None and cue.kind == "cue"
    return replace(
        screen,
        exercise=exercise.id,
        name=phrases.name_of(exercise),
        count=0 if entry is None else talking.count_of(entry),
        side=side,
        side_text=phrases.moving(exercise, side),
        hold_s=talking.clock_s if works else 0.0,
        phase=(talking.asked or phrases.name_of(exercise)) if works and not correcting else None,
        cue=cue.text if cue else None,
        cue_kind=cue.kind if cue else None,
        marked=talking.marked() if works else (),
        figure=talking.guide.leg,
    )


def _line(entry: Entry, *, running: bool) -> SetLine:
    names = [entry.exercise.fault_name(fault) for one in entry.done.repetitions for fault in one.faults]
    often = Counter(name for name in names if name is not None)
    return SetLine(
        exercise=entry.exercise.id,
        name=phrases.name_of(entry.exercise),
        planned=0,
        done=entry.done.counted,
        unsure=entry.done.unsure,
        hold_s=entry.done.hold_s,
        outcome="running" if running else entry.outcome,
        faults=tuple(Message(name) for name, _ in often.most_common()),
    )
