"""Reads a camera in a process of its own: whatever it sends is decoded here, and leaves as small plain JPEG pictures.

A camera may send rubbish, or something that was made to harm. So the server never looks at it: it gets pictures that
were made anew, of a size that it knows. Started by `backcoach.web.cameras.camera`.
"""

from __future__ import annotations

import contextlib
import errno
import signal
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from backcoach.web.cameras.address import CameraAddress
from backcoach.web.live.frames import pack_picture

if TYPE_CHECKING:
    import av

TROUBLE = b"BCT1"
"""Before a word that says what is wrong, in the place of a picture."""

OPEN_S = 6.0
"""How long a camera may take to answer, and later between two pictures."""

MAX_HZ = 30.0
LONG_SIDE_PX = 640
MAX_PX = 4096 * 2304
QUALITY = 80
MAX_MEMORY = 4 << 30

_PROTOCOLS = "rtsp,rtsps,rtp,srtp,udp,tcp,tls,http,https,httpproxy,crypto"
"""What an address, or a playlist or redirection that it leads to, may open: never a file of this computer."""

_LIVE_FORMATS = frozenset({"rtsp", "mpjpeg", "mjpeg", "jpeg_pipe", "video4linux2", "avfoundation", "dshow"})
"""These give out a picture when it is taken; of others, pieces of film come at once and are played by their times."""

_MAX_BAD_IN_A_ROW = 300
_RETRY_S = (1.0, 2.0, 4.0, 5.0)
_AHEAD_S, _BEHIND_S = 30.0, 1.0


class CameraTroubleError(Exception):
    """Why there is no picture: one of the words of `backcoach.web.cameras.troubles`."""


def read(connection: Connection, address: CameraAddress) -> None:
    """Send pictures, and words about troubles, until the other end is closed. The process's main function."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    failed = 0
    with contextlib.suppress(BrokenPipeError, ConnectionResetError, EOFError):
        while True:
            try:
                for seq, jpeg in enumerate(pictures(address), 1):
                    failed = 0
                    connection.send_bytes(pack_picture(seq % 2**32, time.monotonic(), jpeg))
            except CameraTroubleError as trouble:
                connection.send_bytes(TROUBLE + str(trouble).encode())
            time.sleep(_RETRY_S[min(failed, len(_RETRY_S) - 1)])
            failed += 1


def _limit_memory() -> None:
    """A film that claims to be huge ends this process, not the computer; Windows has no such limit."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def pictures(address: CameraAddress) -> Iterator[bytes]:
    """Give out the camera's pictures as JPEG when they are due, at most `MAX_HZ` a second.

    Raises
    ------
    CameraTroubleError
        When no more come, or none at all. So it always ends.
    """
    from av.error import FFmpegError

    try:
        with _open(address) as container:
            yield from _from(container)
    except MemoryError:
        raise CameraTroubleError("too_large") from None
    except (FFmpegError, OSError) as error:
        raise CameraTroubleError(_why(error)) from None
    except ValueError:
        raise CameraTroubleError("rubbish") from None


def _open(address: CameraAddress) -> av.container.InputContainer:
    import av

    options = {
        "protocol_whitelist": _PROTOCOLS,
        "rtsp_transport": "tcp",
        "fflags": "nobuffer",
        "probesize": "1000000",
        "analyzeduration": "1500000",
        "live_start_index": "-1",
    }
    if address.format is not None:
        options = {"framerate": "30", "video_size": "1280x720"}
    timeout_s = (OPEN_S, OPEN_S)
    return av.open(
        address.url, format=address.format, options=options, timeout=timeout_s, metadata_errors="replace"
    )


def _from(container: av.container.InputContainer) -> Iterator[bytes]:
    from backcoach.pose.conversion import PictureMaker

    if not container.streams.video:
        raise CameraTroubleError("no_pictures")
    stream = container.streams.best("video") or container.streams.video[0]
    maker = PictureMaker(LONG_SIDE_PX, float(stream.sample_aspect_ratio or 1))
    pace = None if container.format.name.split(",")[0] in _LIVE_FORMATS else Pace()
    given, last_s = 0, 0.0
    for frame in _decoded(container, stream):
        if pace is not None:
            time.sleep(pace.wait_s(frame.time, time.monotonic()))
        now_s = time.monotonic()
        if now_s - last_s < 0.9 / MAX_HZ:
            continue
        last_s = now_s
        given += 1
        yield _jpeg(maker.picture(frame))
    raise CameraTroubleError("still" if given <= 1 else "ended")


def _decoded(container: av.container.InputContainer, stream: av.VideoStream) -> Iterator[av.VideoFrame]:
    """Decode packet by packet: a damaged one costs no more than its own pictures, but not for ever."""
    codec = stream.codec_context
    if codec is None:
        raise CameraTroubleError("no_pictures")
    if codec.width * codec.height > MAX_PX:
        raise CameraTroubleError("too_large")
    codec.options = {"max_pixels": str(MAX_PX)}
    bad = 0
    for packet in container.demux(stream):
        frames = _frames(packet)
        bad = 0 if frames else bad + 1
        if bad > _MAX_BAD_IN_A_ROW:
            raise CameraTroubleError("rubbish")
        for frame in frames:
            if not frame.is_corrupt:
                yield frame


def _frames(packet: av.Packet) -> list[av.VideoFrame]:
    from av.error import FFmpegError

    try:
        return list(packet.decode())
    except (FFmpegError, ValueError):
        return []


class Pace:
    """Plays pieces of film, which come at once, by the times that stand in them."""

    def __init__(self) -> None:
        self._offset_s: float | None = None

    def wait_s(self, time_s: float | None, now_s: float) -> float:
        """Return how long to wait before a picture is given out.

        Parameters
        ----------
        time_s : float or None
            The picture's time in the film; None: it has none, and is given out at once.
        now_s : float
            By a steady clock.
        """
        if time_s is None:
            return 0.0
        if self._offset_s is None or not -_BEHIND_S < time_s + self._offset_s - now_s < _AHEAD_S:
            self._offset_s = now_s - time_s
        return max(0.0, time_s + self._offset_s - now_s)


def _jpeg(picture: Any) -> bytes:
    import cv2

    coded: bytes = cv2.imencode(
        ".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY]
    )[1].tobytes()
    return coded


def _why(error: Exception) -> str:
    """Return the word for an error of FFmpeg."""
    from av import error as kinds

    words: list[tuple[type[Exception] | tuple[type[Exception], ...], str]] = [
        ((kinds.HTTPUnauthorizedError, kinds.HTTPForbiddenError, PermissionError), "refused"),
        ((kinds.HTTPClientError, kinds.HTTPServerError), "not_found"),
        (FileNotFoundError, "missing"),
        ((kinds.InvalidDataError, kinds.ProtocolNotFoundError, kinds.DemuxerNotFoundError), "rubbish"),
    ]
    if getattr(error, "errno", None) == errno.EBUSY:
        return "busy"
    return next((word for kind, word in words if isinstance(error, kind)), "dead")
