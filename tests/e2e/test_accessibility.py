"""The pages as people meet them: checked with axe, walked through with the keyboard, light and dark, on every size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("axe_playwright_python", reason="needs axe-playwright-python")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sample_year import write_year
from screenshots import new_home, pages_of, served

from tests.e2e.conftest import window

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast"]
NO_SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})"""
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, summary, label:not([for])")]
  .filter(e => !e.closest(".skip, p, li > p, .quiet, noscript") && e.checkVisibility())
  .map(e => (e.matches("input") && e.closest("label")) || e)
  .filter(e => { const b = e.getBoundingClientRect(); return b.width && b.height && (b.height < 43.5 || b.width < 24) })
  .map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def addresses(chromium: str) -> Iterator[dict[str, str]]:
    """Every page of somebody with a month of sessions."""
    with new_home(screened=False) as home:
        write_year(home.journal, home.profile.id, home.now(), days=21)
        with served(home) as base:
            yield {name: base + path for name, path in pages_of(home).items()}


@pytest.fixture(scope="module")
def beginner(chromium: str) -> Iterator[str]:
    """The address of somebody who was never here."""
    with new_home(screened=False) as home, served(home) as base:
        yield base


def opened(browser: Browser, width: int = 1280) -> Page:
    context = window(browser, viewport={"width": width, "height": 800}, color_scheme="light")
    return context.new_page()


def violations(page: Page) -> list[str]:
    """What axe finds in the light; and in the dark, where only the colours are others."""
    found = _found(page, RULES)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"dark: {one}" for one in _found(page, COLOURS)]
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return found


def _found(page: Page, rules: list[str]) -> list[str]:
    # What is passed is not listed: that takes longer than all else.
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['help']}: {n['html'][:120]}" for v in found for n in v["nodes"]]


def test_axe_finds_nothing_on_any_page(launch, addresses):
    page = opened(launch())
    found = {}
    for name, address in addresses.items():
        page.goto(address)
        found[name] = violations(page)
    page.context.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_axe_finds_nothing_before_the_first_session(launch, beginner):
    page = opened(launch())
    page.goto(f"{beginner}/welcome")
    for step in range(5):
        assert violations(page) == []
        if step == 1:
            page.locator('[name="adult"]').check()
        if step < 4:
            page.locator(".now .next").click()
    page.goto(f"{beginner}/history")
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_nothing_runs_over_shifts_or_is_too_small_to_hit(launch, addresses, width):
    page = opened(launch(), width=width)
    wrong = {}
    for name, address in addresses.items():
        page.goto(address)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        shift = page.evaluate(NO_SHIFT)
        small = page.evaluate(SMALL_TARGETS)
        if over > 0 or shift > 0.02 or small:
            wrong[name] = (over, shift, small)
    page.context.close()
    assert wrong == {}


def test_a_phone_shows_the_present_week_of_a_year_first(launch, addresses):
    page = opened(launch(), width=390)
    page.goto(addresses["progress_year"])
    first_row = page.locator(".weeks tbody tr").first
    first_row.scroll_into_view_if_needed()
    place = first_row.locator("td").last.bounding_box()
    assert place is not None
    assert 0 < place["x"] < 390 - place["width"]
    page.context.close()


def test_the_keyboard_reaches_start_and_shows_where_it_is(launch, addresses):
    page = opened(launch())
    page.goto(addresses["today"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "camera":
            break
    assert page.evaluate("document.activeElement.value") == "camera"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.context.close()


def test_figures_stand_still_for_those_who_ask_for_it(launch, addresses):
    context = window(launch(), reduced_motion="reduce")
    page = context.new_page()
    page.goto(addresses["exercise"])
    sources = page.evaluate("[...document.querySelectorAll('.stage img')].map(i => i.currentSrc)")
    assert sources
    assert all("still=1" in source for source in sources if source)
    context.close()


def test_a_change_of_the_routine_is_saved_at_once(launch, addresses):
    page = opened(launch())
    page.goto(addresses["settings"])
    first = page.locator("#rows > li").first
    name = first.get_attribute("data-exercise")
    first.locator('[data-move="1"]').focus()
    page.keyboard.press("Enter")
    page.locator("#saved", has_text="Saved").wait_for()
    assert page.evaluate("document.activeElement.dataset.move") == "1"
    page.locator('[name="theme"]').select_option("dark")
    page.wait_for_timeout(1200)
    page.reload()
    assert page.locator("#rows > li").nth(1).get_attribute("data-exercise") == name
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.locator('[name="theme"]').select_option("system")
    page.wait_for_timeout(1200)
    page.context.close()


def test_a_dose_above_the_ceiling_is_not_saved(launch, addresses):
    page = opened(launch())
    page.goto(addresses["settings"])
    page.locator('li[data-exercise="bird_dog"] [name="repetitions"]').fill("99")
    page.locator('li[data-exercise="bird_dog"] [name="repetitions"]').blur()
    page.locator("#saved", has_text="Not saved").wait_for()
    page.reload()
    assert page.locator('li[data-exercise="bird_dog"] [name="repetitions"]').input_value() != "99"
    page.context.close()


def test_from_the_first_visit_to_today_with_the_keyboard(launch, beginner):
    page = opened(launch())
    page.goto(beginner)
    assert page.url.endswith("/welcome")
    for step in range(5):
        if step == 1:
            page.locator('[name="adult"]').focus()
            page.keyboard.press("Space")
        page.locator(".now .next").focus()
        page.keyboard.press("Enter")
    page.get_by_role("heading", name="You can start").wait_for()
    page.get_by_role("link", name="Today").press("Enter")
    page.get_by_role("button", name="Start", exact=True).wait_for()
    page.context.close()
