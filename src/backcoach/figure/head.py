"""The head of the drawn body: hair, face, ears and eyes, in parts of the body height from between the ears."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backcoach.figure.part import Ellipsoid, Part, at_right_angles, unit
from backcoach.pose.frame import Array

MOUTH = (
    (-0.0305, 0.046, 0.0135),
    (-0.0345, 0.054, 0.006),
    (-0.0345, 0.054, -0.006),
    (-0.0305, 0.046, -0.0135),
)
"""A friendly one: up, ahead, aside."""

Piece = tuple[float, float, float, float, float, float]
"""Up, ahead, and the half axes upwards, ahead and sideways; then how far aside."""

HAIR: tuple[tuple[Piece, ...], ...] = (
    ((0.030, -0.010, 0.050, 0.057, 0.0470, 0.0), (0.040, 0.010, 0.040, 0.047, 0.0445, 0.0)),
    ((0.020, -0.026, 0.048, 0.043, 0.043, 0.0), (-0.020, -0.036, 0.020, 0.022, 0.033, 0.0)),
)
FACE: tuple[tuple[Piece, ...], ...] = (
    (
        (0.036, 0.026, 0.024, 0.031, 0.036, 0.0),
        (0.012, 0.024, 0.030, 0.034, 0.0400, 0.0),
        (-0.020, 0.024, 0.026, 0.033, 0.034, 0.0),
        (-0.046, 0.036, 0.013, 0.020, 0.019, 0.0),
    ),
    ((0.0, 0.004, 0.022, 0.016, 0.0415, 0.0), (-0.026, 0.010, 0.018, 0.020, 0.033, 0.0)),
    ((0.014, 0.052, 0.008, 0.006, 0.007, 0.0), (-0.010, 0.066, 0.0075, 0.0115, 0.0095, 0.0)),
)
"""Mask, cheeks, nose."""

EAR: Piece = (0.002, -0.006, 0.0165, 0.009, 0.006, 0.0425)
EYE: Piece = (0.012, 0.050, 0.0058, 0.004, 0.0048, 0.021)
BROW: tuple[Piece, ...] = (
    (0.027, 0.054, 0.0022, 0.003, 0.004, 0.013),
    (0.027, 0.046, 0.0022, 0.003, 0.004, 0.029),
)


def head(left_ear: Array, right_ear: Array, nose: Array, height_m: float) -> list[Part]:
    """Return hair, face, ears and eyes, at all moments of landmarks of shape (n, 3)."""
    return list(_Head(left_ear, right_ear, nose, height_m).parts())


class _Head:
    """Where the head is, and how it is turned."""

    def __init__(self, left_ear: Array, right_ear: Array, nose: Array, height_m: float) -> None:
        self._ears = (left_ear + right_ear) / 2
        self._left = unit(left_ear - right_ear)
        self._face = unit(at_right_angles(nose - self._ears, self._left))
        self._crown = np.cross(self._face, self._left)
        self._turn = np.stack([self._crown, self._face, self._left], -1)
        self._height_m = height_m

    def parts(self) -> Iterator[Part]:
        """Yield them in the order in which they are drawn."""
        yield Part("hair", "head", "hair", [self._chain(*chain) for chain in HAIR], fillet_m=0.02)
        yield Part("face", "head", "skin", [self._chain(*chain) for chain in FACE], fillet_m=0.012)
        for side, sign in (("left", 1.0), ("right", -1.0)):
            yield Part(f"{side}_ear", "head", "ear", [self._chain(EAR, sign=sign)])
            yield Part(f"{side}_eye", "head", "eye", [self._chain(EYE, sign=sign)])
            yield Part(f"{side}_brow", "head", "brow", [self._chain(*BROW, sign=sign)])
        mouth = [(up, ahead, 0.0024, 0.003, 0.004, aside) for up, ahead, aside in MOUTH]
        yield Part("mouth", "head", "lip", [self._chain(*mouth)], fillet_m=0.004)

    def _chain(self, *pieces: Piece, sign: float = 1.0) -> list[Ellipsoid]:
        return [self._ellipsoid(piece, sign) for piece in pieces]

    def _ellipsoid(self, piece: Piece, sign: float) -> Ellipsoid:
        up, ahead, high, deep, wide, aside = piece
        away = self._crown * up + self._face * ahead + self._left * (sign * aside)
        return self._ears + away * self._height_m, self._turn * (
            np.array([high, deep, wide]) * self._height_m
        )
