"""Beginners who walk through the pages at random: who do nothing, the wrong thing, answer with the worst, or reload."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page
from playwright.sync_api import TimeoutError as Late
from screenshots import new_home, served

PERSONS = (
    "does nothing",
    "does the wrong thing",
    "answers with the worst",
    "reloads at every state",
    "does anything",
)
STEPS = 12
ANSWERS_WITHIN_MS = 60_000
PRESSED_WITHIN_MS = 10_000
NO_CAMERA = (
    """navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotFoundError"))"""
)
KEYS = ("Space", "Enter", "ArrowRight", "ArrowLeft", "Escape", "a", "p", "y", "n", "7")

CONTROLS = """() => {
  const dialog = document.querySelector("dialog[open]");
  const all = [...(dialog ?? document).querySelectorAll("a[href], button, input, summary")].filter(e =>
    !e.disabled && e.checkVisibility({ visibilityProperty: true, opacityProperty: false })
    && !e.closest("noscript, .skip, .scale-ends") && !/^(https?:|mailto:)|[/]api[/]/.test(e.getAttribute("href") ?? "")
    && !e.hasAttribute("download") && !["text", "number", "date", "time", "file"].includes(e.type));
  document.querySelectorAll("[data-walk]").forEach(e => e.removeAttribute("data-walk"));
  return all.map((e, i) => {
    e.dataset.walk = i;
    return { i, words: (e.innerText || e.ariaLabel || e.value || "").trim().slice(0, 60), type: e.type ?? e.tagName,
      name: e.name ?? "", value: e.value ?? "",
      href: e.getAttribute("href"), inMain: Boolean(e.closest("main, dialog")),
      primary: e.matches(".primary, .answer, .way.main") };
  });
}"""
"""What can be pressed now; where a dialog is open, only what is in it."""

WAITS = """() => {
  const session = document.querySelector("main.session");
  if (!session || document.querySelector("dialog[open]")) return false;
  return ["connecting", "finished"].includes(session.dataset.state);
}"""
"""Whether the page waits for something that comes by itself."""


class DeadEndError(AssertionError):
    """There is no next step, or it does not work."""


@dataclass
class Walk:
    """One walk: who walked, and what was pressed."""

    person: str
    rng: random.Random
    trail: list[str] = field(default_factory=list)

    def fail(self, why: str, page: Page) -> DeadEndError:
        return DeadEndError(f"{self.person}: {why} at {page.url} after {self.trail}")


def walk(context: BrowserContext, seed: int, steps: int = STEPS) -> Walk:
    """Let somebody walk; the walk ends at Today, or where help is named.

    Raises
    ------
    DeadEndError
        If somewhere nothing leads on.
    """
    rng = random.Random(seed)
    walker = Walk(PERSONS[seed % len(PERSONS)], rng)
    with new_home(screened=rng.random() < 0.7) as home, served(home) as base:
        page = context.new_page()
        page.add_init_script(NO_CAMERA)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("response", lambda answer: _note(answer, problems))
        page.goto(
            base
            + rng.choice(["/", "/", "/session?source=none", "/practice/clamshell?source=none", "/session"])
        )
        for _ in range(steps):
            _look(walker, page)
            _step(walker, page)
            if problems:
                raise walker.fail(f"went wrong: {problems}", page)
        _go_home(walker, page, base)
        page.goto("about:blank")
        page.close()
    return walker


def _note(answer: Any, problems: list[str]) -> None:
    if answer.status >= 500 or (answer.status == 404 and answer.request.resource_type == "document"):
        problems.append(f"{answer.status} of {answer.url}")


def _look(walker: Walk, page: Page) -> list[dict[str, Any]]:
    """Return what leads on; wait for what comes by itself."""
    waited = 0
    while True:
        try:
            page.wait_for_load_state()
            controls: list[dict[str, Any]] = page.evaluate(CONTROLS)
            if controls and not page.evaluate(WAITS):
                break
        except Error:  # the page is changing at this moment
            controls = []
        page.wait_for_timeout(250)
        waited += 250
        if waited >= ANSWERS_WITHIN_MS:
            raise walker.fail("nothing comes and nothing can be pressed", page)
    if not any(control["inMain"] for control in controls):
        raise walker.fail("the page offers nothing", page)
    return controls


def _step(walker: Walk, page: Page) -> None:
    controls, rng, person = _look(walker, page), walker.rng, walker.person
    if person == "does nothing":
        page.wait_for_timeout(600)
        walker.trail.append("nothing")
        if rng.random() < 0.5:
            return
    at_work = "/session" in page.url or "/practice" in page.url
    if at_work and rng.random() < (0.8 if person == "does the wrong thing" else 0.3):
        key = rng.choice(KEYS)
        walker.trail.append(key)
        page.keyboard.press(key)
        page.wait_for_timeout(150)
        return
    _press(walker, page, _chosen(walker, controls))
    if person == "reloads at every state":
        walker.trail.append("reload")
        page.reload()


def _chosen(walker: Walk, controls: list[dict[str, Any]]) -> dict[str, Any]:
    rng = walker.rng
    if walker.person == "answers with the worst":
        worst = [
            c
            for c in controls
            if c["name"] in ("yes", "agreed", "adult") or c["value"] in ("10", "chest", "down_leg")
        ]
        if worst and rng.random() < 0.5:
            return rng.choice(worst)
    primary = [c for c in controls if c["primary"]]
    within = [c for c in controls if c["inMain"]]
    return rng.choice(
        primary if primary and rng.random() < 0.5 else within if rng.random() < 0.8 else controls
    )


def _press(walker: Walk, page: Page, control: dict[str, Any]) -> None:
    walker.trail.append(control["words"] or f"{control['name']}={control['value']}")
    element = page.locator(f'[data-walk="{control["i"]}"]')
    try:
        if control["type"] in ("checkbox", "radio"):
            element.check(force=True, timeout=PRESSED_WITHIN_MS)
        else:
            element.click(timeout=PRESSED_WITHIN_MS)
        page.wait_for_timeout(150)
    except (Late, Error):
        # It went away, or was covered, in the meantime: what matters is that something still leads on.
        walker.trail.append("(gone)")


def _go_home(walker: Walk, page: Page, base: str) -> None:
    """From wherever this is, what the page offers leads to Today or to the questions, and those lead on."""
    for _ in range(8):
        controls = _look(walker, page)
        if "/session" not in page.url and "/practice" not in page.url:
            page.goto(base)
            offered = [c for c in _look(walker, page) if c["inMain"] and (c["primary"] or c["href"])]
            if not offered:
                raise walker.fail("Today offers nothing", page)
            return
        labels = {c["words"]: c for c in controls}
        way = next((labels[words] for words in WAYS_OUT if words in labels), None) or rng_of(walker, controls)
        _press(walker, page, way)
        page.wait_for_timeout(300)
    raise walker.fail("nothing leads out of the session", page)


WAYS_OUT = (
    "Go on later",
    "End the session",
    "Go on without camera",
    "Back to Today",
    "Use this tab instead",
    "Leave the session",
)


def rng_of(walker: Walk, controls: list[dict[str, Any]]) -> dict[str, Any]:
    """Return any of the controls."""
    chosen: dict[str, Any] = walker.rng.choice(controls)
    return chosen
