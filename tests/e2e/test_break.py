"""The break at the desk in a real browser: its movements follow one another without anything on the page moving."""

from __future__ import annotations

import pytest
from screenshots import new_home, served

from backcoach.exercises.mini_routine import mini_routines
from tests.e2e.conftest import window

WATCH = """window.shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries().map(e => e.value)))
  .observe({type: "layout-shift", buffered: true});"""
HURRY = "const now = performance.now.bind(performance); performance.now = () => 60 * now();"
PLACES = """[...document.querySelectorAll(".move:not([hidden]) .stage, .break-bar, .break-buttons")]
  .map(e => Math.round(e.getBoundingClientRect().top))"""


@pytest.fixture(scope="module")
def base(chromium):
    with new_home(screened=True) as home, served(home) as address:
        yield address


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_from_the_first_movement_to_the_last(launch, base, width):
    page = window(launch(), viewport={"width": width, "height": 800}).new_page()
    page.add_init_script(WATCH + HURRY)
    for routine in mini_routines():
        page.goto(f"{base}/break?routine={routine.id}")
        places = []
        for k in range(len(routine.moves)):
            page.evaluate(f"document.querySelectorAll('.move').forEach((m, i) => (m.hidden = i !== {k}))")
            assert page.locator(".move:visible").count() == 1
            places.append(page.evaluate(PLACES))
        assert places == [places[0]] * len(routine.moves)
        page.click("#begin")
        assert page.locator(".break-buttons :visible:is(button, a)").all_inner_texts() == ["That is enough"]
        page.wait_for_selector(".move.end:visible", timeout=30_000)
        assert page.locator(".break-buttons :visible:is(button, a)").all_inner_texts() == ["Back to Today"]
        assert sum(page.evaluate("shifts")) < 0.001
    page.context.close()


def test_figures_are_fetched_one_ahead(launch, base):
    page = window(launch()).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{base}/break?routine={mini_routines()[0].id}", wait_until="networkidle")
    first = ["0.svg?still=1", "0.svg"]
    assert [url for url in asked if ".svg" in url and url[0].isdigit()] == first
    with page.expect_request("**/1.svg"):
        page.click("#begin")
    assert not [url for url in asked if url.startswith("2.svg")]
    page.context.close()
