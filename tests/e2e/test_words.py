"""A routine on the mat: words come out of the microphone, and nothing is touched after Start."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
pytest.importorskip("kaldi_native_fbank", reason="needs the extra `voice`")
from playwright.sync_api import expect

from backcoach.hearing.lesson import lesson
from backcoach.hearing.standing_out import RATE
from backcoach.hearing.taught import Taught
from tests.e2e.conftest import ALLOWED, WEBCAM, window
from tests.e2e.served import ask
from tests.hearing.saying import say, silence

WORDS = ("hurts", "next", "pause")


def microphone(path: Path) -> Path:
    """Write what is said: "next", some moments later "it hurts"; then nothing for long."""
    said = [
        silence(14.0),
        say("next", speed=1.05, seed=21),
        silence(6.0),
        say("hurts", pitch_hz=125.0, seed=22),
    ]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.concatenate([*said, silence(120.0)]).astype("<i2").tobytes())
    return path


def teach(folder: Path, person: str) -> None:
    for word in WORDS:
        for seed in range(3):
            learned = lesson(say(word, seed=seed, pitch_hz=115.0 + 5 * seed), word, {})
            assert learned.example is not None
            Taught(folder).add(person, word, learned.example)


def test_next_and_it_hurts_are_said_from_the_mat(served, launch, tmp_path):
    person = ask(f"{served.url}/api/profiles")["present"]
    teach(served.folder, person)
    ask(f"{served.url}/api/settings", {"introductions": False, "words": {"on": True}})
    sound = f"--use-file-for-fake-audio-capture={microphone(tmp_path / 'said.wav')}"
    browser = launch(WEBCAM, ALLOWED, sound, "--autoplay-policy=no-user-gesture-required")
    seen = window(browser, viewport={"width": 1280, "height": 720}).new_page()
    seen.goto(f"{served.url}/practice/glute_bridge?reps=50&sets=3")
    seen.get_by_test_id("heard").filter(has_text="Next").wait_for(timeout=60_000)
    seen.get_by_test_id("heard").filter(has_text="It hurts").wait_for(timeout=60_000)
    expect(seen.get_by_test_id("question")).not_to_be_empty()
    assert seen.get_by_test_id("state").text_content() == "hurt"
