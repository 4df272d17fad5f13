"""How exactly a display is told a number: what is finer is not seen, and would only make it draw again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Decimals:
    """How many decimals of a number are shown."""

    count: int


Tenths = Annotated[float, Decimals(1)]
Thousandths = Annotated[float, Decimals(3)]
Point = tuple[Annotated[float, Decimals(4)], Annotated[float, Decimals(4)]]
"""A place in a picture, in image heights."""
