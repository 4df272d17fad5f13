"""A real Chromium, a fake webcam and a server to open. Skipped, visibly, where there is no Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.fake_server import FakeCoach
from tests.e2e.served import CONTEXTS, RUNNING, Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--autoplay-policy=no-user-gesture-required",
)
WEBCAM = "--use-fake-device-for-media-stream"
ALLOWED = "--use-fake-ui-for-media-stream"
PATIENCE_MS = 60_000
"""What a busy machine may take; nothing waits longer than it must."""

HERE = Path(__file__).parent
BROWSERS: list[Browser] = []
"""All that run."""


def window(browser: Browser, **how: Any) -> BrowserContext:
    """Open a window that is patient on a busy machine, and is let in by every server that runs."""
    fresh = browser.new_context(**how)
    fresh.set_default_timeout(PATIENCE_MS)
    for server in RUNNING:
        server.let_in(fresh)
    CONTEXTS.append(fresh)
    fresh.on("close", lambda closed: CONTEXTS.remove(closed))
    return fresh


@pytest.hookimpl(tryfirst=True)  # xdist reads the group in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those of a file on one worker, with one browser and one server; the clips, which want to be alone, together."""
    for item in items:
        if HERE in item.path.parents:
            group = "clips" if item.path.stem in ("test_clips", "test_free_clips") else item.path.stem
            item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def kept_pictures(pytestconfig: pytest.Config) -> Path:
    """Where the pictures of clips are kept from one run to the next."""
    cache = pytestconfig.cache
    assert cache is not None
    return cache.mkdir("webcams")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium, or of the one that is named; `none` stands for a machine without one."""
    if named := os.environ.get("BACKCOACH_CHROMIUM"):
        return named if named != "none" else pytest.skip("is to do without Chromium")
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("needs Chromium")
    return found


@pytest.fixture(scope="package")
def playing(chromium: str) -> Iterator[Playwright]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    playwright.expect.set_options(timeout=PATIENCE_MS)
    with playwright.sync_playwright() as play:
        yield play


@pytest.fixture(scope="package")
def launch(playing: Playwright, chromium: str) -> Iterator[Callable[..., Browser]]:
    """Start a Chromium with further flags; the same flags give the same one."""
    running: dict[tuple[str, ...], Browser] = {}

    def start(*flags: str) -> Browser:
        if flags not in running:
            running[flags] = playing.chromium.launch(executable_path=chromium, args=[*FLAGS, *flags])
            BROWSERS.append(running[flags])
        return running[flags]

    yield start
    for browser in running.values():
        BROWSERS.remove(browser)
        browser.close()


@pytest.fixture(autouse=True)
def _nothing_stays_open() -> Iterator[None]:
    """Close what a test leaves open, also one that fails: a session would go on moving, and slow down all others."""
    yield
    for browser in BROWSERS:
        for left in browser.contexts:
            left.close()


@pytest.fixture
def context(launch: Callable[..., Browser]) -> Iterator[BrowserContext]:
    """A fresh window of a browser with a webcam that shows a test picture."""
    fresh = window(launch(WEBCAM, ALLOWED), viewport={"width": 1280, "height": 720})
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; an error in its scripts fails the test."""
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    assert not problems


@pytest.fixture
def coach() -> Iterator[FakeCoach]:
    """A server that does what the test says."""
    fake = FakeCoach()
    fake.start()
    yield fake
    fake.stop()


@pytest.fixture(scope="module")
def served(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real server, with nothing in its journal."""
    server = Served(tmp_path_factory.mktemp("home"))
    server.start()
    yield server
    server.stop()
