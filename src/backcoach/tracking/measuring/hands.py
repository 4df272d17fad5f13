"""Where the hands are: stretched up, at the ear, or neither; at one moment, in trunk lengths."""

from __future__ import annotations

from typing import Literal

import numpy as np

from backcoach.exercises.model import Gesture
from backcoach.pose.frame import INDEX
from backcoach.tracking.measuring import geometry as geo
from backcoach.tracking.summary import Side

RAISED = 0.35
"""How far above its shoulder the wrist of a stretched arm is, in trunk lengths, when the hand begins to be raised."""

RAISED_ON_AVERAGE = 0.7
"""The same over the last part of the hold. A stretched arm is about 1.05 long; the pose model sees it from 0.76 on
in the drawn figure. A hand on top of the head is as high, but its arm is not stretched."""

STRAIGHT = 0.75
"""Shoulder to wrist as a part of upper arm and forearm: more is a stretched arm, less (an elbow below 97 degrees) a
bent one."""

STRETCHED = 0.93
"""The same where the other arm is hidden and taken to be up, too, as the pose model does with somebody who lies on
the back and is seen from exactly the side: whoever holds a book with both hands bends them."""

ASIDE = 0.8
"""Sideways in the picture, as a part of the rise: 39 degrees. In a side bend the arm leans further over."""

OTHER_RAISED = 0.6
"""One hand is a sign; both are a stretch, or an exercise (dead bug). A hand under the head of somebody who lies on
the side is at 0.5."""

OTHER_ELBOW = 0.4
"""The same of its elbow: in a stretch of the triceps one hand pulls the other elbow."""

AT_EAR = 0.6
"""Wrist to ear when the fingers are at the ear, in trunk lengths: 0.1 to 0.35, and the last of the way there."""

BENT = 0.75
"""Wrist to shoulder, when the hand is at the ear, in trunk lengths; in a bird dog it is 1.05."""

BENT_ARM = 0.93
"""Shoulder to wrist as a part of upper arm and forearm, at most, when the hand is at the ear. The pose model makes a
bent arm that points to the camera up to 0.91 long; an arm that reaches forward is at 0.98."""

ON_KNEE = 0.45
"""A wrist so near to a knee, in trunk lengths, holds it: in a lying twist a hand may pull the knee over."""

FROM_SIDE = 0.7
"""Sine of 45 degrees."""

FROM_EAR = 0.7
"""A hand further away than this has left the ear."""

WRIST_BELOW, ELBOW_BELOW = 0.25, 0.42
"""A hand at the ear is not below the ear by more, its elbow (it is held out) not below the shoulder. Whoever wipes
their face lets the elbow hang (0.6); on the forearms the wrists are 0.4 below the ears."""

CARRIES_BELOW = 0.5
"""A wrist or elbow so far below its shoulder carries the body, where the trunk lies: in a side plank, on all fours."""

LEGS_UP = 0.5
"""A lower leg that is as a whole so far in front of the trunk of somebody who lies on their back is in the air: with
it the arm belongs to an exercise. In a dead bug it is 0.86 in front, in a trunk rotation at most 0.43 (from the
figures)."""

UPRIGHT = 0.7
"""From this part of the trunk's length on it stands, sits or kneels (45 degrees)."""

FACE_DOWN, FACE_UP = -0.7, 0.4
"""How far the chest points up, -1 to 1; on the side 0."""

SLACK = 0.12
"""A hand that is up stays so until it is past a limit by this much."""

NEARLY_RAISED, NEARLY_AT_EAR = 0.1, 1.0
"""A wrist that is neither so far above its shoulder nor so near to its ear is far from being raised."""

DOWN = 0.25
"""A hand that has meant something has to sink below this before it can mean something again; from the ear, further away
than `FROM_EAR`."""

SEEN, TRUNK_SEEN = 0.5, 0.4
"""How visible the arm, and the trunk's corners together, have to be."""

_PARTS = ("shoulder", "elbow", "wrist", "ear", "hip", "knee", "ankle")
_SHOULDER, _ELBOW, _WRIST, _EAR, _HIP, _KNEE, _ANKLE = range(len(_PARTS))
ROWS = np.array([INDEX[f"{side}_{part}"] for side in ("left", "right") for part in _PARTS])
SIDES: tuple[Side, Side] = ("left", "right")
_N = len(_PARTS)

Way = Literal["up", "ear"]


class Hands:
    """Trunk and arms at one moment, in the camera's axes (y down), in metres."""

    def __init__(self, time_s: float, points: list[list[float]], visibility: list[float]) -> None:
        self.time_s = time_s
        self._arms = dict(zip(SIDES, (points[:_N], points[_N:]), strict=True))
        self._sight = dict(zip(SIDES, (visibility[:_N], visibility[_N:]), strict=True))
        left, right = points[:_N], points[_N:]
        shoulder, hip = geo.midpoint(left[0], right[0]), geo.midpoint(left[_HIP], right[_HIP])
        self._hip = hip
        self._trunk = geo.subtract(shoulder, hip)
        self.trunk_m = max(geo.norm(self._trunk), 1e-6)
        self._standing = (hip[1] - shoulder[1]) / self.trunk_m
        self._corners = (left[0], right[0], left[_HIP], right[_HIP])
        self._chest_up: float | None = None

    def way(self, side: Side, gesture: Gesture, slack: float) -> Way | None:
        """Return how a hand is raised; None where it is not, or not clearly seen."""
        if gesture == "none":
            return None
        if gesture == "raise" and self._is_stretched_up(side, slack):
            return "up" if self._may_stretch(side) and self._is_seen(side, _WRIST) else None
        if (
            self._is_at_ear(side, slack)
            and self._may_be_at_ear(side, gesture)
            and self._is_seen(side, _ELBOW)
        ):
            return "ear"
        return None

    def hand(self, side: Side) -> tuple[float, float, float]:
        """Return where the wrist is from its shoulder: aside, up, away, in trunk lengths."""
        arm = self._arms[side]
        across, down, away = geo.subtract(arm[_WRIST], arm[_SHOULDER])
        return across / self.trunk_m, -down / self.trunk_m, away / self.trunk_m

    def height(self, side: Side, way: Way) -> float:
        """Return how high a raised hand is: the wrist of a stretched arm, the elbow of a hand at the ear."""
        return self._rise(side, _WRIST if way == "up" else _ELBOW)

    def stretch(self, side: Side, way: Way) -> float:
        """Return how much straighter a raised arm is than it has to be; nothing is asked of a hand at the ear."""
        if way == "ear":
            return 0.0
        both = self._is_up(_other(side), 0.0)
        return self._straightness(side) - (STRETCHED if both else STRAIGHT)

    def is_down(self, side: Side, way: Way) -> bool:
        """Whether a hand that was raised has come down."""
        return self._rise(side, _WRIST) < DOWN if way == "up" else self._from_ear(side) > FROM_EAR

    def _rise(self, side: Side, part: int) -> float:
        """Return how far a part of a side is above its shoulder, in trunk lengths."""
        arm = self._arms[side]
        return (arm[_SHOULDER][1] - arm[part][1]) / self.trunk_m

    def _straightness(self, side: Side) -> float:
        shoulder, elbow, wrist = self._arms[side][:3]
        whole = geo.compute_distance(shoulder, elbow) + geo.compute_distance(elbow, wrist)
        return geo.compute_distance(shoulder, wrist) / max(whole, 1e-6)

    def _from_ear(self, side: Side) -> float:
        return self._apart(side, _EAR)

    def _apart(self, side: Side, part: int) -> float:
        """Return how far a wrist is from its ear or shoulder, in trunk lengths.

        From the side it is measured in the picture: depth is what the pose model knows least, and says nothing there.
        """
        across, down, away = geo.subtract(self._arms[side][_WRIST], self._arms[side][part])
        return geo.norm([across, down, 0.0 if self._is_from_side else away]) / self.trunk_m

    @property
    def _is_from_side(self) -> bool:
        """Whether the line of the shoulders points to the camera, within 45 degrees."""
        left, right = self._arms["left"][_SHOULDER], self._arms["right"][_SHOULDER]
        return abs(left[2] - right[2]) > FROM_SIDE * geo.compute_distance(left, right)

    def _is_up(self, side: Side, slack: float) -> bool:
        """Whether an arm is up in any way, stretched or not."""
        wrist, elbow = self._rise(side, _WRIST), self._rise(side, _ELBOW)
        return wrist > OTHER_RAISED + slack or elbow > OTHER_ELBOW + slack

    def _is_stretched_up(self, side: Side, slack: float) -> bool:
        rise = self._rise(side, _WRIST)
        if rise < RAISED - slack:
            return False
        both = self._is_up(_other(side), slack)
        if both and (self._standing > UPRIGHT or self._sight[_other(side)][_WRIST] >= SEEN):
            return False
        aside, _, _ = self.hand(side)
        return abs(aside) <= (ASIDE + slack) * rise and self.stretch(side, "up") >= -slack

    def _may_stretch(self, side: Side) -> bool:
        """Whether an arm that is stretched up is a sign in this posture, and not part of an exercise."""
        if self._standing > UPRIGHT:
            return True
        busy = self._has_legs_up or self._carries(_other(side)) or self._holds_knee(side)
        return not (self._is_face_down or busy)

    def _holds_knee(self, side: Side) -> bool:
        wrist = self._arms[side][_WRIST]
        apart_m = min(geo.compute_distance(wrist, self._arms[one][_KNEE]) for one in SIDES)
        return apart_m < ON_KNEE * self.trunk_m

    def _is_at_ear(self, side: Side, slack: float) -> bool:
        if self._from_ear(side) > AT_EAR + slack or self._rise(side, _ELBOW) < -ELBOW_BELOW - slack:
            return False
        over_ear = self._rise(side, _WRIST) - self._rise(side, _EAR)
        bent = self._apart(side, _SHOULDER) <= BENT + slack and self._straightness(side) <= BENT_ARM
        return bent and over_ear >= -WRIST_BELOW - slack

    def _may_be_at_ear(self, side: Side, gesture: Gesture) -> bool:
        """Whether a hand at the ear is a sign in this posture: the other one carries, or the exercise says so."""
        if gesture == "ear":
            return self._from_ear(_other(side)) >= FROM_EAR
        return self._is_face_down and self._carries(_other(side))

    def _carries(self, side: Side) -> bool:
        """Whether the body is propped on this arm."""
        if self._standing > UPRIGHT or self._chest() > FACE_UP:
            return False
        return min(self._rise(side, _ELBOW), self._rise(side, _WRIST)) < -CARRIES_BELOW

    @property
    def _is_face_down(self) -> bool:
        return self._standing <= UPRIGHT and self._chest() < FACE_DOWN

    @property
    def _has_legs_up(self) -> bool:
        if self._chest() <= FACE_UP:
            return False
        return any(min(self._ahead(side, _KNEE), self._ahead(side, _ANKLE)) > LEGS_UP for side in SIDES)

    def _ahead(self, side: Side, part: int) -> float:
        """Return how far a part is in front of the hips, at right angles to trunk and shoulders, in trunk lengths."""
        left, right = self._arms["left"][_SHOULDER], self._arms["right"][_SHOULDER]
        ahead = geo.unit(geo.cross(geo.subtract(left, right), self._trunk))
        return geo.dot(geo.subtract(self._arms[side][part], self._hip), ahead) / self.trunk_m

    def _chest(self) -> float:
        """Return how far the chest points up, -1 to 1."""
        if self._chest_up is None:
            self._chest_up = -geo.compute_chest_direction(*self._corners)[1]
        return self._chest_up

    def _is_seen(self, side: Side, part: int) -> bool:
        """Whether shoulder and wrist of an arm, or shoulder and elbow, and the trunk are clearly seen.

        A stretched arm may hide its elbow, and an elbow that points to the camera the hand behind it.
        """
        left, right = self._sight["left"], self._sight["right"]
        corners = (left[_SHOULDER] + right[_SHOULDER] + left[_HIP] + right[_HIP]) / 4
        arm = self._sight[side]
        return min(arm[_SHOULDER], arm[part]) >= SEEN and corners >= TRUNK_SEEN


def is_far_from_raised(points: list[list[float]]) -> bool:
    """Whether both hands are so far from being raised that nothing needs to be worked out: so are most frames."""
    for first in (0, _N):
        shoulder, wrist = points[first], points[first + _WRIST]
        trunk_m = geo.compute_distance(shoulder, points[first + _HIP])
        if shoulder[1] - wrist[1] > NEARLY_RAISED * trunk_m:
            return False
        if geo.compute_distance(wrist, points[first + _EAR]) < NEARLY_AT_EAR * trunk_m:
            return False
    return True


def _other(side: Side) -> Side:
    return "right" if side == "left" else "left"
