"""The ring of a raised hand on the page: readable from the mat, gone when the hand is, and nothing moves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
from playwright.sync_api import Page, expect

from tests.e2e.fake_server import FakeCoach
from tests.e2e.screens import screen
from tests.e2e.test_page import opened

SIZES = ((1280, 800), (1920, 1080), (390, 844))
PICTURES = os.environ.get("HAND_PICTURES")
"""A folder for pictures to look at."""

WATCH = """window.shifts = []; new PerformanceObserver(list => shifts.push(...list.getEntries().map(e => e.value)))
    .observe({type: "layout-shift", buffered: true});
window.tones = [];
const { createOscillator } = AudioContext.prototype;
AudioContext.prototype.createOscillator = function () {
  const source = createOscillator.call(this);
  const { start } = source;
  source.start = (at) => { tones.push(source.frequency.value); start.call(source, at); };
  return source;
};"""


def send(coach: FakeCoach, state: str, hand: float, means: str | None) -> None:
    coach.send(type="screen", **screen(state, source="camera", hand=hand, hand_means=means))


def test_a_ring_fills_while_a_hand_is_up_and_tells_what_it_means(page: Page, coach: FakeCoach):
    page.add_init_script(WATCH)
    opened(page, coach)
    send(coach, "work", 0.0, "pause")
    page.wait_for_timeout(1500)
    page.evaluate("shifts.length = tones.length = 0")
    ring, word = page.locator(".hand"), page.locator(".hand-word")
    expect(ring).to_be_hidden()
    for hand in (0.1, 0.3, 0.6, 0.9):
        send(coach, "work", hand, "pause")
    expect(ring).to_be_visible()
    expect(word).to_have_text("Pause")
    offset = page.locator(".hand-fill").evaluate("e => parseFloat(getComputedStyle(e).strokeDashoffset)")
    assert offset == pytest.approx(10, abs=0.5)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        box, letters = ring.bounding_box(), word.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert 0 < box["x"] < box["x"] + box["width"] < width
        assert min(box["width"], box["height"]) >= 0.4 * min(width, height)
        assert letters >= 0.05 * min(width, height)
        for theme in ("light", "dark"):
            picture(page, f"{width}-{theme}", theme)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_timeout(300)
    page.evaluate("shifts.length = 0")
    send(coach, "paused", 1.0, "resume")
    page.wait_for_selector(".taken")
    expect(word).to_have_text("Pause")
    picture(page, "taken", "light")
    send(coach, "paused", 0.0, "resume")
    expect(ring).to_be_hidden()
    send(coach, "paused", 0.5, "resume")
    expect(word).to_have_text("Go on")
    send(coach, "paused", 0.0, "resume")
    expect(ring).to_be_hidden()
    assert page.evaluate("shifts") == []
    # Seen, understood (two notes), and seen once more; nothing is heard of a hand that is taken back.
    assert page.evaluate("tones") == [523, 784, 1047, 523]


def picture(page: Page, name: str, theme: str) -> None:
    if PICTURES:
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        page.screenshot(path=Path(PICTURES) / f"hand-{name}.png")
