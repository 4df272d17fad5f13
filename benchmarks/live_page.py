"""How fast is the live page? A clip as Chromium's webcam, the real server, and both on this machine.

    python benchmarks/live_page.py --json docs/results/live_page.json

Needs Chromium, Playwright and the clips of ../shared. Chromium draws by the processor alone, as on a machine without
graphics; the figures are what is left for the pose model beside it.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from reporting import Report
from webcam import WARM_UP_S, asked, flags_of, serving, spread

EXERCISES = {"bird_dog_side": "bird_dog", "cat_camel_side": "cat_camel", "child_pose_side": "child_pose"}
LATENCY_MS = 250.0
RATE_HZ = 15.0


def main() -> int:
    """Run it; return the exit status."""
    wanted = asked(__doc__, EXERCISES, seconds=40.0)
    report = Report("live page", wanted.json)
    measure(report, wanted.clips, wanted.seconds)
    return report.close()


def measure(report: Report, clips: list[str], seconds: float) -> None:
    """Play each clip in front of the page, and tell the rate and both latencies."""
    load = os.getloadavg()[0]
    with serving() as (play, server, folder):
        found = {clip: measure_clip(play, server, folder, clip, seconds) for clip in clips}
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
    browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=flags_of(folder, clip))
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


if __name__ == "__main__":
    sys.exit(main())
