"""What is handed over, for the pages and for the command: one way to make each file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from typing import TYPE_CHECKING, Any

from backcoach.exercises.catalogue import Catalogue
from backcoach.programme.preferences import preferences_in
from backcoach.programme.today import Programme, programme_for
from backcoach.reports.clinician import Period, Report, build, document
from backcoach.reports.clinician.html import page
from backcoach.reports.fhir import bundle
from backcoach.texts.catalogue import Translator

if TYPE_CHECKING:
    from backcoach.journal import Journal
    from backcoach.journal.values import Person


def programme_of_anybody(journal: Journal, profile_id: str, catalogue: Catalogue, now: datetime) -> Programme:
    """Return what today's plan of any person of the journal is made of."""
    preferences = preferences_in(journal.people.settings(profile_id))
    return programme_for(journal, profile_id, preferences, catalogue, now)


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


def fhir_text(journal: Journal, profile: Person, catalogue: Catalogue, now: datetime) -> str:
    """Return a person's history as the text of a FHIR R4 bundle."""
    routine = present_routine(programme_of_anybody(journal, profile.id, catalogue, now))
    made = bundle(journal, profile, catalogue, made_at=now, routine=routine)
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def report_for(
    journal: Journal,
    profile: Person,
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
    programme = programme_of_anybody(journal, profile.id, catalogue, now)
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
    css = (resources.files("backcoach.reports") / "static" / "css" / "report.css").read_text(encoding="utf-8")
    return page(document(report), texts, css)
