"""What is handed over, for the pages and for the command: one way to make each file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.routine import load_routine
from backcoach.plan.rule_file import load_rules
from backcoach.programme.preferences import Preferences
from backcoach.programme.today import Programme
from backcoach.reports.clinician import Period, Report, build, document
from backcoach.reports.clinician.html import page
from backcoach.reports.fhir import bundle
from backcoach.texts.catalogue import Translator

if TYPE_CHECKING:
    from backcoach.journal import Journal
    from backcoach.journal.values import Profile

PREFERENCES = "preferences"
"""Where a profile's settings keep what the settings page can change."""


def preferences_of(journal: Journal, profile_id: str) -> Preferences:
    """Return what a person has chosen; the defaults where that cannot be understood."""
    try:
        return Preferences.model_validate(journal.settings(profile_id).get(PREFERENCES, {}))
    except ValidationError:
        return Preferences()


def programme_for(journal: Journal, profile_id: str, catalogue: Catalogue, now: datetime) -> Programme:
    """Return what today's plan of any person is made of."""
    preferences = preferences_of(journal, profile_id)
    choices = preferences.choices(load_routine(catalogue=catalogue))
    usable = tuple(choice for choice in choices if choice.exercise in catalogue)
    rules = load_rules(catalogue=catalogue)
    return Programme(journal, profile_id, preferences, usable, catalogue, rules, now)


def present_routine(programme: Programme) -> tuple[Mapping[str, Any], ...]:
    """Return the doses of today as plain values."""
    return tuple(
        {
            "exercise": item.exercise,
            "repetitions": item.dose.repetitions,
            "hold_s": item.dose.hold_s,
            "sets": item.dose.sets,
        }
        for item in programme.today().items
    )


def fhir_text(journal: Journal, profile: Profile, catalogue: Catalogue, now: datetime) -> str:
    """Return a person's history as the text of a FHIR R4 bundle."""
    routine = present_routine(programme_for(journal, profile.id, catalogue, now))
    made = bundle(journal, profile, catalogue, made_at=now, routine=routine)
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def csv_bytes(journal: Journal, profile_id: str | None) -> bytes:
    """Return all tables as CSV files in one ZIP file."""
    with tempfile.TemporaryDirectory() as folder:
        path = journal.export_csv(Path(folder) / "backcoach.zip", profile_id)
        return path.read_bytes()


def report_for(
    journal: Journal,
    profile: Profile,
    catalogue: Catalogue,
    now: datetime,
    first: str | None = None,
    last: str | None = None,
) -> Report:
    """Return the report about a person between two days, such as ``2026-06-10``.

    Raises
    ------
    PeriodError
        If there is no such period.
    """
    period = Period.read(first or None, last or None, now.date())
    programme = programme_for(journal, profile.id, catalogue, now)
    return build(
        journal,
        profile,
        catalogue,
        programme.rules,
        period,
        made_at=now,
        weekdays=programme.preferences.weekdays,
        fixed=programme.prescribed.fixed,
    )


def report_page(report: Report, texts: Translator) -> str:
    """Return a report as a page that needs no other file."""
    css = (resources.files("backcoach.web") / "static" / "css" / "report.css").read_text(encoding="utf-8")
    return page(document(report), texts, css)
