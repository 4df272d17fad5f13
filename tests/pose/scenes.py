"""Scenes with several people, composed of real clips and photos."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from backcoach.pose.engine import PoseEngine
from backcoach.pose.video import open_video

WIDTH_PX, HEIGHT_PX = 640, 360


def photo(shared, name):
    with open_video(shared / "data" / "photos" / f"{name}.jpg") as video:
        return next(iter(video))[1]


def clip(shared, name, every=1, seconds=99.0):
    with open_video(shared / "data" / "clips" / f"{name}.mp4") as video:
        for i, (time_s, picture) in enumerate(video):
            if time_s > seconds:
                return
            if i % every == 0:
                yield time_s, picture


def room(picture):
    """The middle of an upright picture as a wide one, with plain walls at both sides."""
    height, width = picture.shape[:2]
    top = int(0.3 * height)
    middle = picture[top : top + width]
    side = (round(width * WIDTH_PX / HEIGHT_PX) - width) // 2
    wall = middle.reshape(-1, 3).mean(axis=0).tolist()
    wide = cv2.copyMakeBorder(middle, 0, 0, side, side, cv2.BORDER_CONSTANT, value=wall)
    return cv2.resize(wide, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)


@cache
def cut_out(shared, name):
    """Somebody of a photo, cut out along the silhouette: the picture and how surely each pixel shows the person."""
    picture = photo(shared, name)
    (person, *_) = PoseEngine().everybody(picture)
    rows, columns = np.flatnonzero(person.outline.any(axis=1)), np.flatnonzero(person.outline.any(axis=0))
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return picture[box], np.asarray(person.mask)[box]


def put(scene, figure, height_px, x_px, foot_px, mirror=False):
    """Put somebody in front of a scene: the middle at ``x_px``, the lower edge at ``foot_px``."""
    picture, mask = figure
    size = (max(2, round(picture.shape[1] * height_px / picture.shape[0])), height_px)
    small, part = cv2.resize(picture, size, interpolation=cv2.INTER_AREA), cv2.resize(mask, size)
    if mirror:
        small, part = small[:, ::-1], part[:, ::-1]
    out = scene.copy()
    left, top = round(x_px - size[0] / 2), foot_px - height_px
    x0, y0, x1, y1 = (
        max(0, left),
        max(0, top),
        min(scene.shape[1], left + size[0]),
        min(scene.shape[0], foot_px),
    )
    if x1 <= x0 or y1 <= y0:
        return out
    piece = np.s_[y0 - top : y1 - top, x0 - left : x1 - left]
    weight = part[piece][..., None]
    out[y0:y1, x0:x1] = (weight * small[piece] + (1 - weight) * out[y0:y1, x0:x1]).astype(np.uint8)
    return out


def dog():
    """A dark dog that stands sideways, drawn: no photo of one is at hand."""
    picture = np.full((120, 180, 3), 255, np.uint8)
    coat = (60, 45, 35)
    cv2.ellipse(picture, (85, 55), (60, 24), 0, 0, 360, coat, -1)
    cv2.ellipse(picture, (152, 32), (24, 16), 20, 0, 360, coat, -1)
    cv2.fillPoly(picture, [np.array([[138, 22], [146, 2], [154, 20]])], coat)
    for x in (40, 58, 112, 128):
        cv2.rectangle(picture, (x, 60), (x + 10, 118), coat, -1)
    cv2.line(picture, (28, 48), (6, 20), coat, 8)
    mask = (picture[..., 0] < 200).astype(np.float32)
    return picture, mask
