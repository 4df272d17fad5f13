"""A year of simulated people who live by the dose rules: how long it takes on one core, and whether a rule is broken.

Every plan is checked by code that makes no plans (`backcoach.plan.verify`); the time is given with and without that.
Processor time of this process counts. Other programs on the machine disturb it, too: the load is shown.
As in `backcoach plan simulate`, Python collects garbage after each person, which counts, and not in between.
"""

from __future__ import annotations

import gc
import os
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date

from reporting import Report, make_parser

from backcoach.cli.collecting import collect_between
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.routine import load_routine
from backcoach.plan import Planner
from backcoach.plan.people import CHARACTERS, Lived, Watch
from backcoach.plan.rule_file import load_rules
from backcoach.plan.vocabulary import SENTENCES, UP
from backcoach.plan.year import Year, simulate_year

WANTED_S = 60.0
START = date(2026, 1, 1)
NAMES = [*CHARACTERS]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__)
    parser.add_argument("--people", type=int, default=1000, metavar="N", help="so many people (1000)")
    parser.add_argument("--days", type=int, default=365, metavar="N", help="so many days (365)")
    parser.add_argument("--seed", type=int, default=1000, metavar="N", help="of the first person (1000)")
    options = parser.parse_args(arguments)
    report = Report("plan_year", options.json)
    planner = Planner(load_rules(), load_routine().items, Catalogue())
    gc.collect()
    gc.freeze()  # what has been loaded is not looked through after each person

    watch = Stopwatch()
    years = []
    for i in collect_between(range(options.people)):
        name = NAMES[i % len(NAMES)]
        years.append(
            simulate_year(
                planner, name, CHARACTERS[name], options.seed + i, START, options.days, watch.around
            )
        )
    all_s = watch.since_start_s()
    lived_s = all_s - watch.checking_s
    plans = sum(len(year.days) for year in years)
    report.table(
        "Processor time",
        ["what", "s", "ms a person", "µs a plan"],
        [
            [what, seconds, 1e3 * seconds / options.people, 1e6 * seconds / plans]
            for what, seconds in (("living and planning", lived_s), ("with checking and collecting", all_s))
        ],
    )
    load, step_ns = os.getloadavg()[0], calibrate()
    report.note(
        f"load {load:.1f}; {watch.clock_s():.0f} s by the clock; an empty loop takes {step_ns:.0f} ns a step"
    )
    show_people(report, years)
    show_rules(report, years)
    broken = sum(len(year.broken) for year in years)
    thousand_s = 1000 * all_s / options.people
    what = f"1,000 people, planned and checked on one core (from {options.people}, {options.days} days)"
    report.check(what, f"{thousand_s:.0f} s", f"< {WANTED_S:g} s", thousand_s < WANTED_S)
    report.check(f"rules broken in {plans} plans", broken, "none", broken == 0)
    return report.close()


class Stopwatch:
    """Takes processor time, and tells apart what checking takes."""

    def __init__(self) -> None:
        self.checking_s = 0.0
        self._began, self._began_clock = time.process_time(), time.perf_counter()

    def since_start_s(self) -> float:
        """Processor time so far."""
        return time.process_time() - self._began

    def clock_s(self) -> float:
        """Time of the clock so far."""
        return time.perf_counter() - self._began_clock

    def around(self, watch: Watch) -> Watch:
        """Return what does the same and is timed."""

        def timed(lived: Lived) -> None:
            began = time.process_time()
            watch(lived)
            self.checking_s += time.process_time() - began

        return timed


def calibrate(steps: int = 2_000_000) -> float:
    """Return how long a step of an empty loop takes just now, in ns: it tells how disturbed the machine is."""
    began = time.process_time()
    for _ in range(steps):
        pass
    return 1e9 * (time.process_time() - began) / steps


def show_people(report: Report, years: Sequence[Year]) -> None:
    rows = []
    for name in NAMES:
        mine = [year for year in years if year.name == name and year.days]
        if not mine:
            continue
        n = len(mine)
        ends = sorted(year.days[-1].dose_share for year in mine)
        rows.append(
            [
                name, n,
                sum(day.sessions for year in mine for day in year.days) / n,
                sum(year.spoke[rule] for year in mine for rule in UP) / n,
                sum(count for year in mine for rule, count in year.spoke.items() if rule.endswith("_down")) / n,
                sum(not day.allowed for year in mine for day in year.days) / n,
                100 * ends[n // 2],
                sum(len(year.broken) for year in mine),
            ]
        )  # fmt: skip
    columns = [
        "character",
        "people",
        "sessions",
        "up",
        "down",
        "days without leave",
        "dose at the end, %",
        "broken",
    ]
    report.table("A year, means of each character; the dose is the median", columns, rows)


def show_rules(report: Report, years: Sequence[Year]) -> None:
    spoke = sum((year.spoke for year in years), Counter[str]())
    rows = [[rule, spoke[rule]] for rule in SENTENCES]
    report.table("How often each rule spoke", ["rule", "times"], rows)


if __name__ == "__main__":
    raise SystemExit(main())
