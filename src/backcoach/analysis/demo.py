"""What the first command analyses: samples that come with the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from backcoach.analysis.sources import Look, Source
from backcoach.exercises.catalogue import load_exercise

SAMPLES = Path(str(resources.files("backcoach"))) / "samples"
SIMULATED = "simulated_routine"


def demo_inputs() -> list[tuple[str, Path | None]]:
    """Return name and file of each sample; the one without a file is the simulated person's routine."""
    recordings = sorted(SAMPLES.glob("*.bcr"))
    return [*((f"sample/{path.name}", path) for path in recordings), (f"sample/{SIMULATED}", None)]


@contextmanager
def open_simulated_routine() -> Iterator[Source]:
    """Open a short routine of all seven exercises, done by the simulated person; one fault is among them."""
    from backcoach.mannequin import Camera, Noise, Performance, simulate

    routine = (
        Performance.of(load_exercise("child_pose"), repetitions=2, hold_s=10),
        Performance.of(load_exercise("clamshell"), repetitions=4, sides=("left",)),
        Performance.of(load_exercise("trunk_rotation"), repetitions=4, hold_s=5),
        Performance.of(load_exercise("forearm_plank"), repetitions=1, hold_s=12),
        Performance.of(load_exercise("cat_camel"), repetitions=3, hold_s=5),
        Performance.of(load_exercise("glute_bridge"), repetitions=4, faults={"feet_far": 1.5}, faulty=(3,)),
        Performance.of(load_exercise("bird_dog"), repetitions=4, hold_s=5),
    )
    frames = simulate(routine, camera=Camera(fps=15), noise=Noise(landmarks=0.001, seed=1)).frames
    yield Source(frames[-1].time_s, still=False, looks=(Look(frame) for frame in frames))
