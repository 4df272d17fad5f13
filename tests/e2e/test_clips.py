"""Real people as the webcam: the page counts and times them as labelled, live."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
from playwright.sync_api import Browser, Page

from tests.e2e.clips import make_webcam
from tests.e2e.conftest import ALLOWED, WEBCAM, window
from tests.e2e.served import Served, ask
from tests.e2e.watching import Moment, moments, watch

BEFORE_S = 8.0
"""Of the still first picture: the page and the pose model have to be ready before the person moves."""
AFTER_S = 3.0
SLOWEST_HZ = 10
"""With fewer pictures a second than this nobody can be coached, and the machine is too busy to tell anything."""
CLIPS = ("bird_dog_side", "cat_camel_side", "child_pose_side", "other_pelvic_tilt", "other_standing")
ASKED = {"other_pelvic_tilt": "glute_bridge", "other_standing": "bird_dog"}
"""For clips that hold none of the seven: the exercise that must not be counted."""


@pytest.fixture(scope="module")
def labels(shared: Path) -> dict[str, dict[str, Any]]:
    content = json.loads((shared / "data" / "clips" / "labels.json").read_text())
    return {Path(clip["file"]).stem: clip for clip in content["clips"]}


@pytest.fixture(scope="module")
def webcams(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, float]]:
    """Each clip as a webcam, and the seconds of one pass."""
    folder = tmp_path_factory.mktemp("webcams")
    made = {}
    for name in CLIPS:
        out = folder / f"{name}.mjpeg"
        made[name] = out, make_webcam(shared / "data" / "clips" / f"{name}.mp4", out, BEFORE_S, AFTER_S)
    return made


def test_a_webcam_shows_all_that_is_labelled(webcams, labels):
    """Also makes them, while other tests may still run."""
    for name, (_, length_s) in webcams.items():
        happens = [*labels[name].get("repetitions", []), *labels[name].get("holds", [])]
        last_s = max((one[at] or 0.0 for one in happens for at in ("start_s", "end_s")), default=10.0)
        assert length_s > BEFORE_S + last_s + AFTER_S - 0.5


@pytest.fixture(params=CLIPS)
def watched(
    request: pytest.FixtureRequest,
    served: Served,
    launch: Callable[..., Browser],
    labels: dict[str, dict[str, Any]],
    webcams: dict[str, tuple[Path, float]],
) -> tuple[dict[str, Any], list[Moment], float, dict[str, Any]]:
    """One pass of a clip in front of the page: label, what the page showed, the clip's begin, the journal's entry."""
    name = request.param
    webcam, length_s = webcams[name]
    browser = launch(WEBCAM, ALLOWED, f"--use-file-for-fake-video-capture={webcam}")
    context = window(browser, viewport={"width": 1280, "height": 720})
    page = context.new_page()
    watch(page)
    exercise = labels[name]["exercise"] or ASKED[name]
    # Who plays the clip begins at once, and needs no lesson.
    ask(f"{served.url}/api/settings", {"introductions": False})
    page.goto(f"{served.url}/practice/{exercise}?reps=50")
    begin_s = _begin_of_pass(page)
    time.sleep(max(0.0, length_s - 0.7 - (_now_s(page) - begin_s)))
    shown, rate_hz = moments(page), float(page.evaluate("backcoach.figures().fps"))
    context.close()
    if rate_hz < SLOWEST_HZ:
        pytest.skip(
            f"needs {SLOWEST_HZ} pictures a second beside Chromium; this machine came to {rate_hz:.1f}"
        )
    time.sleep(1.0)  # what is finished is on the disk within a second
    session = ask(f"{served.url}/api/sessions")["sessions"][0]
    return labels[name], shown, begin_s + BEFORE_S, ask(f"{served.url}/api/sessions/{session['id']}")


def _begin_of_pass(page: Page) -> float:
    """Wait for the camera's first picture; the page's time at it."""
    end = time.monotonic() + 30
    while page.evaluate("document.querySelector('video').currentTime") == 0:
        assert time.monotonic() < end, "the camera gave no picture"
        time.sleep(0.05)
    return float(page.evaluate("performance.now() / 1000 - document.querySelector('video').currentTime"))


def _now_s(page: Page) -> float:
    return float(page.evaluate("performance.now() / 1000"))


@pytest.mark.alone
def test_a_real_person_before_the_page_is_counted_and_timed_as_labelled(watched):
    """One test for each clip: a clip takes as long as it is."""
    label, shown, clip_s, journal = watched
    _counts_are_as_labelled(label, shown)
    _holds_are_as_labelled(label, shown, clip_s)
    _repetitions_end_when_they_are_labelled(label, shown, clip_s)
    kept = [r for one in journal["sets"] for r in one["repetitions"] if r["status"] == "counted"]
    assert len(kept) >= max(m.count for m in shown)
    if "by_side" in label:
        sides = [r["side"] for r in kept]
        assert {side: sides.count(side) for side in ("left", "right")} == label["by_side"]


def _counts_are_as_labelled(label: dict[str, Any], shown: list[Moment]) -> None:
    accepted = {label["reps"], *label.get("reps_accepted", [])}
    # What the clip does not end is still running: it is timed, and counted when it is over.
    open_holds = [hold for hold in label.get("holds", []) if hold.get("end_open")]
    running = len(open_holds) + sum(r["end_s"] is None for r in label.get("repetitions", []))
    counts = [moment.count for moment in shown]
    assert max(counts) + running in accepted or max(counts) in accepted
    assert counts == sorted(counts), "a count went back"


def _holds_are_as_labelled(label: dict[str, Any], shown: list[Moment], clip_s: float) -> None:
    tolerance_s = label["hold_tolerance_s"]
    for hold in label.get("holds", []):
        wide = max(tolerance_s, hold.get("start_tolerance_s", 0))
        inside = [
            m.hold_s for m in shown
            if hold["start_s"] <= m.time_s - clip_s <= hold["end_s"] + 1 and m.side in (hold.get("side") or "", "")
        ]  # fmt: skip
        true_s = hold["end_s"] - hold["start_s"]
        assert max(inside, default=0) >= true_s - wide - 0.1
        if not hold.get("end_open"):
            assert max(inside) <= true_s + wide + 0.1


def _repetitions_end_when_they_are_labelled(
    label: dict[str, Any], shown: list[Moment], clip_s: float
) -> None:
    ended = [r for r in label.get("repetitions", []) if r["end_s"] is not None]
    at = [b.time_s - clip_s for a, b in pairwise(shown) if b.count > a.count]
    for repetition, counted_s in zip(ended, at, strict=False):
        assert abs(counted_s - repetition["end_s"]) < 1.5
