"""How large a JPEG picture is, read from its head: before anything is decoded, and in place of trusting it.

Layout: ITU-T T.81, Annex B. Only baseline and extended sequential pictures are taken, as cameras and browsers make
them: a progressive picture of a few kilobytes can keep a decoder busy for seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

from backcoach.texts import Message, message

_START, _END = b"\xff\xd8", b"\xff\xd9"
_SEQUENTIAL = {0xC0, 0xC1}
_OTHER_FRAMES = {0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_SCAN = 0xDA
_SCAN_MARKER = b"\xff\xda"
_MAX_SCANS = 8
"""Three colours have three scans at the most; a small picture inside of the head may have as many."""
_ALONE = {0x01, *range(0xD0, 0xD8)}
_MAX_SEGMENTS = 200


@dataclass(frozen=True, slots=True)
class CameraPicture:
    """A picture as it came: not decoded, and only looked at as far as its size.

    Attributes
    ----------
    time_s : float
        By the sender's clock.
    jpeg : bytes
    """

    seq: int
    time_s: float
    jpeg: bytes


class WrongPictureError(ValueError):
    """The bytes are no JPEG picture that can be used."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def size_px(jpeg: bytes) -> tuple[int, int]:
    """Return width and height in pixels.

    Raises
    ------
    WrongPictureError
        If it is no JPEG, is cut off, or is of a kind that cameras do not make.
    """
    if not jpeg.startswith(_START):
        raise WrongPictureError(message("it is no JPEG"))
    if not jpeg.rstrip(b"\0").endswith(_END):
        raise WrongPictureError(message("it is cut off"))
    at = 2
    for _ in range(_MAX_SEGMENTS):
        marker, at, length = _segment(jpeg, at)
        if marker in _SEQUENTIAL and length >= 8:
            if jpeg.count(_SCAN_MARKER) > _MAX_SCANS:
                raise WrongPictureError(message("it has too many scans"))
            return _frame_size(jpeg[at + 2 : at + length])
        if marker in _OTHER_FRAMES:
            raise WrongPictureError(message("it is a progressive JPEG"))
        if marker == _SCAN:
            break
        at += length
    raise WrongPictureError(message("it says no size"))


def _segment(jpeg: bytes, at: int) -> tuple[int, int, int]:
    """Return the marker at a place, where its content begins, and how long that is."""
    if jpeg[at : at + 1] != b"\xff":
        raise WrongPictureError(message("its head is damaged"))
    while jpeg[at : at + 1] == b"\xff":
        at += 1
    if at + 3 > len(jpeg):
        raise WrongPictureError(message("it is cut off"))
    marker = jpeg[at]
    if marker in _ALONE:
        return marker, at + 1, 0
    length = int.from_bytes(jpeg[at + 1 : at + 3], "big")
    if length < 2 or at + 1 + length > len(jpeg):
        raise WrongPictureError(message("its head is damaged"))
    return marker, at + 1, length


def _frame_size(content: bytes) -> tuple[int, int]:
    """Return width and height from a frame header: precision, height, width, number of components."""
    height, width = int.from_bytes(content[1:3], "big"), int.from_bytes(content[3:5], "big")
    if content[0] != 8 or content[5] not in (1, 3) or not width or not height:
        raise WrongPictureError(message("it is of an unusual kind"))
    return width, height
