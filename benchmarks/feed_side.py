"""Follows recordings for `feed.py` with the program of one checkout: no other module of the benchmarks is used here.

    python benchmarks/feed_side.py SOURCE RECORDING...

For each line of exercises on its standard input it answers with the microseconds of processor time that a frame takes.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path


def main() -> None:
    """Answer until the other side has ended."""
    source, *recordings = sys.argv[1:]
    sys.path.insert(0, source)
    from backcoach.exercises.catalogue import load_exercise
    from backcoach.pose.recording import load_recording
    from backcoach.tracking import Recognizer, Tracker

    builtin = Path(source) / "backcoach" / "exercises" / "builtin"
    clips = [list(load_recording(Path(recording))) for recording in recordings]
    for line in sys.stdin:
        exercises = [load_exercise(builtin / f"{name}.toml") for name in line.split()]
        taken_s = 0.0
        gc.collect()
        for frames in clips:
            follower = Tracker(exercises[0]) if len(exercises) == 1 else Recognizer(exercises)
            begun_s = time.process_time()
            for frame in frames:
                follower.feed(frame)
            taken_s += time.process_time() - begun_s
        print(1e6 * taken_s / sum(map(len, clips)), flush=True)


if __name__ == "__main__":
    main()
