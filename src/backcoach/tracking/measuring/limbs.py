"""Follows legs and arms as limbs over time: what the pose model exchanges is set right, or said to be unsure.

The model names the limbs of each picture anew. Where two of them look alike it may exchange them for a picture or for
seconds, and it takes a limb on the far side for hidden although it is plain to see. A limb has a place and a course:
it cannot be where the other one was a moment ago, and a guess that stands apart from the other limb and moves
steadily is no guess.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.tracking.measuring.smoothing import blend
from backcoach.tracking.summary import Side

SIDES: tuple[Side, Side] = ("left", "right")

Axis = tuple[float, float, float, float]
"""The trunk as a line in the picture: x and y of the mid-hip, then of the mid-shoulder."""

APART_TRUNKS = 0.25
"""Limbs nearer to each other than this cannot be told apart by their place: the pose model's names hold."""

UNLIKE_TRUNKS = 0.3
"""A joint is no copy of the other limb's where, as seen from its own hip or shoulder, it is farther off than this.

A limb that the model cannot see it guesses beside the other one, in the same posture.
"""

FASTEST_TRUNKS_PER_S = 4.5
"""No knee, ankle, elbow or wrist moves faster on the floor: a leg that is put down by a trunk's length in half a second
comes to 3.8 (15/8 of its mean speed, Flash and Hogan, J. Neurosci. 1985)."""

MOVED_TRUNKS = 0.2
"""Limbs whose joints have moved less than this since the picture before are where they were."""

FITS = 0.5
"""Limbs are exchanged if that needs less than this part of the way that the names would need."""

TREMBLE_TRUNKS = 0.12
"""So much a joint may be off by the pose model's noise; nine of ten of all jumps between pictures are half of it."""

FAR_S = 0.2
"""Pictures farther apart than this show too little of a course to follow limbs by it."""

PROVEN_S = 0.3
"""Names that have held for less than this since the limbs parted prove nothing: a later exchange may be the truth."""

LOST_S = 2.0
"""Limbs that have been lost, or exchanged, for so long are believed to be where the model says."""

STEADY_TRUNKS = 0.08
"""A limb that trembles by less than this is steady: nine of ten knees and ankles that are clearly seen in recordings
stay below 0.06."""

STEADY_S = 0.3
"""Time constant over which the tremble is averaged."""

FOLLOWED = 0.6
"""Visibility that a steady limb has at least where it stands apart: clearly seen, if not without doubt."""

CLEAR = 0.5
"""Visibility from which on a joint is clearly seen (`features.SURE`), so that another one can be told apart from it."""

UNSURE = 0.4
"""Visibility that limbs have at most which are lost, or whose names are not known: too little for a fault."""

Places = tuple[float, float, float, float]
"""x and y of a limb's two decisive joints, relative to the trunk, in trunk lengths."""


class _Limb:
    """Where one limb was last, how long ago, and how much it trembles."""

    __slots__ = ("age_s", "at", "step", "tremble")

    def __init__(self, at: Places) -> None:
        self.at = at
        self.age_s = 0.0
        self.step = (0.0, 0.0, 0.0, 0.0)
        self.tremble = math.nan

    def way(self, places: Places) -> float:
        """Return how far the joint that is farther off is from a place."""
        ax, ay, bx, by = self.at
        return max(math.hypot(places[0] - ax, places[1] - ay), math.hypot(places[2] - bx, places[3] - by))

    @property
    def reach(self) -> float:
        """How far it can have come since it was last found."""
        return FASTEST_TRUNKS_PER_S * self.age_s + TREMBLE_TRUNKS

    def go_to(self, places: Places, weight: float) -> None:
        """Take a place as the limb's."""
        a, b, c, d = self.at
        e, f, g, h = places
        k, m, n, o = self.step
        p, q, r, t = self.step = (e - a, f - b, g - c, h - d)
        # Three places that are out of line by noise differ by the square root of six times its size: as a mean of four
        # coordinates that is this part of their sum.
        now = (abs(p - k) + abs(q - m) + abs(r - n) + abs(t - o)) / 6.24
        self.tremble = now if self.tremble != self.tremble else self.tremble + weight * (now - self.tremble)
        self.at, self.age_s = places, 0.0


class _Pair:
    """The left and the right leg, or arm."""

    def __init__(self, root: str, *joints: str) -> None:
        self.points = [INDEX[f"{side}_{name}"] for side in SIDES for name in (*joints[:2], root)]
        self.main = [INDEX[f"{side}_{name}"] for side in SIDES for name in joints[:2]]
        self.rows = {side: [INDEX[f"{side}_{name}"] for name in joints] for side in SIDES}
        self.reset()

    def reset(self) -> None:
        """Forget everything: another person, another scene."""
        self._limbs: tuple[_Limb, _Limb] | None = None
        self._parted = self._were_together = False
        self._named_s = self._exchanged_s = 0.0
        self.unlike = (False, False)
        self.exchanged = self.unsure = False
        self.lost: Side | None = None
        self._was_lost: Side | None = None

    def follow(
        self, points: list[float], x: float, y: float, scale: float, dt_s: float, weight: float
    ) -> None:
        """Take in where the left limb's two joints and root are, then the right one's (x and y), as seen from a point.

        Written out for speed: every frame of everybody comes through here.
        """
        if not math.isfinite(sum(points)):
            return
        a, b, c, d, root_x, root_y, e, f, g, h, other_x, other_y = points
        left = ((a - x) / scale, (b - y) / scale, (c - x) / scale, (d - y) / scale)
        right = ((e - x) / scale, (f - y) / scale, (g - x) / scale, (h - y) / scale)
        self._was_lost, self.exchanged, self.lost = self.lost, False, None
        if self._limbs is None:
            self._limbs = (_Limb(left), _Limb(right))
        first, second = self._limbs
        if self._parted and dt_s < FAR_S:
            first.age_s += dt_s
            second.age_s += dt_s
            left, right = self._named(left, right, dt_s)
        if self.lost != "left":
            first.go_to(left, weight)
        if self.lost != "right":
            second.go_to(right, weight)
        self._compare(first.at, second.at, (root_x - other_x) / scale, (root_y - other_y) / scale)

    def _named(self, left: Places, right: Places, dt_s: float) -> tuple[Places, Places]:
        """Return the limbs under their own names; note what is exchanged, or lost."""
        assert self._limbs is not None
        first, second = self._limbs
        own = first.way(left), second.way(right)
        if max(own) < MOVED_TRUNKS:
            self._named_s += dt_s
            return left, right
        other = first.way(right), second.way(left)
        if max(other) < FITS * max(own) and other[0] < first.reach and other[1] < second.reach:
            return self._exchange(left, right, dt_s)
        jumped = [
            self._has_jumped(SIDES[0], first, own[0], copies=other[1] < second.reach),
            self._has_jumped(SIDES[1], second, own[1], copies=other[0] < first.reach),
        ]
        if all(jumped):
            return left, right
        self.lost = SIDES[jumped.index(True)] if any(jumped) else None
        self._named_s += dt_s
        return left, right

    def _has_jumped(self, name: Side, limb: _Limb, way: float, *, copies: bool) -> bool:
        """Whether a limb cannot have come to where it is said to be; once lost, it is no copy of the other one."""
        if way > limb.reach:
            return limb.age_s < LOST_S
        return name == self._was_lost and copies and limb.age_s < LOST_S

    def _exchange(self, left: Places, right: Places, dt_s: float) -> tuple[Places, Places]:
        """Return the limbs under the names that they had, if these have proven themselves."""
        self._exchanged_s += dt_s
        if self._named_s < PROVEN_S or self._exchanged_s > LOST_S:
            self._named_s = self._exchanged_s = 0.0
            return left, right
        self.exchanged = True
        self.unsure = self.unsure or not self._were_together
        return right, left

    def _compare(self, left: Places, right: Places, root_x: float, root_y: float) -> None:
        """Note whether the limbs stand apart, and whether each joint is more than a copy of the other limb's."""
        x1, y1, x2, y2 = left[0] - right[0], left[1] - right[1], left[2] - right[2], left[3] - right[3]
        parted = math.hypot(x1, y1) + math.hypot(x2, y2) > 2 * APART_TRUNKS
        if parted and not self._parted:
            self._named_s = self._exchanged_s = 0.0
        elif not parted:
            self._were_together, self.unsure = True, False
        self._parted = parted
        self.unlike = (
            math.hypot(x1 - root_x, y1 - root_y) > UNLIKE_TRUNKS,
            math.hypot(x2 - root_x, y2 - root_y) > UNLIKE_TRUNKS,
        )

    def is_steady(self, joint: int) -> bool:
        """Whether a joint (0, 1: left, 2, 3: right) is no copy of that of the other limb and moves steadily."""
        assert self._limbs is not None
        return self.unlike[joint % 2] and self._limbs[joint // 2].tremble < STEADY_TRUNKS


class Limbs:
    """Sets the names of legs and arms right in a stream of frames."""

    def __init__(self) -> None:
        self._pairs = (
            _Pair("hip", "knee", "ankle", "heel", "foot_index"),
            _Pair("shoulder", "elbow", "wrist", "pinky", "index", "thumb"),
        )
        self._xy = np.array([3 * i + k for pair in self._pairs for i in pair.points for k in (0, 1)])
        self._main = np.array([i for pair in self._pairs for i in pair.main])
        self._before: PoseFrame | None = None

    def reset(self) -> None:
        """Forget everything: another person, another scene."""
        for pair in self._pairs:
            pair.reset()
        self._before = None

    @property
    def exchanged(self) -> tuple[bool, bool]:
        """Whether the legs, and whether the arms, are exchanged by the pose model now."""
        legs, arms = self._pairs
        return legs.exchanged, arms.exchanged

    @property
    def lost(self) -> tuple[bool, bool]:
        """Whether a leg, and whether an arm, is lost: the model takes both for the other one."""
        legs, arms = self._pairs
        return legs.lost is not None, arms.lost is not None

    def follow(self, frame: PoseFrame, axis: Axis, scale: float, dt_s: float) -> PoseFrame:
        """Return the frame with every limb under its own name, and as visible as its course shows it.

        Parameters
        ----------
        frame : PoseFrame
            Of somebody.
        axis : (float, float, float, float)
            Mid-hip and mid-shoulder in the picture.
        scale : float
            Length of the trunk in image heights.
        dt_s : float
            Seconds since the frame before.
        """
        hip_x, hip_y, shoulder_x, shoulder_y = axis
        points: list[float] = frame.landmarks.take(self._xy).tolist()
        legs, arms = self._pairs
        weight = blend(dt_s, STEADY_S)
        legs.follow(points[:12], hip_x, hip_y, scale, dt_s, weight)
        arms.follow(points[12:], shoulder_x, shoulder_y, scale, dt_s, weight)
        if legs.exchanged or arms.exchanged or legs.lost or arms.lost:
            frame = self._set_right(frame, axis)
        frame = self._with_sight(frame)
        self._before, self._axis = frame, axis
        return frame

    def _set_right(self, frame: PoseFrame, axis: Axis) -> PoseFrame:
        """Give limbs that are exchanged their own places, and leave a lost one where it was."""
        landmarks, world, visibility = frame.landmarks.copy(), frame.world.copy(), frame.visibility.copy()
        assert self._before is not None
        for k, pair in enumerate(self._pairs):
            if pair.exchanged:
                here, there = (pair.rows[a] + pair.rows[b] for a, b in (SIDES, SIDES[::-1]))
                landmarks[here], visibility[here] = landmarks[there], visibility[there]
                # Depth may stay with the name: the model takes one side for the nearer one, whatever limb it calls so.
                named, placed = frame.world[here, 2], frame.world[there, 2]
                before = self._before.world[here, 2]
                stays = np.abs(named - before).sum() < np.abs(placed - before).sum()
                world[here] = world[there]
                world[here, 2] = named if stays else placed
            elif pair.lost:
                rows = pair.rows[pair.lost]
                moved = (axis[2 * k] - self._axis[2 * k], axis[2 * k + 1] - self._axis[2 * k + 1], 0.0)
                landmarks[rows] = self._before.landmarks[rows] + moved
                world[rows] = self._before.world[rows]
                visibility[rows] = UNSURE
        return replace(frame, landmarks=landmarks, world=world, visibility=visibility)

    def _with_sight(self, frame: PoseFrame) -> PoseFrame:
        """Return the frame with what the limbs' courses say about how clearly they are seen."""
        legs, arms = self._pairs
        unlike = legs.unlike[0] or legs.unlike[1] or arms.unlike[0] or arms.unlike[1]
        if not (unlike or legs.unsure or arms.unsure):
            return frame
        visibility = changed = frame.visibility
        seen = visibility.take(self._main).tolist()
        if not (legs.unsure or arms.unsure or min(seen) < FOLLOWED):
            return frame
        for pair, first in ((legs, 0), (arms, 4)):
            if pair.unsure:
                rows = pair.rows["left"] + pair.rows["right"]
                changed = changed.copy()
                changed[rows] = np.minimum(changed[rows], UNSURE)
            elif pair.lost is None and (pair.unlike[0] or pair.unlike[1]):
                own = seen[first : first + 4]
                for joint in range(4):
                    # What stands apart from a guess proves nothing: only one of the two may be hidden.
                    if own[joint] < FOLLOWED and own[joint - 2] >= CLEAR and pair.is_steady(joint):
                        changed = visibility.copy() if changed is visibility else changed
                        changed[pair.main[joint]] = FOLLOWED
        if changed is visibility:
            return frame
        # As `replace`, which takes four times as long: this happens in every frame of some exercises.
        return PoseFrame(
            frame.time_s, frame.landmarks, frame.world, changed, frame.back_line, frame.aspect, frame.people
        )
