"""How fast is the live page? A clip as Chromium's webcam, the real server, and both on this machine.

    python benchmarks/live_page.py --json docs/results/live_page.json

Needs Chromium, Playwright and the clips of ../shared. Chromium draws by the processor alone, as on a machine without
graphics; the figures are what is left for the pose model beside it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from inputs import stop
from reporting import Report, make_parser

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

CLIPS = ROOT.parent / "shared" / "data" / "clips"
EXERCISES = {"bird_dog_side": "bird_dog", "cat_camel_side": "cat_camel", "child_pose_side": "child_pose"}
WARM_UP_S = 5.0
LATENCY_MS = 250.0
RATE_HZ = 15.0


def main() -> int:
    """Run it; return the exit status."""
    parser = make_parser(__doc__)
    parser.add_argument(
        "--seconds", type=float, default=40.0, help="how long each clip plays, again and again"
    )
    parser.add_argument("--clips", nargs="*", default=list(EXERCISES), choices=list(EXERCISES))
    wanted = parser.parse_args()
    if not CLIPS.is_dir() or shutil.which("chromium") is None:
        stop("needs Chromium and the clips of ../shared/data")
    report = Report("live page", wanted.json)
    measure(report, wanted.clips, wanted.seconds)
    return report.close()


def measure(report: Report, clips: list[str], seconds: float) -> None:
    """Play each clip in front of the page, and tell the rate and both latencies."""
    from playwright.sync_api import sync_playwright

    from tests.e2e.served import Served

    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        server = Served(Path(folder) / "home")
        server.start()
        try:
            found = {clip: measure_clip(play, server, Path(folder), clip, seconds) for clip in clips}
        finally:
            server.stop()
    rows = [
        (clip, rate_hz, *spread(pose_ms), *spread(count_ms), len(count_ms))
        for clip, (rate_hz, pose_ms, count_ms) in found.items()
    ]
    columns = [
        "clip",
        "pictures a second",
        "to skeleton, 50 % (ms)",
        "95 %",
        "to number, 50 % (ms)",
        "95 %",
        "numbers",
    ]
    report.table(f"The page beside Chromium; load before: {load:.1f}", columns, rows)
    numbers = [ms for _, _, count_ms in found.values() for ms in count_ms]
    latency_ms = spread(numbers)[1]
    report.check("camera to number, 95 % (ms)", latency_ms, f"<= {LATENCY_MS:.0f}", latency_ms <= LATENCY_MS)
    slowest_hz = min(rate_hz for rate_hz, _, _ in found.values())
    report.check("pictures a second, slowest clip", slowest_hz, f">= {RATE_HZ:.0f}", slowest_hz >= RATE_HZ)


def measure_clip(
    play: Any, server: Any, folder: Path, clip: str, seconds: float
) -> tuple[float, list[float], list[float]]:
    """Return pictures a second, and the milliseconds from camera to skeleton and from camera to number."""
    from tests.e2e.clips import make_webcam
    from tests.e2e.conftest import ALLOWED, FLAGS, WEBCAM

    webcam = folder / f"{clip}.mjpeg"
    make_webcam(CLIPS / f"{clip}.mp4", webcam, 1.0, 1.0)
    flags = [*FLAGS, WEBCAM, ALLOWED, f"--use-file-for-fake-video-capture={webcam}"]
    browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
    try:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        server.let_in(page.context)
        page.goto(f"{server.url}/practice/{EXERCISES[clip]}?reps=50")
        time.sleep(WARM_UP_S)
        rates_hz = []
        for _ in range(max(1, round(seconds - WARM_UP_S))):
            time.sleep(1)
            rates_hz.append(page.evaluate("backcoach.figures().fps"))
        figures = page.evaluate("backcoach.figures()")
    finally:
        browser.close()
    return float(np.median(rates_hz)), figures["pose_ms"], figures["count_ms"]


def spread(values_ms: list[float]) -> tuple[float, float]:
    """Return the median and what 95 % stay below; NaN of nothing."""
    if not values_ms:
        return float("nan"), float("nan")
    p50, p95 = np.percentile(values_ms, [50, 95])
    return float(p50), float(p95)


if __name__ == "__main__":
    sys.exit(main())
