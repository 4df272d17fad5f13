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
import time
from pathlib import Path
from typing import Any

import numpy as np
from reporting import Report
from webcam import WARM_UP_S, asked, flags_of, serving, spread

EXERCISES = {"bird_dog_side": "bird_dog", "cat_camel_side": "cat_camel"}
PHONE = "127.0.0.2"
PORT = 8766
LATENCY_MS = 300.0
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
    wanted = asked(__doc__, EXERCISES, seconds=60.0)
    report = Report("a phone as the camera", wanted.json)
    measure(report, wanted.clips, wanted.seconds)
    return report.close()


def measure(report: Report, clips: list[str], seconds: float) -> None:
    """Play each clip in front of the phone, and tell both latencies."""
    load = os.getloadavg()[0]
    with serving() as (play, server, folder):
        before = listens()
        found = {clip: measure_clip(play, server, folder, clip, seconds) for clip in clips}
        time.sleep(1.0)
        after = listens()
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
    from tests.e2e.conftest import FLAGS

    program = shutil.which("chromium")
    computer = play.chromium.launch(executable_path=program, args=list(FLAGS))
    phone = play.chromium.launch(executable_path=program, args=flags_of(folder, clip))
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


if __name__ == "__main__":
    sys.exit(main())
