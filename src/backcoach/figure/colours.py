"""What the figure wears, by day and by night."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FAR = 0.42
"""How much of the mist is in the colours of the far limbs."""

EDGE = 0.26
"""How much darker the edge of a part is."""

LIGHT: dict[str, str] = {
    "shirt": "#3b8f94",
    "sleeve": "#3b8f94",
    "trousers": "#3f5f80",
    "skin": "#e2ab8b",
    "hand": "#e2ab8b",
    "foot": "#e2ab8b",
    "ear": "#d59a79",
    "lip": "#b8695a",
    "eye": "#2c2622",
    "hair": "#4b372a",
    "brow": "#3f2e23",
    "moving": "#ef7d3c",
    "mist": "#e8ece8",
    "mat": "#c9d8d2",
    "shadow": "#b3c5be",
    "way": "#f0a04a",
}
DARK: dict[str, str] = {
    **LIGHT,
    "shirt": "#4aa3a8",
    "sleeve": "#4aa3a8",
    "trousers": "#6b8db3",
    "skin": "#e0ac8d",
    "hand": "#e0ac8d",
    "foot": "#e0ac8d",
    "hair": "#7d5e48",
    "moving": "#f58f52",
    "mist": "#26302f",
    "mat": "#3a4543",
    "shadow": "#2c3634",
    "way": "#f5b465",
}


@dataclass(frozen=True)
class Palette:
    """Colours for a light and for a dark page: part to ``#rrggbb``."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


PALETTE = Palette(LIGHT, DARK)


def fill_of(colours: Mapping[str, str], wears: str, *, far: bool = False, moving: bool = False) -> str:
    """Return the colour of a part, ``#rrggbb``."""
    own = colours["moving"] if moving and wears in ("trousers", "sleeve") else colours[wears]
    return mixed(own, colours["mist"], FAR) if far else own


def edge_of(fill: str) -> str:
    """Return the colour of the line round a part."""
    return mixed(fill, "#10181c", EDGE)


def mixed(colour: str, other: str, part: float) -> str:
    """Return a colour with a part of another one in it."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + part * (b - a)):02x}" for a, b in pairs)


def _parts(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
