"""A scene in front of a camera: frames as the pose model would give them, and the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.camera import Camera
from backcoach.mannequin.life import Life
from backcoach.mannequin.raising import RaisedHand, with_hand
from backcoach.mannequin.scene import staged
from backcoach.mannequin.sight import back_outline, lay_stations, visibility
from backcoach.mannequin.skeleton import joints
from backcoach.mannequin.timetable import Performance
from backcoach.pose.frame import INDEX, Array, PoseFrame
from backcoach.tracking.summary import ExerciseSet

HIDDEN_BACK = 0.45
"""Less squarely seen than this (1 is profile), the back has no outline of its own."""


@dataclass(frozen=True, slots=True)
class Noise:
    """How badly the pose is seen.

    Attributes
    ----------
    landmarks : float
        Standard deviation of every coordinate of every landmark, independent in every frame, as a part of the body
        height.
    lost : float
        Part of the frames in which nobody is found.
    back_line : float
        Standard deviation of the back line's points in trunk lengths.
    visibility : float
        Slow variation of the visibilities.
    seed : int
        Of everything random in the simulation, the performance's own variation included.
    """

    landmarks: float = 0.0
    lost: float = 0.0
    back_line: float = 0.0
    visibility: float = 0.03
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Simulation:
    """Frames and what was really done in them.

    Attributes
    ----------
    frames : list of PoseFrame
        In the order of time.
    truth : tuple of ExerciseSet
        One for each performance; life between exercises has none.
    """

    frames: list[PoseFrame]
    truth: tuple[ExerciseSet, ...]


def simulate(
    scene: Sequence[Performance | Life] | Performance | Life,
    body: Body | None = None,
    camera: Camera | None = None,
    noise: Noise | None = None,
    hands: Sequence[RaisedHand] = (),
) -> Simulation:
    """Let a simulated person do things in front of a camera.

    Parameters
    ----------
    scene : Performance, Life, or a sequence of them
        In their order, with plausible movements in between.
    body, camera, noise : optional
        Defaults: an average person, the recommended view, nothing lost and no noise.
    hands : sequence of RaisedHand
        Hands that are raised meanwhile as a sign.

    Returns
    -------
    Simulation
        Frames at ``camera.fps``; truth in the same time.
    """
    body, camera, noise = body or Body(), camera or Camera(), noise or Noise()
    rng = np.random.default_rng(noise.seed)
    segments = (scene,) if isinstance(scene, Performance | Life) else tuple(scene)
    times_s, postures, truth = staged(segments, body, camera.fps, rng)
    for hand in hands:
        postures = with_hand(times_s, postures, body, hand)
    return Simulation(photographed(times_s, postures, body, camera, noise, rng), truth)


def photographed(
    times_s: Array, postures: Array, body: Body, camera: Camera, noise: Noise, rng: np.random.Generator
) -> list[PoseFrame]:
    """Return the pose frames of placed postures, shape (n, P), at times, shape (n,)."""
    points = joints(postures, body)
    relative = camera.seen_from(points)
    image = camera.project(relative)
    seen = visibility(relative, image, body, camera, _facing_away(points, camera)) + _whims(
        times_s, noise, rng
    )
    hip_depth = relative[:, [INDEX["left_hip"], INDEX["right_hip"]], 2].mean(1)
    scale = camera.focal / np.maximum(hip_depth, 0.2)
    depth = (relative[..., 2] - hip_depth[:, None]) * scale[:, None]
    landmarks = np.concatenate([image, depth[..., None]], -1)
    landmarks += rng.normal(0, 1, landmarks.shape) * (noise.landmarks * body.height_m * scale)[:, None, None]
    world = relative + rng.normal(0, 1, relative.shape) * (noise.landmarks * body.height_m)
    world -= world[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(1, keepdims=True)
    back = _back_line(postures, points, landmarks, body, camera, noise, rng)
    lost = rng.random(len(times_s)) < noise.lost
    seen = np.clip(seen, 0.01, 1.0)
    return [
        PoseFrame.empty(float(t), camera.aspect)
        if lost[i]
        else PoseFrame(float(t), landmarks[i], world[i], seen[i], back[i], camera.aspect)
        for i, t in enumerate(times_s)
    ]


def _back_line(
    postures: Array,
    points: Array,
    landmarks: Array,
    body: Body,
    camera: Camera,
    noise: Noise,
    rng: np.random.Generator,
) -> Array:
    outline, squareness = back_outline(postures, points, body, camera)
    ends = [landmarks[:, [INDEX[f"left_{p}"], INDEX[f"right_{p}"]], :2].mean(1) for p in ("hip", "shoulder")]
    trunk = np.stack(ends, 1)
    stations = lay_stations(outline, trunk)
    length = np.linalg.norm(trunk[:, 1] - trunk[:, 0], axis=-1)
    stations += rng.normal(0, 1, stations.shape) * (noise.back_line * length)[:, None, None]
    outside = (stations < 0).any(-1) | (stations[..., 0] > camera.aspect) | (stations[..., 1] > 1)
    return np.where((outside | (squareness < HIDDEN_BACK)[:, None])[..., None], np.nan, stations)


def _facing_away(points: Array, camera: Camera) -> Array:
    face = points[:, INDEX["nose"]] - (points[:, INDEX["left_ear"]] + points[:, INDEX["right_ear"]]) / 2
    away: Array = face @ camera.axes()[2] / np.maximum(np.linalg.norm(face, axis=-1), 1e-9)
    return away


def _whims(times_s: Array, noise: Noise, rng: np.random.Generator) -> Array:
    """Return slow, small changes of visibility, shape (n, 33)."""
    phase, hertz = rng.uniform(0, 2 * np.pi, (3, 33)), rng.uniform(0.1, 0.6, (3, 33))
    waves = np.sin(2 * np.pi * hertz * times_s[:, None, None] + phase).sum(1)
    whims: Array = noise.visibility * np.sqrt(2 / 3) * waves
    return whims
