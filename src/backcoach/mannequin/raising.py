"""A hand that is raised as a sign, over whatever else the body does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.posture import AT
from backcoach.mannequin.skeleton import axes, joints
from backcoach.mannequin.timetable import minimum_jerk
from backcoach.pose.frame import INDEX, Array
from backcoach.tracking.summary import Side

_ARM = ("shoulder", "out", "turn", "elbow")
_UP = np.array([0.0, 1.0, 0.0])
_LYING = 0.7
"""A trunk that rises by less than this part of its length lies."""

_FACE_DOWN = -0.4


@dataclass(frozen=True, slots=True)
class RaisedHand:
    """One hand is raised, kept up, and let down: stretched up, or held to the ear by whoever faces the floor.

    Attributes
    ----------
    at_s : float
        When it leaves its place, in the time of the scene.
    side : {"left", "right"}
    up_s, stay_s, down_s : float
        How long it takes to raise it (people reach as far in 0.5 to 0.8 s), how long it stays, how long it sinks.
    lean_deg, towards_deg : float
        How far from the vertical the arm is stretched, and to which side, seen from above. At the ear: by how much
        the elbow hangs (below 0: is lifted).
    elbow_deg : float
        How far the elbow of the stretched arm is bent.
    ear_m : float
        From the ear to the wrist, when the fingers are at the ear.
    """

    at_s: float
    side: Side = "right"
    up_s: float = 0.65
    stay_s: float = 2.0
    down_s: float = 0.8
    lean_deg: float = 0.0
    towards_deg: float = 0.0
    elbow_deg: float = 12.0
    ear_m: float = 0.12

    @property
    def over_s(self) -> float:
        """When the hand is back in its place."""
        return self.at_s + self.up_s + self.stay_s + self.down_s


def with_hand(times_s: Array, postures: Array, body: Body, hand: RaisedHand) -> Array:
    """Return placed postures, shape (n, P), at times, shape (n,), with a hand raised meanwhile."""
    during = (times_s > hand.at_s) & (times_s < hand.over_s)
    if not during.any():
        return postures
    out: Array = postures.copy()
    since_s = times_s[during] - hand.at_s
    raised = minimum_jerk(since_s / hand.up_s)
    way = raised * (1 - minimum_jerk((since_s - hand.up_s - hand.stay_s) / hand.down_s))
    target = raised_postures(postures[during], body, hand)
    out[during] += way[:, None] * (target - out[during])
    return out


def raised_postures(postures: Array, body: Body, hand: RaisedHand) -> Array:
    """Return placed postures, shape (n, P), with the hand all the way up."""
    trunk, chest, left = axes(postures, postures[:, AT["roll"]])
    outward = left if hand.side == "left" else -left
    frame = (trunk, chest, outward)
    points = joints(postures, body)
    shoulder = points[:, INDEX[f"{hand.side}_shoulder"]]
    lies_on_front = trunk[0, 1] < _LYING and chest[0, 1] < _FACE_DOWN
    if lies_on_front:
        upper, fore = _to_ear(points, body, hand, shoulder, frame)
    else:
        upper, fore = _stretched(len(postures), hand, frame)
    out: Array = postures.copy()
    for name, angle in zip(_ARM, _angles(upper, fore, frame), strict=True):
        column = AT[f"{hand.side}_arm_{name}"]
        out[:, column] = angle + 360 * np.round((postures[:, column] - angle) / 360)
    out[:, AT[f"{hand.side}_arm_wrist"]] = 0.0
    return out


Directions = tuple[Array, Array]


def _stretched(count: int, hand: RaisedHand, frame: tuple[Array, Array, Array]) -> Directions:
    """Return the directions of upper arm and forearm of an arm that is stretched up."""
    lean, towards, bend = np.radians([hand.lean_deg, hand.towards_deg, hand.elbow_deg])
    aside = np.array([np.cos(towards), 0.0, np.sin(towards)])
    upper = np.tile(_UP * np.cos(lean) + aside * np.sin(lean), (count, 1))
    # The elbow bends to the side on which the head is.
    ahead = _unit(_reject(frame[0] + 0.5 * frame[1], upper))
    return upper, upper * np.cos(bend) + ahead * np.sin(bend)


def _to_ear(
    points: Array, body: Body, hand: RaisedHand, shoulder: Array, frame: tuple[Array, Array, Array]
) -> Directions:
    """Return the directions of upper arm and forearm of a hand that is at the ear, its elbow out."""
    _, chest, outward = frame
    ear = points[:, INDEX[f"{hand.side}_ear"]]
    wrist = ear + _unit(outward + 0.4 * chest - 0.3 * frame[0]) * hand.ear_m
    reach = wrist - shoulder
    far = np.linalg.norm(reach, axis=-1, keepdims=True)
    along = reach / far
    upper_m, fore_m = body.upper_arm_m, body.forearm_m
    part = np.clip((far**2 + upper_m**2 - fore_m**2) / (2 * far), -upper_m, upper_m)
    lean = np.radians(hand.lean_deg)
    out = _unit(_reject(outward * np.cos(lean) - _UP * np.sin(lean), along))
    elbow = shoulder + along * part + out * np.sqrt(upper_m**2 - part**2)
    return _unit(elbow - shoulder), _unit(wrist - elbow)


def _angles(upper: Array, fore: Array, frame: tuple[Array, Array, Array]) -> list[Array]:
    """Return the angles `shoulder`, `out`, `turn` and `elbow` of an arm in these directions, in degrees."""
    head, chest, outward = frame
    a = np.arcsin(np.clip(_dot(upper, outward), -1, 1))
    f = np.arctan2(_dot(upper, chest), -_dot(upper, head))
    plane = chest * np.sin(f)[:, None] - head * np.cos(f)[:, None]
    ahead = head * np.sin(f)[:, None] + chest * np.cos(f)[:, None]
    side = outward * np.cos(a)[:, None] - plane * np.sin(a)[:, None]
    across = _reject(fore, upper)
    turn = np.arctan2(-_dot(across, side), _dot(across, ahead))
    bend = np.arctan2(np.linalg.norm(across, axis=-1), _dot(fore, upper))
    return [np.degrees(angle) for angle in (f, a, turn, bend)]


def _dot(a: Array, b: Array) -> Array:
    product: Array = np.sum(a * b, -1)
    return product


def _reject(a: Array, axis: Array) -> Array:
    rest: Array = a - _dot(a, axis)[:, None] * axis
    return rest


def _unit(a: Array) -> Array:
    unit: Array = a / np.maximum(np.linalg.norm(a, axis=-1, keepdims=True), 1e-9)
    return unit
