"""The screen, put together from where the session stands and what its stage shows."""

from __future__ import annotations

from backcoach.coaching import phrases
from backcoach.coaching.counting import Count
from backcoach.coaching.course import Course
from backcoach.coaching.screen import Screen, SetLine
from backcoach.coaching.stages.base import Shown, Stage
from backcoach.texts import Message


def screen_of(
    course: Course, stage: Stage, under: Stage | None, turn: int = 0, actions: tuple[str, ...] = ()
) -> Screen:
    """Return what to show: the stage on top of the one that it lies over, if it lies over one.

    Parameters
    ----------
    turn : int
        How often the state has changed.
    actions : tuple of str
        The presses that would change something now.
    """
    count = course.count
    done, planned = count.shown
    following = course.next_position
    coming = course.counts[following].planned.exercise if following is not None else None
    fields: dict[str, object] = {
        "exercise": course.planned.exercise.id,
        "name": phrases.name_of(course.planned.exercise),
        "position": course.position,
        "positions": len(course.counts),
        "count": done,
        "planned": planned,
        "side": count.side,
        "side_text": phrases.moving(course.planned.exercise, count.side),
        "figure": course.guide.leg,
        "turn": turn,
        "actions": actions,
        "hold_planned_s": course.planned.hold_s,
        "next": phrases.name_of(coming) if coming is not None else None,
        "next_exercise": coming.id if coming is not None else None,
        "source": course.source if course.round.watched else "none",
        "sets": tuple(_line(course, i) for i in range(len(course.counts))),
    }
    below: Shown = under.show() if under is not None else {}
    kept = {key: below[key] for key in ("hold_s", "ring", "clock_s", "clock_planned_s") if key in below}
    return Screen(state=stage.name, **{**fields, **kept, **stage.show()})


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
