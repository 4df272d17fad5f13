"""Read from the mat: what somebody needs now is the largest, and its words fit, in every state, language and font."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
from playwright.sync_api import Browser, Page

from backcoach.coaching import phrases
from backcoach.coaching.viewpoints import turn_to
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.model import Exercise
from backcoach.texts import Message
from backcoach.texts.catalogue import translator
from tests.e2e.conftest import BROWSERS, FLAGS, window
from tests.e2e.fake_server import FakeCoach
from tests.e2e.fonts import FAMILIES, only
from tests.e2e.screens import screen

SIZES = ((1280, 800), (1920, 1080), (390, 844), (844, 390))
LANGUAGES = ("en", "de")
PART_OF_THE_HEIGHT = 1 / 14
MAX_TEXTS = 8
"""Of each kind, the longest and those with the longest words are looked at: shorter ones fit where these do."""

LOOK = """async ([language, screens]) => {
  const base = "/static/js/session/";
  const [{ View }, { loadTexts }] = await Promise.all(["view.js", "texts.js"].map((name) => import(base + name)));
  await loadTexts(language);
  const root = document.querySelector("main");
  const view = (window.view ??= new View(root));
  const PLACES = "[data-fit], .dial, .kicker, .tool, .confirm, .session";
  const looks = [];
  const turns = screens.flatMap(([screen, needed]) => {
    view.show(screen);
    return needed === ".instruction" ? view.parts.map((_, turn) => [screen, needed, turn]) : [[screen, needed, 0]];
  });
  for (const [screen, needed, turn] of turns) {
    view.show(screen);
    if (needed === ".instruction") view.takeTurns(turn);
    view.caption(screen.detail ?? screen.headline);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const sizes = [], cut = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const words = node.textContent.trim(), element = node.parentElement;
      if (!words || element.closest(".visually-hidden, noscript, pre")) continue;
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      if (!text.width) continue;
      const place = element.closest(PLACES).getBoundingClientRect();
      if (text.left < place.left - 1 || text.right > place.right + 1 || text.top < place.top - 2
        || text.bottom > place.bottom + 2 || text.right > innerWidth || text.bottom > innerHeight + 2)
        cut.push([element.className || element.tagName, words]);
      sizes.push([parseFloat(getComputedStyle(element).fontSize), element.className, words]);
    }
    const need = document.querySelector(needed);
    const size = parseFloat(getComputedStyle(need).fontSize);
    const larger = sizes.filter(([px, name]) => px > size && !need.classList.contains(name));
    const small = sizes.filter(([px]) => px < 9.5);
    looks.push({ small, size, words: need.textContent, cut, larger, state: screen.state });
  }
  return looks;
}"""


@pytest.fixture(scope="module", params=FAMILIES)
def dressed(request, playing, chromium, tmp_path_factory) -> Iterator[tuple[str, Browser]]:
    """A browser that has one family of fonts."""
    environment = only(request.param, tmp_path_factory.mktemp("fonts"))
    if environment is None:
        pytest.skip(f"needs the fonts of {request.param}")
    browser = playing.chromium.launch(executable_path=chromium, args=[*FLAGS], env=environment)
    BROWSERS.append(browser)
    yield request.param, browser
    BROWSERS.remove(browser)
    browser.close()


@cache
def taught(language: str) -> dict[str, list[str]]:
    """Return what the coach can write, by kind: the longest of each."""
    translate = translator(language).translate
    exercises = [*map(Catalogue().__getitem__, Catalogue())]
    faults = [fault for exercise in exercises for fault in exercise.faults]
    kinds = {
        "step": [
            text
            for e in exercises
            for text in (*e.steps, e.placement, e.breathing, e.lesson.feel, *map(str, sides_of(e)))
            if text
        ],
        "advice": [turn_to(exercise.views[0]) for exercise in exercises],
        "side": [text for e in exercises for text in sides_of(e)],
        "limb": [side.short for e in exercises for side in (e.lesson.left, e.lesson.right) if side],
        "phase": [phase.say for e in exercises for phase in e.phases if phase.say],
        "cue": [f.cue for f in faults] + [f.stronger_cue for f in faults if f.stronger_cue],
        "name": [exercise.name for exercise in exercises],
    }
    return {kind: _longest({translate(text) for text in texts}) for kind, texts in kinds.items()}


def sides_of(exercise: Exercise) -> list[Message]:
    """Return the calls to each side."""
    return [phrases.now_side(exercise, side) for side in ("left", "right") if exercise.lesson.side(side)]


def _longest(texts: set[str]) -> list[str]:
    by_length = sorted(texts, key=len, reverse=True)
    by_word = sorted(texts, key=lambda text: max(map(len, text.split())), reverse=True)
    return list(dict.fromkeys([*by_length[:MAX_TEXTS], *by_word[:MAX_TEXTS]]))


def every_screen(language: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield a screen of each state with each text, and the place of what is needed in it."""
    said, say = taught(language), translator(language).translate
    name = said["name"][0]
    for source in ("camera", "none"):
        usual: dict[str, Any] = {
            "source": source,
            "name": name,
            "next": said["name"][1],
            "side": "left",
            "side_text": said["limb"][0],
        }
        for step in said["step"]:
            yield screen("introduction", **usual, headline=name, detail=step), ".instruction"
            position = {"headline": say("Get into position"), "detail": step}
            clock = {"clock_s": 9.0, "clock_planned_s": 10.0} if source == "none" else {}
            yield screen("position", **usual, **position, **clock), ".instruction"
        for turn in said["side"]:
            yield screen("switch_sides", **usual, headline=turn, clock_s=7, clock_planned_s=8), ".instruction"
        for phase in said["phase"]:
            yield screen("work", **usual, count=12, planned=20, headline=name, phase=phase), ".big"
        for cue in said["cue"]:
            hold = {"hold_s": 14.0, "hold_planned_s": 25.0}
            yield screen("work", **usual, **hold, headline=say("Hold"), cue=cue), ".big"
        yield screen("countdown", **usual, headline=say("Ready"), clock_s=3, clock_planned_s=3), ".big"
        coming = say("Next: {name}.").replace("{name}", name)
        yield (
            screen("rest", **usual, headline=say("Rest"), detail=coming, clock_s=25, clock_planned_s=30),
            ".big",
        )
        paused = say("Press Space or tap the picture to go on.")
        yield screen("paused", **usual, headline=say("Paused"), detail=paused), ".veil-word"
    lost = {
        "headline": say("I cannot see you"),
        "detail": say("Come back into the picture, and I will go on by myself."),
    }
    yield screen("lost", **lost), ".veil-word"
    checks = [{"text": say(one), "ok": False} for one in CHECKS]
    for advice in said["advice"]:
        yield screen("camera_check", headline=advice, checks=checks), ".instruction"
    for step in said["step"]:
        yield screen("camera_check", headline=say("Camera check"), detail=step, checks=checks), ".instruction"


CHECKS = (
    "Light",
    "In the picture",
    "Obliquely from your feet",
    "Whole body",
    "Distance",
    "Steady",
)


def opened(browser: Browser, coach: FakeCoach, language: str) -> Page:
    page = window(browser, locale=language, reduced_motion="reduce").new_page()
    page.goto(f"{coach.url}/session?source=none")
    coach.wait_for("hello")
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_needed_is_the_largest_and_all_words_fit(dressed, coach: FakeCoach, language: str):
    family, browser = dressed
    page = opened(browser, coach, language)
    assert fonts_of(page) <= {f"{family} {kind}" for kind in ("Sans", "Serif")}
    screens = list(every_screen(language))
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        least = height * PART_OF_THE_HEIGHT
        looks = page.evaluate(LOOK, [language, screens])
        for part, words in sorted((look["size"] / height, look["words"]) for look in looks)[:4]:
            print(f"{family} {language} {width} x {height}: 1/{1 / part:.1f}", words)
        for look in looks:
            assert (look["cut"], look["larger"], look["small"]) == ([], [], []), (family, width, look)
            assert look["size"] >= least, (family, width, look)
    page.context.close()


def fonts_of(page: Page) -> set[str]:
    """Return the families that the page is really drawn with."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": -1})["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "main"})["nodeId"]
    return {
        font["familyName"] for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    }
