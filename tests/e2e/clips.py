"""Videos as a webcam that Chromium can play: a stream of JPEG pictures, 30 a second."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np

from backcoach.pose.estimator import Picture

RATE = 30
LONG_SIDE_PX = 640
QUALITY = 90


def make_webcam(
    video: Path, out: Path, before_s: float, after_s: float, *more: Path, kept: Path | None = None
) -> float:
    """Write a video as a webcam: the still first picture, the video, the still last picture; then the same of more.

    Chromium plays it again and again, so what stands still tells the passes apart. With a folder in which the pictures
    of each video are kept, they are made once: it takes longer than to play them.

    Returns
    -------
    float
        How long one pass is, in seconds.
    """
    stream: list[bytes] = []
    for one in (video, *more):
        pictures = _pictures(one, kept)
        stream += [pictures[0]] * round(before_s * RATE) + pictures + [pictures[-1]] * round(after_s * RATE)
    out.write_bytes(b"".join(stream))
    return len(stream) / RATE


def _pictures(video: Path, kept: Path | None) -> list[bytes]:
    if kept is None:
        return [_jpeg(frame) for frame in _frames(video)]
    made_of = f"{sha256(video.read_bytes()).hexdigest()} {LONG_SIDE_PX} {QUALITY} {cv2.__version__}"
    file = kept / f"{video.stem}-{sha256(made_of.encode()).hexdigest()[:16]}.npz"
    if not file.exists():
        pictures = [np.frombuffer(_jpeg(frame), np.uint8) for frame in _frames(video)]
        begun = file.with_suffix(f".{os.getpid()}.npz")
        np.savez(begun, *pictures)
        begun.replace(file)
    with np.load(file) as found:
        return [found[name].tobytes() for name in found.files]


def _frames(video: Path) -> Iterator[Picture]:
    capture = cv2.VideoCapture(str(video))
    try:
        while True:
            ok, picture = capture.read()
            if not ok:
                return
            yield picture
    finally:
        capture.release()


def _jpeg(picture: Picture) -> bytes:
    height, width = picture.shape[:2]
    scale = LONG_SIDE_PX / max(height, width)
    # Whole multiples of four, which is what Chromium's fake camera gives out without a change.
    size = (round(width * scale / 4) * 4, round(height * scale / 4) * 4)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    ok, coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    assert ok
    return coded.tobytes()
