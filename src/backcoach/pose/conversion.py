"""From a decoded frame to the upright RGB picture that the pose model gets."""

from __future__ import annotations

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from backcoach.pose.estimator import Picture
from backcoach.pose.upright import Orientation, stored_orientation, turn_picture

_PLANAR_8_BIT = frozenset({"yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "nv12"})
_BACKDROP = 255


class PictureMaker:
    """Scales down, squares the pixels, turns upright, and lays transparent pictures on white.

    Parameters
    ----------
    long_side_px : int
        Longest side of the pictures; smaller ones are never enlarged.
    pixel_aspect : float
        Width of one stored pixel divided by its height.
    turn_deg : int
        Turn clockwise by so much more than the file asks for: 0, 90, 180 or 270.

    Attributes
    ----------
    unmirrored : bool
        Whether the file asks to show its pictures mirrored, which was not done.
    """

    def __init__(self, long_side_px: int, pixel_aspect: float = 1.0, turn_deg: int = 0) -> None:
        self._long_side_px = long_side_px
        self._pixel_aspect = pixel_aspect
        self._turn_deg = turn_deg
        self.unmirrored = False
        self._stored: Orientation | None = None
        self._rotation_deg = 0
        self._reformatter = VideoReformatter()
        self._to_rgb = VideoReformatter()

    def picture(self, frame: av.VideoFrame) -> Picture:
        """Return the frame as an RGB picture of its own memory."""
        width, height = self._stored_size(frame.width, frame.height)
        if any(c.is_alpha for c in frame.format.components) or frame.format.has_palette:
            rgb = _on_backdrop(self._scaled(frame, width, height, "rgba").to_ndarray())
        else:
            rgb = self._rgb(frame, width, height).to_ndarray()
        return turn_picture(rgb, self._upright_by_deg(frame) + self._turn_deg)

    def _upright_by_deg(self, frame: av.VideoFrame) -> int:
        """Look at the matrix of the first picture, and of one that is shown otherwise than the one before.

        Whoever looks keeps the decoded frame alive until the garbage is collected: hundreds of megabytes.
        """
        if self._stored is None or frame.rotation != self._rotation_deg:
            self._rotation_deg = frame.rotation
            self._stored = stored_orientation(frame)
        self.unmirrored = self._stored.mirrored
        return self._stored.clockwise_deg

    def _stored_size(self, width: int, height: int) -> tuple[int, int]:
        """Size with square pixels, before turning; squaring shrinks, so that nothing is enlarged."""
        square_width = width * min(self._pixel_aspect, 1.0)
        square_height = height / max(self._pixel_aspect, 1.0)
        scale = min(1.0, self._long_side_px / max(square_width, square_height))
        return max(2, round(square_width * scale)), max(2, round(square_height * scale))

    def _rgb(self, frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
        """Shrinking before converting colours costs two thirds of doing both at once."""
        if frame.format.name in _PLANAR_8_BIT:
            frame = self._scaled(frame, width, height, frame.format.name)
        return self._to_rgb.reformat(frame, width, height, "rgb24", interpolation="FAST_BILINEAR")

    def _scaled(self, frame: av.VideoFrame, width: int, height: int, pixel_format: str) -> av.VideoFrame:
        return self._reformatter.reformat(frame, width, height, pixel_format, interpolation="AREA")


def _on_backdrop(rgba: Picture) -> Picture:
    alpha = rgba[..., 3:].astype(np.uint16)
    mixed = rgba[..., :3] * alpha + _BACKDROP * (255 - alpha)
    return (mixed // 255).astype(np.uint8)
