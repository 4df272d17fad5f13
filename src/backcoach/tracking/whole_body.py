"""How far the whole body is on its way from one posture to another: far less noisy than any single angle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backcoach.pose.frame import PoseFrame
from backcoach.tracking.features import BACK_MARGIN, GUESSED
from backcoach.tracking.observation import Observation
from backcoach.tracking.smoothing import Array

STILL_TRUNKS = 0.02
"""Noise of a coordinate, in trunk lengths, below which it is not weighed more: it may be still by chance."""

KNOWN_SHARE = 0.5
"""A frame that shows less of what tells the two postures apart tells nothing."""


def compute_shares(
    frames: Sequence[PoseFrame], backs: Sequence[list[float]], zero: Observation, one: Observation
) -> Array:
    """Return how far each frame's body is on the way from one posture (0) to another (1), shape (n,); NaN: not shown.

    Parameters
    ----------
    frames : sequence of PoseFrame
    backs : sequence of list of float
        The offsets of the back line of each frame, in trunk lengths.
    zero, one : Observation
        The mean postures at the beginning and at the end of the way.

    Notes
    -----
    A matched filter: each coordinate counts by its part in the difference of the two postures, divided by its own
    noise, which shows in how it jumps from frame to frame. Of all weighted sums this one has the least noise.
    """
    parts = [_landmarks(frames, zero), _backs(backs)]
    ends = [(_landmarks_of(zero, zero), _landmarks_of(one, zero)), (_backs([zero.back]), _backs([one.back]))]
    values = np.concatenate(parts, 1)
    begin, end = (np.concatenate([pair[k] for pair in ends], 1)[0] for k in (0, 1))
    sight = np.minimum(zero.visibility, one.visibility)
    seen = np.append(np.repeat(np.where(sight >= GUESSED, sight, 0.0), 5), np.ones(parts[1].shape[1]))
    way = end - begin
    known = np.isfinite(values) & np.isfinite(way)
    weights = np.where(np.isfinite(way), seen * way / _variances(values), 0.0)
    done = np.where(known, values - begin, 0.0) @ weights
    whole = known @ np.where(np.isfinite(way), weights * way, 0.0)
    enough = whole > KNOWN_SHARE * max(whole.max(initial=0.0), 1e-9)
    shares: Array = np.where(enough, done / np.where(enough, whole, 1.0), np.nan)
    return shares


def compute_distances(frames: Sequence[PoseFrame], posture: Observation) -> Array:
    """Return each frame's mean squared distance from a posture, over the coordinates in trunk lengths, shape (n,)."""
    apart = _landmarks(frames, posture) - _landmarks_of(posture, posture)
    distances: Array = np.nanmean(apart**2, 1)
    return distances


def _variances(values: Array) -> Array:
    """Return the noise of each column, as a variance: what is left when three values in a row are not in line."""
    bends = values[:-2] - 2 * values[1:-1] + values[2:]
    known = np.isfinite(bends)
    sums = (np.where(known, bends, 0.0) ** 2).sum(0)
    variances: Array = sums / 6 / np.maximum(known.sum(0), 1) + STILL_TRUNKS**2
    return variances


def _landmarks(frames: Sequence[PoseFrame], like: Observation) -> Array:
    """Return the landmarks in trunk lengths about their middle, in space and in the picture, shape (n, 165)."""
    world = np.stack([frame.world for frame in frames]) / like.world_trunk
    image = np.stack([frame.landmarks[:, :2] for frame in frames]) / like.trunk
    return _about_middle(np.concatenate([world, image], 2))


def _landmarks_of(posture: Observation, like: Observation) -> Array:
    world, image = np.array(posture.world) / like.world_trunk, np.array(posture.image)[:, :2] / like.trunk
    return _about_middle(np.concatenate([world, image], 1)[None])


def _about_middle(points: Array) -> Array:
    flat: Array = (points - np.nanmean(points, 1, keepdims=True)).reshape(len(points), -1)
    return flat


def _backs(backs: Sequence[list[float]]) -> Array:
    """Return the back lines without their tilt, which is that of two noisy landmarks; NaN where not whole."""
    inner = np.array(backs)[:, BACK_MARGIN : len(backs[0]) - BACK_MARGIN]
    tilt = np.stack([np.ones(inner.shape[1]), np.linspace(-1, 1, inner.shape[1])], 1)
    level: Array = inner - inner @ np.linalg.pinv(tilt).T @ tilt.T
    return level
