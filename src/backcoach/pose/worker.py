"""The pose model in a process of its own, off the event loop."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection

from backcoach.aside import START_S, Aside, AsideLostError
from backcoach.pose.looking import JpegPicture, NewStream, PictureSeen, Undecodable, watch

LOOK_S = 5.0


class PoseLostError(AsideLostError):
    """The pose model's process died or does not answer; it is being started again."""


class PoseWorker(Aside):
    """Finds poses in the pictures of one session at a time.

    Parameters
    ----------
    target : callable
        Main function of the process; gets the connection over which it is asked.
    """

    lost = PoseLostError

    def __init__(self, target: Callable[[Connection], None] = watch) -> None:
        super().__init__(target, "pose")

    async def new_stream(self) -> None:
        """Forget what was seen before: another session begins.

        Raises
        ------
        PoseLostError
            If the process is not there any more.
        """
        await self.ask(NewStream(), START_S)

    async def see(self, jpeg: bytes, time_s: float) -> PictureSeen | None:
        """Return what is in a picture; None if it cannot be decoded.

        Parameters
        ----------
        time_s : float
            Later than that of the picture before.

        Raises
        ------
        PoseLostError
            If the process died or does not answer.
        """
        answer = await self.ask(JpegPicture(jpeg, time_s), LOOK_S)
        if isinstance(answer, Undecodable):
            return None
        assert isinstance(answer, PictureSeen)
        return answer
