"""Years of daily sessions, written straight into the tables.

`python tests/journal/ten_years.py` makes ten years of them and tells how long the questions of the pages take.
"""

import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select

from backcoach.journal import Journal, tables
from backcoach.journal.section import new_id
from backcoach.journal.signal import pack
from backcoach.journal.tallies import renew_tallies

START = datetime(2016, 1, 1, 7, 0, tzinfo=timezone.utc)
EXERCISES = (
    "child_pose", "clamshell", "trunk_rotation", "forearm_plank", "cat_camel", "glute_bridge", "bird_dog"
)  # fmt: skip
REPETITIONS = 14
CHUNK = 50
CLOCK = np.arange(600) / 10


def generate(journal: Journal, profile_id: str, days: int, seed: int = 1) -> None:
    """One session a day with seven sets, a hold for each repetition, now and then a fault, a plot for each set."""
    rng = np.random.default_rng(seed)
    for begin in range(0, days, CHUNK):
        rows: dict[Any, list[dict[str, Any]]] = {}
        for day in range(begin, min(begin + CHUNK, days)):
            for table, row in _session(profile_id, START + timedelta(days=day), rng):
                rows.setdefault(table, []).append(row)
        with journal._database.writing() as connection:
            for table, many in rows.items():
                connection.execute(table.insert(), many)
    with journal._database.writing() as connection:
        renew_tallies(connection, select(tables.practice_set.c.id))


def _session(profile_id: str, at: datetime, rng: np.random.Generator) -> Iterator[tuple[Any, dict[str, Any]]]:
    session_id = new_id()
    yield (
        tables.session,
        {
            "id": session_id, "profile_id": profile_id, "source": "camera", "routine": {"id": "article"},
            "engine_version": "0.1.0", "started_at": at, "ended_at": at + timedelta(minutes=15),
            "outcome": "done", "effort": int(rng.integers(2, 6)),
        },
    )  # fmt: skip
    for when, minutes in (("before", 0), ("after", 15)):
        yield (
            tables.pain,
            {
                "id": new_id(), "profile_id": profile_id, "session_id": session_id,
                "at": at + timedelta(minutes=minutes), "when": when, "value": int(rng.integers(0, 5)),
                "where": None, "exercise": None, "then": None,
            },
        )  # fmt: skip
    for position, exercise in enumerate(EXERCISES):
        yield from _set(session_id, position, exercise, at + timedelta(minutes=2 * position), rng)


def _set(
    session_id: str, position: int, exercise: str, at: datetime, rng: np.random.Generator
) -> Iterator[tuple[Any, dict[str, Any]]]:
    set_id = new_id()
    curve = np.column_stack((CLOCK, 90 + 30 * np.sin(CLOCK) + rng.normal(size=CLOCK.size)))
    yield (
        tables.practice_set,
        {
            "id": set_id, "session_id": session_id, "position": position, "exercise": exercise,
            "exercise_version": 1, "exercise_hash": "0" * 64, "planned": {"repetitions": 7, "hold_s": 1},
            "self_reported": False, "started_at": at, "ended_at": at + timedelta(seconds=90), "outcome": "done",
            "seen_s": 88.0, "unsure_s": 1.5, "lost_s": 0.5, "signal": pack(tuple(map(tuple, curve.tolist()))),
        },
    )  # fmt: skip
    for index in range(REPETITIONS):
        side = ("left", "right")[index % 2]
        faulty = rng.random() < 0.2
        start = position * 120.0 + 6 * index
        yield (
            tables.repetition,
            {
                "practice_set_id": set_id, "index": index, "side": side, "status": "counted", "start_s": start,
                "target_s": start + 1, "release_s": start + 4, "end_s": start + 5, "hold_s": 3.0,
                "range": float(rng.normal(40, 5)), "faults": ["shallow"] if faulty else [],
                "clean": not faulty, "self_reported": False,
            },
        )  # fmt: skip
        yield (
            tables.hold,
            {
                "practice_set_id": set_id, "number": index, "start_s": start + 1, "end_s": start + 4,
                "side": side, "what": "up", "self_reported": False,
            },
        )  # fmt: skip
        if faulty:
            yield (
                tables.fault,
                {
                    "practice_set_id": set_id, "number": index, "id": "shallow", "severity": "fault",
                    "start_s": start + 1, "end_s": start + 2, "side": side, "phase": "up",
                },
            )  # fmt: skip


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    with Journal.open(folder) as journal:
        anna = journal.people.add("Anna", created_at=START).id
        begin = time.perf_counter()
        generate(journal, anna, 3650)
        size = (folder / "journal.db").stat().st_size / 1e6
        print(f"written in {time.perf_counter() - begin:.1f} s, {size:.0f} MB")
        year = START + timedelta(days=3285)
        last = journal.sessions.overviews(anna, limit=1)[0].id
        for name, ask in {
            "30 newest sessions": lambda: journal.sessions.overviews(anna, limit=30),
            "one session": lambda: journal.sessions.get(last),
            "sets of a year": lambda: journal.sets.totals(anna, since=year),
            "sets of ten years": lambda: journal.sets.totals(anna),
            "one exercise, ten years": lambda: journal.sets.totals(anna, exercise="cat_camel"),
            "weeks of ten years": lambda: journal.exercises.progress(
                anna, [START + timedelta(weeks=w) for w in range(522)]
            ),
            "days of a quarter": lambda: journal.exercises.progress(
                anna, [year + timedelta(days=d) for d in range(92)]
            ),
            "calendar of ten years": lambda: journal.sessions.heads(anna),
            "pain of ten years": lambda: journal.pain.reports(anna),
        }.items():
            begin = time.perf_counter()
            found = ask()
            count = len(found) if isinstance(found, tuple) else 1
            print(f"{name:>25}: {1000 * (time.perf_counter() - begin):6.0f} ms for {count}")


if __name__ == "__main__":
    main()
