"""Photograph every page at phone, laptop and television size, light and dark.

`python scripts/screenshots.py FOLDER` writes them; Chromium must be installed.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Literal

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from sample_year import write_year

from backcoach.programme.preferences import Preferences
from backcoach.web.app import create_app
from backcoach.web.home import Home
from backcoach.web.security import Allowed

SIZES = {390: 844, 1280: 800, 1920: 1080}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
PAGES = {
    "today": "/", "exercises": "/exercises", "exercise": "/exercises/glute_bridge", "plank": "/exercises/forearm_plank",
    "history": "/history", "settings": "/settings", "about": "/about", "welcome": "/welcome", "missing": "/nowhere",
    "progress": "/progress",
    "progress_year": "/progress?period=year",
    "reminders": "/reminders",
    "check_in": "/check-in",
    "break": "/break",
    "report": "/report",
    "data": "/data",
    "camera": "/camera",
}  # fmt: skip
PATIENCE_MS = 120_000
LOADED = (
    "Promise.all([...document.images].map(i => i.complete || new Promise(r => { i.onload = i.onerror = r })))"
)
NEW = {
    "first_today": "/", "first_history": "/history", "first_progress": "/progress", "first_report": "/report",
}  # fmt: skip
"""Pages of somebody who has not done anything yet."""

ONE_DAY = {"day_today": "/", "day_history": "/history", "day_progress": "/progress", "day_report": "/report"}
"""Pages of somebody who began yesterday."""

WITHOUT = "/practice/clamshell?source=none&reps=2"
AT_WORK = {
    "session": ("/practice/glute_bridge?source=demo&reps=4&speed=2", "work", ""),
    "session_plank": ("/practice/forearm_plank?source=demo&hold_s=20&speed=2", "work", ""),
    "session_question": (WITHOUT, "introduction", "Escape"),
    "session_taught": (WITHOUT, "introduction", ""),
    "session_position": (WITHOUT, "position", ""),
    "session_paused": (WITHOUT, "introduction", "p"),
    "session_leaving": (WITHOUT, "introduction", ".close"),
    "session_refused": ("/session?source=none&resume=nothing", "", ""),
    "session_no_camera": ("/session", "", ""),
}
"""Sessions as they fill the screen: address, the state that is waited for, and what is pressed then (key or button)."""

FIRST_RUN = ("purpose", "about", "health", "body", "private", "ready")
"""The steps of somebody who was never here."""


@contextmanager
def served(home: Home) -> Iterator[str]:
    """Serve a home at a free port of this computer, and give the address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(home, Allowed.at(port)), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def year_home(days: int = 365) -> Iterator[Home]:
    """A home with the sessions of a year, or of so many days."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.save(Preferences(weekdays=(0, 2, 4)))
        write_year(home.journal, home.profile.id, home.now(), days)
        yield home


@contextmanager
def new_home(screened: bool = True) -> Iterator[Home]:
    """A home in which nothing has been done yet, but the questions are answered."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        if screened:
            at = home.now() - timedelta(minutes=5)
            home.journal.questionnaires.save(
                home.profile.id, "screening", at=at, answers={"yes": [], "agreed": False}
            )
        yield home


def pages_of(home: Home) -> dict[str, str]:
    """The pages of somebody with a history; the last session is one of them."""
    last = home.journal.sessions.overviews(home.profile.id, limit=1)
    if not last:
        return PAGES
    return {**PAGES, "session_detail": f"/history/{last[0].id}", "done": f"/done/{last[0].id}"}


def photograph(browser: Browser, base: str, pages: dict[str, str], wish: argparse.Namespace) -> None:
    """Take each page in each size and theme, as long as it is."""
    for page in _pages(browser, wish):
        for name, address in pages.items():
            if not wish.only or name in wish.only:
                _take(page, base + address, _path(page, wish, name))


def photograph_first_run(browser: Browser, wish: argparse.Namespace) -> None:
    """Take the steps of the first run, from a fresh installation for each picture's size and theme."""
    for page in _pages(browser, wish):
        with new_home(screened=False) as home, served(home) as base:
            page.goto(base)
            for step in FIRST_RUN:
                if step == "about":
                    page.locator('[name="adult"]').check()
                page.wait_for_load_state("networkidle")
                page.screenshot(path=_path(page, wish, f"first_{step}"))
                if step != FIRST_RUN[-1]:
                    page.locator(".now .next").click()


def photograph_sessions(browser: Browser, base: str, wish: argparse.Namespace) -> None:
    """Take the states of a session."""
    for page in _pages(browser, wish):
        for name, (address, state, press) in AT_WORK.items():
            if wish.only and name not in wish.only:
                continue
            page.goto(base + address)
            if state:
                shown = page.get_by_test_id("state")
                if state == "position":
                    shown.filter(has_text="introduction").wait_for(state="attached", timeout=PATIENCE_MS)
                    page.keyboard.press("Enter")
                shown.filter(has_text=state).wait_for(state="attached", timeout=PATIENCE_MS)
                page.wait_for_timeout(6000 if state == "work" else 2500)
            else:
                page.locator("#question").wait_for(timeout=PATIENCE_MS)
            if press.startswith("."):
                page.locator(press).click()
            elif press:
                page.keyboard.press(press)
            page.wait_for_timeout(500)
            page.screenshot(path=_path(page, wish, name))
            page.goto("about:blank")  # leaves the only place there is


def _pages(browser: Browser, wish: argparse.Namespace) -> Iterator[Page]:
    """Give an empty page of each size and theme."""
    for width, height in SIZES.items():
        for theme in THEMES if not wish.widths or width in wish.widths else ():
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=theme,
                reduced_motion="reduce",
                locale=wish.language,
            )
            yield context.new_page()
            context.close()


def _path(page: Page, wish: argparse.Namespace, name: str) -> Path:
    size = page.viewport_size or {"width": 0}
    theme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
    folder: Path = wish.folder
    return folder / f"{name}-{size['width']}-{theme}.png"


def _take(page: Page, address: str, path: Path) -> None:
    page.goto(address, wait_until="networkidle")
    # Pictures further down load when they come near: walk through the page once.
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(i => i.loading = 'eager')")
    page.evaluate(LOADED)
    size = page.viewport_size or {"width": 0, "height": 0}
    # As high as the page, so that what is fixed to the lower edge does not stand in the middle.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    page.screenshot(path=path)
    page.set_viewport_size(size)


def main() -> None:
    """Write all screenshots."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="names of pages")
    parser.add_argument("--widths", nargs="*", type=int, default=[])
    parser.add_argument("--language", default="en")
    parser.add_argument("--browser", default=shutil.which("chromium") or shutil.which("chrome"))
    wish = parser.parse_args()
    wish.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=wish.browser, args=list(FLAGS))
        with year_home() as home, served(home) as base:
            photograph(browser, base, pages_of(home), wish)
        with year_home(days=1) as home, served(home) as base:
            photograph(browser, base, ONE_DAY, wish)
        with new_home() as home, served(home) as base:
            photograph(browser, base, NEW, wish)
            photograph_sessions(browser, base, wish)
        if not wish.only or any(name.startswith("first_") for name in set(wish.only) - set(NEW)):
            photograph_first_run(browser, wish)
        browser.close()


if __name__ == "__main__":
    main()
