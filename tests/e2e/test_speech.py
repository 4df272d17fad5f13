"""How it sounds: what is urgent lowers what is said and follows, numbers are finished, sounds are there before."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
from playwright.sync_api import Page, Route, expect

from tests.e2e.fake_server import FakeCoach

LISTENING = """
speechSynthesis.getVoices = () => [];
window.heard = [];
const start = AudioBufferSourceNode.prototype.start, stop = AudioBufferSourceNode.prototype.stop;
AudioBufferSourceNode.prototype.start = function (when) {
  heard.push({what: 'start', length: Math.round(this.buffer.duration * 10) / 10, at: when});
  this.addEventListener('ended', () => heard.push({what: 'end', length: Math.round(this.buffer.duration * 10) / 10,
    at: this.context.currentTime}));
  return start.call(this, when);
};
AudioBufferSourceNode.prototype.stop = function (when) {
  heard.push({what: 'stop', length: Math.round(this.buffer.duration * 10) / 10, at: when});
  return stop.call(this, when);
};
const ramp = AudioParam.prototype.linearRampToValueAtTime;
AudioParam.prototype.linearRampToValueAtTime = function (value, at) {
  heard.push({what: 'ramp', value, at});
  return ramp.call(this, value, at);
};
"""
LENGTHS = {"7": 0.6, "8": 0.6, "Lovely, a good pace.": 3.0, "Lift your hips.": 1.5, "Paused.": 1.0, "1": 0.4}


def sound(seconds: float) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x00\x20" * round(8000 * seconds))
    return made.getvalue()


class Voice:
    """Speaks for the page; each text has its own length."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        self.status = 200
        page.add_init_script(LISTENING)
        page.route("**/api/speech?**", self._speak)
        page.route("**/api/speech/voices?**", lambda route: route.fulfill(json={"voices": []}))

    def _speak(self, route: Route) -> None:
        text = parse_qs(urlparse(route.request.url).query)["text"][0]
        self.asked.append(text)
        if self.status != 200:
            route.fulfill(status=self.status, json={"error": "lost"})
            return
        body = sound(LENGTHS.get(text, 0.5))
        route.fulfill(status=200, body=body, content_type="audio/wav", headers=self.headers)


@pytest.fixture
def voice(page: Page) -> Voice:
    return Voice(page)


def until(condition: Callable[[], object], page: Page) -> None:
    for _ in range(400):
        if condition():
            return
        page.wait_for_timeout(20)
    raise AssertionError("it did not come")


def opened(page: Page, coach: FakeCoach, voice: Voice) -> None:
    page.goto(coach.url + "/session?source=none")
    coach.wait_for("hello")
    expect(page.locator("#session")).to_have_attribute("data-voice", "server")
    coach.send(
        type="soon",
        texts=[*LENGTHS][:5],
        language="en",
    )
    until(lambda: voice.asked[-1:] == ["Paused."], page)
    page.wait_for_timeout(150)


def say(coach: FakeCoach, text: str, kind: str, *, interrupts: bool = False) -> None:
    coach.send(type="say", text=text, kind=kind, interrupts=interrupts, stays=False, language="en", turn=0)


def heard(page: Page, what: str) -> list[dict[str, Any]]:
    return [one for one in page.evaluate("heard") if one["what"] == what]


def test_sounds_are_fetched_before_they_are_needed_each_once(page: Page, coach: FakeCoach, voice: Voice):
    opened(page, coach, voice)
    asked = list(voice.asked)
    say(coach, "7", "count")
    until(lambda: heard(page, "start"), page)
    assert voice.asked == asked == ["1", "7", "8", "Lovely, a good pace.", "Lift your hips.", "Paused."]


def test_praise_is_lowered_for_a_number_which_follows_at_once(page: Page, coach: FakeCoach, voice: Voice):
    opened(page, coach, voice)
    say(coach, "Lovely, a good pace.", "praise")
    page.wait_for_timeout(300)
    say(coach, "7", "count", interrupts=True)
    until(lambda: len(heard(page, "end")) == 2, page)
    praise, number = heard(page, "start")
    low, silent = heard(page, "ramp")[-2:]
    assert (praise["length"], number["length"]) == (3.0, 0.6)
    assert 0 < low["value"] < 0.3
    assert silent["value"] == 0
    assert low["at"] == pytest.approx(number["at"], abs=0.02)
    assert heard(page, "stop")[0]["length"] == 3.0
    assert heard(page, "end")[0]["length"] == 3.0


@pytest.mark.parametrize("hushed", [False, True])
def test_a_number_is_finished_whatever_comes(page: Page, coach: FakeCoach, voice: Voice, hushed: bool):
    opened(page, coach, voice)
    say(coach, "7", "count")
    until(lambda: heard(page, "start"), page)
    if hushed:
        coach.send(type="hush")
    say(coach, "Paused.", "notice", interrupts=not hushed)
    until(lambda: len(heard(page, "start")) == 2, page)
    number, notice = heard(page, "start")
    (over,) = heard(page, "end")
    assert not heard(page, "stop")
    assert number["at"] + 0.55 <= over["at"] <= notice["at"] + 0.1
    assert notice["length"] == 1.0


def test_a_correction_that_makes_room_is_not_heard_of_again(page: Page, coach: FakeCoach, voice: Voice):
    opened(page, coach, voice)
    say(coach, "Lift your hips.", "cue")
    page.wait_for_timeout(150)
    say(coach, "Paused.", "notice", interrupts=True)
    page.wait_for_timeout(1500)
    assert [one["length"] for one in heard(page, "start")] == [1.5, 1.0]


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (200, {"Backcoach-Trouble": "voice file"}, "voice file cannot be used"),
        (200, {"Backcoach-Trouble": "started again"}, "is back"),
        (503, {}, "you hear tones"),
    ],
)
def test_a_voice_in_trouble_is_told_once(page: Page, coach: FakeCoach, voice: Voice, status, headers, words):
    opened(page, coach, voice)
    voice.status, voice.headers = status, headers
    say(coach, "Never asked for before.", "cue")
    expect(page.locator(".notice")).to_contain_text(words)
    page.evaluate("document.querySelector('.notice').textContent = ''")
    say(coach, "Nor this.", "cue")
    page.wait_for_timeout(300)
    expect(page.locator(".notice")).to_be_empty()
