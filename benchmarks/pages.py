"""How long does each page take, after a year of daily sessions and after ten?

Requests go straight into the application, without a network; the processor's time of this process is counted, so that
other programs do not count. Each page is asked for once before, then a few times; the median is shown.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from asking import Eyes, ask
from reporting import Report, make_parser

from backcoach.web.app import create_app
from backcoach.web.home import Home
from backcoach.web.security import Allowed
from backcoach.web.warming import keep_loaded

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

YEARS = (1, 10)
MAX_MS = 300.0
MAX_EXPORT_S = 30.0
PAGES = (
    "/", "/history", "/history?page=3", "/history?page={last_page}", "/history/{session}",
    "/progress?period=quarter", "/progress?period=year", "/progress?period=all", "/exercises",
    "/exercises/bird_dog", "/settings", "/check-in", "/reminders", "/break", "/practice/bird_dog",
    "/report", "/report?from={year}&to={today}", "/report?from={first}&to={today}", "/data", "/about", "/welcome",
    "/api/sessions", "/api/sessions/{session}", "/api/reminders/due",
)  # fmt: skip
FILES = (
    "/data/export.json", "/data/export.zip", "/data/fhir.json", "/data/backup.db",
    "/report.pdf", "/report.pdf?from={first}&to={today}",
)  # fmt: skip


def main() -> int:
    parser = make_parser(__doc__)
    parser.add_argument("--requests", type=int, default=5, help="how often each page is asked for")
    parser.add_argument("--years", type=int, nargs="+", default=list(YEARS), help="so many years of sessions")
    options = parser.parse_args()
    report = Report("pages", options.json)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BACKCOACH_HOME"] = folder
        columns = [Measured(years, Path(folder) / str(years), options.requests) for years in options.years]
    over = [f"{years} year{'s' if years > 1 else ''}" for years in options.years]
    rows = [[page, *(column.pages[page] for column in columns)] for page in PAGES]
    report.table("Pages, in ms of the processor, when asked for before", ["page", *over], rows)
    rows = [[file, *(column.files[file] for column in columns)] for file in FILES]
    report.table("Files, in s of the processor", ["file", *over], rows)
    written = ", ".join(f"{o} in {c.written_s:.0f} s" for o, c in zip(over, columns, strict=True))
    report.note(f"The journals were written before: {written}.")
    slowest_ms = max(max(column.pages.values()) for column in columns)
    report.check("slowest page, ms", slowest_ms, f"< {MAX_MS:g}", slowest_ms < MAX_MS)
    export_s = max(column.files["/data/export.json"] for column in columns)
    report.check("export of everything, s", export_s, f"< {MAX_EXPORT_S:g}", export_s < MAX_EXPORT_S)
    return report.close()


class Measured:
    """The times of the pages, in ms, and of the files, in s, with so many years in the journal."""

    def __init__(self, years: int, folder: Path, requests: int) -> None:
        from sample_year import write_daily_years

        home = Home(folder, pose=Eyes())  # type: ignore[arg-type]
        begun_s = time.process_time()
        write_daily_years(home.journal, home.profile.id, home.now(), years)
        self.written_s = time.process_time() - begun_s
        names = _names(home, years)
        keep_loaded()  # as the server does
        try:
            self.pages = {page: _ms(home, page.format(**names), requests) for page in PAGES}
            self.files = {file: round(_ms(home, file.format(**names), 0) / 1000, 2) for file in FILES}
        finally:
            home.close()


def _names(home: Home, years: int) -> dict[str, str | int | date]:
    """Return what stands for the names in the addresses."""
    today, weeks = home.now().date(), 52 * years
    return {
        "session": home.journal.sessions.overviews(home.profile.id, limit=1)[0].id,
        "today": today,
        "year": today - timedelta(days=364),
        "first": today - timedelta(weeks=weeks),
        "last_page": weeks // 8,
    }


def _ms(home: Home, page: str, requests: int) -> float:
    """Return the median time of some requests after a first one, in ms; of the first one, if there are no more."""
    app = create_app(home, Allowed.at(8765))
    took = []
    for _ in range(requests + 1):
        begun_s = time.process_time()
        status = asyncio.run(ask(app, page))
        took.append(1000 * (time.process_time() - begun_s))
        if status != 200:
            raise SystemExit(f"{page} answers with {status}")
    return round(median(took[1:] or took), 1)


if __name__ == "__main__":
    raise SystemExit(main())
