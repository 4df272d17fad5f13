"""Beginners who walk through the pages at random: does any of them get stuck?

`python benchmarks/walks.py` walks 200 times, and prints how many of each kind walked and every dead end with its way
there. Several walks share a browser; nothing moves in it and no picture is fetched, which changes no way and spares the
machine. Chromium must be installed. Published walks have seeds from 1000 on. With `--kept FILE` every walk is written
down as soon as it is over, and whoever is broken off goes on from there.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from playwright.sync_api import Error, sync_playwright
from reporting import Report, make_parser

from tests.e2e.conftest import FLAGS
from tests.e2e.walking import PERSONS, STEPS, DeadEndError, walk

A_BROWSER = 5
"""Walks that share one."""

NO_PICTURES = "--blink-settings=imagesEnabled=false"
PATIENCE_MS = 300_000
"""Far above what a page may take: a machine that is busy is no dead end."""


class Walked(NamedTuple):
    """How one walk went: who walked, how many steps, and the dead end at which it ended, if it did."""

    seed: int
    person: str
    steps: int
    stuck: str = ""


class Some(NamedTuple):
    """Walks that share a browser."""

    seeds: Sequence[int]
    steps: int
    browser: str
    kept: Path | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Walk, and print the table."""
    parser = make_parser(__doc__)
    parser.add_argument("--walks", type=int, default=200)
    parser.add_argument("--first", type=int, default=1000, help="seed of the first walk")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--workers", type=int, default=2, help="browsers at a time")
    parser.add_argument("--browser", default=shutil.which("chromium") or shutil.which("google-chrome"))
    parser.add_argument("--kept", type=Path, help="file for the walks that are over, to go on from")
    wish = parser.parse_args(arguments)
    wanted = range(wish.first, wish.first + wish.walks)
    walked = [one for one in kept_in(wish.kept) if one.seed in wanted]
    seeds = sorted(set(wanted) - {one.seed for one in walked})
    jobs = [
        Some(seeds[k : k + A_BROWSER], wish.steps, wish.browser, wish.kept)
        for k in range(0, len(seeds), A_BROWSER)
    ]
    with ProcessPoolExecutor(wish.workers, mp_context=get_context("spawn")) as pool:
        try:
            for some in pool.map(walk_some, jobs):
                walked += some
                stuck = [one.stuck for one in walked if one.stuck]
                print(
                    f"{len(walked)} walks, {len(stuck)} dead ends", *stuck[-1:], file=sys.stderr, flush=True
                )
        except KeyboardInterrupt:
            for child in active_children():  # or the pool waits for walks that nobody ends
                child.terminate()
            raise
    return report(walked, Report("walks", wish.json))


def kept_in(file: Path | None) -> Iterator[Walked]:
    """Return the walks of an earlier run."""
    if file is not None and file.exists():
        for line in file.read_text().splitlines():
            yield Walked(*json.loads(line))


def walk_some(some: Some) -> list[Walked]:
    """Walk with one browser, and write down each walk that is over."""
    walked = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=some.browser, args=[*FLAGS, NO_PICTURES])
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, locale="en", reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_MS)
        for seed in some.seeds:
            person = PERSONS[seed % len(PERSONS)]
            try:
                walked.append(Walked(seed, person, len(walk(context, seed, some.steps).trail)))
            except (DeadEndError, Error) as error:
                walked.append(Walked(seed, person, 0, f"{seed}: {error}"))
            if some.kept is not None:
                with some.kept.open("a") as file:
                    file.write(json.dumps(walked[-1]) + "\n")
            for page in context.pages:
                page.close()
        browser.close()
    return walked


def report(walked: Sequence[Walked], report: Report) -> int:
    """Write the table; return the exit status."""
    walks = Counter(one.person for one in walked)
    stuck = Counter(one.person for one in walked if one.stuck)
    steps: Counter[str] = Counter()
    for one in walked:
        steps[one.person] += one.steps
    rows = [[person, walks[person], steps[person], stuck[person]] for person in PERSONS]
    report.table("Random walks", ["a beginner who", "walks", "steps", "dead ends"], rows)
    for one in walked:
        if one.stuck:
            report.note(one.stuck)
    report.check("walks", len(walked), ">= 200", len(walked) >= 200)
    report.check("dead ends", stuck.total(), "0", stuck.total() == 0)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
