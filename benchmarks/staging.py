"""Chance for the simulated benchmarks: bodies, cameras, tempos, noise, all from one seed.

Seeds below 1000 are for development: whoever changes a threshold looks at those. Published figures use seeds from 1000
on, which nobody looks at before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from backcoach.exercises.model import Exercise
from backcoach.mannequin import Body, Camera, Noise, Performance

FRAME_RATES_HZ = (10.0, 15.0, 24.0, 30.0, 60.0)
YAW_DEG = 20.0

HOLDS_S = {
    "child_pose": (5.0, 12.0),
    "forearm_plank": (5.0, 15.0),
    "trunk_rotation": (2.0, 7.0),
    "cat_camel": (2.0, 6.0),
    "bird_dog": (2.0, 8.0),
}
"""How long people hold; the other two exercises have no hold."""

NOISY = Noise(landmarks=0.02, lost=0.10, back_line=0.02)
"""2 % of the body height on every coordinate, anew in every frame; every tenth frame lost; 1 cm on the back line."""

FAULT_VIEWS_DEG = {("glute_bridge", "knees_cave"): 55.0, ("bird_dog", "pelvis_rotates"): 50.0}
"""Faults that cannot be seen from the side: how far the camera goes from there towards the feet."""


@dataclass(frozen=True)
class Stage:
    """Everything that `simulate` needs."""

    performance: Performance
    body: Body
    camera: Camera
    noise: Noise


def draw_stage(exercise: Exercise, seed: tuple[int, ...], *, noisy: bool) -> Stage:
    """Return a set by chance: anybody, facing either way, at their own tempo, near the recommended view."""
    rng = np.random.default_rng(seed)
    figure = exercise.figure
    holds = exercise.repetition.kind == "hold"
    hold_s = HOLDS_S.get(exercise.id)
    performance = Performance.of(
        exercise,
        repetitions=int(rng.integers(1, 3)) if holds else int(rng.integers(3, 7)),
        hold_s=float(rng.uniform(*hold_s)) if hold_s else None,
        tempo=float(rng.uniform(0.75, 1.3)),
        range_=float(rng.uniform(0.92, 1.05)),
        pause_s=float(rng.uniform(0.8, 2.0)) if not holds else 3.0,
        first_end=str(rng.choice([end.name for end in figure.ends])),
        facing=str(rng.choice(["left", "right"])),
    )
    return Stage(performance, draw_body(rng), draw_camera(rng), draw_noise(rng, noisy=noisy))


def draw_fault_stage(
    exercise: Exercise, fault: str | None, view: str | None, seed: tuple[int, ...], *, noisy: bool
) -> Stage:
    """Return four repetitions as the figure does them, clean or with a fault at 1.5 times its threshold.

    Parameters
    ----------
    fault : str or None
        None: clean.
    view : str or None
        The fault from whose best view the camera looks; None: the recommended view.
    """
    rng = np.random.default_rng(seed)
    performance = Performance.of(
        exercise,
        repetitions=1 if exercise.repetition.kind == "hold" else 4,
        faults={fault: 1.5} if fault else {},
        tempo=float(rng.uniform(0.9, 1.1)),
        facing=str(rng.choice(["left", "right"])),
    )
    camera = draw_camera(rng, yaw_deg=10.0)
    beside_deg = FAULT_VIEWS_DEG.get((exercise.id, view or ""), 0.0)
    towards_feet = -1.0 if performance.facing == "right" else 1.0
    camera = replace(camera, yaw_deg=camera.yaw_deg + towards_feet * beside_deg)
    return Stage(performance, draw_body(rng), camera, draw_noise(rng, noisy=noisy))


def draw_body(rng: np.random.Generator) -> Body:
    """Return a short or tall, slim or broad person."""
    return Body(
        height_m=float(rng.uniform(1.50, 1.98)),
        build=float(rng.uniform(0.8, 1.25)),
        leg_ratio=float(rng.uniform(0.94, 1.06)),
    )


def draw_camera(rng: np.random.Generator, yaw_deg: float = YAW_DEG) -> Camera:
    """Return a camera up to ``yaw_deg`` beside the recommended view."""
    return Camera(
        yaw_deg=float(rng.uniform(-yaw_deg, yaw_deg)),
        height_m=float(rng.uniform(0.45, 0.95)),
        distance_m=float(rng.uniform(2.6, 3.4)),
        fps=float(rng.choice(FRAME_RATES_HZ)),
        aspect=float(rng.choice([16 / 9, 4 / 3])),
    )


def draw_noise(rng: np.random.Generator, *, noisy: bool) -> Noise:
    """Return the noise of the published tables, or none, with a seed of its own."""
    return replace(NOISY if noisy else Noise(), seed=int(rng.integers(2**31)))
