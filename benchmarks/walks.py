"""Beginners who walk through the pages at random: does any of them get stuck?

`python benchmarks/walks.py --walks 200` prints how many of each kind walked, and every dead end with its way there.
Chromium must be installed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from playwright.sync_api import sync_playwright

from tests.e2e.conftest import FLAGS
from tests.e2e.walking import PERSONS, STEPS, DeadEndError, walk

EVERY = 10
FIRST = 1000
"""Published walks have seeds from here on."""


def main() -> int:
    """Walk, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--walks", type=int, default=200)
    parser.add_argument("--first", type=int, default=FIRST, help="seed of the first walk")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--browser", default=shutil.which("chromium") or shutil.which("google-chrome"))
    wish = parser.parse_args()
    walked: Counter[str] = Counter()
    steps: Counter[str] = Counter()
    stuck: list[str] = []
    begun_s = time.monotonic()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=wish.browser, args=list(FLAGS))
        for seed in range(wish.first, wish.first + wish.walks):
            context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
            context.set_default_timeout(120_000)
            person = PERSONS[seed % len(PERSONS)]
            walked[person] += 1
            try:
                steps[person] += len(walk(context, seed, wish.steps).trail)
            except DeadEndError as error:
                stuck.append(f"{seed}: {error}")
                print(stuck[-1], flush=True)
            context.close()
            if walked.total() % EVERY == 0:
                print(f"{walked.total()} walks, {len(stuck)} dead ends", flush=True)
        browser.close()
    print("| a beginner who | walks | steps |\n| --- | --- | --- |")
    for person in PERSONS:
        print(f"| {person} | {walked[person]} | {steps[person]} |")
    print(f"\ndead ends: wanted 0, measured {len(stuck)}; {time.monotonic() - begun_s:.0f} s")
    return bool(stuck)


if __name__ == "__main__":
    sys.exit(main())
