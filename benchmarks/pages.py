"""How long does each page take, after a year of sessions and after ten?

Requests go straight into the application, without a network; the processor's time of this process is counted, so that
other programs do not count. Each page is asked for once before, then a few times; the median is shown.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from reporting import Report, make_parser

from backcoach.web.app import create_app
from backcoach.web.home import Home
from backcoach.web.security import Allowed

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

YEARS = (1, 10)
MOST_MS = 300.0
PAGES = (
    "/", "/history", "/history?page=3", "/history/{session}", "/progress?period=quarter", "/progress?period=year",
    "/progress?period=all", "/exercises", "/exercises/bird_dog", "/settings", "/check-in", "/reminders", "/break",
    "/report", "/data", "/about", "/welcome", "/api/sessions", "/api/reminders/due",
)  # fmt: skip


class Eyes:
    """No pose model: nobody exercises here."""

    def start(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def main() -> int:
    parser = make_parser(__doc__)
    parser.add_argument("--requests", type=int, default=5, help="how often each page is asked for")
    options = parser.parse_args()
    report = Report("pages", options.json)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BACKCOACH_HOME"] = folder
        columns = [measured_after(years, Path(folder) / str(years), options.requests) for years in YEARS]
    head = ["page", *(f"{years} year{'s' if years > 1 else ''}, ms" for years in YEARS)]
    rows = [[page, *(column[page] for column in columns)] for page in PAGES]
    report.table("Time of each page, in ms of the processor, when it was asked for before", head, rows)
    slowest_ms = max(max(column.values()) for column in columns)
    report.check("slowest page, ms", slowest_ms, f"< {MOST_MS:g}", slowest_ms < MOST_MS)
    return report.close()


def measured_after(years: int, folder: Path, requests: int) -> dict[str, float]:
    """Return each page's time, in ms, with so many years in the journal."""
    from sample_year import write_year  # type: ignore[import-not-found]

    home = Home(folder, pose=Eyes())  # type: ignore[arg-type]
    write_year(home.journal, home.profile.id, home.now(), days=365 * years)
    session = home.journal.sessions(home.profile.id, limit=1)[0].id
    try:
        return {page: time_of(home, page.format(session=session), requests) for page in PAGES}
    finally:
        home.close()


def time_of(home: Home, page: str, requests: int) -> float:
    """Return the median time of some requests, in ms."""
    app = create_app(home, Allowed.at(8765))
    took = []
    for _ in range(requests + 1):
        begun_s = time.process_time()
        status = asyncio.run(ask(app, page))
        took.append(1000 * (time.process_time() - begun_s))
        if status != 200:
            raise SystemExit(f"{page} answers with {status}")
    return round(median(took[1:]), 1)


async def ask(app: Any, page: str) -> int:
    """Ask the application for a page and return the status."""
    path, _, query = page.partition("?")
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": query.encode(), "headers": [(b"host", b"127.0.0.1:8765")], "scheme": "http",
        "server": ("127.0.0.1", 8765), "client": ("127.0.0.1", 1), "asgi": {"version": "3.0"},
    }  # fmt: skip
    answers: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(answer: Any) -> None:
        answers.append(answer)

    await app(scope, receive, send)
    return int(answers[0]["status"])


if __name__ == "__main__":
    raise SystemExit(main())
