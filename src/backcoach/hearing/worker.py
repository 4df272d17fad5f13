"""Understands words in a process of its own: it hears sound, and keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from backcoach.aside import Aside, AsideLostError, serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from backcoach.hearing.lesson import Lesson
    from backcoach.hearing.own_words import Examples
    from backcoach.hearing.recogniser import Recogniser
    from backcoach.hearing.words import Heard

HEAR_S = 3.0
LEARN_S = 10.0
BEGIN_S = 30.0


@dataclass(frozen=True, slots=True)
class NewListening:
    """Another session begins: forget what was heard, and understand what these examples are of."""

    examples: Examples


@dataclass(frozen=True, slots=True)
class Sound:
    """The next piece of sound: mono, 16 kHz, 16 bit."""

    pcm: bytes
    strict: bool


@dataclass(frozen=True, slots=True)
class Learn:
    """A whole recording, in which a word was said that is to be understood; and what was taught before."""

    pcm: bytes
    word: str
    examples: Examples


class HearingLostError(AsideLostError):
    """The process died or does not answer; it is being started again."""


class HearingWorker(Aside):
    """Understands the words of one session at a time."""

    lost = HearingLostError

    def __init__(self, target: Callable[[Connection], None] | None = None) -> None:
        super().__init__(target or listen, "hearing")

    async def begin(self, examples: Examples) -> None:
        """Begin to listen for the words of these examples.

        Raises
        ------
        HearingLostError
            If the process is not there any more.
        """
        await self.ask(NewListening(examples), BEGIN_S)

    async def hear(self, pcm: bytes, *, strict: bool = False) -> list[Heard]:
        """Return the words that a piece of sound completes; stricter while somebody else speaks.

        Raises
        ------
        HearingLostError
            If the process died or does not answer.
        """
        found: list[Heard] = await self.ask(Sound(pcm, strict), HEAR_S)
        return found

    async def learn(self, pcm: bytes, word: str, examples: Examples) -> Lesson:
        """Return what a recording teaches of a word.

        Raises
        ------
        HearingLostError
            If the process died or does not answer.
        """
        lesson: Lesson = await self.ask(Learn(pcm, word, examples), LEARN_S)
        return lesson


def listen(connection: Connection) -> None:
    """Answer until the other end is closed. The process's main function."""
    serve(connection, lambda: _Ears().answer)


class _Ears:
    def __init__(self) -> None:
        self._recogniser: Recogniser | None = None

    def answer(self, request: NewListening | Sound | Learn) -> object:
        """Return what is to be sent back."""
        if isinstance(request, NewListening):
            from backcoach.hearing.own_words import OwnWords

            self._recogniser = OwnWords(request.examples)
            return True
        if isinstance(request, Learn):
            from backcoach.hearing.lesson import lesson

            return lesson(_samples(request.pcm), request.word, request.examples)
        if self._recogniser is None:
            return []
        return self._recogniser.hear(_samples(request.pcm), strict=request.strict)


def _samples(pcm: bytes) -> Any:
    import numpy as np

    return np.frombuffer(pcm, "<i2")
