"""Sharp text on pictures, cached: a count changes once in seconds, a picture thirty times a second."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from backcoach.pose.estimator import Picture

Colour = tuple[int, int, int]


@lru_cache(maxsize=32)
def _font(size_px: int, bold: bool) -> ImageFont.FreeTypeFont:
    """The fonts of matplotlib are at hand wherever the package is installed."""
    import matplotlib

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name), size_px)


@lru_cache(maxsize=256)
def make_mask(text: str, size_px: int, *, bold: bool = True) -> NDArray[np.uint8]:
    """Return the text as a mask of its tight size, 0 to 255, shape (height, width)."""
    font = _font(size_px, bold)
    left, top, right, bottom = (round(v) for v in font.getbbox(text))
    image = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(image).text((-left, -top), text, fill=255, font=font)
    return np.asarray(image)


def measure_text(text: str, size_px: int, *, bold: bool = True) -> tuple[int, int]:
    """Return width and height of the text in pixels."""
    height, width = make_mask(text, size_px, bold=bold).shape
    return width, height


def draw_text(
    picture: Picture,
    text: str,
    at: tuple[float, float],
    size_px: int,
    colour: Colour,
    *,
    bold: bool = True,
    anchor: tuple[float, float] = (0.0, 0.0),
) -> None:
    """Draw text into a picture.

    Parameters
    ----------
    picture : ndarray, shape (height, width, 3)
        Changed in place; what lies outside is left out.
    text : str
        One line.
    at : (x, y)
        Where, in pixels.
    size_px : int
        Size of the font.
    colour : (r, g, b)
        0 to 255.
    bold : bool
        Weight of the font.
    anchor : (x, y)
        Which point of the text lies there: (0, 0) its upper left corner, (0.5, 0.5) its middle.
    """
    mask = make_mask(text, size_px, bold=bold)
    height, width = mask.shape
    x, y = round(at[0] - anchor[0] * width), round(at[1] - anchor[1] * height)
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + width, picture.shape[1]), min(y + height, picture.shape[0])
    if left >= right or top >= bottom:
        return
    part = picture[top:bottom, left:right]
    weight = mask[top - y : bottom - y, left - x : right - x, None].astype(np.float32) / 255
    part[:] = (part + weight * (np.asarray(colour, np.float32) - part)).astype(np.uint8)


def shorten(text: str, size_px: int, width_px: float, *, bold: bool = True) -> str:
    """Return the text, cut at its end with an ellipsis where it would be wider than ``width_px``."""
    if measure_text(text, size_px, bold=bold)[0] <= width_px:
        return text
    while text and measure_text(f"{text}…", size_px, bold=bold)[0] > width_px:
        text = text[:-1].rstrip()
    return f"{text}…"


def halves(text: str) -> list[str]:
    """Return the text broken between two words into two lines as alike as can be; one line if it is one word."""
    words = text.split()
    broken = [[" ".join(words[:k]), " ".join(words[k:])] for k in range(1, len(words))]
    return min(broken, key=lambda lines: max(map(len, lines)), default=[text])
