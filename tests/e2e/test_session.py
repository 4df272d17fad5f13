"""The real server, the real session and a real browser: from the first page to the history."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
from playwright.sync_api import Error, Page, expect

from tests.e2e.served import Served, ask
from tests.e2e.watching import moments, text, watch

PROGRESS = ["state", "exercise", "count", "hold-seconds", "caption"]
SHOWN = """names => names.map(name => document.querySelector(`[data-testid="${name}"]`)?.textContent)"""
STILL_S = 90.0
"""A session of which nothing changes for so long hangs, also on a busy machine."""

SHORT_ROUTINE = [
    {"exercise": "child_pose", "repetitions": 1, "hold_s": 3},
    {"exercise": "clamshell", "repetitions": 2},
    {"exercise": "trunk_rotation", "repetitions": 1, "hold_s": 3},
    {"exercise": "forearm_plank", "repetitions": 1, "hold_s": 4},
    {"exercise": "cat_camel", "repetitions": 2, "hold_s": 3},
    {"exercise": "glute_bridge", "repetitions": 2},
    {"exercise": "bird_dog", "repetitions": 1, "hold_s": 3},
]
"""The article's routine, with doses that a test can wait for."""

_SHIFTS = (
    "window.shifts = []; new PerformanceObserver(list => shifts.push(...list.getEntries().map(e => [e.value, "
    "e.sources.map(s => s.node?.className)]))).observe({type: 'layout-shift', buffered: true});"
)


def choose(server: Served, **preferences: object) -> None:
    """Change the settings as the settings page does."""
    ask(f"{server.url}/api/settings", preferences)


def until(page: Page, met: Callable[[], bool], what: str, timeout_s: float = 60.0) -> None:
    end = time.monotonic() + timeout_s
    while not met():
        shown = (
            {name: text(page, name) for name in ("state", "count")} if "/done/" not in page.url else page.url
        )
        assert time.monotonic() < end, f"{what} never came; the page shows {shown}"
        page.wait_for_timeout(50)


def follow(page: Page, look: Callable[[], list]) -> list:
    """Wait for the end of the session, as long as it goes on; what was seen when there was last something to see."""
    seen: list = []
    before, still_since = None, time.monotonic()
    while "/done/" not in page.url:
        with contextlib.suppress(Error):  # the page may be changing at this moment
            seen = look() or seen
            shown = page.evaluate(SHOWN, PROGRESS)
            if shown != before:
                before, still_since = shown, time.monotonic()
        assert time.monotonic() < still_since + STILL_S, f"no end; the page shows {before}"
        page.wait_for_timeout(200)
    return seen


def count(page: Page) -> int:
    return int(text(page, "count") or 0)


def session_of(page: Page, server: Served) -> dict:
    """Return what the journal has of the session whose end the page shows."""
    return ask(f"{server.url}/api/sessions/{page.url.rpartition('/')[2]}")


def counted(session: dict) -> int:
    return sum(r["status"] == "counted" for one in session["sets"] for r in one["repetitions"])


def test_the_demonstration_goes_through_the_whole_routine_into_the_history(page: Page, served: Served):
    choose(served, routine=SHORT_ROUTINE, introductions=False, rest=0)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.add_init_script(_SHIFTS)
    page.goto(f"{served.url}/session?source=demo&speed=16")
    shifts = follow(page, lambda: page.evaluate("window.shifts ?? []"))
    expect(page.get_by_role("heading", name="Well done")).to_be_visible()
    expect(page.get_by_test_id("summary")).to_contain_text("Glute bridge")
    assert not shifts
    strangers = [url for url in asked if url.split("://")[1].split("/")[0] != f"127.0.0.1:{served.port}"]
    assert not [url for url in strangers if not url.startswith(("data:", "blob:"))]
    session = session_of(page, served)
    assert session["outcome"] == "done"
    assert [one["exercise"] for one in session["sets"]] == [one["exercise"] for one in SHORT_ROUTINE]
    for one, wanted in zip(session["sets"], SHORT_ROUTINE, strict=True):
        assert sum(r["status"] == "counted" for r in one["repetitions"]) >= wanted["repetitions"]


def test_without_a_camera_everything_is_self_reported(page: Page, served: Served):
    choose(served, introductions=False)
    page.goto(f"{served.url}/practice/glute_bridge?source=none&reps=3")
    _confirm_until(page, 3)
    _answer(page, ("Was it easy?", "5"), ("Is your back free of pain?", "n"), ("Does it hurt a little?", "y"))
    page.wait_for_url("**/done/**", timeout=60_000)
    for name, value in (("pain", 2), ("effort", 5)):
        expect(page.locator(f"input[name={name}][value='{value}']")).to_be_checked()
    expect(page.get_by_test_id("summary")).to_contain_text("3 of 3")
    expect(page.get_by_test_id("summary")).to_contain_text("reported by you")
    for name, value in (("pain", 3), ("effort", 6)):
        with page.expect_response("**/after"):
            page.locator(f"input[name={name}][value='{value}']").check(force=True)
    expect(page.locator(".saved")).to_contain_text("Saved")
    session = session_of(page, served)
    assert counted(session) == 3
    assert all(r["self_reported"] for one in session["sets"] for r in one["repetitions"])
    assert session["effort"] == 6
    assert [(p["when"], p["value"]) for p in session["pain"]] == [("after", 2), ("after", 3)]


def _skip_the_questions(page: Page) -> None:
    """Go on to the summary at once, as those do who stand at the computer."""
    expect(page.get_by_test_id("state")).to_have_text("afterwards")
    page.keyboard.press("Space")
    page.wait_for_url("**/done/**", timeout=60_000)


def _answer(page: Page, *answers: tuple[str, str]) -> None:
    """Wait for each question, and press its key."""
    for question, key in answers:
        expect(page.get_by_test_id("question")).to_have_text(question)
        page.keyboard.press(key)


def _confirm_until(page: Page, repetitions: int) -> None:
    """Press Space, as somebody does who counts by feel, until so many are done or it is over."""

    def done() -> bool:
        if "/done/" in page.url or text(page, "state") == "finished":
            return True
        if count(page) >= repetitions:
            return True
        page.keyboard.press("Space")
        page.wait_for_timeout(300)
        return False

    until(page, done, f"repetition {repetitions}", 120)


def test_a_reload_and_a_killed_server_lose_nothing_that_was_finished(page: Page, served: Served):
    choose(served, introductions=False)
    page.goto(f"{served.url}/practice/glute_bridge?source=none&reps=8")
    _confirm_until(page, 2)
    before = count(page)
    page.reload()
    until(page, lambda: text(page, "state") not in ("connecting", ""), "the session after the reload")
    assert count(page) >= before
    _confirm_until(page, before + 2)
    before = count(page)
    served.kill()
    expect(page.locator(".notice")).to_contain_text("trying again")
    served.start()
    expect(page.locator(".notice")).to_be_hidden(timeout=30_000)
    until(page, lambda: count(page) >= before, "the count from before the server was killed")
    _confirm_until(page, 8)
    _skip_the_questions(page)
    session = session_of(page, served)
    assert counted(session) == 8
    assert session["outcome"] == "done"


def test_easier_stays_easier_after_a_reload_and_a_killed_server(page: Page, served: Served):
    choose(served, introductions=False)
    page.goto(f"{served.url}/practice/cat_camel?source=none&reps=8&hold_s=5")
    _confirm_until(page, 2)
    page.keyboard.press("Escape")
    page.locator("#hurt").get_by_role("button", name="Make it easier").click()
    done = count(page)
    easier = f"of {done + (8 - done + 1) // 2}"
    shown = page.locator(".planned")
    expect(shown).to_have_text(easier)
    page.reload()
    until(page, lambda: text(page, "state") not in ("connecting", ""), "the session after the reload")
    expect(shown).to_have_text(easier)
    served.kill()
    expect(page.locator(".notice")).to_contain_text("trying again")
    served.start()
    expect(page.locator(".notice")).to_be_hidden(timeout=30_000)
    expect(shown).to_have_text(easier)
    expect(page.locator(".hold-planned")).to_have_text("of 3 s")
    assert count(page) == done


def test_a_server_that_is_gone_and_any_closing_are_told_with_a_way_on(page: Page, served: Served):
    """No code of the server, and none that nobody knows, leaves the page trying for ever."""
    page.goto(f"{served.url}/practice/glute_bridge?source=none&reps=2")
    until(page, lambda: text(page, "state") not in ("connecting", ""), "the session")
    told = page.evaluate(
        """async () => {
          const { CLOSINGS, closingOf, waysOf, isPassing } = await import("/static/js/session/closings.js");
          return [...Object.keys(CLOSINGS).map(Number), 1000, 1002, 1007, 1009, 1015, 4000, 4499, 4999].map(
            (code) => [code, isPassing(code), closingOf(code).title(), closingOf(code).text(), waysOf(code).length]);
        }"""
    )
    assert len(told) == 17
    assert all(not passing and title and why and ways for _, passing, title, why, ways in told)


def test_a_second_tab_is_told_and_the_first_one_too_when_it_is_taken_over(page: Page, served: Served):
    page.goto(f"{served.url}/practice/glute_bridge?source=none&reps=5")
    until(page, lambda: text(page, "state") not in ("connecting", ""), "the session")
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.locator("#question")).to_contain_text("another tab")
    second.get_by_role("button", name="Use this tab instead").click()
    until(second, lambda: text(second, "state") != "connecting", "the session in the second tab")
    expect(page.locator("#question")).to_contain_text("another tab")


def test_a_camera_that_fails_in_the_middle_does_not_end_the_session(page: Page, served: Served):
    choose(served, introductions=False)
    page.goto(f"{served.url}/practice/glute_bridge?reps=3")
    until(page, lambda: text(page, "state") not in ("connecting", ""), "the session")
    page.evaluate(
        "document.querySelector('video').srcObject.getTracks()[0].dispatchEvent(new Event('ended'))"
    )
    expect(page.locator("#session")).to_have_attribute("data-source", "none")
    _confirm_until(page, 3)
    _skip_the_questions(page)
    assert counted(session_of(page, served)) == 3


def test_it_hurts_ends_the_exercise_and_is_remembered(page: Page, served: Served):
    choose(served, introductions=False)
    page.goto(f"{served.url}/practice/glute_bridge?source=none&reps=5")
    _confirm_until(page, 1)
    page.keyboard.press("Escape")
    dialog = page.locator("#hurt")
    dialog.get_by_label("Lower back").check()
    dialog.get_by_label("4", exact=True).check()
    dialog.get_by_role("button", name="End the session").click()
    page.wait_for_url("**/done/**", timeout=60_000)
    expect(page.get_by_role("heading", name="Enough for today")).to_be_visible()
    session = session_of(page, served)
    assert ("during", 4, "lower_back") in [(p["when"], p["value"], p["where"]) for p in session["pain"]]


def test_the_demonstration_makes_mistakes_and_is_corrected(page: Page, served: Served):
    watch(page)
    page.goto(f"{served.url}/practice/glute_bridge?source=demo&reps=5&speed=4")
    seen = follow(page, lambda: moments(page))
    counts = [moment.count for moment in seen if moment.state == "work"]
    assert counts == sorted(counts)
    assert any(moment.cue for moment in seen)
