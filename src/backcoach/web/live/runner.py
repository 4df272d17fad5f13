"""A session that runs: frames, ticks and actions in; what to show, to say and to remember out to where it belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from backcoach.coaching.actions import Action
from backcoach.coaching.outputs import Hush, Output, Say
from backcoach.coaching.screen import Screen
from backcoach.coaching.session import Session
from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture
from backcoach.web.live import view
from backcoach.web.live.view import View

Json = dict[str, Any]


class Memory(Protocol):
    """Where outputs are kept."""

    def take(self, output: Output) -> None:
        """Keep one; returns at once."""


class Runner:
    """Stands between a session, which knows no clock and no page, and both.

    Parameters
    ----------
    session : Session
    view : View
        The page's language.
    send : callable
        Takes each message for the page, in order.
    memory : Memory or None
        None: nothing is remembered.
    """

    def __init__(
        self, session: Session, view: View, send: Callable[[Json], None], memory: Memory | None
    ) -> None:
        self.session = session
        self._view = view
        self._send = send
        self._memory = memory
        self._screen: Screen | None = None
        self._shown: Json = {}
        self._time_s = 0.0

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
                self._send({"type": "hush"})
            elif isinstance(output, Say):
                said.append(output)
            elif self._memory is not None:
                self._memory.take(output)
        self._show(seq)
        for words in said:
            self._send({**self._view.say(words), "turn": self.session.screen.turn})

    def _show(self, seq: int | None) -> None:
        """Send the screen if anything on it has changed."""
        screen = self.session.screen
        if screen == self._screen:
            return
        self._screen = screen
        shown = self._view.screen(screen)
        if shown == self._shown:
            return
        self._shown = shown
        self._send({**shown, "at": round(self._time_s, 3), "of_seq": seq})

    def pose(self, seq: int, frame: PoseFrame, *, points: bool = True) -> Json:
        """Return the answer to a frame that was seen."""
        marked = () if self._screen is None else self._screen.marked
        return view.pose(seq, frame, marked, points=points)
