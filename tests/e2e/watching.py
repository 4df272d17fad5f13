"""Reads a session page: the contract's texts, and what happened to them over time."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.e2e.fake_server import FakeCoach

_WATCH = """
window.seen = [];
const read = (id) => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? "";
const note = () => {
  const now = ["state", "count", "hold-seconds", "side", "cue", "unsure"].map(read);
  const last = seen.at(-1);
  if (!last || now.some((text, i) => text !== last[i + 1])) seen.push([performance.now() / 1000, ...now]);
};
document.addEventListener("DOMContentLoaded", () => {
  note();
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
});
"""


@dataclass(frozen=True)
class Moment:
    """What the page showed from a moment on; the time is in seconds of the page's clock."""

    time_s: float
    state: str
    count: int
    hold_s: float
    side: str
    cue: str
    unsure: str


def watch(page: Page) -> None:
    """Note every change from the next page on."""
    page.add_init_script(_WATCH)


def moments(page: Page) -> list[Moment]:
    """Return everything that was noted."""
    rows = page.evaluate("window.seen")
    return [Moment(r[0], r[1], int(r[2] or 0), float(r[3] or 0), *r[4:]) for r in rows]


def text(page: Page, name: str) -> str:
    """Return the text of a part of the contract."""
    return page.get_by_test_id(name).text_content() or ""


def opened(page: Page, coach: FakeCoach, path: str = "/session?source=none") -> Page:
    """Open a page and wait until it has said hello."""
    page.goto(coach.url + path)
    coach.wait_for("hello")
    return page


def said(page: Page, name: str) -> Locator:
    """Return a part of the contract."""
    return page.get_by_test_id(name)
