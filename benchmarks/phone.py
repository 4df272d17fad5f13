"""How fast is a phone as the camera? Two browsers: the second is the phone, over TLS at another loopback address.

    python benchmarks/phone.py --json docs/results/phone.json

Needs Chromium, Playwright and the clips of ../shared. A clip is the phone's camera. Measured from the capture of a
picture on the phone to the number that it changes: on the phone, and on the computer's page.
"""

from __future__ import annotations

import os
import shutil
import socket
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
EXERCISES = {"bird_dog_side": "bird_dog", "cat_camel_side": "cat_camel"}
PHONE = "127.0.0.2"
PORT = 8766
LATENCY_MS = 300.0
WARM_UP_S = 5.0
ASK = """async (address) => (await fetch("/api/phone", {
  method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ address }),
})).json()"""
NOTE_COUNTS = """() => {
  window.countedAt = [];
  const count = document.querySelector("[data-testid=count]");
  new MutationObserver(() => window.countedAt.push(performance.timeOrigin + performance.now()))
    .observe(count, { childList: true, characterData: true, subtree: true });
}"""


def main() -> int:
    """Run it; return the exit status."""
    parser = make_parser(__doc__)
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="how long each clip plays, again and again"
    )
    parser.add_argument("--clips", nargs="*", default=list(EXERCISES), choices=list(EXERCISES))
    wanted = parser.parse_args()
    if not CLIPS.is_dir() or shutil.which("chromium") is None:
        stop("needs Chromium and the clips of ../shared/data")
    report = Report("a phone as the camera", wanted.json)
    measure(report, wanted.clips, wanted.seconds)
    return report.close()


def measure(report: Report, clips: list[str], seconds: float) -> None:
    """Play each clip in front of the phone, and tell both latencies."""
    from playwright.sync_api import sync_playwright

    from tests.e2e.served import Served

    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        server = Served(Path(folder) / "home")
        server.start()
        try:
            before = listens()
            found = {clip: measure_clip(play, server, Path(folder), clip, seconds) for clip in clips}
            time.sleep(1.0)
            after = listens()
        finally:
            server.stop()
    rows = [
        (clip, len(phone_ms), *spread(phone_ms), *spread(page_ms))
        for clip, (phone_ms, page_ms) in found.items()
    ]
    columns = ["clip", "numbers", "on the phone, 50 % (ms)", "95 %", "on the computer, 50 % (ms)", "95 %"]
    report.table(f"From a picture to its number; load before: {load:.1f}", columns, rows)
    for place, which in (("phone", 0), ("computer", 1)):
        latency_ms = spread([ms for both in found.values() for ms in both[which]])[1]
        report.check(
            f"picture to number on the {place}, 95 % (ms)",
            latency_ms,
            f"<= {LATENCY_MS:.0f}",
            latency_ms <= LATENCY_MS,
        )
    said = f"{'yes' if before else 'no'} before, {'yes' if after else 'no'} afterwards"
    report.check(
        "a second listener that nobody asked for", said, "no before, no afterwards", not before | after
    )


def listens() -> bool:
    """Whether something answers where a phone would be let in."""
    try:
        socket.create_connection((PHONE, PORT), timeout=1).close()
    except OSError:
        return False
    return True


def measure_clip(
    play: Any, server: Any, folder: Path, clip: str, seconds: float
) -> tuple[list[float], list[float]]:
    """Return the milliseconds from the phone's camera to the number on the phone, and on the computer."""
    from tests.e2e.clips import make_webcam
    from tests.e2e.conftest import ALLOWED, FLAGS, WEBCAM

    webcam = folder / f"{clip}.mjpeg"
    make_webcam(CLIPS / f"{clip}.mp4", webcam, 1.0, 1.0)
    program = shutil.which("chromium")
    computer = play.chromium.launch(executable_path=program, args=list(FLAGS))
    flags = [*FLAGS, WEBCAM, ALLOWED, f"--use-file-for-fake-video-capture={webcam}"]
    phone = play.chromium.launch(executable_path=program, args=flags)
    try:
        page = computer.new_page(viewport={"width": 1280, "height": 720})
        server.let_in(page.context)
        page.goto(f"{server.url}/camera")
        code = page.evaluate(ASK, PHONE)
        held = phone.new_page(viewport={"width": 390, "height": 844}, ignore_https_errors=True)
        held.goto(code["url"])
        held.wait_for_selector("#capture[data-state=waiting]")
        page.goto(f"{server.url}/practice/{EXERCISES[clip]}?reps=50")
        page.evaluate(NOTE_COUNTS)
        time.sleep(WARM_UP_S + seconds)
        figures = held.evaluate("backcoach.figures()")
        counted_at = page.evaluate("countedAt")
        page.evaluate("fetch('/api/phone', { method: 'DELETE' })")
    finally:
        phone.close()
        computer.close()
    return figures["count_ms"], until_next(figures["captured_at"], counted_at)


def until_next(captured_at: list[float], counted_at: list[float]) -> list[float]:
    """Return how long after each capture the computer's number changed, where it did within two seconds."""
    waited = [
        min((at - captured for at in counted_at if at >= captured), default=np.inf)
        for captured in captured_at
    ]
    return [ms for ms in waited if ms < 2000.0]


def spread(values_ms: list[float]) -> tuple[float, float]:
    """Return the median and what 95 % stay below; NaN of nothing."""
    if not values_ms:
        return float("nan"), float("nan")
    p50, p95 = np.percentile(values_ms, [50, 95])
    return float(p50), float(p95)


if __name__ == "__main__":
    sys.exit(main())
