"""How fast is the live page? A clip as Chromium's webcam, the real server, and both on this machine.

Prints a table and writes docs/results/live_page.json. Needs Chromium, Playwright and the clips of ../shared.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

RESULT = ROOT / "docs" / "results" / "live_page.json"
CLIPS = ROOT.parent / "shared" / "data" / "clips"
EXERCISES = {"bird_dog_side": "bird_dog", "cat_camel_side": "cat_camel", "child_pose_side": "child_pose"}
WARM_UP_S = 5.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--seconds", type=float, default=40.0, help="how long each clip plays, again and again"
    )
    parser.add_argument("--clips", nargs="*", default=list(EXERCISES), choices=list(EXERCISES))
    wanted = parser.parse_args()
    rows = measure(wanted.clips, wanted.seconds)
    RESULT.write_text(json.dumps({**machine(), "clips": rows}, indent=2) + "\n", encoding="utf-8")
    show(rows)


def machine() -> dict[str, Any]:
    """What the figures depend on; the load tells whether others were at work."""
    return {
        "processors": os.cpu_count(),
        "machine": platform.machine(),
        "load_before_1_min": round(os.getloadavg()[0], 1),
    }


def measure(clips: list[str], seconds: float) -> list[dict[str, Any]]:
    from playwright.sync_api import sync_playwright

    from tests.e2e.served import Served

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        server = Served(Path(folder) / "home")
        server.start()
        try:
            return [measure_clip(play, server, Path(folder), clip, seconds) for clip in clips]
        finally:
            server.stop()


def measure_clip(play: Any, server: Any, folder: Path, clip: str, seconds: float) -> dict[str, Any]:
    from tests.e2e.clips import make_webcam
    from tests.e2e.conftest import ALLOWED, FLAGS, WEBCAM

    webcam = folder / f"{clip}.mjpeg"
    make_webcam(CLIPS / f"{clip}.mp4", webcam, 1.0, 1.0)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    flags = [*FLAGS, WEBCAM, ALLOWED, f"--use-file-for-fake-video-capture={webcam}"]
    browser = play.chromium.launch(executable_path=chromium, args=flags)
    try:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"{server.url}/practice/{EXERCISES[clip]}?reps=50")
        time.sleep(WARM_UP_S)
        rates = []
        for _ in range(max(1, round(seconds - WARM_UP_S))):
            time.sleep(1)
            rates.append(page.evaluate("backcoach.figures().fps"))
        figures = page.evaluate("backcoach.figures()")
    finally:
        browser.close()
    return {
        "clip": clip,
        "frames_per_s": round(float(np.median(rates)), 1),
        "to_skeleton_ms": spread(figures["pose_ms"]),
        "to_number_ms": spread(figures["count_ms"]),
    }


def spread(values_ms: list[float]) -> dict[str, float | int | None]:
    if not values_ms:
        return {"n": 0, "p50": None, "p95": None}
    p50, p95 = np.percentile(values_ms, [50, 95])
    return {"n": len(values_ms), "p50": round(float(p50), 1), "p95": round(float(p95), 1)}


def show(rows: list[dict[str, Any]]) -> None:
    table = Table(
        "clip", "frames/s", "to skeleton p50", "p95", "to number p50", "p95", "n", title="Live page"
    )
    for row in rows:
        skeleton, number = row["to_skeleton_ms"], row["to_number_ms"]
        cells = (
            row["frames_per_s"], skeleton["p50"], skeleton["p95"], number["p50"], number["p95"], number["n"],
        )  # fmt: skip
        table.add_row(row["clip"], *map(str, cells))
    Console().print(table)


if __name__ == "__main__":
    main()
