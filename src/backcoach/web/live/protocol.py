"""What a page says over the live connection: parsed, checked and limited before anything is done with it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from backcoach.coaching.actions import Press, Then
from backcoach.exercises.strict import Id
from backcoach.texts import message
from backcoach.web.live.refusal import bad, too_large

VERSION = 1
MAX_TEXT_BYTES = 16 * 1024
FASTEST = 16.0

Number = Annotated[float, Field(allow_inf_nan=False)]
Words = Annotated[str, Field(max_length=200)]

Eye = Literal["page", "server", "phone"]
"""Whose camera it is: the page's own, one that the server reads, or that of the phone that is paired."""


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Practice(_Message):
    """A single exercise on request; what is not said is the exercise's own dose."""

    exercise: Id
    reps: Annotated[int, Field(ge=1, le=1000)] | None = None
    hold_s: Annotated[Number, Field(ge=0, le=600)] | None = None
    side: Literal["left", "right"] | None = None


class Hello(_Message):
    """The first message: who watches, and what is to be done.

    Attributes
    ----------
    source : {"camera", "none", "demo", "landmarks"}
        ``landmarks``: another program sends poses instead of pictures; nothing is remembered of it.
    practice : Practice or None
        A single exercise; None: the routine.
    resume : str or None
        A session that broke off.
    free : bool
        Without a plan: whatever is done is recognised. Needs a camera, or the simulated person.
    speed : float
        Of the simulated person, 1 to 16.
    pain : int or None
        How the back is right now, 0 to 10.
    confirmed : bool
        Whether the person wants a routine although the rules ask to think about it, such as a second one today.
    length : str or None
        How long the routine is to be: ``all``, ``gentle``, or minutes such as ``10``; None: all of it.
    takeover : bool
        Whether another tab's session is ended for this one.
    debug : bool
        Whether answers to frames say how long each step took.
    eye : {"page", "server", "phone"}
        Whose pictures are looked at, where the source is the camera: the page's own, those of a camera that the server
        reads, or those of the phone that is paired.
    words : bool
        Whether words that the person says are understood: the page will send the sound of the microphone.
    """

    type: Literal["hello"]
    protocol: int
    source: Literal["camera", "none", "demo", "landmarks"] = "camera"
    practice: Practice | None = None
    resume: Annotated[str, Field(max_length=64)] | None = None
    free: bool = False
    speed: Annotated[Number, Field(ge=0.1, le=1000)] = 1.0
    language: Annotated[str, Field(max_length=20)] | None = None
    pain: Annotated[int, Field(ge=0, le=10)] | None = None
    confirmed: bool = False
    length: Annotated[str, Field(max_length=10)] | None = None
    takeover: bool = False
    debug: bool = False
    eye: Eye = "page"
    words: bool = False


class Pressed(_Message):
    """A key or a button."""

    type: Literal["action"]
    action: Press


class HurtMessage(_Message):
    """The answer to "what hurts?"."""

    type: Literal["hurt"]
    where: Words | None = None
    pain: Annotated[int, Field(ge=0, le=10)] | None = None
    then: Then


class NumberMessage(_Message):
    """A number that answers the question on the screen, where that takes one."""

    type: Literal["number"]
    value: Annotated[int, Field(ge=0, le=10)]


class CameraMessage(_Message):
    """The camera failed, or is back."""

    type: Literal["camera"]
    working: bool
    reason: Words | None = None


class Speed(_Message):
    """How fast the simulated person is to go on."""

    type: Literal["speed"]
    factor: Annotated[Number, Field(ge=0.1, le=1000)]


class Latency(_Message):
    """How long it took from pictures to what was shown of them, in milliseconds."""

    type: Literal["latency"]
    ms: Annotated[list[Annotated[Number, Field(ge=0, le=600_000)]], Field(max_length=1000)]


class Speaking(_Message):
    """What the page begins to say aloud; null: it is silent again. The coach must not command itself."""

    type: Literal["speaking"]
    text: Annotated[str, Field(max_length=500)] | None = None


class Takeover(_Message):
    """Before the hello: end another tab's session for this one."""

    type: Literal["takeover"]


FromPage = (
    Hello | Pressed | HurtMessage | NumberMessage | CameraMessage | Speed | Latency | Speaking | Takeover
)
_FROM_PAGE: TypeAdapter[FromPage] = TypeAdapter(Annotated[FromPage, Field(discriminator="type")])


def parse(text: str) -> FromPage:
    """Return what a text message says.

    Raises
    ------
    RefusalError
        If it is too long, is not JSON, or is no message of the protocol.
    """
    if len(text) > MAX_TEXT_BYTES or len(text.encode("utf-8", "replace")) > MAX_TEXT_BYTES:
        raise too_large(message("A text message may have at most {most} bytes.", most=MAX_TEXT_BYTES))
    try:
        told = _FROM_PAGE.validate_json(text)
    except ValidationError as error:
        raise bad(message("A message could not be understood: {what}.", what=_what(error))) from None
    if isinstance(told, Hello) and told.protocol != VERSION:
        raise bad(message("This page belongs to another version of Backcoach: load it again."))
    return told


def _what(error: ValidationError) -> str:
    first: Any = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}"[:200] if where else str(first["msg"])[:200]
