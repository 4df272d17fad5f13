"""Words that the person says during a session: sound goes to the recogniser, what it understands becomes a press."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, cast

from backcoach import extras
from backcoach.coaching.actions import Press
from backcoach.hearing.words import EXAMPLES, WORDS, Heard, Word
from backcoach.hearing.worker import HearingLostError, HearingWorker
from backcoach.texts import Message, message
from backcoach.texts.catalogue import translator
from backcoach.web.live.clock import RateLimit
from backcoach.web.live.frames import SentSound
from backcoach.web.live.messages import HeardMessage, Notice, ToPage

if TYPE_CHECKING:
    from backcoach.hearing.own_words import Examples

BYTES_PER_S = 32_000
MAX_S = 1.0
"""No page sends more at once."""

PIECES_PER_S = 50.0
WAITING = 20
"""Pieces that wait while the recogniser is busy; the oldest are given up."""

ECHO_S = 0.8
"""So long after the coach has said a word it may still be heard."""

REST_S = 1.0
"""A word that was just understood is not understood again."""


class Listening:
    """Hears one session.

    Parameters
    ----------
    worker : HearingWorker
    taught : callable
        Returns the words that the person has taught.
    language : str
        In which the coach speaks.
    tell : callable
        Takes a message for the page.
    possible : callable
        Returns the presses that would change something now.
    act : callable
        Takes a press.
    clock : callable
        Returns the time in seconds.
    """

    def __init__(
        self,
        worker: HearingWorker,
        taught: Callable[[], Examples],
        language: str,
        tell: Callable[[ToPage], None],
        possible: Callable[[], Collection[str]],
        act: Callable[[Press], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._worker = worker
        self._taught = taught
        self._tell = tell
        self._possible = possible
        self._act = act
        self._clock = clock
        self._own = OwnVoice(language)
        self._rate = RateLimit(PIECES_PER_S, 2 * PIECES_PER_S)
        self._waiting: deque[tuple[bytes, float]] = deque(maxlen=WAITING)
        self._came = asyncio.Event()
        self._told: Message | None = None
        self._last: tuple[str, float] = ("", float("-inf"))
        self._heard_s = 0.0

    def put(self, sound: SentSound) -> None:
        """Take a piece of sound; what cannot be used is said once, and left out."""
        if not self._rate.allows(self._clock()):
            self._say(message("The microphone sends too much at once: words are not understood."))
        elif not sound.pcm or len(sound.pcm) % 2 or len(sound.pcm) > MAX_S * BYTES_PER_S:
            self._say(message("The sound of the microphone cannot be used: words are not understood."))
        else:
            self._waiting.append((sound.pcm, self._clock()))
            self._came.set()

    def speaking(self, text: str | None) -> None:
        """Note what the page says aloud from now on; None: nothing."""
        self._own.says(text, self._clock())

    async def listen(self) -> None:
        """Understand what comes, until cancelled. Nothing that goes wrong here ends the session."""
        while await self._begin():
            try:
                await self._hear()
            except HearingLostError:
                self._say(message("Understanding words has stopped; it is being started again."))
        await asyncio.Event().wait()

    async def _begin(self) -> bool:
        examples = await asyncio.to_thread(self._taught) if extras.is_there("voice") else {}
        if (why := lacking(examples)) is not None:
            self._say(why)
            return False
        try:
            if await self._worker.wait_ready():
                await self._worker.begin(examples)
                self._waiting.clear()
                self._heard_s = 0.0
                self._say(None)
                return True
        except HearingLostError:
            pass
        self._say(message("Words cannot be understood just now. Hand, keys and buttons work as ever."))
        return False

    async def _hear(self) -> None:
        while True:
            await self._came.wait()
            self._came.clear()
            while self._waiting:
                pcm, came_s = self._waiting.popleft()
                heard = await self._worker.hear(pcm, strict=self._own.speaks(came_s))
                self._heard_s += len(pcm) / BYTES_PER_S
                for one in heard:
                    self._understand(one, came_s)

    def _understand(self, heard: Heard, came_s: float) -> None:
        word, said_s = WORDS[heard.word], came_s - (self._heard_s - heard.begins_s)
        if self._own.said(word, said_s) or (heard.word == self._last[0] and said_s < self._last[1] + REST_S):
            return
        self._last = heard.word, said_s
        press = word.press(self._possible())
        self._tell(HeardMessage(heard.word, word.text, press))
        if press is not None:
            self._act(cast(Press, press))

    def _say(self, why: Message | None) -> None:
        """Tell why no words are understood, once; None when they are."""
        if why != self._told:
            self._told = why
            self._tell(Notice("hearing", why))


def lacking(examples: Examples) -> Message | None:
    """Return why no words are understood, and what to do; None where some are."""
    if not extras.is_there("voice"):
        return message("To understand words: {how}", how=extras.install_command("voice"))
    if not any(len(said) >= EXAMPLES for said in examples.values()):
        return message("No word is taught yet. Say each one three times in the settings.")
    return None


class OwnVoice:
    """Knows when the coach itself speaks, and which words it says: they are not the person's.

    Parameters
    ----------
    language : str
        In which it speaks.
    """

    def __init__(self, language: str) -> None:
        texts = translator(language)
        self._words = {word.id: texts.translate(word.text).casefold() for word in WORDS.values()}
        self._texts: deque[tuple[str, float, float]] = deque(maxlen=8)

    def says(self, text: str | None, now_s: float) -> None:
        """Note what it begins to say; None: it is silent."""
        if self._texts and self._texts[-1][2] == float("inf"):
            said, begun_s, _ = self._texts.pop()
            self._texts.append((said, begun_s, now_s))
        if text is not None:
            self._texts.append((_plain(text), now_s, float("inf")))

    def speaks(self, time_s: float) -> bool:
        """Whether it speaks at a time, or has spoken so shortly before that it may be heard still."""
        return any(begun_s <= time_s <= ended_s + ECHO_S for _, begun_s, ended_s in self._texts)

    def said(self, word: Word, time_s: float) -> bool:
        """Whether it says a word at a time, or has said it so shortly before that it may be heard still."""
        wanted = f" {_plain(self._words[word.id])} "
        return any(
            wanted in f" {text} "
            for text, begun_s, ended_s in self._texts
            if begun_s - ECHO_S <= time_s <= ended_s + ECHO_S
        )


def _plain(text: str) -> str:
    """Return the words of a text, without what stands between them."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())
