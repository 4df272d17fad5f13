"""A session that runs: frames, ticks and actions in; what to show, to say and to remember out to where it belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import numpy as np

from backcoach.coaching.actions import Action
from backcoach.coaching.free.session import FreeSession
from backcoach.coaching.outputs import Hush, Output, Say, SayKind, SoundStep, SoundTried
from backcoach.coaching.screen import Screen
from backcoach.coaching.session import Session
from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.pose.picture import Picture
from backcoach.texts import Message
from backcoach.web.live.encoding import Encoder, Json
from backcoach.web.live.messages import (
    HushMessage,
    PoseMessage,
    SayMessage,
    ScreenMessage,
    SoonMessage,
    SoundMessage,
    ToPage,
)


class Memory(Protocol):
    """Where outputs are kept."""

    def take(self, output: Output) -> None:
        """Keep one; returns at once."""


class Runner:
    """Stands between a session, which knows no clock and no page, and both.

    Parameters
    ----------
    session : Session or FreeSession
    encoder : Encoder
        Of the page's language.
    send : callable
        Takes each message for the page, in order.
    memory : Memory or None
        None: nothing is remembered.
    foretells : bool
        Whether the page is told what will be said.

    Attributes
    ----------
    heard : callable
        Is told how the coach sounds once the person hears it.
    """

    def __init__(
        self,
        session: Session | FreeSession,
        encoder: Encoder,
        send: Callable[[Json], None],
        memory: Memory | None,
        *,
        foretells: bool = False,
    ) -> None:
        self.session = session
        self._encoder = encoder
        self._send = send
        self._memory = memory
        self._screen: Screen | None = None
        self._shown: Json = {}
        self._time_s = 0.0
        self.heard: Callable[[SoundStep], object] = lambda step: None
        self._foretells = foretells
        self._foretold: tuple[int, str | None] | None = None

    @property
    def finished(self) -> bool:
        """Whether the session is over."""
        return self.session.finished

    def see(self, frame: PoseFrame, picture: Picture | None, seq: int | None) -> None:
        """Take in a frame; ``seq`` names it in what is shown because of it."""
        self._pass_on(frame.time_s, self.session.see(frame, picture), seq)

    def tick(self, time_s: float) -> None:
        """Let time pass."""
        self._pass_on(time_s, self.session.tick(time_s))

    def act(self, action: Action, time_s: float) -> None:
        """Do what the person asks for."""
        self._pass_on(time_s, self.session.act(action, time_s))

    def camera(self, working: bool, reason: str | None, time_s: float) -> None:
        """Note that the camera (or the pose model) failed, or is back."""
        self._pass_on(time_s, self.session.camera(working, reason, time_s))

    def _pass_on(self, time_s: float, outputs: Iterable[Output], seq: int | None = None) -> None:
        self._time_s = max(self._time_s, time_s)
        said: list[Say] = []
        for output in outputs:
            if isinstance(output, Hush):
                self.tell(HushMessage())
            elif isinstance(output, SoundTried):
                self._sound(output)
            elif isinstance(output, Say):
                said.append(output)
            elif self._memory is not None:
                self._memory.take(output)
        self._show(seq)
        for say in said:
            self._say(say)
        if self._foretells:
            self._foretell()

    def _sound(self, tried: SoundTried) -> None:
        """Let the page sound otherwise, and keep what is heard."""
        if tried.heard:
            self.heard(tried.step)
        else:
            self.tell(SoundMessage(tried.step))

    def _foretell(self) -> None:
        """Tell what will be said, as soon as another set comes."""
        screen = self.session.screen
        which = screen.position, screen.exercise
        if which != self._foretold:
            self._foretold = which
            self.tell(SoonMessage(self.session.coming_words, self._encoder.language))

    def say(self, text: Message, kind: SayKind) -> None:
        """Say something that is not the session's: about the demonstration."""
        self._say(Say(text, kind))

    def _say(self, say: Say) -> None:
        self.tell(
            SayMessage(
                text=say.message,
                kind=say.kind,
                interrupts=say.interrupts,
                stays=say.stays,
                language=self._encoder.language,
                turn=self.session.screen.turn,
            )
        )

    def _show(self, seq: int | None) -> None:
        """Send the screen if anything on it has changed."""
        before, self._screen = self._screen, self.session.screen
        changes = self._encoder.changes(before, self._screen)
        if all(name in self._shown and self._shown[name] == told for name, told in changes.items()):
            return  # a clock that runs differs in every frame, but not in every frame by a tenth of a second
        self._shown = self._encoder.encode(ScreenMessage(self._screen, at=self._time_s, of_seq=seq))
        self._send(self._shown)

    def tell(self, message: ToPage) -> None:
        """Send a message to the page."""
        self._send(self._encoder.encode(message))

    def pose(self, seq: int, frame: PoseFrame, *, points: bool = True) -> PoseMessage:
        """Return the answer to a frame: the skeleton to draw over the picture, in image heights."""
        if not points or not frame.seen:
            return PoseMessage(seq, frame.seen)
        marked = () if self._screen is None else self._screen.marked
        return PoseMessage(
            seq=seq,
            seen=True,
            points=_numbers(np.column_stack([frame.landmarks[:, :2], frame.visibility])),
            back=_numbers(frame.back_line),
            aspect=round(frame.aspect, 4),
            marked=[INDEX[name] for name in marked if name in INDEX],
        )


def _numbers(values: np.ndarray[Any, Any]) -> list[float | None]:
    """Return rounded numbers in a row; None where not seen."""
    flat: list[float] = np.round(values, 4).ravel().tolist()
    return [None if value != value else value for value in flat]
