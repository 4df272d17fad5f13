"""What the benchmarks of pages with a camera share: a clip in the camera's place, and what is told of its latencies."""

from __future__ import annotations

import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from inputs import stop
from reporting import make_parser

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

CLIPS = ROOT.parent / "shared" / "data" / "clips"
WARM_UP_S = 5.0


def asked(description: str | None, exercises: Mapping[str, str], seconds: float) -> Namespace:
    """Return what was asked for; end here where Chromium or the clips are missing."""
    parser = make_parser(description)
    parser.add_argument(
        "--seconds", type=float, default=seconds, help="how long each clip plays, again and again"
    )
    parser.add_argument("--clips", nargs="*", default=list(exercises), choices=list(exercises))
    wanted = parser.parse_args()
    if not CLIPS.is_dir() or shutil.which("chromium") is None:
        stop("needs Chromium and the clips of ../shared/data")
    return wanted


@contextmanager
def serving() -> Iterator[tuple[Any, Any, Path]]:
    """Give Playwright, a coach that runs, and a folder for what is made."""
    from playwright.sync_api import sync_playwright

    from tests.e2e.served import Served

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        server = Served(Path(folder) / "home")
        server.start()
        try:
            yield play, server, Path(folder)
        finally:
            server.stop()


def flags_of(folder: Path, clip: str) -> list[str]:
    """Return Chromium's options for a browser whose camera shows a clip."""
    from tests.e2e.clips import make_webcam

    webcam = folder / f"{clip}.mjpeg"
    make_webcam(CLIPS / f"{clip}.mp4", webcam, 1.0, 1.0)
    return camera_flags(webcam)


def camera_flags(webcam: Path) -> list[str]:
    """Return Chromium's options for a browser whose camera shows what a file holds."""
    from tests.e2e.conftest import ALLOWED, FLAGS, WEBCAM

    return [*FLAGS, WEBCAM, ALLOWED, f"--use-file-for-fake-video-capture={webcam}"]


def spread(values_ms: list[float]) -> tuple[float, float]:
    """Return the median and what 95 % stay below; NaN of nothing."""
    if not values_ms:
        return float("nan"), float("nan")
    p50, p95 = np.percentile(values_ms, [50, 95])
    return float(p50), float(p95)
