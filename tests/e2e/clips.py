"""Videos as a webcam that Chromium can play: a stream of JPEG pictures, 30 a second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2

from backcoach.pose.estimator import Picture

RATE = 30
LONG_SIDE_PX = 640


def make_webcam(video: Path, out: Path, before_s: float, after_s: float, *more: Path) -> float:
    """Write a video as a webcam: the still first picture, the video, the still last picture; then the same of more.

    Chromium plays it again and again, so what stands still tells the passes apart.

    Returns
    -------
    float
        How long one pass is, in seconds.
    """
    stream: list[bytes] = []
    for one in (video, *more):
        pictures = [_jpeg(frame) for frame in _frames(one)]
        stream += [pictures[0]] * round(before_s * RATE) + pictures + [pictures[-1]] * round(after_s * RATE)
    out.write_bytes(b"".join(stream))
    return len(stream) / RATE


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
    ok, coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 90])
    assert ok
    return coded.tobytes()
