"""How soon is a number heard after it is shown? A whole set of the simulated person, in a real Chromium.

    python benchmarks/voice.py --voice-file en_US-joe-medium.onnx --json docs/results/voice.json

Needs Chromium and Playwright. Measured in the page: from the change of the number on the screen to the first audible
sample of its sound, with the time that the audio output says it takes. For a browser's voice, to its own `start` event.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from inputs import stop
from reporting import Report, make_parser
from webcam import serving, spread

HEARD_MS = 150.0
HEARD_SHARE = 0.95
LONGEST_S = 170.0
NEXT_MS = 2500.0
LISTEN = """
window.told = [];
const nameOf = new Map(), names = new WeakMap(), tell = (what, text, at) => window.told.push([what, text, at]);
const fetched = window.fetch;
window.fetch = async (where, how) => {
  const answer = await fetched(where, how), found = /api\\/speech\\?(.*)/.exec(String(where));
  if (found) {
    const take = answer.arrayBuffer.bind(answer);
    answer.arrayBuffer = async () => {
      const bytes = await take();
      nameOf.set(bytes, new URLSearchParams(found[1]).get('text'));
      return bytes;
    };
  }
  return answer;
};
const decode = AudioContext.prototype.decodeAudioData;
AudioContext.prototype.decodeAudioData = async function (bytes) {
  const text = nameOf.get(bytes), sound = await decode.call(this, bytes);
  names.set(sound, text);
  tell('ready', text, performance.now());
  return sound;
};
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (when = 0) {
  const audio = this.context, first = this.buffer.getChannelData(0).findIndex((sample) => Math.abs(sample) > 0.006);
  const wait_s = Math.max(0, when - audio.currentTime) + first / this.buffer.sampleRate;
  const out_s = audio.outputLatency || audio.baseLatency || 0;
  tell('heard', names.get(this.buffer), performance.now() + 1000 * (wait_s + out_s));
  tell('output', String(audio.outputLatency), 1000 * out_s);
  return start.call(this, when);
};
const speak = speechSynthesis.speak.bind(speechSynthesis);
speechSynthesis.speak = (words) => {
  words.addEventListener('start', () => tell('heard', words.text, performance.now()));
  speak(words);
};
addEventListener('DOMContentLoaded', () => {
  const part = (name) => document.querySelector(`[data-testid=${name}]`);
  const look = () => tell('shown', part('count').textContent, performance.now());
  const all = {childList: true, characterData: true, subtree: true};
  if (part('count')) new MutationObserver(look).observe(part('count'), all);
});
"""
NO_VOICES = "speechSynthesis.getVoices = () => [];"

Told = list[tuple[str, str, float]]


def main() -> int:
    """Run it; return the exit status."""
    parser = make_parser(__doc__)
    parser.add_argument("--voice-file", type=Path, help="a voice of Piper; its .json beside it")
    parser.add_argument("--numbers", type=int, default=20, help="how many are counted with each voice")
    wanted = parser.parse_args()
    if shutil.which("chromium") is None:
        stop("needs Chromium")
    report = Report("voice", wanted.json)
    measure(report, wanted.voice_file, wanted.numbers)
    return report.close()


def measure(report: Report, voice_file: Path | None, numbers: int) -> None:
    """Listen to a set with each voice, and tell how soon its numbers were heard."""
    load = os.getloadavg()[0]
    rows: list[tuple[Any, ...]] = []
    with serving() as (play, server, folder):
        for name in ("browser", "espeak-ng", "Piper"):
            if name == "Piper" and voice_file is not None:
                put_voice(voice_file, folder / "home" / "config" / "voices")
            told = None if name == "Piper" and voice_file is None else listen(play, server, name, numbers)
            if told is None:
                rows.append((f"{name}: none here", "", "", "", "", ""))
                continue
            latencies, shown, ready = delays(told)
            rows.append((name, shown, len(latencies), *spread(latencies), ready))
            check(report, name, latencies, shown)
    columns = ["voice", "numbers shown", "heard", "50 % (ms)", "95 %", "sounds there before (share)"]
    report.table(f"From a number that is shown to its sound; load before: {load:.1f}", columns, rows)


def check(report: Report, name: str, latencies: list[float], shown: int) -> None:
    """Compare with what is wanted."""
    p95 = spread(latencies)[1]
    report.check(f"{name}: number shown to heard, 95 % (ms)", p95, f"<= {HEARD_MS:.0f}", p95 <= HEARD_MS)
    soon = sum(ms <= HEARD_MS for ms in latencies) / max(1, shown)
    wanted = f">= {HEARD_SHARE:g}"
    report.check(f"{name}: of all numbers shown, heard in time", soon, wanted, soon >= HEARD_SHARE)


def put_voice(file: Path, folder: Path) -> None:
    """Give the server a voice file."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in (file, file.with_name(file.name + ".json")):
        shutil.copy(path, folder)


def listen(play: Any, server: Any, name: str, numbers: int) -> Told | None:
    """Return what a page told of a set; None where the browser has no voice."""
    from tests.e2e.conftest import FLAGS

    browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=[*FLAGS])
    try:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
        server.let_in(context)
        page = context.new_page()
        page.add_init_script(("" if name == "browser" else NO_VOICES) + LISTEN)
        page.goto(f"{server.url}/practice/clamshell?source=demo&reps={numbers + 1}&side=left")
        if name == "browser" and not has_voice(page):
            return None
        wait(page, numbers)
        told: Told = page.evaluate("told")
        return told
    finally:
        browser.close()


def has_voice(page: Any) -> bool:
    """Whether the browser has a voice of its own."""
    time.sleep(2.5)
    found: str | None = page.locator("#session").get_attribute("data-voice")
    return found == "voice"


def wait(page: Any, numbers: int) -> None:
    """Skip the lesson, and wait until all numbers were shown; one more repetition is left, so that the page stays."""
    end = time.monotonic() + LONGEST_S
    time.sleep(12.0)  # the sounds are made meanwhile, as during a lesson
    while time.monotonic() < end:
        state = page.get_by_test_id("state").text_content()
        if state == "introduction":
            page.keyboard.press("Enter")
        if page.get_by_test_id("count").text_content() == str(numbers):
            break
        time.sleep(0.5)
    time.sleep(3.0)


def delays(told: Told) -> tuple[list[float], int, float]:
    """Return how long each number took, how many were shown, and the share of sounds that were there before."""
    shown = [(text, at) for what, text, at in told if what == "shown" and text.isdigit() and text != "0"]
    heard = [(text, at) for what, text, at in told if what == "heard"]
    ready = {text: at for what, text, at in reversed(told) if what == "ready"}
    found = []
    for text, at in shown:
        after = [when - at for said, when in heard if said == text and -20 <= when - at <= NEXT_MS]
        found += after[:1]
    before = [ready.get(text, at) < at - 100 for text, at in heard]
    return found, len(shown), round(sum(before) / max(1, len(before)), 3)


if __name__ == "__main__":
    sys.exit(main())
