"""Runs mediapipe's own pose model for `engine.py`, in an environment of its own: no module of the project is used here.

Each message on either pipe is its length (8 bytes) and an ``.npz`` archive. Asked for pictures, it answers with what
mediapipe saw in each and with the milliseconds of all processors that a picture took.
"""

from __future__ import annotations

import io
import os
import struct
import sys
import time
from functools import partial
from types import ModuleType
from typing import Any, BinaryIO

import numpy as np


def main() -> None:
    pipe = os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    for name in ("matplotlib", "matplotlib.pyplot"):  # for a drawing helper that nobody calls
        sys.modules[name] = ModuleType(name)
    from mediapipe.python.solutions.pose import Pose

    options: dict[str, Any] = {"static_image_mode": sys.argv[1] == "still", "model_complexity": 1}
    make: Any = partial(
        Pose, **options, enable_segmentation=True, smooth_landmarks=False, smooth_segmentation=False
    )
    pose = make()
    while (message := receive(sys.stdin.buffer)) is not None:
        if "again" in message:
            pose.close()
            pose = make()
            continue
        begun_s = time.process_time()
        results = [pose.process(picture) for picture in message["pictures"]]
        took_ms = 1e3 * (time.process_time() - begun_s) / len(results)
        send(pipe, {"took_ms": np.array(took_ms), **_answer(results, message["pictures"].shape[1:3])})


def _answer(results: list[Any], size: tuple[int, int]) -> dict[str, Any]:
    """Arrays with one entry a picture: points as parts of width and height, NaN where nobody was seen."""
    points, world, masks = [], [], []
    for result in results:
        seen = result.pose_landmarks is not None and result.segmentation_mask is not None
        points.append(_table(result.pose_landmarks) if seen else np.full((33, 4), np.nan))
        world.append(_table(result.pose_world_landmarks) if seen else np.full((33, 4), np.nan))
        mask = result.segmentation_mask > 0.5 if seen else np.zeros(size, bool)
        masks.append(np.packbits(mask, axis=1))
    return {"points": np.array(points), "world": np.array(world), "masks": np.array(masks)}


def _table(landmarks: Any) -> Any:
    return np.array([(p.x, p.y, p.z, p.visibility) for p in landmarks.landmark])


def send(pipe: BinaryIO, arrays: dict[str, Any]) -> None:
    """Write one message."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    content = buffer.getvalue()
    pipe.write(struct.pack("<Q", len(content)) + content)
    pipe.flush()


def receive(pipe: BinaryIO) -> dict[str, Any] | None:
    """Read one message; None when the other side has ended."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    with np.load(io.BytesIO(pipe.read(struct.unpack("<Q", head)[0]))) as archive:
        return dict(archive)


if __name__ == "__main__":
    main()
