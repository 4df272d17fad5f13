"""How good a camera's picture is: the light on the person and around, contrast, and whether the camera shakes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is like.

    Attributes
    ----------
    brightness : float
        Mean luminance, 0 black to 1 white: of the person and around, where somebody was seen; else of the picture.
    contrast : float
        Standard deviation of the luminance there, 0 to 0.5.
    shake : float
        How far the whole picture moved since the last one, as a part of its width; 0 for the first.
    """

    brightness: float
    contrast: float
    shake: float = 0.0
