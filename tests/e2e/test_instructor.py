"""The figure drawn by the page: any moment of a movement, quickly, and without movement for who wants none."""

from __future__ import annotations

import time

import pytest
from screenshots import new_home, served

from tests.e2e.conftest import window

BEGIN = """async ([exercise, side, leg, theme]) => {
  const { Instructor } = await import("/static/js/session/figure.js");
  document.documentElement.dataset.theme = theme;
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  const figure = (window.figure = new Instructor());
  const size = { width: "800px", height: "500px" };
  for (const [key, value] of Object.entries(size)) figure.canvas.style.setProperty(key, value);
  window.lead = (/** @type {any} */ way, at_s = way.begins_s) => {
    figure.setClock(at_s, 1);
    figure.show({ exercise, side, ...way }, place);
  };
  window.lead({ begins_s: 0, ...leg });
}"""
DRAWN = """() => {
  const { canvas, pen } = window.figure;
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  let [inside, moving] = [0, 0];
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] === 255) inside += 1;
    if (data[i] === 0xef && data[i + 1] === 0x7d && data[i + 2] === 0x3c) moving += 1;
  }
  return [inside / (data.length / 4), moving / (data.length / 4)];
}"""


@pytest.fixture(scope="module")
def base(chromium):
    with new_home(screened=True) as home, served(home) as address:
        yield address


def until(page, expression, patience_s=60.0):
    """Wait until it is so; the page's policy allows no waiting inside of it."""
    deadline = time.monotonic() + patience_s
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(50)


def opened(launch, base, motion, leg, theme="light"):
    page = window(launch(), reduced_motion=motion).new_page()
    page.set_default_timeout(60_000)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{base}/about")
    page.evaluate(BEGIN, ["clamshell", "left", leg, theme])
    until(page, "Boolean(window.figure.film)")
    return page, said


def test_the_figure_stands_where_its_leg_leads(launch, base):
    page, said = opened(launch, base, "no-preference", {"from_s": 0.2, "to_s": 2.8, "lasts_s": 0.4})
    until(page, "window.figure.at === 2.8")
    inside, moving = page.evaluate(DRAWN)
    assert inside > 0.1
    assert moving > 0.005, "the leg that moves has a colour of its own"
    assert not said, "no violation of the page's policy, no error"
    page.evaluate("window.lead({from_s: 2.8, to_s: 0.2, begins_s: 5, lasts_s: 4}, 7)")
    assert page.evaluate("window.figure.wanted()") < 1.7, "in the middle of its way already"
    until(page, "Math.abs(window.figure.at - window.figure.wanted()) < 0.1 && window.figure.at < 1.6")
    told = page.evaluate("window.figure.figures")
    assert told["leg"]["to_s"] == 0.2
    assert told["now_s"] >= 7
    assert told["shown_s"] < 1.6


def test_the_theme_that_was_chosen_counts(launch, base):
    page, _ = opened(launch, base, "reduce", {"from_s": 0.2, "to_s": 2.8, "lasts_s": 1}, theme="dark")
    until(page, "window.figure.at === 2.8")
    _, light = page.evaluate(DRAWN)
    page.evaluate("document.documentElement.dataset.theme = 'light'; window.figure.paint()")
    _, after = page.evaluate(DRAWN)
    assert light == 0 < after, "another colour of the leg that moves"


def test_the_other_side_is_there_before_it_is_needed(launch, base):
    page, _ = opened(launch, base, "no-preference", {"from_s": 0.2, "to_s": 0.2, "lasts_s": 0})
    until(page, "window.figure.films.size === 2")
    assert page.evaluate("[...window.figure.films.keys()].at(-1)").endswith("side=right")


def test_who_wants_no_movement_sees_where_it_leads_at_once(launch, base):
    page, _ = opened(launch, base, "reduce", {"from_s": 0.2, "to_s": 2.8, "lasts_s": 6000})
    until(page, "window.figure.at === 2.8")
