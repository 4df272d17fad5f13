"""The screen, put together from where the session stands and what its stage shows."""

from __future__ import annotations

from backcoach.coaching import phrases
from backcoach.coaching.actions import Press
from backcoach.coaching.counting import Count
from backcoach.coaching.course import Course
from backcoach.coaching.screen import Screen, SetLine
from backcoach.coaching.stages.base import Stage
from backcoach.texts import Message


def screen_of(
    course: Course,
    stage: Stage,
    under: Stage | None,
    turn: int = 0,
    actions: tuple[Press, ...] = (),
    hand: float = 0.0,
) -> Screen:
    """Return what to show: the stage on top of the one that it lies over, if it lies over one.

    Parameters
    ----------
    turn : int
        How often the state has changed.
    actions : tuple of str
        The presses that would change something now.
    hand : float
        How far a raised hand is held, 0 to 1.
    """
    part = stage.show()
    dial = part.dial if under is None else under.show().dial
    count, planned = course.count, course.planned
    done, asked = count.shown
    over = stage.name in ("afterwards", "finished")
    coming = stage.coming
    means = course.meant_by_hand(actions)
    return Screen(
        state=stage.name,
        headline=part.headline,
        detail=part.detail,
        exercise=None if over else planned.exercise.id,
        name=None if over else phrases.name_of(planned.exercise),
        position=course.position,
        positions=len(course.counts),
        count=done,
        planned=asked,
        side=count.side,
        side_text=phrases.moving(planned.exercise, count.side),
        hold_s=dial.hold_s,
        hold_planned_s=planned.hold_s,
        clock_s=dial.clock_s,
        clock_planned_s=dial.clock_planned_s,
        ring=dial.ring,
        phase=part.phase,
        cue=part.cue.text if part.cue else None,
        cue_kind=part.cue.kind if part.cue else None,
        marked=part.marked,
        next=phrases.name_of(coming) if coming else None,
        next_exercise=coming.id if coming else None,
        source=course.source if course.round.watched else "none",
        seen=part.seen,
        outline=part.outline,
        checks=part.checks,
        sets=tuple(_line(course, i) for i in range(len(course.counts))),
        figure=None if over else course.guide.leg,
        turn=turn,
        actions=actions,
        hand=hand if means else 0.0,
        hand_means=means,
        question=None if stage.talk is None else stage.talk.shown,
    )


def _line(course: Course, position: int) -> SetLine:
    count = course.counts[position]
    running = position == course.position and course.round.begun and not course.over
    outcome = course.outcomes[position]
    return SetLine(
        exercise=count.planned.exercise.id,
        name=phrases.name_of(count.planned.exercise),
        planned=count.planned.repetitions * len(count.sides),
        done=count.total,
        unsure=count.unsure,
        hold_s=count.planned.hold_s,
        outcome="running" if running else outcome or "planned",
        self_reported=count.self_reported > 0,
        faults=_faults(count),
    )


def _faults(count: Count) -> tuple[Message, ...]:
    """Return the names of the faults of finished repetitions, the most frequent first."""
    if not count.faults:
        return ()
    often = sorted(count.faults, key=lambda fault: -count.faults[fault])
    names = (count.planned.exercise.fault_name(fault) for fault in often)
    return tuple(Message(name) for name in names if name is not None)
