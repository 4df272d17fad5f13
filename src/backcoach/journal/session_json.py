"""Sessions as JSON, with the names of the analysis JSON; also what an export holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from backcoach.journal.session_values import SessionOverview, SessionRecord, SetRecord, SetTotals
from backcoach.journal.values import PainReport
from backcoach.tracking.as_json import rounded, set_as_dict, tracking_as_dict


def session_json(session: SessionRecord) -> dict[str, Any]:
    """Return one session with its sets, ready for JSON; docs/journal.md tells what each name means."""
    sets = [_set(one) for one in session.sets]
    return {**head_json(session, session.pain), "routine": session.routine, "sets": sets}


def overview_json(session: SessionOverview) -> dict[str, Any]:
    """Return one session of a list: the totals of its sets, without repetitions, holds and faults."""
    sets = [_totals(one, session.started_at) for one in session.sets]
    return {**head_json(session, session.pain), "sets": sets}


def head_json(session: Any, pain: Iterable[PainReport]) -> dict[str, Any]:
    """Return what a session is, without what was planned and done in it.

    Parameters
    ----------
    session : SessionRecord, SessionOverview or a row
        What has their names.
    pain : iterable of PainReport
        What was reported in it.
    """
    return {
        "id": session.id,
        "profile_id": session.profile_id,
        "source": session.source,
        "engine_version": session.engine_version,
        "started_at": moment_json(session.started_at),
        "ended_at": moment_json(session.ended_at),
        "outcome": session.outcome,
        "effort": session.effort,
        "pain": [pain_json(report) for report in pain],
    }


def pain_json(report: PainReport) -> dict[str, Any]:
    """Return one pain report."""
    return {
        "id": report.id,
        "at": moment_json(report.at),
        "when": report.when,
        "value": report.value,
        "where": report.where,
        "session_id": report.session_id,
        "exercise": report.exercise,
        "then": report.then,
    }


def _set(one: SetRecord) -> dict[str, Any]:
    done = rounded(set_as_dict(one.done))
    for repetition in done["repetitions"]:
        repetition["self_reported"] = repetition["index"] in one.self_reported_repetitions
        del repetition["attempt"]  # what it lacked is not remembered
    for number, hold in enumerate(done["holds"]):
        hold["self_reported"] = number in one.self_reported_holds
    signal = rounded([list(sample) for sample in one.signal])
    return set_json(one, done, rounded(tracking_as_dict(one.tracking)), signal)


def set_json(one: Any, done: dict[str, Any], tracking: dict[str, Any], signal: Any) -> dict[str, Any]:
    """Return one set in full.

    Parameters
    ----------
    one : SetRecord or a row
        What has its names.
    done : dict
        As `set_as_dict` returns it, with ``self_reported`` in repetitions and holds.
    tracking : dict
        As `tracking_as_dict` returns it.
    signal
        The curve, in whichever form.
    """
    counted = [repetition for repetition in done["repetitions"] if repetition["status"] == "counted"]
    return {
        "id": one.id,
        "position": one.position,
        **done,
        "self_reported": one.self_reported,
        "self_reported_count": sum(repetition["self_reported"] for repetition in counted),
        "exercise_version": one.exercise_version,
        "exercise_hash": one.exercise_hash,
        "planned": dict(one.planned),
        "started_at": moment_json(one.started_at),
        "ended_at": moment_json(one.ended_at),
        "outcome": one.outcome,
        "tracking": tracking,
        "signal": signal,
    }


def _totals(one: SetTotals, begin: datetime) -> dict[str, Any]:
    sides = {"left": one.by_side.get("left", 0), "right": one.by_side.get("right", 0)}
    start_s = max(0.0, (one.started_at - begin).total_seconds())
    end_s = None if one.ended_at is None else max(start_s, (one.ended_at - begin).total_seconds())
    totals: dict[str, Any] = rounded(
        {
            "id": one.id,
            "position": one.position,
            "exercise": one.exercise,
            "start_s": start_s,
            "end_s": end_s,
            "counted": one.counted,
            "unsure": one.unsure,
            "clean": one.clean,
            "by_side": sides,
            "hold_s": one.hold_s,
            "fault_count": one.faults,
            "warning_count": one.warnings,
            "self_reported": one.self_reported,
            "self_reported_count": one.self_reported_count,
            "tracking": tracking_as_dict(one.tracking),
            "outcome": one.outcome,
        }
    )
    return {**totals, "planned": dict(one.planned)}


def moment_json(moment: datetime | None) -> str | None:
    """Return a moment as ISO 8601 in UTC."""
    return None if moment is None else moment.isoformat()
