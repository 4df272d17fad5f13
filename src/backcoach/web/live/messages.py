"""What a page is told over the live connection, written down once.

`backcoach.web.live.encoding` makes JSON of it, and `scripts/page_types.py` the types that the page's scripts are
checked with. What a page says is in `backcoach.web.live.protocol`. All of it is public: it is extended, never renamed.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from backcoach.coaching.outputs import SayKind, SoundStep
from backcoach.coaching.precision import Thousandths
from backcoach.coaching.screen import Screen
from backcoach.texts import Message


class Absent(enum.Enum):
    """Stands for what a message leaves out."""

    ABSENT = enum.auto()


class Spread(enum.Enum):
    """Marks a field whose own fields stand in its place."""

    SPREAD = enum.auto()


class Plain(enum.Enum):
    """Marks a field that is JSON already."""

    PLAIN = enum.auto()


ABSENT, SPREAD, PLAIN = Absent.ABSENT, Spread.SPREAD, Plain.PLAIN

Numbers = Annotated[list[float | None], PLAIN]


@dataclass(frozen=True, slots=True)
class Warming:
    """The pose model is still being loaded."""

    type: ClassVar[Literal["warming"]] = "warming"


@dataclass(frozen=True, slots=True)
class Ready:
    """The session may begin.

    Attributes
    ----------
    session : str or None
        Its name in the journal; None where nothing is kept.
    pose : bool
        Whether pictures can be looked at.
    """

    type: ClassVar[Literal["ready"]] = "ready"
    session: str | None
    pose: bool


@dataclass(frozen=True, slots=True)
class ScreenMessage:
    """Something to show has changed.

    Attributes
    ----------
    at : float
        Session time, in seconds.
    of_seq : int or None
        The frame that caused it.
    """

    type: ClassVar[Literal["screen"]] = "screen"
    screen: Annotated[Screen, SPREAD]
    at: Thousandths
    of_seq: int | None


@dataclass(frozen=True, slots=True)
class DrawnLayer:
    """One layer of the simulated person; see `backcoach.figure.person.DrawnPerson.layers`."""

    name: str
    edge: float
    light: tuple[str, str | None]
    dark: tuple[str, str | None]
    outline: Annotated[list[int], PLAIN]


@dataclass(frozen=True, slots=True)
class PoseMessage:
    """The answer to a frame. In a demonstration it comes unasked.

    Attributes
    ----------
    seq : int
        The frame.
    seen : bool
        Whether somebody was.
    dropped : bool
        A newer frame had come, or the pose model had stopped.
    points : list of float or None
        33 times x, y, visibility; x and y in picture heights, None where not seen.
    back : list of float or None
        The back line: x, y.
    aspect : float
        Of the picture.
    marked : list of int
        Landmarks of the faulty part.
    demo : bool
        It is the simulated person's.
    figure : list of DrawnLayer
        The simulated person as it is drawn, the far layers first; not with every frame.
    ms : dict
        How long each step took, where the hello asked for it.
    """

    type: ClassVar[Literal["pose"]] = "pose"
    seq: int
    seen: bool
    dropped: bool | Absent = ABSENT
    points: Numbers | Absent = ABSENT
    back: Numbers | Absent = ABSENT
    aspect: float | Absent = ABSENT
    marked: Annotated[list[int], PLAIN] | Absent = ABSENT
    demo: bool | Absent = ABSENT
    figure: list[DrawnLayer] | Absent = ABSENT
    ms: Annotated[dict[str, float], PLAIN] | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class SayMessage:
    """Words to speak, one after the other.

    Attributes
    ----------
    interrupts : bool
        Whether they take the place of what is being said, which fades; a number is finished.
    stays : bool
        Whether they may still be said when their state is over.
    turn : int
        Of the state that they belong to; see the screen's.
    """

    type: ClassVar[Literal["say"]] = "say"
    text: Message
    kind: SayKind
    interrupts: bool
    stays: bool
    language: str
    turn: int


@dataclass(frozen=True, slots=True)
class SoonMessage:
    """What will be said, the first things first: a page without a voice of its own gets their sounds ready."""

    type: ClassVar[Literal["soon"]] = "soon"
    texts: tuple[Message, ...]
    language: str


@dataclass(frozen=True, slots=True)
class SoundMessage:
    """From now on the coach is to sound like this: the person did not hear it."""

    type: ClassVar[Literal["sound"]] = "sound"
    step: SoundStep


@dataclass(frozen=True, slots=True)
class HushMessage:
    """Stop speaking, and drop what waits: it belongs to a state that is over."""

    type: ClassVar[Literal["hush"]] = "hush"


@dataclass(frozen=True, slots=True)
class Notice:
    """Why the journal cannot be written, another camera fails, or no words are understood; or that it works again.

    Attributes
    ----------
    text : Message or None
        None where it works again.
    """

    type: ClassVar[Literal["notice"]] = "notice"
    kind: Literal["not_saved", "saved", "camera", "hearing"]
    text: Message | None


@dataclass(frozen=True, slots=True)
class HeardMessage:
    """A word was understood.

    Attributes
    ----------
    word : str
        Which; a key of `backcoach.hearing.words.WORDS`.
    text : Message
        As it is said.
    press : str or None
        What it does; None: nothing, for it would change nothing now.
    """

    type: ClassVar[Literal["heard"]] = "heard"
    word: str
    text: Message
    press: str | None


@dataclass(frozen=True, slots=True)
class OfferedWay:
    """What leads on: a page to open, or what another hello asks for besides."""

    text: Message
    href: str | Absent = ABSENT
    hello: Annotated[dict[str, Any], PLAIN] | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class ErrorMessage:
    """The connection is closed, with this code and for this reason."""

    type: ClassVar[Literal["error"]] = "error"
    code: int
    reason: Message
    ways: tuple[OfferedWay, ...]


@dataclass(frozen=True, slots=True)
class EndMessage:
    """The session is over, and all of it is on the disk; the page of the summary, None where nothing is kept."""

    type: ClassVar[Literal["end"]] = "end"
    summary_url: str | None


ToPage = (
    Warming
    | Ready
    | ScreenMessage
    | PoseMessage
    | SayMessage
    | SoonMessage
    | SoundMessage
    | HushMessage
    | Notice
    | HeardMessage
    | ErrorMessage
    | EndMessage
)
"""Every message that a page gets."""
