"""Ways out of a hold that are not the way in: how late, or how early, does the hold end?

Somebody holds, then goes straight on to something else: from the plank into the sphinx or onto the knees, from child's
pose up to kneeling, from the bird dog down on all fours, from the bridge down to rest. The truth is that of the
simulated person: a hold is over when a fifth of the way out is done.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from inputs import load_builtin
from staging import draw_body, draw_camera, draw_noise

from backcoach.mannequin import Performance
from backcoach.mannequin.ground import placed
from backcoach.mannequin.motion import Motion
from backcoach.mannequin.passage import Path
from backcoach.mannequin.positions import position
from backcoach.mannequin.simulate import photographed
from backcoach.mannequin.timetable import FIFTH
from backcoach.pose.frame import PoseFrame
from backcoach.tracking import Tracker

WAYS: dict[str, tuple[str, ...]] = {
    "plank to sphinx": ("forearm_plank", "sphinx"),
    "plank to sphinx, toes tucked under": ("forearm_plank", "sphinx_on_toes"),
    "plank to the knees": ("forearm_plank", "all_fours"),
    "plank to lying": ("forearm_plank", "prone"),
    "child's pose to kneeling": ("child_pose", "kneeling"),
    "child's pose to all fours": ("child_pose", "all_fours"),
    "bird dog to all fours": ("bird_dog", "all_fours"),
    "bridge to rest": ("glute_bridge", "supine_bent"),
}
"""What is held, and where it leads."""

AFTER_S = 6.0


@dataclass(frozen=True)
class Leaving:
    """Somebody holds, and leaves: the frames, and when the hold was over."""

    exercise: str
    frames: list[PoseFrame]
    hold_s: float
    over_s: float


def leave(way: str, seed: tuple[int, ...], *, noisy: bool) -> Leaving:
    """Return one way out of a hold, by chance."""
    exercise, into = WAYS[way]
    rng = np.random.default_rng(seed)
    body, camera = draw_body(rng), draw_camera(rng)
    noise = draw_noise(rng, noisy=noisy)
    motion = Motion(Performance.of(load_builtin(exercise), 1, sides=("left",)), body, rng)
    start, held = motion.postures(
        np.array([0.0, (motion.strokes[0].moves[0][1] + motion.strokes[0].moves[1][0]) / 2])
    )
    hold_s, move_s = float(rng.uniform(6, 10)), float(rng.uniform(0.8, 1.8))
    heading = motion.heading_deg if rng.random() < 0.5 else motion.heading_deg + 180
    knots = [placed(p[None], body, heading)[0] for p in (start, held, position(into, body))]
    # Where the feet or knees were they stay.
    path = Path(knots, [1.8, move_s], [2.0, hold_s, AFTER_S], body)
    times_s = np.arange(0, path.duration_s, 1 / camera.fps)
    frames = photographed(times_s, path.postures(times_s), body, camera, noise, rng)
    return Leaving(exercise, frames, hold_s, 2.0 + 1.8 + hold_s + FIFTH * move_s)


def measure(job: tuple[str, tuple[int, ...], bool]) -> float:
    """Return how late the hold ended, in seconds; infinite if none was seen."""
    way, seed, noisy = job
    staged = leave(way, seed, noisy=noisy)
    tracker = Tracker(load_builtin(staged.exercise))
    for frame in staged.frames:
        tracker.feed(frame)
    done = [r for s in tracker.finish().sets for r in s.repetitions if r.status == "counted"]
    return done[-1].release_s - staged.over_s if done else float("inf")
