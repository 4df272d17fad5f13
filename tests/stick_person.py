"""A stick person seen from the side that does the squats of ``data/squat.toml``: cheap frames with known truth."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from backcoach.pose.frame import INDEX, LANDMARKS, PoseFrame

SQUAT_FILE = Path(__file__).parent / "data" / "squat.toml"
SHANK = THIGH = 0.2
TRUNK = 0.25
PERIOD_S = 4.0


def squats(count: int, *, rate_hz: float = 20.0, scale: float = 1.0, people: int = 1) -> Iterator[PoseFrame]:
    """Stand one second, do ``count`` squats of four seconds, stand one second."""
    for i in range(round((count * PERIOD_S + 2.0) * rate_hz) + 1):
        time_s = i / rate_hz
        done = min(max((time_s - 1.0) / PERIOD_S, 0.0), float(count))
        depth = (1 - math.cos(2 * math.pi * done)) / 2
        yield standing(time_s, knee_deg=175 - 90 * depth, scale=scale, people=people)


def standing(time_s: float, knee_deg: float = 175.0, scale: float = 1.0, people: int = 1) -> PoseFrame:
    """One frame; ``scale`` 1 is a person of two thirds of the picture's height."""
    bend = math.radians(180 - knee_deg)
    ankle = np.array([0.0, 0.0])
    knee = ankle + SHANK * np.array([math.sin(bend / 3), -math.cos(bend / 3)])
    hip = knee + THIGH * np.array([-math.sin(bend * 2 / 3), -math.cos(bend * 2 / 3)])
    lean = bend * 0.35
    shoulder = hip + TRUNK * np.array([math.sin(lean), -math.cos(lean)])
    places = {"ankle": ankle, "knee": knee, "hip": hip, "shoulder": shoulder}
    places |= {"heel": ankle + np.array([-0.03, 0.02]), "foot_index": ankle + np.array([0.08, 0.03])}
    places |= {"elbow": shoulder + np.array([0.01, 0.13]), "wrist": shoulder + np.array([0.04, 0.25])}
    head = shoulder + np.array([0.02, -0.09])
    points = np.zeros((len(LANDMARKS), 3))
    visibility = np.zeros(len(LANDMARKS))
    for name, index in INDEX.items():
        side, _, joint = name.partition("_")
        depth = {"left": -0.05, "right": 0.05}.get(side, 0.0)
        points[index] = (*places.get(joint, head), depth)
        visibility[index] = 0.75 if side == "right" else 0.98
    image = points * scale
    image[:, :2] += (0.85, 0.9)
    world = (points - [*hip, 0.0]) * (0.5 / TRUNK)
    back = np.linspace(hip, shoulder, 13) * scale + (0.85 - 0.04 * scale, 0.9)
    return PoseFrame(time_s, image, world, visibility, back, people=people)
