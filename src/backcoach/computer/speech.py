"""The computer's own voice, for a browser without: asked for here, made in a process of its own, and kept."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

from backcoach.aside import Aside, AsideLostError
from backcoach.computer.speaking import Mute, Sentence, Spoken, speak

MAX_LETTERS = 300
PATIENCE_S = 8.0
"""For one sentence; a voice file is loaded with the first."""

KEPT = 500
"""Sentences that are kept, for they are said again."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?")
_VOICE = re.compile(r"[\w.+ -]{1,100}")


class SpeechError(RuntimeError):
    """It cannot be spoken here. The message says why."""


class SpeechLostError(SpeechError):
    """The voice was lost, and is being started again."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as sound, and whether the voice had to be started again for it."""

    spoken: Spoken
    again: bool = False


def checked(text: str, language: str, rate: str, voice: str = "") -> Sentence:
    """Return what is to be spoken.

    Parameters
    ----------
    text : str
        1 to 300 letters.
    language : str
        Such as ``en`` or ``de``.
    rate : str
        A number from 0.5 to 1.6; 1 is usual.
    voice : str
        Name of a voice file, ``espeak``, or empty.

    Raises
    ------
    ValueError
        If one of them is not as it must be.
    """
    text = " ".join(text.split())
    if not 0 < len(text) <= MAX_LETTERS or not text.isprintable():
        raise ValueError(f"the text must have 1 to {MAX_LETTERS} letters")
    if not _LANGUAGE.fullmatch(language.lower()):
        raise ValueError("the language must be such as en or de")
    try:
        factor = float(rate)
    except ValueError:
        factor = 0.0
    if not 0.5 <= factor <= 1.6:
        raise ValueError("the rate must be a number from 0.5 to 1.6")
    if voice and not _VOICE.fullmatch(voice):
        raise ValueError("the voice must be the name of a voice file, or espeak")
    return Sentence(text, language.lower(), factor, voice or None)


class Speech:
    """The voice of this computer: one process, started with the first sentence, and again when it is lost.

    Parameters
    ----------
    target : callable, optional
        Main function of the process.
    patience_s : float
        So long a sentence may take.
    """

    def __init__(self, target: Callable[[Connection], None] = speak, patience_s: float = PATIENCE_S) -> None:
        self._voice = Aside(target, "voice")
        self._patience_s = patience_s
        self._kept: OrderedDict[Sentence, Spoken] = OrderedDict()

    async def say(self, sentence: Sentence) -> Said:
        """Return a sentence as sound.

        Raises
        ------
        SpeechError
            If it cannot be spoken here.
        SpeechLostError
            If the process was lost twice with it.
        """
        if sentence in self._kept:
            self._kept.move_to_end(sentence)
            return Said(self._kept[sentence])
        try:
            answer, again = await self._asked(sentence), False
        except AsideLostError:
            answer, again = await self._asked_again(sentence), True
        if isinstance(answer, Mute):
            raise SpeechError(answer.why)
        if not answer.problem:  # what stands in for something better is not kept
            self._kept[sentence] = answer
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return Said(answer, again)

    def close(self) -> None:
        """End the process; harmless when repeated."""
        self._voice.close()

    async def _asked(self, sentence: Sentence) -> Spoken | Mute:
        if self._voice.state == "failed":
            self._voice.start()
        if not await self._voice.wait_ready():
            raise SpeechLostError("The computer's voice cannot be started. The doctor says what is wrong.")
        answer = await self._voice.ask(sentence, self._patience_s)
        assert isinstance(answer, Spoken | Mute)
        return answer

    async def _asked_again(self, sentence: Sentence) -> Spoken | Mute:
        try:
            return await self._asked(sentence)
        except AsideLostError:
            raise SpeechLostError("The computer's voice was lost. It is being started again.") from None
