"""What the page shows at one moment of a session. Plain values; the web layer translates and sends them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backcoach.coaching.actions import Press
from backcoach.coaching.cues import Cue
from backcoach.coaching.guide import Leg
from backcoach.coaching.planned import Source
from backcoach.coaching.precision import Point, Tenths, Thousandths
from backcoach.texts import Message
from backcoach.tracking.summary import Side

StateName = Literal[
    "camera_check",
    "introduction",
    "position",
    "countdown",
    "work",
    "switch_sides",
    "rest",
    "paused",
    "lost",
    "all_right",
    "hurt",
    "afterwards",
    "finished",
]
"""The names of a session's states, in the order in which a routine meets them."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the body should be in the picture: a figure to fill, as landmarks in image heights (see `PoseFrame`).

    Attributes
    ----------
    points : dict
        Landmark name to (x, y), x from 0 to the picture's aspect, y from 0 (top) to 1.
    fits : bool
        Whether the person fills it well enough.
    """

    points: dict[str, Point]
    fits: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that must be right before the session begins, and whether it is."""

    text: Message
    ok: bool


@dataclass(frozen=True, slots=True)
class SetLine:
    """What was planned and done of one set: one line of the list beside the picture and of the summary."""

    exercise: str
    name: Message
    planned: int
    done: int
    unsure: int
    hold_s: Tenths
    outcome: Literal["planned", "running", "done", "skipped", "hurt", "broken_off"]
    self_reported: bool = False
    faults: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Dial:
    """The numbers that run. Under a pause they stay where they are.

    Attributes
    ----------
    hold_s : float
        The clock of the present hold.
    clock_s, clock_planned_s : float
        Seconds left of a countdown or rest, and its whole length; 0 where there is none.
    ring : float
        0 to 1: how far the present hold, repetition, rest or countdown is.
    """

    hold_s: float = 0.0
    clock_s: float = 0.0
    clock_planned_s: float = 0.0
    ring: float = 0.0

    @classmethod
    def left(cls, left_s: float, planned_s: float) -> Dial:
        """Return the dial of a time that runs out."""
        left_s = max(0.0, left_s)
        ring = 1 - left_s / planned_s if planned_s else 1.0
        return cls(clock_s=left_s, clock_planned_s=planned_s, ring=ring)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that waits for an answer: by hand, key or button.

    Attributes
    ----------
    id : str
        Which; see `backcoach.coaching.questions`.
    text : Message
        What is asked, so short that it can be read from the mat.
    about : Message or None
        What the number means, where a number from 0 to 10 answers it as well.
    answers : tuple of {"yes", "no", "number"}
        What can be answered.
    """

    id: str
    text: Message
    about: Message | None
    answers: tuple[Literal["yes", "no", "number"], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a stage puts on the screen; see `Screen`.

    ``cue`` and ``outline`` are None, ``checks`` and ``marked`` empty, where there is nothing of the kind.
    """

    headline: Message
    detail: Message | None = None
    dial: Dial = Dial()
    phase: Message | None = None
    cue: Cue | None = None
    marked: tuple[str, ...] = ()
    seen: bool = True
    outline: Outline | None = None
    checks: tuple[Checked, ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything a display needs at this moment: a page gets these fields under these names.

    Attributes
    ----------
    state : StateName
    headline : Message
        The one line to read from three metres: "Get into position", "Hold", "Rest".
    detail : Message or None
        A second line: where the camera stands best, the step that is explained.
    exercise, name
        Identifier and name of the exercise; None afterwards and when finished.
    position, positions : int
        Which set of how many, from 0.
    count, planned : int
        Repetitions of the present side, and how many are asked for.
    side : {"left", "right"}, optional
        The person's side that works now, where the exercise has sides.
    side_text : Message or None
        Which limb moves on this side: what cannot be misunderstood, where "left" could.
    hold_s, hold_planned_s : float
        The hold clock of the present hold, and where it ends; planned 0 where nothing is held.
    clock_s, clock_planned_s : float
        Seconds left of a countdown or rest, and its whole length; 0 where there is none.
    ring : float
        0 to 1: how far the present hold, repetition, rest or countdown is.
    phase : Message or None
        What to do now: "Lift", "Hold", "And lower", or the breath.
    cue : Message or None
        The correction or praise that is being given; while it is a correction, nothing else is asked.
    cue_kind : {"cue", "praise"}, optional
        Which of both it is.
    marked : tuple of str
        Landmarks of the faulty part, to be drawn differently.
    next : Message or None
        What comes next; `next_exercise` is its identifier, for its figure.
    source : Source
        What watches now: changes to "none" when the camera fails.
    outline : Outline or None
        During the camera check.
    checks : tuple of Checked
        During the camera check: each thing that must be right, and whether it is.
    sets : tuple of SetLine
        The whole session.
    figure : Leg or None
        Which part of the film of the figure to show, and when.
    turn : int
        Grows with every change of the state: what was to be said in an earlier one is not said any more.
    hand : float
        0 to 1: how far a raised hand is from meaning something; 1 once it has, until it is down.
    hand_means : str or None
        The press that a raised hand stands for now; None where it is not watched for.
    actions : tuple of str
        The presses that would change something now.
    question : OpenQuestion or None
        What is asked now; ``yes`` and ``no`` are among the actions as long as it is open.
    """

    state: StateName
    headline: Message
    detail: Message | None = None
    exercise: str | None = None
    name: Message | None = None
    position: int = 0
    positions: int = 0
    count: int = 0
    planned: int = 0
    side: Side | None = None
    side_text: Message | None = None
    hold_s: Tenths = 0.0
    hold_planned_s: float = 0.0
    clock_s: Tenths = 0.0
    clock_planned_s: float = 0.0
    ring: Thousandths = 0.0
    phase: Message | None = None
    cue: Message | None = None
    cue_kind: Literal["cue", "praise"] | None = None
    marked: tuple[str, ...] = ()
    next: Message | None = None
    next_exercise: str | None = None
    source: Source = "camera"
    seen: bool = True
    outline: Outline | None = None
    checks: tuple[Checked, ...] = ()
    sets: tuple[SetLine, ...] = ()
    figure: Leg | None = None
    turn: int = 0
    hand: Thousandths = 0.0
    hand_means: Press | None = None
    actions: tuple[str, ...] = ()
    question: OpenQuestion | None = None
