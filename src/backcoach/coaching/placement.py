"""The camera check: is the person in the picture so that the exercise can be judged, and if not, what to change?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from backcoach.coaching.outline import TargetOutline
from backcoach.coaching.screen import Outline
from backcoach.coaching.viewpoints import turn_to, view_name
from backcoach.exercises.model import Exercise, Follower, View
from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.pose.picture import Picture
from backcoach.texts import Message, message
from backcoach.tracking.measuring.observation import Observation, Observer

Point = tuple[float, float]

DWELL_S = 0.8
"""Everything must be right for this long."""

DARKEST, BRIGHTEST, FLATTEST = 0.16, 0.93, 0.04
"""Brightness and contrast beyond which the pose model begins to guess (engineering proposal)."""

SHAKIEST = 0.015
"""A picture that moves by more than this part of its width from one frame to the next is held in a hand."""

SMALLEST_M = 6.5
"""A picture that spans more metres than this in width shows the person too small."""

ROOM_M = 2.2
"""Somebody who stands needs this much width in the picture to lie down in it."""

CLEAR = 0.5
"""A landmark of a lower visibility is not seen."""

LEANING_DEG = 14.0
"""From this lean on the camera is said to be tilted: landmark angles are good to about 10 degrees."""

PARTS: dict[str, tuple[str, ...]] = {
    "feet": ("ankle", "heel", "foot_index"),
    "knees": ("knee",),
    "hips": ("hip",),
    "shoulders": ("shoulder",),
    "arms": ("elbow", "wrist", "index"),
    "head": ("ear", "eye", "nose"),
}
"""Which landmarks a person would call what."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be right: its name, whether it is, and what to do if not.

    ``known`` is False where that cannot be told yet, such as the view of somebody who still stands: it is not shown.
    ``of_view``: it is about where the exercise is best seen from.
    """

    name: Message
    ok: bool
    advice: Message
    known: bool = True
    of_view: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """The answer for one frame.

    Attributes
    ----------
    checks : tuple of Check
        Light, person, view, whole body, distance, camera steady and level, in this order.
    outline : Outline
        Where the body should be.
    ready : bool
        Everything has been right for `DWELL_S`.
    usable : bool
        The person is seen well enough to count, though something could be better.
    """

    checks: tuple[Check, ...]
    outline: Outline
    ready: bool
    usable: bool

    @property
    def advice(self) -> Message | None:
        """What to change first; None if nothing."""
        return next((check.advice for check in self.checks if not check.ok), None)

    @property
    def advice_but_view(self) -> Message | None:
        """The same for somebody who may do any exercise: from wherever that is seen best."""
        return next((check.advice for check in self.checks if not (check.ok or check.of_view)), None)


class PlacementCheck:
    """Looks at the frames before an exercise, and says what is not right yet.

    Parameters
    ----------
    exercise : Exercise
    view : View, optional
        From where it is to be seen; the exercise's best view by default. Its other views are accepted too.
    """

    def __init__(self, exercise: Exercise, view: View | None = None) -> None:
        self._exercise = exercise
        self._view = view or exercise.views[0]
        self._needed, self._vital = _needed_joints(exercise), _vital_joints(exercise)
        self._outline = TargetOutline(exercise)
        self._observer = Observer()
        self._right_since_s: float | None = None
        self._shake = 0.0

    def see(self, frame: PoseFrame, picture: Picture | None = None) -> Placement:
        """Judge a frame; frames come in the order of time."""
        seen = self._observer.observe(frame)
        if picture is not None:
            self._shake += 0.2 * (min(picture.shake, 0.1) - self._shake)
        checks = (
            _light(picture),
            _person(seen),
            self._seen_from(seen),
            self._whole(frame, seen),
            self._distance(frame, seen),
            self._camera(seen),
        )
        right = all(check.ok for check in checks)
        if not right:
            self._right_since_s = None
        elif self._right_since_s is None:
            self._right_since_s = frame.time_s
        ready = self._right_since_s is not None and frame.time_s - self._right_since_s >= DWELL_S
        points = self._outline.points(frame.aspect, faces_left=_faces_left(seen))
        outline = Outline(points, right)
        vital = not any(_missing(frame, seen, self._vital))
        return Placement(checks, outline, ready, usable=seen.seen and vital)

    def _whole(self, frame: PoseFrame, seen: Observation) -> Check:
        name = message("Whole body")
        hidden, outside = _missing(frame, seen, self._needed)
        if outside:
            return Check(name, False, message("Step back, I cannot see your {parts}.", parts=outside))
        if hidden:
            return Check(name, False, message("I cannot see your {parts}.", parts=hidden))
        return Check(name, seen.seen, message("Come into the picture."), known=seen.seen)

    def _distance(self, frame: PoseFrame, seen: Observation) -> Check:
        name = message("Distance")
        width_m = frame.aspect / _scale(seen) if seen.seen else math.nan
        if width_m > SMALLEST_M:
            return Check(name, False, message("Come closer, you are very small from here."))
        near = _is_upright(seen) and self._exercise.position != "standing" and width_m < ROOM_M
        told = message("Step back: lying down you need more room.")
        return Check(name, seen.seen and not near, told, known=seen.seen)

    def _seen_from(self, seen: Observation) -> Check:
        """Judge the view once the person is down on the mat: somebody who stands will still turn."""
        known = seen.seen and (self._exercise.position == "standing" or not _is_upright(seen))
        blind = next((rule for rule in self._exercise.unclear if seen.view == (rule.view,)), None)
        if known and blind is not None:
            return Check(view_name(self._view), False, Message(blind.text), known, of_view=True)
        fits = not known or any(view in self._exercise.views for view in seen.view)
        return Check(view_name(self._view), fits, turn_to(self._view), known, of_view=True)

    def _camera(self, seen: Observation) -> Check:
        name = message("Steady")
        if self._shake > SHAKIEST:
            return Check(name, False, message("Put the camera down: it moves."))
        level = not seen.seen or _lean_deg(seen) <= LEANING_DEG
        return Check(name, level, message("The camera leans to one side. Straighten it."))


def _light(picture: Picture | None) -> Check:
    name = message("Light")
    if picture is None:
        return Check(name, True, message("It is too dark. Please turn on a light."))
    if picture.brightness > BRIGHTEST:
        return Check(name, False, message("It is too bright. Turn the camera away from the window."))
    if picture.brightness >= DARKEST and picture.contrast < FLATTEST:
        return Check(name, False, message("I see almost nothing. Is the lens covered or dirty?"))
    dark = picture.brightness < DARKEST
    return Check(name, not dark, message("It is too dark. Please turn on a light."))


def _person(seen: Observation) -> Check:
    return Check(message("In the picture"), seen.seen, message("Come into the picture."))


def _needed_joints(exercise: Exercise) -> frozenset[str]:
    """Return the joints that decide position, phases and certainty."""
    conditions = [
        c.feature for phase in exercise.phases for c in (*phase.enter, *phase.leave) if not c.if_seen
    ]
    posture = [rule.feature for rule in exercise.posture if not rule.if_seen]
    return _joints_of(exercise, {*conditions, *posture}) | _vital_joints(exercise)


def _vital_joints(exercise: Exercise) -> frozenset[str]:
    """Return the joints without which nothing is counted."""
    used = {exercise.repetition.signal, *exercise.repetition.sure}
    return _joints_of(exercise, used) | {"shoulder", "hip", "knee"}


def _joints_of(exercise: Exercise, names: set[str]) -> frozenset[str]:
    points = [point for name in names for point in _points_of(exercise, name)]
    return frozenset(p.removeprefix("left_").removeprefix("right_").removeprefix("mid_") for p in points)


def _points_of(exercise: Exercise, name: str) -> Iterator[str]:
    feature = exercise.features[name]
    if isinstance(feature, Follower):
        yield from _points_of(exercise, feature.of)
    else:
        yield from feature.points


def _missing(frame: PoseFrame, seen: Observation, needed: frozenset[str]) -> tuple[tuple[Message, ...], ...]:
    """Return the parts that are hidden, and those that lie outside of the picture; one side of each is enough."""
    if not seen.seen:
        return (), ()
    hidden: list[Message] = []
    outside: list[Message] = []
    for part, names in PARTS.items():
        for joint in needed.intersection(names):
            sides = (
                [INDEX[f"{side}_{joint}"] for side in ("left", "right")]
                if joint != "nose"
                else [INDEX["nose"]]
            )
            if any(is_inside(frame, i) and seen.visibility[i] >= CLEAR for i in sides):
                continue
            (hidden if all(is_inside(frame, i) for i in sides) else outside).append(part_name(part))
            break
    return tuple(hidden), tuple(outside)


def is_inside(frame: PoseFrame, landmark: int) -> bool:
    """Whether a landmark lies in the picture; a pose model guesses those beyond its edge, too."""
    x, y = frame.landmarks[landmark, :2]
    return bool(0 <= x <= frame.aspect and 0 <= y <= 1)


def part_name(part: str) -> Message:
    """Return what a person calls one of the `PARTS`."""
    names = {
        "feet": message("feet"),
        "knees": message("knees"),
        "hips": message("hips"),
        "shoulders": message("shoulders"),
        "arms": message("arms"),
        "head": message("head"),
    }
    return names[part]


def _scale(seen: Observation) -> float:
    """Return image heights to a metre at the person's distance: least squares over all landmarks."""
    image, world = np.array(seen.image)[:, :2], np.array(seen.world)[:, :2]
    hips = [INDEX["left_hip"], INDEX["right_hip"]]
    image, world = image - image[hips].mean(0), world - world[hips].mean(0)
    spread = float((world * world).sum())
    return max(float((image * world).sum()) / spread, 1e-3) if spread > 0 else 1e-3


def _middle(seen: Observation, joint: str) -> Point:
    left, right = seen.image[INDEX[f"left_{joint}"]], seen.image[INDEX[f"right_{joint}"]]
    return (left[0] + right[0]) / 2, (left[1] + right[1]) / 2


def _rise_deg(a: Point, b: Point) -> float:
    """Return the angle of the line a-b above the horizontal, -90 to 90 degrees, whichever way it points."""
    return math.degrees(math.atan2(a[1] - b[1], abs(b[0] - a[0]) + 1e-9))


def _is_upright(seen: Observation) -> bool:
    """Whether somebody stands or walks: trunk and legs one above the other."""
    if not seen.seen:
        return False
    hip, knee, shoulder = (_middle(seen, joint) for joint in ("hip", "knee", "shoulder"))
    return _rise_deg(hip, shoulder) > 55 and _rise_deg(knee, hip) > 45


def _lean_deg(seen: Observation) -> float:
    """Return how much somebody who stands straight leans in the picture; 0 where nobody does, so nothing tells it."""
    if not _is_upright(seen):
        return 0.0
    shoulder, hip, ankle = (_middle(seen, joint) for joint in ("shoulder", "hip", "ankle"))
    whole, trunk = _rise_deg(ankle, shoulder), _rise_deg(hip, shoulder)
    return 90 - whole if abs(whole - trunk) < 5 else 0.0


def _faces_left(seen: Observation) -> bool:
    return seen.seen and not _is_upright(seen) and _middle(seen, "shoulder")[0] < _middle(seen, "hip")[0]
