"""A year, or many, in the life of somebody who exercises: written straight into the journal's tables.

Doses grow and shrink, some days are left out, some are bad, a few are without a camera. The same seed, the same year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import select

from backcoach import __version__
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.model import Exercise
from backcoach.exercises.routine import Routine, RoutineItem, load_routine
from backcoach.journal import Journal, tables
from backcoach.journal.section import new_id
from backcoach.journal.signal import pack
from backcoach.journal.tallies import renew_tallies

Row = tuple[Any, dict[str, Any]]
Rows = dict[Any, list[dict[str, Any]]]

DAYS = 364
"""A year of whole weeks, so that each of many years begins on the same day of the week."""

AT_ONCE = 500

SIGNALS = {
    "child_pose": (98.0, 46.0),
    "clamshell": (0.02, 0.56),
    "trunk_rotation": (0.03, 0.68),
    "forearm_plank": (-0.3, -0.01),
    "cat_camel": (-0.06, 0.09),
    "glute_bridge": (0.01, 0.22),
    "bird_dog": (-52.0, -3.0),
}
"""Where an exercise's signal is at rest and at the target, in its own unit: degrees, or parts of a body length."""


@dataclass(frozen=True)
class Day:
    """One session's frame."""

    at: datetime
    progress: float
    pain: int
    source: str


def write_year(journal: Journal, profile_id: str, now: datetime, days: int = 365, seed: int = 7) -> None:
    """Fill a person's journal with the sessions of so many days before ``now``, some days left out."""
    journal.questionnaires.save(
        profile_id, "screening", at=now - timedelta(days=9), answers={"yes": [], "agreed": False}
    )
    _write(journal, _year(profile_id, now, days, np.random.default_rng(seed), daily=False))


def write_daily_years(journal: Journal, profile_id: str, now: datetime, years: int, seed: int = 7) -> None:
    """Fill a person's journal with a session on every day of so many years of 52 weeks; each is the same year again.

    With it comes what is said meanwhile: the answers of every week, the changed doses of every month.
    """
    journal.questionnaires.save(
        profile_id, "screening", at=now - timedelta(days=9), answers={"yes": [], "agreed": False}
    )
    year = _year(profile_id, now, DAYS, np.random.default_rng(seed), daily=True)
    for table, row in _said(profile_id, now):
        year.setdefault(table, []).append(row)
    for ago in range(years):
        _write(journal, _earlier(year, timedelta(days=DAYS * ago)))


def _write(journal: Journal, rows: Rows) -> None:
    with journal._database.writing() as connection:
        for table, many in rows.items():
            connection.execute(table.insert(), many)
        begun = [row["id"] for row in rows[tables.session]]
        for first in range(0, len(begun), AT_ONCE):
            chosen = tables.practice_set.c.session_id.in_(begun[first : first + AT_ONCE])
            renew_tallies(connection, select(tables.practice_set.c.id).where(chosen))


def _year(profile_id: str, now: datetime, days: int, rng: np.random.Generator, daily: bool) -> Rows:
    catalogue, routine = Catalogue(), load_routine()
    rows: Rows = {}
    for ago in range(days, 0, -1):
        at = (now - timedelta(days=ago)).replace(hour=18, minute=int(rng.integers(0, 59)), second=0)
        skipped = rng.random() < (0.2 if at.weekday() < 5 else 0.65)
        if skipped and ago > 4 and not daily:
            continue
        progress = 1 - ago / days
        flare = 3 if 150 < ago < 162 else 0
        pain = int(np.clip(rng.normal(3.6 - 2.6 * progress + flare, 0.7), 0, 10))
        source = "none" if rng.random() < 0.06 else "camera"
        day = Day(at, progress, pain, source)
        for table, row in _session(profile_id, day, catalogue, routine, rng, last=ago == 1):
            rows.setdefault(table, []).append(row)
    return rows


def _earlier(rows: Rows, by: timedelta) -> Rows:
    """Return the same rows so long before, as other sessions."""
    if not by:
        return rows
    keyed = [table for table in rows if table not in (tables.repetition, tables.hold, tables.fault)]
    new = {row["id"]: new_id() for table in keyed for row in rows[table]}

    def moved(value: Any) -> Any:
        if isinstance(value, datetime):
            return value - by
        return new.get(value, value) if isinstance(value, str) else value

    return {table: [{k: moved(v) for k, v in row.items()} for row in many] for table, many in rows.items()}


def _said(profile_id: str, now: datetime) -> Iterator[Row]:
    """Give what is said in a year besides the sessions, and what the rules decide."""
    for ago in range(DAYS, 0, -7):
        at = (now - timedelta(days=ago)).replace(hour=20)
        told = [
            {"name": name, "value": 3 + (DAYS - ago) // 80} for name in ("Lifting", "Sitting", "Sleeping")
        ]
        yield tables.answers, {
            "id": new_id(), "profile_id": profile_id, "kind": "activities", "at": at,
            "answers": {"activities": told}, "score": float(told[0]["value"]),
        }  # fmt: skip
        for k, item in enumerate(load_routine().items):
            if (ago // 7 + k) % 4 == 0:
                yield tables.decision, _decision(profile_id, at, item)
    for ago in range(DAYS, 0, -28):
        at = (now - timedelta(days=ago)).replace(hour=20)
        for kind, answers, score in (
            ("rmdq24", {"ticked": [1, 4]}, 2.0),
            ("global_change", {"value": 1}, 1.0),
        ):
            yield tables.answers, {
                "id": new_id(), "profile_id": profile_id, "kind": kind, "at": at, "answers": answers, "score": score,
            }  # fmt: skip


def _decision(profile_id: str, at: datetime, item: RoutineItem) -> dict[str, Any]:
    dose = {"repetitions": item.repetitions, "hold_s": item.hold_s, "sets": item.sets, "variant": None}
    return {
        "id": new_id(), "profile_id": profile_id, "at": at, "rule_id": "up", "exercise": item.exercise,
        "inputs": {"sessions": 2},
        "sentence": "One more: two comfortable days in a row.",
        "before": {**dose, "repetitions": max(1, item.repetitions - 1)}, "after": dose,
    }  # fmt: skip


def _session(
    profile_id: str, day: Day, catalogue: Catalogue, routine: Routine, rng: np.random.Generator, last: bool
) -> Iterator[Row]:
    session_id, clock = new_id(), 0.0
    sets: list[Row] = []
    for position, item in enumerate(routine.items):
        hurt = not last and day.pain > 4 and position == 3
        set_rows, lasted = _set(session_id, position, catalogue, item.exercise, day, clock, hurt, rng)
        sets += set_rows
        clock += lasted + 35
    planned = [
        {**row["planned"], "exercise": row["exercise"]} for table, row in sets if table is tables.practice_set
    ]
    yield tables.session, {
        "id": session_id, "profile_id": profile_id, "source": day.source,
        "routine": {"practice": None, "sets": planned}, "engine_version": __version__, "started_at": day.at,
        "ended_at": day.at + timedelta(seconds=clock), "outcome": "done", "effort": int(rng.integers(2, 5)),
    }  # fmt: skip
    after = max(0, day.pain - int(rng.random() < 0.6))
    for when, value, late_s in (("before", day.pain, 0.0), ("after", after, clock)):
        yield tables.pain, {
            "id": new_id(), "profile_id": profile_id, "session_id": session_id,
            "at": day.at + timedelta(seconds=late_s), "when": when, "value": value, "where": None,
            "exercise": None, "then": None,
        }  # fmt: skip
    yield from sets


def _set(
    session_id: str, position: int, catalogue: Catalogue, name: str, day: Day, clock: float, hurt: bool,
    rng: np.random.Generator,
) -> tuple[list[Row], float]:  # fmt: skip
    exercise, set_id = catalogue[name], new_id()
    sides = ["left", "right"] if exercise.sides != "none" else [None]
    hold_s = _hold_s(exercise, day.progress)
    asked = exercise.dose.repetitions * len(sides)
    done = asked // 2 if hurt else asked
    rows: list[Row] = []
    at, curve = clock + 8.0, []
    for index in range(done):
        side = sides[
            index % 2 if exercise.sides == "alternating" else min(index * len(sides) // asked, 1) % len(sides)
        ]
        new_rows, end_s, bump = _repetition(set_id, index, side, exercise, hold_s, at, day, rng)
        rows += new_rows
        curve += bump
        at = end_s + rng.uniform(0.5, 1.2)
    seen = at - clock
    unsure = 0.0 if day.source == "none" else float(seen * rng.uniform(0.01, 0.05))
    rows.append((tables.practice_set, {
        "id": set_id, "session_id": session_id, "position": position, "exercise": name,
        "exercise_version": exercise.version, "exercise_hash": catalogue.content_hash(name),
        "planned": {"repetitions": exercise.dose.repetitions, "hold_s": hold_s, "sides": ["left", "right"]},
        "self_reported": day.source == "none", "started_at": day.at + timedelta(seconds=clock),
        "ended_at": day.at + timedelta(seconds=at), "outcome": "hurt" if hurt else "done",
        "seen_s": 0.0 if day.source == "none" else seen - unsure, "unsure_s": unsure,
        "lost_s": float(rng.choice([0.0, 0.0, 4.0])), "signal": pack(tuple(curve)),
    }))  # fmt: skip
    order = {tables.practice_set: 0}
    return sorted(rows, key=lambda row: order.get(row[0], 1)), seen


def _hold_s(exercise: Exercise, progress: float) -> float:
    dose = exercise.dose
    if not dose.hold_s:
        return 0.0
    grown = dose.hold_s + (dose.ceiling_hold_s - dose.hold_s) * 0.8 * progress
    return float(5 * round(grown / 5)) if dose.ceiling_hold_s > 10 else dose.hold_s


def _repetition(
    set_id: str, index: int, side: str | None, exercise: Exercise, hold_s: float, at: float, day: Day,
    rng: np.random.Generator,
) -> tuple[list[Row], float, list[tuple[float, float]]]:  # fmt: skip
    figure = exercise.figure
    target = at + figure.move_s * rng.uniform(0.9, 1.1)
    held = max(0.4, (hold_s or figure.hold_s) + rng.normal(0.2, 0.3))
    release = target + held
    end = release + (figure.back_s or figure.move_s) * rng.uniform(0.9, 1.1)
    seen = day.source != "none"
    fault = seen and rng.random() < 0.22 - 0.16 * day.progress
    unsure = seen and rng.random() < 0.015
    shown = str(rng.choice(sorted({rule.id for rule in exercise.faults}))) if fault else None
    rest, target_level = SIGNALS[exercise.id]
    way = (target_level - rest) * float(rng.normal(0.85 + 0.1 * day.progress, 0.05))
    cycle = exercise.repetition.kind == "cycle"  # a hold has no rest to start from
    rows: list[Row] = [(tables.repetition, {
        "practice_set_id": set_id, "index": index, "side": side, "status": "unsure" if unsure else "counted",
        "start_s": at, "target_s": target, "release_s": release, "end_s": end, "hold_s": held,
        "range": abs(way) if seen and cycle else None, "faults": [shown] if shown else [],
        "clean": not fault and not unsure, "self_reported": not seen,
    })]  # fmt: skip
    if hold_s:
        rows.append((tables.hold, {
            "practice_set_id": set_id, "number": index, "start_s": target, "end_s": release, "side": side,
            "what": None, "self_reported": not seen,
        }))  # fmt: skip
    if shown:
        rows.append((tables.fault, {
            "practice_set_id": set_id, "number": index, "id": shown, "severity": "fault",
            "start_s": target, "end_s": min(release, target + 1.5), "side": side, "phase": None,
        }))  # fmt: skip
    times = np.arange(at, end, 0.2)
    ways = np.clip(np.minimum((times - at) / (target - at), (end - times) / (end - release)), 0, 1)
    values = rest + way * (ways**2 * (3 - 2 * ways) + rng.normal(0, 0.01, len(times)))
    return rows, end, [(float(t), float(v)) for t, v in zip(times, values, strict=True)] if seen else []
