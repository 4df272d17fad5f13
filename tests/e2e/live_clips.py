"""A clip of a real person before the page: what is watched of one pass of it, and what its label says of that."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.e2e.conftest import window
from tests.e2e.served import Served, ask
from tests.e2e.watching import Moment, moments, watch

BEFORE_S = 8.0
"""Of the still first picture: the page and the pose model have to be ready before the person moves."""
AFTER_S = 3.0
SLOWEST_HZ = 10
"""With fewer pictures a second than this nobody can be coached, and the machine is too busy to tell anything."""
ASKED = {"other_pelvic_tilt": "glute_bridge", "other_standing": "bird_dog"}
"""For clips that hold none of the seven: the exercise that must not be counted."""


@dataclass(frozen=True)
class Watched:
    """One pass of a clip in front of the page.

    Attributes
    ----------
    label : dict
        What was labelled in the clip.
    shown : list of Moment
        What the page showed.
    clip_s : float
        When the clip began, in seconds of the page's clock.
    journal : dict
        The session as the journal has it.
    rate_hz : float
        Pictures a second that the coach looked at.
    """

    label: dict[str, Any]
    shown: list[Moment]
    clip_s: float
    journal: dict[str, Any]
    rate_hz: float


def watch_clip(browser: Browser, server: Served, label: dict[str, Any], length_s: float) -> Watched:
    """Open the page in a browser whose webcam shows the clip, and watch one pass of so many seconds."""
    context = window(browser, viewport={"width": 1280, "height": 720})
    page = context.new_page()
    watch(page)
    exercise = label["exercise"] or ASKED[Path(label["file"]).stem]
    # Who plays the clip begins at once, and needs no lesson.
    ask(f"{server.url}/api/settings", {"introductions": False})
    page.goto(f"{server.url}/practice/{exercise}?reps=50")
    begin_s = begin_of_pass(page)
    time.sleep(max(0.0, length_s - 0.7 - (_now_s(page) - begin_s)))
    shown, rate_hz = moments(page), float(page.evaluate("backcoach.figures().fps"))
    context.close()
    time.sleep(1.0)  # what is finished is on the disk within a second
    session = ask(f"{server.url}/api/sessions")["sessions"][0]
    journal = ask(f"{server.url}/api/sessions/{session['id']}")
    return Watched(label, shown, begin_s + BEFORE_S, journal, rate_hz)


def begin_of_pass(page: Page) -> float:
    """Wait for the camera's first picture; the page's time at it."""
    end = time.monotonic() + 30
    while page.evaluate("document.querySelector('video').currentTime") == 0:
        assert time.monotonic() < end, "the camera gave no picture"
        time.sleep(0.05)
    return float(page.evaluate("performance.now() / 1000 - document.querySelector('video').currentTime"))


def _now_s(page: Page) -> float:
    return float(page.evaluate("performance.now() / 1000"))


def counts_are_as_labelled(watched: Watched) -> None:
    """The count reaches what was labelled, no more, and never goes back."""
    label = watched.label
    accepted = {label["reps"], *label.get("reps_accepted", [])}
    # What the clip does not end is still running: it is timed, and counted when it is over.
    open_holds = [hold for hold in label.get("holds", []) if hold.get("end_open")]
    running = len(open_holds) + sum(r["end_s"] is None for r in label.get("repetitions", []))
    counts = [moment.count for moment in watched.shown]
    assert max(counts) + running in accepted or max(counts) in accepted
    assert counts == sorted(counts), "a count went back"


def holds_are_as_labelled(watched: Watched) -> None:
    """Each hold is timed as long as it was."""
    tolerance_s = watched.label["hold_tolerance_s"]
    for hold in watched.label.get("holds", []):
        wide = max(tolerance_s, hold.get("start_tolerance_s", 0))
        from_s, to_s = watched.clip_s + hold["start_s"], watched.clip_s + hold["end_s"] + 1
        sides = (hold.get("side") or "", "")
        inside = [m.hold_s for m in watched.shown if from_s <= m.time_s <= to_s and m.side in sides]
        true_s = hold["end_s"] - hold["start_s"]
        assert max(inside, default=0) >= true_s - wide - 0.1
        if not hold.get("end_open"):
            assert max(inside) <= true_s + wide + 0.1


def repetitions_end_when_they_are_labelled(watched: Watched) -> None:
    """The count goes up when a repetition is over."""
    ended = [r for r in watched.label.get("repetitions", []) if r["end_s"] is not None]
    at = [b.time_s - watched.clip_s for a, b in pairwise(watched.shown) if b.count > a.count]
    for repetition, counted_s in zip(ended, at, strict=False):
        assert abs(counted_s - repetition["end_s"]) < 1.5


def journal_keeps_what_was_shown(watched: Watched) -> None:
    """What was counted is in the journal, on the labelled sides."""
    kept = [r for one in watched.journal["sets"] for r in one["repetitions"] if r["status"] == "counted"]
    assert len(kept) >= max(m.count for m in watched.shown)
    if "by_side" in watched.label:
        sides = [r["side"] for r in kept]
        assert {side: sides.count(side) for side in ("left", "right")} == watched.label["by_side"]


CHECKS: dict[str, Callable[[Watched], None]] = {
    "count": counts_are_as_labelled,
    "holds": holds_are_as_labelled,
    "ends": repetitions_end_when_they_are_labelled,
    "journal": journal_keeps_what_was_shown,
}
"""What has to be as it is labelled; each raises an AssertionError."""
