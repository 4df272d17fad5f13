"""The session page against a server that does what the test says: everything that a person can meet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
from playwright.sync_api import Browser, Page, expect

from backcoach.coaching.screen import StateName
from backcoach.web.static_files import FOLDER
from tests.e2e.conftest import WEBCAM, window
from tests.e2e.fake_server import FakeCoach
from tests.e2e.screens import pose, screen
from tests.e2e.watching import opened, said

STATES = StateName.__args__
SIZES = ((1280, 800), (1920, 1080), (390, 844), (844, 390))


def test_the_page_says_what_it_was_opened_for(page: Page, coach: FakeCoach):
    path = "/practice/glute_bridge?reps=7&hold_s=3&side=left&source=demo&speed=4&pain=3"
    opened(page, coach, path)
    hello = coach.wait_for("hello")
    assert hello["practice"] == {"exercise": "glute_bridge", "reps": 7, "hold_s": 3.0, "side": "left"}
    assert (hello["source"], hello["speed"], hello["pain"], hello["protocol"]) == ("demo", 4.0, 3, 1)


def test_what_cannot_be_meant_is_left_out(page: Page, coach: FakeCoach):
    opened(page, coach, "/practice/glute_bridge?reps=none&hold_s=-1&side=up&source=spy&speed=0")
    hello = coach.wait_for("hello")
    assert hello["practice"] == {"exercise": "glute_bridge"}
    assert (hello["source"], hello["speed"]) == ("camera", 1.0)


def test_an_unknown_exercise_has_no_page(page: Page, coach: FakeCoach):
    assert page.goto(f"{coach.url}/practice/handstand").status == 404


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_shown_as_plain_text(page: Page, coach: FakeCoach, state: str):
    opened(page, coach)
    coach.send(type="screen", **screen(state, side="left", hold_s=4.34, hold_planned_s=10.0, cue="Higher"))
    expect(said(page, "state")).to_have_text(state)
    expect(said(page, "exercise")).to_have_text("Glute bridge")
    expect(said(page, "count")).to_have_text("7")
    expect(said(page, "hold-seconds")).to_have_text("4.3")
    expect(said(page, "side")).to_have_text("left")
    expect(said(page, "cue")).to_have_text("Higher")
    expect(said(page, "next")).to_have_text("Bird dog, 8 times each side")
    expect(said(page, "unsure")).to_have_text("1 not sure")


def test_frames_travel_one_at_a_time_and_in_order(page: Page, coach: FakeCoach):
    coach.answer_frames = False
    opened(page, coach, "/session")
    coach.wait_for_frames(1)
    page.wait_for_timeout(700)
    assert len(coach.frames) == 1, "a second frame came before the answer to the first"
    coach.send(**pose(coach.frames[0][0]))
    coach.answer_frames = True
    coach.wait_for_frames(6)
    numbers, times, pictures = zip(*coach.frames, strict=True)
    assert list(numbers) == sorted(set(numbers))
    assert list(times) == sorted(set(times))
    assert all(picture[:2] == b"\xff\xd8" and len(picture) < 400_000 for picture in pictures)


def test_a_lost_answer_does_not_stop_the_frames(page: Page, coach: FakeCoach):
    coach.answer_frames = False
    opened(page, coach, "/session")
    coach.wait_for_frames(2)


def test_a_broken_connection_is_taken_up_with_the_same_session(page: Page, coach: FakeCoach):
    opened(page, coach)
    page.wait_for_url("**resume=s-1**")
    coach.received.clear()
    coach.drop()
    assert coach.wait_for("hello")["resume"] == "s-1"
    coach.send(type="screen", **screen("work"))
    expect(said(page, "state")).to_have_text("work")


def test_a_reload_goes_on_with_the_same_session(page: Page, coach: FakeCoach):
    opened(page, coach)
    page.wait_for_url("**resume=s-1**")
    coach.received.clear()
    page.reload()
    assert coach.wait_for("hello")["resume"] == "s-1"


def test_a_second_tab_is_told_and_may_take_over(page: Page, coach: FakeCoach):
    coach.refuse = (4409, "The coach is at work in another tab or window.")
    opened(page, coach)
    expect(page.locator("#question")).to_contain_text("another tab")
    coach.refuse = None
    coach.received.clear()
    page.keyboard.press("Enter")
    assert coach.wait_for("hello")["takeover"] is True


def test_a_session_that_cannot_be_gone_on_with_begins_anew(page: Page, coach: FakeCoach):
    coach.refuse = (4400, "This session cannot be continued: it is over.")
    opened(page, coach, "/session?source=none&resume=old")
    expect(page.locator("#question")).to_contain_text("it is over")
    coach.refuse = None
    coach.received.clear()
    page.get_by_role("button", name="Start over").click()
    assert coach.wait_for("hello")["resume"] is None


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        ("Space", "pause"), ("p", "pause"), ("ArrowLeft", "back"), ("ArrowRight", "skip"),
        ("Escape", "hurt"), ("h", "hurt"),
    ],
)  # fmt: skip
def test_keys(page: Page, coach: FakeCoach, key: str, sent: str):
    opened(page, coach, "/session?source=demo")
    coach.send(type="screen", **screen("work", source="demo"))
    expect(said(page, "state")).to_have_text("work")
    page.keyboard.press(key)
    coach.wait_for("action", action=sent)


def test_space_goes_on_when_paused_and_confirms_without_a_camera(page: Page, coach: FakeCoach):
    opened(page, coach)
    coach.send(type="screen", **screen("paused", source="none"))
    expect(said(page, "state")).to_have_text("paused")
    page.keyboard.press("Space")
    coach.wait_for("action", action="resume")
    coach.send(type="screen", **screen("work", source="none"))
    expect(said(page, "state")).to_have_text("work")
    page.keyboard.press("Space")
    coach.wait_for("action", action="confirm")


@pytest.mark.parametrize("source", ["camera", "none"])
@pytest.mark.parametrize("state", ["position", "work", "paused", "rest"])
def test_space_does_what_the_button_says_that_names_it(page: Page, coach: FakeCoach, state: str, source: str):
    opened(page, coach, f"/session?source={source}")
    coach.send(type="screen", **screen(state, source=source))
    expect(said(page, "state")).to_have_text(state)
    named = page.locator("button:visible:has(kbd:text-is('Space'))").or_(
        page.locator('.pause[title$="(Space)"]')
    )
    page.keyboard.press("Space")
    coach.wait_for("action")
    (first,) = [message["action"] for message in coach.received if message["type"] == "action"]
    coach.received.clear()
    for button in named.all():
        button.click()
        coach.wait_for("action", action=first)
    assert named.count() >= 1


def test_enter_and_a_press_the_large_buttons_of_the_instruction(page: Page, coach: FakeCoach):
    opened(page, coach, "/session")
    for state, key, words, sent in (
        ("camera_check", "Enter", "Go on anyway", "confirm"),
        ("introduction", "Enter", "I am ready", "confirm"),
        ("position", "a", "Show me again", "show"),
    ):
        coach.send(type="screen", **screen(state, detail="Lie down", actions=["confirm", "show"]))
        expect(said(page, "state")).to_have_text(state)
        for press in (lambda k=key: page.keyboard.press(k), page.get_by_role("button", name=words).click):
            coach.received.clear()
            press()
            coach.wait_for("action", action=sent)


@pytest.mark.parametrize(
    ("answer", "sent"), [("Go on now", "resume"), ("End it here", "stop"), ("Go on later", None)]
)
def test_the_cross_asks_before_it_leaves(page: Page, coach: FakeCoach, answer: str, sent: str | None):
    opened(page, coach)
    coach.send(type="screen", **screen("work", source="none"))
    expect(said(page, "state")).to_have_text("work")
    page.locator(".close").click()
    coach.wait_for("action", action="pause")
    page.get_by_role("button", name=answer).click()
    if sent is None:
        page.wait_for_url(coach.url + "/")
    else:
        coach.wait_for("action", action=sent)


def test_it_hurts_asks_where_and_how_much(page: Page, coach: FakeCoach):
    opened(page, coach)
    coach.send(type="screen", **screen("hurt"))
    dialog = page.locator("#hurt")
    expect(dialog).to_be_visible()
    for _ in range(3):  # browsers let the second one through
        page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Knee", exact=True).check()
    page.keyboard.press("4")
    dialog.get_by_role("button", name="Make it easier").click()
    told = coach.wait_for("hurt")
    assert told == {"type": "hurt", "where": "knee", "pain": 4, "then": "easier"}
    expect(dialog).to_be_hidden()


def test_after_a_warning_sign_only_the_end_is_offered(page: Page, coach: FakeCoach):
    opened(page, coach)
    coach.send(type="screen", **screen("hurt"))
    page.get_by_label("It spreads down a leg").check()
    for name, offered in (("It is fine, go on", False), ("Make it easier", False), ("End the session", True)):
        expect(page.get_by_role("button", name=name)).to_be_enabled(enabled=offered)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotAllowedError", "refused the camera"),
        ("NotFoundError", "There is no camera"),
        ("NotReadableError", "in use"),
        ("OverconstrainedError", "not there"),
        ("SomethingElse", "cannot be opened"),
    ],
)
def test_a_camera_that_does_not_open_is_said_and_there_is_a_way_without(
    page: Page, coach: FakeCoach, error, words
):
    page.add_init_script(
        f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{error}'))"
    )
    page.goto(coach.url + "/session")
    expect(page.locator("#question")).to_contain_text(words)
    page.keyboard.press("Space")
    assert coach.wait_for("hello")["source"] == "none"


def test_an_address_without_a_camera_is_said(page: Page, coach: FakeCoach):
    page.add_init_script("Object.defineProperty(navigator, 'mediaDevices', {value: undefined})")
    page.goto(coach.url + "/session")
    expect(page.locator("#question")).to_contain_text("127.0.0.1")


def test_a_camera_that_is_unplugged_is_told_to_the_coach(page: Page, coach: FakeCoach):
    opened(page, coach, "/session")
    coach.wait_for_frames(1)
    page.evaluate(
        "document.querySelector('video').srcObject.getTracks()[0].dispatchEvent(new Event('ended'))"
    )
    coach.wait_for("camera", working=False, reason="unplugged")
    expect(page.locator(".notice")).to_contain_text("unplugged")


def test_a_refusal_in_the_browser(launch: Callable[..., Browser], coach: FakeCoach):
    context = window(launch(WEBCAM, "--deny-permission-prompts"))
    page = context.new_page()
    page.goto(coach.url + "/session")
    expect(page.locator("#question")).to_contain_text("refused the camera")
    context.close()


def test_what_is_said_is_also_read(page: Page, coach: FakeCoach):
    opened(page, coach)
    coach.send(type="say", text="Lift your hips", kind="cue", interrupts=True, language="en")
    expect(said(page, "caption")).to_have_text("Lift your hips")
    expect(said(page, "caption")).to_be_visible()
    page.keyboard.press("c")
    expect(said(page, "caption")).to_be_hidden()


def test_a_browser_without_voices_plays_tones_and_says_so(page: Page, coach: FakeCoach):
    page.add_init_script(
        "speechSynthesis.getVoices = () => []; window.tones = 0;"
        "const start = OscillatorNode.prototype.start;"
        "OscillatorNode.prototype.start = function (...a) { window.tones += 1; return start.apply(this, a); };"
    )
    opened(page, coach)
    expect(page.locator(".notice")).to_contain_text("tones", timeout=6000)
    coach.send(type="say", text="Lift", kind="cue", interrupts=False, language="en")
    expect(said(page, "caption")).to_have_text("Lift")
    page.wait_for_timeout(200)
    assert page.evaluate("tones") == 2


def test_only_voices_of_this_computer_are_used(page: Page, coach: FakeCoach):
    page.add_init_script(
        "const voice = (name, lang, localService) => ({name, lang, localService, default: false, voiceURI: name});"
        "speechSynthesis.getVoices = () => [voice('far', 'en-US', false), voice('near', 'en-GB', true)];"
        "window.spoken = []; speechSynthesis.speak = (u) => spoken.push(u.text);"
        "Object.defineProperty(SpeechSynthesisUtterance.prototype, 'voice', {set(v) { window.chosen = v.name; }});"
    )
    opened(page, coach)
    expect(page.locator("#session")).to_have_attribute("data-voice", "voice")
    coach.send(type="say", text="Lift", kind="cue", interrupts=False, language="en")
    expect(said(page, "caption")).to_have_text("Lift")
    assert page.evaluate("[window.chosen, window.spoken]") == ["near", ["Lift"]]


def test_the_panel_tells_frames_a_second_and_latency(page: Page, coach: FakeCoach):
    opened(page, coach, "/session")
    coach.wait_for_frames(3)
    coach.send(type="screen", **screen("work", count=1), of_seq=coach.frames[-1][0])
    page.keyboard.press("d")
    expect(page.get_by_test_id("panel")).to_have_text(re.compile(r"frames a second"))
    page.wait_for_timeout(200)
    assert len(page.evaluate("backcoach.figures().count_ms")) == 1


def test_the_end_leads_to_the_summary(page: Page, coach: FakeCoach):
    opened(page, coach)
    coach.send(type="screen", **screen("finished"))
    coach.send(type="end", summary_url="/done/s-1")
    expect(page.get_by_test_id("summary")).to_be_visible(timeout=9000)


def loaded(script: Path) -> set[Path]:
    """Return a script and all that it imports."""
    found, waiting = set(), [script]
    while waiting:
        one = waiting.pop()
        found.add(one)
        named = re.findall(r'^(?:import|export) (?:[^"]* from )?"([^"]+)";', one.read_text(), re.MULTILINE)
        waiting += [path for name in named if (path := (one.parent / name).resolve()) not in found]
    return found


def test_no_page_loads_much_javascript():
    """At most 100 kB a page, comments and indentation included; no page loads all scripts."""
    entries = {
        Path(FOLDER, name).resolve()
        for page in Path(FOLDER, "..", "templates").resolve().glob("*.html")
        for name in re.findall(r"static\('(js/[^']+)'\)", page.read_text())
    }
    assert {"main.js", "today.js", "notify.js"} <= {entry.name for entry in entries}
    everywhere = loaded(Path(FOLDER, "js", "pages", "notify.js").resolve())
    sizes = {entry.name: weight(loaded(entry) | everywhere) for entry in entries}
    assert {name: size for name, size in sizes.items() if size > 100_000} == {}


def weight(scripts: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in scripts)


def test_the_page_keeps_nothing_in_the_browser(page: Page, coach: FakeCoach):
    opened(page, coach)
    coach.send(type="screen", **screen("work"))
    expect(said(page, "state")).to_have_text("work")
    stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert stored == [0, 0, ""]
