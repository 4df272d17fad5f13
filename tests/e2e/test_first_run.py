"""The first minute: from the opened page of a fresh installation to the first taught movement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
from playwright.sync_api import Browser, Page, expect
from screenshots import new_home, served

from tests.e2e.conftest import ALLOWED, WEBCAM, window

MAX_WORDS = 200
"""What somebody reads in a minute; with the camera this includes the browser's question and the camera check."""

MAX_TAPS = 12
WORDS_OF_THE_BROWSER = 8
"""\"127.0.0.1:8765 wants to: Use your cameras\", and what stands on its buttons: the browser's, in its language."""

WAITS_FOR_ALLOW = """{
  const media = navigator.mediaDevices;
  const open = media.getUserMedia.bind(media);
  media.getUserMedia = async (wish) => { await new Promise((done) => { window.allow = done; }); return open(wish); };
}"""
"""The browser's own question cannot be pressed by a test: this stands in its place."""

STEPS = 5
"""Purpose, about you, three lists of signs."""

LOST_OR_OUT_OF_SIGHT = """() => [...document.querySelectorAll(
  ".now :is(.next, h1, h2), .now .sign:not(.none), .ready .button")]
  .filter(e => {
    const b = e.getBoundingClientRect();
    return b.top < 0 || b.bottom > innerHeight || b.right > innerWidth;
  })
  .map(e => e.textContent)"""


@pytest.fixture
def stranger(chromium: str) -> Iterator[str]:
    """The address of somebody who was never here."""
    with new_home(screened=False) as home, served(home) as base:
        yield base


def opened(launch, base: str, size: tuple[int, int], **how) -> Page:
    browser: Browser = launch()
    page = window(browser, viewport={"width": size[0], "height": size[1]}, **how).new_page()
    page.goto(base)
    return page


def words_of(page: Page, selector: str = "main") -> int:
    return len(re.findall(r"[^\W\d_][\w'-]*", page.locator(selector).inner_text()))


def all_in_sight(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "it scrolls"
    assert page.evaluate(LOST_OR_OUT_OF_SIGHT) == []


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("size", "source"), [((1280, 800), "none"), ((390, 844), "none"), ((1280, 800), "camera")]
)
def test_a_minute_and_a_few_taps_to_the_first_taught_movement(
    launch, stranger, size, source, language, record_property
):
    page = opened(partial(launch, WEBCAM, ALLOWED), stranger, size, locale=language)
    page.add_init_script(WAITS_FOR_ALLOW)
    taps = 0
    read = []
    for step in range(STEPS):
        all_in_sight(page)
        read.append(words_of(page))
        if step == 1:
            page.locator('[name="adult"]').check()
            taps += 1
        page.locator(".now .next").click()
        taps += 1
    expect(page.locator(".ready")).to_be_visible()
    all_in_sight(page)
    words = sum(read := [*read, words_of(page)])
    page.locator(f'[name="source"][value="{source}"]').click()
    taps += 1
    if source == "camera":
        more = through_the_camera_check(page)
        words, taps = words + more[0], taps + more[1]
    expect(page.get_by_test_id("state")).to_have_text("introduction")
    assert words_of(page, ".instruct") > 0
    record_property("words", words)
    record_property("taps", taps)
    print(f"{source} {size} {language}: {words} words ({read} before the start), {taps} taps")
    page.context.close()
    assert taps <= MAX_TAPS
    assert words <= MAX_WORDS


def through_the_camera_check(page: Page) -> tuple[int, int]:
    """Allow the camera and go on; return the words that are read on the way, and the taps.

    The webcam of the test shows nobody: this is the way of somebody who has not lain down yet and taps "Go on anyway",
    the longest one. Somebody who is seen well reads the same words and need not tap.
    """
    expect(page.locator(".veil-word")).not_to_be_empty()
    page.wait_for_function("Boolean(window.allow)")
    words = words_of(page, ".veil") + WORDS_OF_THE_BROWSER
    page.evaluate("allow()")
    taps = 1
    expect(page.get_by_test_id("state")).to_have_text("camera_check")
    expect(page.locator(".checks li").first).to_be_visible()
    words += words_of(page, ".instruct") + words_of(page, ".checks")
    page.locator(".way.main").click()
    return words, taps + 1


def test_back_leads_to_the_step_before_with_its_answers(launch, stranger):
    page = opened(launch, stranger, (1280, 800))
    page.locator(".now .next").click()
    page.locator('[name="adult"]').check()
    page.get_by_text("Knee trouble").click()
    expect(page.locator(".now .next")).to_have_text("Go on")
    page.locator(".now .next").click()
    expect(page.locator(".now h2")).to_have_text("Is any of this true?")
    page.get_by_role("button", name="Back").click()
    expect(page.locator(".now h2")).to_have_text("About you")
    assert page.locator('[value="knee"]').is_checked()
    page.go_back()
    expect(page.locator(".now h2, .ready h1")).to_be_visible()
    page.context.close()


def test_a_reload_and_a_missing_age_lead_on(launch, stranger):
    page = opened(launch, stranger, (390, 844))
    page.locator(".now .next").click()
    page.locator(".now .next").click()
    expect(page.get_by_role("alert")).to_contain_text("18 or older")
    page.reload()
    expect(page.locator(".now h2, .ready h1")).to_be_visible()
    page.locator(".now .next").click()
    expect(page.locator(".now h2")).to_have_text("About you")
    page.context.close()


def test_the_language_is_chosen_on_the_first_screen(launch, stranger):
    page = opened(launch, stranger, (1280, 800), locale="en")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator(".now h2, .ready h1")).to_contain_text("Willkommen")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.context.close()


def test_a_sign_leads_to_help_and_not_to_the_start(launch, stranger):
    page = opened(launch, stranger, (390, 844))
    for step in range(STEPS):
        if step == 1:
            page.locator('[name="adult"]').check()
        if step == STEPS - 1:
            page.get_by_text("Wiping feels different").click()
        page.locator(".now .next").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("help")
    assert page.locator('[name="source"]').count() == 0
    page.context.close()


def test_without_javascript_all_questions_stand_below_one_another(launch, stranger):
    page = opened(launch, stranger, (390, 844), java_script_enabled=False)
    expect(page.locator(".sign:visible")).to_have_count(27 + 4 + 1)
    expect(page.locator(".next:visible")).to_have_count(0)
    for name in ("about", "health", "body", "private"):
        page.locator(f'[name="none_{name}"]').check()
    page.locator('[name="adult"]').check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You can start")
    page.context.close()
