"""Read a video, an animation or a photo: upright pictures of a handy size with their true times."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import av
from av.error import FFmpegError

from backcoach.pose.conversion import PictureMaker
from backcoach.pose.errors import InputError
from backcoach.pose.estimator import Picture
from backcoach.pose.prefetch import prefetch

LONG_SIDE_PX = 640
"""The pose model looks at 256 x 256 pixels around the person: more than this is wasted on it."""

_PREFETCHED = 4
_HUGE_PX = 1920 * 1088
_MAX_CONSECUTIVE_ERRORS = 100
_TEXT_CODECS = frozenset({"ansi", "bintext", "xbin", "idf"})
_FILTERING_CODECS = frozenset({"h264", "hevc"})
_PLAYLISTS = ("hls", "dash", "concat", "applehttp")
_TIMELESS = frozenset({"h264", "hevc", "m4v", "mpegvideo", "obu", "vvc", "mjpeg"})
"""Bare streams of pictures, as some cameras write them."""
_WEBP_ANIMATED = 0x02
_OPTIONS = {"protocol_whitelist": "file", "pattern_type": "none"}


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What a file says about itself before it is read; all but the size are estimates.

    Attributes
    ----------
    duration_s : float or None
        None when the file does not say.
    frame_rate_hz : float
        Average frame rate.
    frames : int or None
        None when neither frames nor duration are known.
    width_px, height_px : int
        Size of the pictures that are handed out: upright, square pixels, scaled down.
    still : bool
        A photo, not a video.
    """

    duration_s: float | None
    frame_rate_hz: float
    frames: int | None
    width_px: int
    height_px: int
    still: bool


def open_video(path: Path | str, long_side_px: int = LONG_SIDE_PX, *, turn_deg: int = 0) -> Video:
    """Open a file and decode its first picture.

    Parameters
    ----------
    path : path-like
        Any video, animation or photo that FFmpeg reads.
    long_side_px : int
        Longest side of the pictures; smaller ones are never enlarged.
    turn_deg : int
        Turn all pictures clockwise by 0, 90, 180 or 270, in addition to what the file asks for.

    Raises
    ------
    InputError
        When there is no such file or no picture can be read from it.
    """
    path = Path(path)
    container = _open_container(path)
    try:
        return Video(path.name, container, long_side_px, turn_deg)
    except BaseException:
        container.close()
        raise


class Video:
    """An open video: iterate once over ``(time_s, picture)``, then read ``warning``.

    The first picture has time 0 and times always increase. Pictures come from a thread that decodes a little
    ahead; ``close`` (or leaving the ``with`` block) ends it.

    Attributes
    ----------
    info : VideoInfo
        Size, length and rate.
    damaged : int
        Pictures left out so far because they could not be decoded.
    """

    def __init__(
        self, name: str, container: av.container.InputContainer, long_side_px: int, turn_deg: int = 0
    ) -> None:
        self._container = container
        self._stream = _video_stream(name, container)
        self._maker = PictureMaker(long_side_px, float(self._stream.sample_aspect_ratio or 1), turn_deg)
        self._timeless = container.format.name in _TIMELESS
        self._rate_hz = _frame_rate_hz(self._stream, timeless=self._timeless)
        self._clock = Clock(1 / self._rate_hz)
        self._packets = 0
        self._end_s = 0.0
        self._whole = False
        self.damaged = 0
        if _shrinks_a_lot(self._stream, long_side_px):
            self._stream.codec_context.options = {"skip_loop_filter": "all"}
        self._stream.thread_type = "AUTO" if _is_huge(self._stream) else "NONE"
        self._timed = self._timed_pictures()
        self._first = next(self._timed, None)
        if self._first is None:
            raise InputError(f"holds no picture that can be read: {_why_unreadable(container)}.", name)
        self.info = self._describe(self._first[1])
        self._ahead: Generator[tuple[float, Picture], None, None] | None = None

    def __iter__(self) -> Iterator[tuple[float, Picture]]:
        """Yield time in seconds and RGB picture, once."""
        first, self._first = self._first, None
        if first is None:
            return
        yield first
        self._ahead = ahead = prefetch(self._timed, _PREFETCHED)
        yield from ahead

    @property
    def cut_off(self) -> bool:
        """Whether the end is missing; known when all was read."""
        return self._whole and self._is_cut_off()

    @property
    def warning(self) -> str | None:
        """One sentence about what could not be read or relied on so far, or None; it does not name the file."""
        said = []
        if self.cut_off:
            length = f" of {self.info.duration_s:.1f}" if self.info.duration_s else ""
            said.append(f"it is cut off: only the first {self._end_s:.1f}{length} s could be read")
        if self.damaged:
            said.append(f"{self.damaged} damaged picture{'s' * (self.damaged > 1)} left out")
        if self._timeless:
            said.append(f"it holds no times: {self.info.frame_rate_hz:.4g} pictures a second were assumed")
        if self._maker.unmirrored:
            said.append(
                "it asks to be shown mirrored and was read as filmed, so that left and right are true"
            )
        return f"{'; '.join(said)}." if said else None

    def close(self) -> None:
        """Stop decoding and close the file; harmless when repeated."""
        if self._ahead is not None:
            self._ahead.close()
        self._timed.close()
        self._container.close()

    def __enter__(self) -> Video:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _timed_pictures(self) -> Generator[tuple[float, Picture], None, None]:
        for frame in self._decoded():
            time_s = self._clock.time_s(frame.time)
            if time_s is not None:
                self._end_s = time_s
                yield time_s, self._maker.picture(frame)
        self._whole = True

    def _decoded(self) -> Iterator[av.VideoFrame]:
        """Decode packet by packet, so that a damaged one costs no more than its own pictures."""
        for packet in self._demuxed():
            self._packets += packet.size > 0
            try:
                frames = packet.decode()
            except FFmpegError:
                self.damaged += packet.size > 0
                continue
            for frame in frames:
                self.damaged += bool(frame.is_corrupt)
                if not frame.is_corrupt:
                    yield frame

    def _demuxed(self) -> Iterator[av.Packet]:
        errors = 0
        while errors < _MAX_CONSECUTIVE_ERRORS:
            try:
                for packet in self._container.demux(self._stream):
                    errors = 0
                    yield packet
                return
            except FFmpegError:
                errors += 1

    def _describe(self, picture: Picture) -> VideoInfo:
        duration_s = _duration_s(self._stream, self._container)
        rate_hz = self._rate_hz
        still = self._container.format.name.endswith("_pipe") or self._container.format.name == "image2"
        frames = self._stream.frames or (round(duration_s * rate_hz) if duration_s else None)
        height, width = picture.shape[:2]
        if still:
            return VideoInfo(0.0, rate_hz, 1, width, height, True)
        return VideoInfo(duration_s, rate_hz, frames, width, height, False)

    def _is_cut_off(self) -> bool:
        """Whether the file promised more: both frames and time, as either may be wrong in a whole file."""
        if self.info.still or self.info.duration_s is None:
            return False
        missing_s = 0.98 * self.info.duration_s - self._end_s
        if self._stream.frames:
            return bool(self._packets < 0.98 * self._stream.frames - 2) and missing_s > 0.1
        return missing_s > 1.0


class Clock:
    """Makes presentation times start at 0 and increase, whatever the file says.

    A picture without a time follows its predecessor by one frame interval. One that is not later than its
    predecessor is dropped, unless the file's clock has started again (a jump back of a second or more, or
    many such pictures in a row): then the times go on from where they were.

    Parameters
    ----------
    interval_s : float
        Usual time between two pictures.
    """

    _RESTART_S = 1.0
    _PATIENCE = 5
    _TICK_S = 1e-4

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._offset_s: float | None = None
        self._last_s = 0.0
        self._stuck = 0

    def time_s(self, file_time_s: float | None) -> float | None:
        """Return the time of the next picture, or None when it has to be dropped."""
        if self._offset_s is None:
            self._offset_s = -(file_time_s or 0.0)
            return 0.0
        following_s = self._last_s + self._interval_s
        time_s = following_s if file_time_s is None else file_time_s + self._offset_s
        if time_s < self._last_s + self._TICK_S:
            self._stuck += 1
            if self._last_s - time_s < self._RESTART_S and self._stuck <= self._PATIENCE:
                return None
            self._offset_s += following_s - time_s
            time_s = following_s
        else:
            self._stuck = 0
        self._last_s = time_s
        return time_s


def _open_container(path: Path) -> av.container.InputContainer:
    if path.is_dir():
        raise InputError("is a folder, not a video: name the video files in it.", path)
    if not path.exists():
        raise InputError("does not exist: check the name.", path)
    if not path.is_file():
        raise InputError("is not a regular file: save the video to a file first.", path)
    if path.stat().st_size == 0:
        raise InputError("is empty (0 bytes): copy or record it again.", path)
    try:
        return av.open(f"file:{path}", options=_OPTIONS, metadata_errors="replace")
    except PermissionError:
        raise InputError("may not be read: check its permissions.", path) from None
    except (FFmpegError, OSError):
        raise InputError("is not a video that can be read, or it is cut off or damaged.", path) from None


def _video_stream(name: str, container: av.container.InputContainer) -> av.VideoStream:
    if container.format.name.split(",")[0] in _PLAYLISTS:
        raise InputError("is a playlist, not a video: name the video file itself.", name)
    if not container.streams.video:
        found = "there is only sound" if container.streams.audio else "there are no pictures"
        raise InputError(f"is not a video: {found} in it.", name)
    stream = container.streams.best("video") or container.streams.video[0]
    if stream.codec_context is None or stream.codec_context.name in _TEXT_CODECS:
        raise InputError("is not a video that can be read.", name)
    return stream


def _why_unreadable(container: av.container.InputContainer) -> str:
    with Path(container.name.removeprefix("file:")).open("rb") as file:
        head = file.read(21)
    is_webp = head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X"
    if is_webp and head[20] & _WEBP_ANIMATED:
        return "it is an animated WebP, which is not understood; save it as a GIF or MP4"
    return "the video is empty, damaged or cut off"


def _frame_rate_hz(stream: av.VideoStream, *, timeless: bool = False) -> float:
    """A bare stream says in its pictures how fast they are shown; its container's rate is a fixed guess."""
    rates = (stream.average_rate, stream.guessed_rate)
    rate_hz = float(next(filter(None, reversed(rates) if timeless else rates), 0))
    return rate_hz if 0.1 <= rate_hz <= 1000 else 30.0


def _duration_s(stream: av.VideoStream, container: av.container.InputContainer) -> float | None:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else None


def _is_huge(stream: av.VideoStream) -> bool:
    return bool(stream.codec_context.width * stream.codec_context.height > _HUGE_PX)


def _shrinks_a_lot(stream: av.VideoStream, long_side_px: int) -> bool:
    """Whether the codec's smoothing of block edges would vanish anyway.

    Without it decoding costs 40 % less. Pictures then drift from the true ones until the next key frame: after ten
    seconds without one by 1.7 of 255 grey levels at 640 pixels, which moves landmarks by 0.002 image heights, as
    camera noise does.
    """
    size_px = max(stream.codec_context.width, stream.codec_context.height)
    return stream.codec_context.name in _FILTERING_CODECS and bool(size_px >= 2 * long_side_px)
