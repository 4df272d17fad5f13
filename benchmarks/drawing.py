"""How much work is it to draw the figures, and how soon is the first page there?

The processor's time of this process is counted, so that other programs do not count. Every figure is drawn anew, and
then read from where the server keeps what it has drawn. The first page is that of a program that was just started, with
nothing kept and no journal yet, up to its last byte; Python has compiled what it imports, as pip does on installing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reporting import Report, make_parser

from backcoach.exercises.catalogue import Catalogue

STILL_MS, FILM_MS, FIRST_PAGE_MS = 30.0, 300.0, 1000.0
FIRST_PAGE = """
import asyncio, sys, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from backcoach.web.app import create_app
from backcoach.web.home import Home
from backcoach.web.security import Allowed
from asking import Eyes, ask
status = asyncio.run(ask(create_app(Home(Path(sys.argv[2]), pose=Eyes()), Allowed.at(8765)), "/welcome"))
print(status, 1000 * time.process_time())
"""


def main() -> int:
    parser = make_parser(__doc__)
    options = parser.parse_args()
    report = Report("drawing", options.json)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BACKCOACH_HOME"] = folder
        first_ms = _first_page_ms(Path(folder) / "data")
        rows = _drawn()
    report.table(
        "Drawing, in ms of the processor",
        ["exercise", "at rest", "moving", "as data", "at rest, kept", "moving, kept", "moving, KB"],
        rows,
    )
    for what, column, most in (("at rest", 1, STILL_MS), ("moving", 2, FILM_MS), ("as data", 3, FILM_MS)):
        slowest = max(float(row[column]) for row in rows)
        report.check(f"slowest figure {what}, ms", slowest, f"<= {most:g}", slowest <= most)
    report.check(
        "first page of a fresh start, ms", first_ms, f"< {FIRST_PAGE_MS:g}", first_ms < FIRST_PAGE_MS
    )
    return report.close()


def _drawn() -> list[list[str | float]]:
    from backcoach.web import drawn
    from backcoach.web.wish import Wish

    catalogue = Catalogue()
    rows: list[list[str | float]] = []
    draw, act = drawn.draw.__wrapped__, drawn.act.__wrapped__
    warm = Wish(catalogue["clamshell"], "only to load what is needed", still=True)
    draw(warm)
    for name in catalogue:
        still, film = (Wish(catalogue[name], catalogue.content_hash(name), still=s) for s in (True, False))
        times = [_ms(draw, still), _ms(draw, film), _ms(act, film)]
        kept = [_ms(draw, still), _ms(draw, film)]
        rows.append([name, *times, *kept, round(len(draw(film)) / 1000)])
    return rows


def _ms(work: Callable[[Any], object], wish: object) -> float:
    begun_s = time.process_time()
    work(wish)
    return round(1000 * (time.process_time() - begun_s), 1)


def _first_page_ms(data: Path) -> float:
    here = str(Path(__file__).resolve().parent)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for folder in (data.with_name("warm-up"), data):
        said = subprocess.run(
            [sys.executable, "-c", FIRST_PAGE, here, str(folder)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
    if said[0] != "200":
        raise SystemExit(f"/welcome answers with {said[0]}")
    return round(float(said[1]), 0)


if __name__ == "__main__":
    raise SystemExit(main())
