"""Poses from another program, understood: a session of its own, of which nothing is remembered.

Time is the sender's: a program may send as fast as it likes, and gets what a page would have shown at that moment.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from backcoach.coaching.planned import PlannedSet
from backcoach.coaching.session import Session
from backcoach.texts import Message, message
from backcoach.web.live.encoding import Encoder, Json
from backcoach.web.live.frames import SentPose, SentSound
from backcoach.web.live.incoming import Reader, Received
from backcoach.web.live.inputs import action_of
from backcoach.web.live.jpeg import CameraPicture
from backcoach.web.live.messages import EndMessage, Ready
from backcoach.web.live.offers import Offer
from backcoach.web.live.outbox import as_text, enqueue
from backcoach.web.live.protocol import CameraMessage
from backcoach.web.live.refusal import RefusalError, bad
from backcoach.web.live.runner import Runner

TICK_S = 0.1

Refused = tuple[int, Message, tuple[Offer, ...]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a stream is told because of one message.

    Attributes
    ----------
    texts : tuple of str
        The messages, as JSON.
    over : bool
        Whether the session is over: these are the last.
    refused : tuple or None
        The arguments of the `RefusalError` with which the connection is closed.
    """

    texts: tuple[str, ...] = ()
    over: bool = False
    refused: Refused | None = None


class FollowedStream:
    """One stream: messages in, answers out.

    Parameters
    ----------
    sets : sequence of PlannedSet
    language : str
        Of the answers.
    """

    def __init__(self, sets: Sequence[PlannedSet], language: str) -> None:
        self._waiting: deque[Json] = deque()
        self._reader = Reader()
        self._runner = Runner(Session(sets), Encoder(language), self._tell, None)
        self._begun_s: float | None = None
        self._now_s = 0.0
        self._ticked_s = -TICK_S

    def begin(self) -> Answer:
        """Return what is told before anything has come."""
        self._runner.tell(Ready(session=None, pose=False))
        return self._answer()

    def take(self, data: str | bytes) -> Answer:
        """Take a message in; what cannot be taken is refused."""
        try:
            self._take(self._reader.read(data))
        except RefusalError as refusal:
            return Answer(refused=(refusal.code, refusal.reason, refusal.ways))
        if self._runner.finished:
            self._runner.tell(EndMessage(summary_url=None))
        return self._answer()

    def _take(self, told: Received) -> None:
        if isinstance(told, SentPose):
            self._see(told)
        elif isinstance(told, CameraPicture):
            raise bad(message("This connection takes poses, not pictures."))
        elif isinstance(told, SentSound):
            raise bad(message("This connection takes poses, not sound."))
        elif isinstance(told, CameraMessage):
            self._runner.camera(told.working, told.reason, self._now_s)
        elif (action := action_of(told)) is not None:
            self._runner.act(action, self._now_s)

    def _see(self, sent: SentPose) -> None:
        if self._begun_s is None:
            self._begun_s = sent.time_s
        self._now_s = sent.time_s - self._begun_s
        frame = sent.at(self._now_s)
        if self._now_s - self._ticked_s >= TICK_S:
            self._ticked_s = self._now_s
            self._runner.tick(self._now_s)
        self._runner.see(frame, None, sent.seq)
        self._runner.tell(self._runner.pose(sent.seq, frame, points=False))

    def _tell(self, told: Json) -> None:
        enqueue(self._waiting, told)

    def _answer(self) -> Answer:
        texts = tuple(map(as_text, self._waiting))
        self._waiting.clear()
        return Answer(texts, over=self._runner.finished)
