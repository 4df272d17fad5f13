"""Flesh on the skeleton: every part of the body as chains of ellipsoids in the room.

Where the landmarks are is the skeleton's business (`backcoach.mannequin.skeleton`), and what the tracker measures. What
is here is only seen. All thicknesses are parts of the body height, read off photographs of average adults.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from backcoach.figure.head import head
from backcoach.figure.part import Ellipsoid, Part, at_right_angles, unit
from backcoach.mannequin.body import Body
from backcoach.mannequin.posture import AT
from backcoach.mannequin.sight import back_profile
from backcoach.mannequin.skeleton import axes
from backcoach.pose.frame import BACK_STATIONS, INDEX, Array

THIGH = (
    (0.0, 0.056, 0.0),
    (0.18, 0.055, 0.003),
    (0.42, 0.048, 0.005),
    (0.7, 0.038, 0.004),
    (1.0, 0.0315, 0.003),
)
SHANK = (
    (0.0, 0.031, 0.003),
    (0.14, 0.031, -0.003),
    (0.32, 0.0325, -0.0085),
    (0.55, 0.027, -0.007),
    (0.86, 0.0205, -0.001),
)
UPPER_ARM = ((0.0, 0.0365, 0.0), (0.2, 0.035, 0.0), (0.5, 0.029, 0.0), (0.8, 0.025, 0.0), (1.0, 0.0235, 0.0))
FOREARM = ((0.0, 0.0235, 0.0), (0.2, 0.0255, 0.0), (0.45, 0.023, 0.0), (0.86, 0.0185, 0.0))
"""Along a limb: how far, half the thickness there, and how far the middle lies in front of the bone."""

TRUNK = (
    (0.12, 0.105, 0.060, 0.052),
    (0.26, 0.094, 0.056, 0.051),
    (0.42, 0.087, 0.053, 0.050),
    (0.58, 0.090, 0.056, 0.053),
    (0.74, 0.098, 0.061, 0.057),
    (0.88, 0.098, 0.061, 0.051),
    (0.98, 0.088, 0.053, 0.035),
)
"""From the hips (0) to the shoulders (1): how far, half the width, the depth behind and before the landmarks' line."""

PELVIS = (
    (-0.13, 0.060, 0.040, 0.030),
    (-0.05, 0.096, 0.060, 0.050),
    (0.06, 0.107, 0.060, 0.055),
    (0.20, 0.099, 0.052, 0.055),
)


_SOFT_M = 0.06
"""More than this nothing gives way."""


def flesh(postures: Array, points: Array, body: Body) -> list[Part]:
    """Return the parts at all moments of a row of postures, shape (n, P), with their joints, shape (n, 33, 3)."""
    parts = Anatomist(postures, points, body).parts()
    lifted = iter(
        _on_the_floor([ellipsoid for part in parts for chain in part.chains for ellipsoid in chain])
    )
    for part in parts:
        part.chains = [[next(lifted) for _ in chain] for chain in part.chains]
    return parts


def shadow_of(parts: Sequence[Part]) -> Part:
    """Return the shadow on the floor under the parts, from a light high above."""
    flat = np.diag([1.0, 0.0, 1.0])
    chains = [
        [(middle * [1, 0, 1], flat @ axes_) for middle, axes_ in chain[::2]]
        for part in parts
        if part.name in ("hair", "trunk", "seat") or part.wears in ("trousers", "sleeve", "hand", "foot")
        for chain in part.chains
    ]
    return Part("shadow", "ground", "shadow", chains, fillet_m=0.12)


class Anatomist:
    """Puts flesh on a skeleton, at all moments at once."""

    def __init__(self, postures: Array, points: Array, body: Body) -> None:
        self.postures = postures
        self.points = points
        self.height_m = body.height_m
        self.body = body
        self.stout = 0.6 + 0.4 * body.build

    def parts(self) -> list[Part]:
        """Return all parts; within a group in the order in which they are drawn."""
        ears = self.at("left_ear"), self.at("right_ear")
        parts = [*self.torso(), *head(*ears, self.at("nose"), self.height_m)]
        for side in ("left", "right"):
            parts += [*self.leg(side), *self.arm(side)]
        return parts

    def at(self, name: str) -> Array:
        """Return where a landmark is, or the middle of a pair of them."""
        if name in INDEX:
            place: Array = self.points[:, INDEX[name]]
            return place
        middle: Array = self.points[:, [INDEX[f"left_{name}"], INDEX[f"right_{name}"]]].mean(1)
        return middle

    def ball(self, middle: Array, share: float) -> Ellipsoid:
        """Return a ball; its radius is a part of the body height."""
        return middle, np.broadcast_to(np.eye(3) * (share * self.height_m), (*middle.shape, 3))

    def tube(
        self, a: Array, b: Array, front: Array, profile: Iterable[tuple[float, float, float]]
    ) -> list[Ellipsoid]:
        """Return a limb from one joint to the next."""
        h = self.height_m
        return [
            self.ball(a + part * (b - a) + front * (ahead * h), share * self.stout)
            for part, share, ahead in profile
        ]

    def leg(self, side: str) -> list[Part]:
        """Return foot and leg."""
        hip, knee, ankle, heel, toe = (
            self.at(f"{side}_{name}") for name in ("hip", "knee", "ankle", "heel", "foot_index")
        )
        front = _front(knee - hip, ankle - knee, toe - heel)
        thigh = self.tube(hip, knee, front[0], THIGH)
        shank = self.tube(knee, ankle, front[1], SHANK)
        leg = Part(f"{side}_leg", f"{side}_leg", "trousers", [thigh, shank], fillet_m=0.025)
        return [self.foot(side, knee, ankle, heel, toe), leg]

    def foot(self, side: str, knee: Array, ankle: Array, heel: Array, toe: Array) -> Part:
        """Return a bare foot: sole, instep and heel."""
        h = self.height_m
        along = unit(toe - heel)
        up = ankle - heel
        up = unit(at_right_angles(up, along))
        across = np.cross(along, up)
        turn = np.stack([along, up, across], -1)

        def piece(middle: Array, long: float, high: float, wide: float) -> Ellipsoid:
            return middle, turn * (np.array([long, high, wide]) * h)

        length = np.linalg.norm(toe - heel, axis=-1, keepdims=True)
        sole = [
            piece(heel + along * 0.006 * h + up * 0.006 * h, 0.018, 0.018, 0.018),
            piece(heel + along * (0.45 * length) + up * 0.006 * h, 0.02, 0.017, 0.020),
            piece(heel + along * (0.85 * length) + up * 0.001 * h, 0.02, 0.012, 0.025),
            piece(heel + along * (1.1 * length) - up * 0.001 * h, 0.018, 0.0095, 0.023),
        ]
        instep = [
            self.ball(ankle + (knee - ankle) * 0.25, 0.0185),
            self.ball(ankle, 0.0175),
            piece(heel + along * (0.42 * length) + up * 0.014 * h, 0.02, 0.013, 0.018),
            piece(heel + along * (0.85 * length) + up * 0.002 * h, 0.018, 0.011, 0.022),
        ]
        back = [
            self.ball(ankle, 0.0175),
            piece(heel + along * 0.004 * h + up * 0.006 * h, 0.017, 0.017, 0.017),
        ]
        return Part(f"{side}_foot", f"{side}_leg", "foot", [sole, instep, back], fillet_m=0.02)

    def arm(self, side: str) -> list[Part]:
        """Return hand and arm."""
        shoulder, elbow, wrist = (self.at(f"{side}_{name}") for name in ("shoulder", "elbow", "wrist"))
        nothing = np.zeros_like(shoulder)
        upper = self.tube(shoulder, elbow, nothing, UPPER_ARM)
        fore = self.tube(elbow, wrist, nothing, FOREARM)
        sleeve = Part(f"{side}_arm", f"{side}_arm", "sleeve", [upper, fore], fillet_m=0.02)
        return [self.hand(side, elbow, wrist), sleeve]

    def hand(self, side: str, elbow: Array, wrist: Array) -> Part:
        """Return a hand with closed fingers and a thumb."""
        h = self.height_m
        index, pinky, thumb = (self.at(f"{side}_{name}") for name in ("index", "pinky", "thumb"))
        along = unit((index + pinky) / 2 - wrist)
        across = index - pinky
        across = unit(at_right_angles(across, along))
        turn = np.stack([along, across, np.cross(along, across)], -1)

        def piece(reach: float, aside: float, long: float, wide: float, thick: float) -> Ellipsoid:
            return wrist + along * (reach * h) + across * (aside * h), turn * (
                np.array([long, wide, thick]) * h
            )

        palm = [
            self.ball(wrist + (elbow - wrist) * 0.25, 0.0165),
            self.ball(wrist, 0.0145),
            piece(0.012, 0.0, 0.012, 0.017, 0.0135),
            piece(0.046, 0.0, 0.013, 0.0235, 0.0115),
            piece(0.075, -0.001, 0.012, 0.021, 0.0095),
            piece(0.1, -0.001, 0.010, 0.0145, 0.0075),
        ]
        out = unit(thumb - wrist)
        thumb_part = [
            piece(0.016, 0.006, 0.011, 0.011, 0.011),
            self.ball(wrist + along * (0.038 * h) + across * (0.029 * h) + out * (0.004 * h), 0.0085),
            self.ball(wrist + along * (0.062 * h) + across * (0.036 * h) + out * (0.004 * h), 0.0068),
        ]
        return Part(f"{side}_hand", f"{side}_arm", "hand", [palm, thumb_part], fillet_m=0.008)

    def torso(self) -> list[Part]:
        """Return neck, seat and shirt."""
        h = self.height_m
        neck, ears = self.at("shoulder"), self.at("ear")
        lean = unit(ears - neck)
        stations, frames = self._spine([*(row[0] for row in TRUNK), 1.0, *(row[0] for row in PELVIS)])
        shirt = [self._slice(stations[i], frames[i], row) for i, row in enumerate(TRUNK)]
        first = len(TRUNK) + 1
        seat = [self._slice(stations[first + i], frames[first + i], row) for i, row in enumerate(PELVIS)]
        chest = frames[len(TRUNK)][1]
        nape = neck + lean * (0.014 * h) - chest * (0.008 * h)
        collar = self.ball(nape, 0.036)
        webs: list[list[Ellipsoid]] = []
        for side in ("left", "right"):
            shoulder, elbow = self.at(f"{side}_shoulder"), self.at(f"{side}_elbow")
            inner = shoulder + (neck - shoulder) * 0.3
            webs.append([collar, self.ball(inner, 0.042), self.ball(shoulder, 0.0355)])
            flank = stations[5] + (shoulder - neck) * 0.62
            webs.append([self.ball(flank, 0.042), self.ball(shoulder + (elbow - shoulder) * 0.22, 0.026)])
        hips: list[list[Ellipsoid]] = []
        pelvis_chest = frames[first + 1][1]
        for side in ("left", "right"):
            hip, knee = self.at(f"{side}_hip"), self.at(f"{side}_knee")
            glute = hip - pelvis_chest * (0.014 * h)
            hips.append(
                [
                    self.ball(glute, 0.053),
                    self.ball(hip + (knee - hip) * 0.14, 0.0555 * self.stout),
                    self.ball(hip + (knee - hip) * 0.3, 0.049 * self.stout),
                ]
            )
        throat = [
            self.ball(neck + lean * (0.012 * h), 0.036),
            self.ball(neck + lean * (0.05 * h), 0.031),
            self.ball(ears - lean * (0.018 * h), 0.031),
        ]
        return [
            Part("neck", "torso", "skin", [throat]),
            Part("seat", "torso", "trousers", [seat, *hips], fillet_m=0.03),
            Part("trunk", "torso", "shirt", [shirt, *webs], fillet_m=0.035),
        ]

    def _spine(self, parts: Sequence[float]) -> tuple[list[Array], list[tuple[Array, Array, Array]]]:
        """Return places along the bent and turned spine, and the way to the head, the chest and the left there."""
        inside = np.clip(parts, 0, 1)
        hip, shoulder = self.at("hip"), self.at("shoulder")
        curve = self.postures[:, AT["curve"]]
        bent = back_profile(curve, self.body) - back_profile(np.zeros(1), self.body)
        stations = np.linspace(0, 1, BACK_STATIONS)
        line, frames = [], []
        for part, within in zip(parts, inside, strict=True):
            head, chest, left = axes(
                self.postures, self.postures[:, AT["roll"]] + self.postures[:, AT["twist"]] * (1 - within)
            )
            weights = np.array([np.interp(within, stations, one) for one in np.eye(BACK_STATIONS)])
            out = (bent @ weights)[:, None] * self.body.trunk_m
            line.append(hip + part * (shoulder - hip) - chest * out)
            frames.append((head, chest, left))
        return line, frames

    def _slice(
        self, place: Array, frame: tuple[Array, Array, Array], row: tuple[float, float, float, float]
    ) -> Ellipsoid:
        head, chest, left = frame
        _, wide, behind, before = (share * self.height_m * self.stout for share in row)
        deep = (behind + before) / 2
        long = 0.030 * self.height_m
        half_axes = np.stack([head * long, chest * deep, left * wide], -1)
        middle = place + chest * ((before - behind) / 2)
        return middle, half_axes


def _on_the_floor(ellipsoids: Sequence[Ellipsoid]) -> Iterator[Ellipsoid]:
    """Yield them lifted so that they do not sink into the floor: soft parts give way."""
    middles, axes_ = (np.stack(values) for values in zip(*ellipsoids, strict=True))
    below = np.linalg.norm(axes_[..., 1, :], axis=-1) - middles[..., 1]
    middles[..., 1] += np.clip(below, 0.0, _SOFT_M)
    yield from zip(middles, axes_, strict=True)


def _front(thigh: Array, shank: Array, foot: Array) -> tuple[Array, Array]:
    """Return the way to the front of the thigh and of the shank: where the knee points."""
    bend = unit(thigh) - unit(shank)
    size = np.linalg.norm(bend, axis=-1, keepdims=True)
    ahead = bend + unit(foot) * np.maximum(0.15 - size, 0.0)
    return unit(at_right_angles(ahead, unit(thigh))), unit(at_right_angles(ahead, unit(shank)))
