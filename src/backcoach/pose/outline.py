"""Where rays leave a silhouette, and whose outline that is."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backcoach.pose.frame import INDEX, Array
from backcoach.pose.silhouette import Silhouette

Mask = NDArray[np.float32] | Silhouette
"""How surely each pixel shows the person, shape (height, width), 0 to 1; 0.5 is the outline."""

_REACH = 0.9  # trunk lengths from the trunk's axis outwards: a curled-up trunk is short and deep
_INWARDS = 0.3  # a hollow back may pass below the line from hip to shoulder
_HOLE = 0.04  # narrower gaps in the silhouette are the model's, not the body's
_FINEST = 1 / 100  # trunk lengths between two samples, if pixels are finer than that
_ARM_RADIUS = 0.11
_ARM_FROM = 0.35  # the part of the upper arm next to the shoulder belongs to the trunk's outline
_MAX_STEP = 0.17  # trunk lengths between neighbours: more is something that sticks out
_MAX_BRIDGED = 2

_SHOULDERS = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
_ELBOWS = [INDEX["left_elbow"], INDEX["right_elbow"]]
_WRISTS = [INDEX["left_wrist"], INDEX["right_wrist"]]
_FINGERS = [INDEX["left_index"], INDEX["right_index"]]


def outline_offsets(mask: Mask, starts: Array, direction: Array, length: float) -> Array:
    """Return how far from each start the silhouette ends.

    Parameters
    ----------
    mask : array-like, shape (height, width)
        0 to 1.
    starts : ndarray, shape (n, 2)
        In image heights.
    direction : ndarray, shape (2,)
        Unit vector.
    length : float
        Trunk length in image heights; reach and holes are measured in it.

    Returns
    -------
    ndarray, shape (n,)
        In image heights; negative when the outline lies behind the start; NaN when no outline is found within
        reach or within the picture.
    """
    height, width = mask.shape
    step = max(1.0 / height, _FINEST * length)
    origin = max(1, math.ceil(_INWARDS * length / step))
    beyond = max(2, math.ceil(_REACH * length / step))
    distance = np.arange(-origin, beyond + 1) * step
    column = np.floor((starts[:, :1] + distance * direction[0]) * height).astype(np.intp)
    row = np.floor((starts[:, 1:] + distance * direction[1]) * height).astype(np.intp)
    outside = (column < 0) | (column >= width) | (row < 0) | (row >= height)
    column[outside] = 0
    row[outside] = 0
    value = mask[row, column].astype(np.float64)
    value[outside] = np.nan
    last = _last_inside(value >= 0.5, origin, max(1, round(_HOLE * length / step)))
    return _sub_pixel_edge(value, last, distance, step)


def _last_inside(inside: NDArray[np.bool_], origin: int, hole: int) -> NDArray[np.intp]:
    """Index of the last sample before each ray leaves the silhouette, -1 for a ray that never was inside.

    The ray starts at ``origin``, or, if that is a hole or outside, at the next sample inside: outwards first,
    then inwards. Gaps of up to ``hole`` samples are passed over.
    """
    rays, samples = inside.shape
    count = np.zeros((rays, samples + hole), dtype=np.intp)
    count[:, :samples] = np.cumsum(inside, axis=1)
    count[:, samples:] = count[:, samples - 1 : samples]
    leaves = inside & (count[:, hole:] == count[:, :samples])
    start = origin + np.argmax(inside[:, origin : 2 * origin], axis=1)
    leaves &= np.arange(samples) >= start[:, None]
    last = np.where(leaves.any(axis=1), np.argmax(leaves, axis=1), samples - 1)
    behind = inside[:, origin - 1 :: -1]
    last_behind = np.where(behind.any(axis=1), origin - 1 - np.argmax(behind, axis=1), -1)
    return np.where(inside[np.arange(rays), start], last, last_behind)


def _sub_pixel_edge(value: Array, last: NDArray[np.intp], distance: Array, step: float) -> Array:
    """Distance at which the mask falls through 0.5 between the last sample inside and the next one."""
    rays = np.arange(len(value))
    after = np.minimum(last + 1, value.shape[1] - 1)
    high, low = value[rays, last], value[rays, after]
    known = (last >= 0) & (after > last) & (low < 0.5) & (high >= 0.5)
    fraction = (high - 0.5) / np.where(known, high - low, 1.0)
    return np.where(known, distance[last] + step * fraction, np.nan)


def hidden_by_arm(edge: Array, points: Array, length: float) -> NDArray[np.bool_]:
    """Return whether the outline found at each station is an arm's.

    Parameters
    ----------
    edge : ndarray, shape (n, 2)
        Points of the outline in image heights, may be NaN.
    points : ndarray, shape (33, 2)
        Landmarks in image heights.
    length : float
        Trunk length in image heights.
    """
    shoulders, elbows, wrists = points[_SHOULDERS], points[_ELBOWS], points[_WRISTS]
    begin = np.concatenate([shoulders + _ARM_FROM * (elbows - shoulders), elbows, wrists])
    along = np.concatenate([elbows, wrists, points[_FINGERS]]) - begin
    to_edge = edge[:, None] - begin
    part = (to_edge * along).sum(-1) / np.maximum((along * along).sum(-1), 1e-12)
    gap = to_edge - np.minimum(np.maximum(part, 0), 1)[..., None] * along
    return np.asarray(((gap * gap).sum(-1) < (_ARM_RADIUS * length) ** 2).any(axis=1))


def without_bulges(offsets: Array) -> Array:
    """Return offsets (in trunk lengths) without what sticks out abruptly: something else beside the back."""
    jump = np.diff(offsets)
    if not (np.abs(jump) > _MAX_STEP).any():
        return offsets
    pieces = np.split(np.arange(len(offsets)), np.flatnonzero(np.abs(jump) > _MAX_STEP) + 1)
    kept = np.full_like(offsets, np.nan)
    for piece in pieces:
        rises = piece[0] > 0 and jump[piece[0] - 1] > _MAX_STEP
        falls = piece[-1] < len(jump) and jump[piece[-1]] < -_MAX_STEP
        if not (rises or falls):
            kept[piece] = offsets[piece]
    return kept


def bridged(offsets: Array) -> Array:
    """Return offsets with gaps of up to two stations between seen ones filled in a straight line."""
    seen = np.flatnonzero(np.isfinite(offsets))
    if len(seen) in (0, len(offsets)):
        return offsets
    filled = np.interp(np.arange(len(offsets)), seen, offsets[seen], left=np.nan, right=np.nan)
    for before, after in pairwise(seen):
        if after - before - 1 > _MAX_BRIDGED:
            filled[before + 1 : after] = np.nan
    return filled
