"""Real people as the webcam of a session without a plan: the sets of `analyze --exercise auto`, live."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
from playwright.sync_api import Browser

from backcoach.pose.recording import load_recording
from backcoach.tracking import Recognizer
from tests.e2e.clips import make_webcam
from tests.e2e.conftest import ALLOWED, WEBCAM, window
from tests.e2e.live_clips import SLOWEST_HZ, begin_of_pass
from tests.e2e.served import Served, ask
from tests.e2e.watching import text
from tests.renew_snapshots import GOLDEN

CLIPS = ("bird_dog_side", "cat_camel_side")
BEFORE_S, AFTER_S = 6.0, 2.0


def analysed(clip: str, exercises: list[Any]) -> Counter[tuple[str, str | None]]:
    """What the analysis finds in a clip: how often each exercise was done on each side, seen well or not so well."""
    recognizer = Recognizer(exercises)
    for frame in load_recording(GOLDEN / f"{clip}.bcr"):
        recognizer.feed(frame)
    sets = recognizer.finish().sets
    return Counter((s.exercise, r.side) for s in sets for r in s.repetitions if r.status != "unfinished")


@pytest.mark.alone
def test_two_real_people_one_after_the_other_are_recognised_counted_and_kept(
    served: Served, launch: Callable[..., Browser], shared: Path, tmp_path: Path, kept_pictures: Path
) -> None:
    from backcoach.exercises.catalogue import BUILTIN, load_exercise

    webcam = tmp_path / "two.mjpeg"
    videos = [shared / "data" / "clips" / f"{name}.mp4" for name in CLIPS]
    length_s = make_webcam(videos[0], webcam, BEFORE_S, AFTER_S, *videos[1:], kept=kept_pictures)
    ask(f"{served.url}/api/screening", {"yes": [], "agreed": False, "adult": True})
    browser = launch(WEBCAM, ALLOWED, f"--use-file-for-fake-video-capture={webcam}")
    context = window(browser, viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(f"{served.url}/")
    page.get_by_role("button", name="Start without plan").click()
    page.wait_for_url("**/free?**")
    begin_of_pass(page)
    named = []
    while page.evaluate("document.querySelector('video').currentTime") < length_s - 1.0:
        named.append((text(page, "state"), text(page, "exercise")))
        time.sleep(0.3)
    rate_hz = float(page.evaluate("backcoach.figures().fps"))
    page.keyboard.press("p")
    context.close()
    if rate_hz < SLOWEST_HZ:
        pytest.skip(
            f"needs {SLOWEST_HZ} pictures a second beside Chromium; this machine came to {rate_hz:.1f}"
        )
    time.sleep(1.0)
    session = ask(f"{served.url}/api/sessions")["sessions"][0]
    kept = ask(f"{served.url}/api/sessions/{session['id']}")
    found = Counter(
        (one["exercise"], r["side"])
        for one in kept["sets"]
        for r in one["repetitions"]
        if r["status"] != "unfinished"
    )
    exercises = [load_exercise(name) for name in BUILTIN]
    assert found == sum((analysed(clip, exercises) for clip in CLIPS), Counter())
    assert [one["planned"] for one in kept["sets"]] == [{}] * len(kept["sets"])
    names = [name for state, name in named if state == "work"]
    assert list(dict.fromkeys(names)) == ["Bird dog", "Cat-camel"]
