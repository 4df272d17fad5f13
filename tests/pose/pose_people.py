"""Bodies drawn in a few strokes: landmarks, metres and silhouette that are known exactly."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from backcoach.pose.frame import INDEX, LANDMARKS

HEIGHT_PX, WIDTH_PX = 360, 640
ASPECT = WIDTH_PX / HEIGHT_PX
FINER = 4

# Joints in trunk lengths: x along the trunk from hip to shoulder, y towards the back.
POSTURES = {
    "all_fours": {
        "elbow": (0.95, -0.5),
        "wrist": (0.95, -1.0),
        "knee": (0.0, -0.8),
        "ankle": (-0.8, -0.75),
        "face": -1,
    },
    "prone": {
        "elbow": (1.0, -0.4),
        "wrist": (1.5, -0.4),
        "knee": (-0.8, 0.0),
        "ankle": (-1.6, 0.05),
        "face": -0.6,
    },
    "supine": {
        "elbow": (0.5, -0.05),
        "wrist": (0.1, -0.05),
        "knee": (-0.5, -0.6),
        "ankle": (-0.9, 0.0),
        "face": -1,
    },
    "bridge": {
        "elbow": (0.6, 0.1),
        "wrist": (0.2, 0.2),
        "knee": (-0.8, -0.05),
        "ankle": (-0.9, 0.7),
        "face": -1,
    },
    "standing": {
        "elbow": (0.5, -0.1),
        "wrist": (0.1, -0.15),
        "knee": (-0.8, -0.05),
        "ankle": (-1.6, 0.0),
        "face": -1,
    },
}


@dataclass
class Body:
    """A person seen exactly from the side."""

    landmarks: np.ndarray
    world: np.ndarray
    mask: np.ndarray
    back: np.ndarray
    """Unit vector in the image."""
    trunk_norm: float


def body(
    posture: str = "all_fours",
    angle_deg: float = 0.0,
    facing: int = 1,
    trunk_norm: float = 0.25,
    centre: tuple[float, float] = (ASPECT / 2, 0.5),
    hump: float = 0.0,
    depth: float = 0.2,
) -> Body:
    """Draw a body.

    The trunk points ``angle_deg`` from the x axis (y down), the back is on its left for ``facing`` 1, on its
    right for -1. The back lies ``depth`` trunk lengths off the trunk's axis, and ``hump`` more in the middle.
    """
    joints = POSTURES[posture]
    along = np.array([np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))])
    back = facing * np.array([along[1], -along[0]])

    def place(x: float, y: float) -> np.ndarray:
        return np.asarray(centre) + trunk_norm * ((x - 0.5) * along + y * back)

    image = np.zeros((len(LANDMARKS), 3))
    for name, (x, y) in {
        "hip": (0, 0),
        "shoulder": (1, 0),
        **{k: v for k, v in joints.items() if k != "face"},
    }.items():
        for side in ("left", "right"):
            image[INDEX[f"{side}_{name}"], :2] = place(x, y)
    image[[INDEX["left_ear"], INDEX["right_ear"]], :2] = place(1.3, 0)
    image[INDEX["nose"], :2] = place(1.35, 0.12 * joints["face"])
    for side in ("left", "right"):
        image[INDEX[f"{side}_index"], :2] = image[INDEX[f"{side}_wrist"], :2]
    return Body(
        image,
        _world(image, along, back, trunk_norm),
        _mask(image, place, joints, hump, depth),
        back,
        trunk_norm,
    )


def _world(image: np.ndarray, along: np.ndarray, back: np.ndarray, trunk_norm: float) -> np.ndarray:
    """Metres with the shoulders and hips apart in depth: left is where chest x trunk points."""
    world = (image - (image[23] + image[24]) / 2) * 0.5 / trunk_norm
    toward = along[0] * -back[1] - along[1] * -back[0]  # z of trunk x chest
    for side, sign in (("left", 1), ("right", -1)):
        for joint, half_m in (("shoulder", 0.18), ("hip", 0.12)):
            world[INDEX[f"{side}_{joint}"], 2] = sign * toward * half_m
    return world


def _mask(image, place, joints, hump, depth) -> np.ndarray:
    # Drawn finer and averaged, as a model's mask is: filling marks every pixel that the outline touches.
    mask = np.zeros((FINER * HEIGHT_PX, FINER * WIDTH_PX), np.uint8)
    x = np.linspace(-0.15, 1.15, 60)
    upper = [place(a, depth + hump * np.sin(np.pi * np.clip(a, 0, 1))) for a in x]
    lower = [place(a, -depth) for a in x[::-1]]
    outline = np.round((np.array(upper + lower) * FINER * HEIGHT_PX - 0.5) * 16).astype(np.int32)
    cv2.fillPoly(mask, [outline], 1, shift=4)
    return cv2.resize(mask.astype(np.float32), (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)


def limb(mask: np.ndarray, begin: np.ndarray, end: np.ndarray, radius_norm: float) -> None:
    """Add a limb to a silhouette."""
    points = [tuple(int(v) for v in np.round(np.asarray(p) * HEIGHT_PX)) for p in (begin, end)]
    cv2.line(mask, *points, 1.0, thickness=max(1, round(2 * radius_norm * HEIGHT_PX)))


def offsets(line: np.ndarray, of: Body) -> np.ndarray:
    """Distance of a back line from the trunk's axis, towards the back, in trunk lengths."""
    hip = (of.landmarks[23, :2] + of.landmarks[24, :2]) / 2
    shoulder = (of.landmarks[11, :2] + of.landmarks[12, :2]) / 2
    stations = hip + np.linspace(0, 1, len(line))[:, None] * (shoulder - hip)
    return (line - stations) @ of.back / of.trunk_norm
