"""A person's history as one FHIR R4 Bundle of type collection: plain JSON, without claiming any profile."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from backcoach.exercises.catalogue import Catalogue
from backcoach.journal.session_values import SessionOverview
from backcoach.journal.values import UNNAMED, Answers, PainReport, Person
from backcoach.plan.questionnaires import RMDQ24

if TYPE_CHECKING:
    from backcoach.journal import Journal

Resource = dict[str, Any]

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
PAIN = ("72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported")
DURATION = ("55411-3", "Exercise duration")
ACTIVITY = ("73985-4", "Exercise activity")
NAMES = uuid.UUID("0f5d6c7a-93a1-5a1c-8b58-3c1f0b6d2e44")
"""Name space of what has no identifier of its own in the journal: the same history gives the same bundle."""

_WITNESS = {"camera": "Seen by a camera", "none": "Self-reported", "demo": "Demonstration"}
_TITLES = {
    "screening": "Questions about warning signs",
    "rmdq24": "Roland-Morris Disability Questionnaire (24 items)",
    "activities": "Three activities of one's own choice, 0 to 10",
    "global_change": "Global change, -5 to +5",
    "next_morning": "The morning after",
}


def bundle(
    journal: Journal,
    profile: Person,
    catalogue: Catalogue,
    *,
    made_at: datetime,
    routine: Sequence[Mapping[str, Any]] = (),
    since: datetime | None = None,
) -> Resource:
    """Return everything that FHIR has a place for: pain, exercise, questionnaires and the present routine.

    Parameters
    ----------
    journal : Journal
    profile : Person
        The person; only the name that they gave themselves is handed over.
    catalogue : Catalogue
        Names of the exercises.
    made_at : datetime
        Aware; when the bundle is made.
    routine : sequence of mapping
        The present routine: exercise, repetitions, hold_s, sets.
    since : datetime, optional
        Leave out what is older.

    Returns
    -------
    dict
        A Bundle; demonstrations are never in it.
    """
    subject = {"reference": _urn(profile.id)}
    resources = [
        _patient(profile),
        _care_plan(profile.id, subject, routine, catalogue, made_at),
        *_observations(journal, profile.id, subject, catalogue, since),
        *(_response(answers, subject) for answers in journal.questionnaires.answers(profile.id, since=since)),
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": made_at.isoformat(timespec="seconds"),
        "entry": [{"fullUrl": _urn(one["id"]), "resource": one} for one in resources],
    }


def _observations(
    journal: Journal, profile_id: str, subject: Resource, catalogue: Catalogue, since: datetime | None
) -> Iterator[Resource]:
    for report in journal.pain.reports(profile_id, since=since):
        yield _pain(report, subject)
    for session in journal.sessions.overviews(profile_id, since=since, limit=None):
        if session.ended_at is not None and session.work.something:
            yield _duration(session, subject)
            yield _activity(session, subject, catalogue)


def _patient(profile: Person) -> Resource:
    """Return the person; whoever has not given a name has none here, either."""
    patient: Resource = {"resourceType": "Patient", "id": profile.id}
    return patient if profile.name == UNNAMED else {**patient, "name": [{"text": profile.name}]}


def _pain(report: PainReport, subject: Resource) -> Resource:
    observation = _observation(report.id, PAIN, report.at, subject)
    observation["valueInteger"] = report.value
    words = [f"When: {report.when.replace('_', ' ')}"]
    words += [
        f"{name}: {said}" for name, said in (("Where", report.where), ("Exercise", report.exercise)) if said
    ]
    observation["note"] = [{"text": text} for text in words]
    return observation


def _duration(session: SessionOverview, subject: Resource) -> Resource:
    assert session.ended_at is not None
    minutes = (session.ended_at - session.started_at).total_seconds() / 60
    observation = _observation(_uuid(session.id, "duration"), DURATION, session.started_at, subject)
    observation["valueQuantity"] = {
        "value": round(minutes, 1),
        "unit": "minutes",
        "system": UCUM,
        "code": "min",
    }
    return observation


def _activity(session: SessionOverview, subject: Resource, catalogue: Catalogue) -> Resource:
    """Return what was done, an exercise at a time; how it is known is the method."""
    observation = _observation(_uuid(session.id, "activity"), ACTIVITY, session.started_at, subject)
    observation["valueString"] = "Light exercises for the back"
    observation["method"] = {"text": _WITNESS[session.source]}
    parts: list[Resource] = []
    if session.work.planned:
        share = {"value": round(100 * session.work.share), "unit": "%", "system": UCUM, "code": "%"}
        parts.append({"code": {"text": "Share of the plan that was done"}, "valueQuantity": share})
    for one in session.sets:
        name = catalogue[one.exercise].name if one.exercise in catalogue else one.exercise
        parts.append(_part(f"{name}: repetitions counted", one.counted - one.self_reported_count))
        if one.self_reported_count:
            parts.append(_part(f"{name}: repetitions self-reported", one.self_reported_count))
        if one.unsure:
            parts.append(_part(f"{name}: repetitions not clearly seen", one.unsure))
        if one.hold_s >= 1:
            held = {"value": round(one.hold_s, 1), "unit": "seconds", "system": UCUM, "code": "s"}
            parts.append({"code": {"text": f"{name}: seconds held"}, "valueQuantity": held})
    if session.effort is not None:
        parts.append(_part("Effort, 0 to 10", session.effort))
    observation["component"] = parts
    return observation


def _part(text: str, value: int) -> Resource:
    return {"code": {"text": text}, "valueInteger": value}


def _care_plan(
    profile_id: str,
    subject: Resource,
    routine: Iterable[Mapping[str, Any]],
    catalogue: Catalogue,
    made_at: datetime,
) -> Resource:
    activities = [
        {
            "detail": {
                "status": "in-progress",
                "code": {"text": catalogue[str(item["exercise"])].name},
                "description": _dose({**item, "sided": catalogue[str(item["exercise"])].sides != "none"}),
            }
        }
        for item in routine
        if str(item["exercise"]) in catalogue
    ]
    plan: Resource = {
        "resourceType": "CarePlan",
        "id": _uuid(profile_id, "routine"),
        "status": "active",
        "intent": "plan",
        "title": "Routine of light exercises for the back",
        "subject": subject,
        "created": made_at.isoformat(timespec="seconds"),
    }
    return {**plan, "activity": activities} if activities else plan


def _dose(item: Mapping[str, Any]) -> str:
    words = f"{item.get('repetitions', 1)} repetitions"
    if item.get("sided"):
        words += " on each side"
    if item.get("hold_s"):
        words += f", {item['hold_s']:g} s each"
    return words + (f", {item['sets']} sets" if item.get("sets", 1) > 1 else "")


def _response(answers: Answers, subject: Resource) -> Resource:
    items = list(_items(answers))
    response: Resource = {
        "resourceType": "QuestionnaireResponse",
        "id": answers.id,
        "status": "completed",
        "subject": subject,
        "authored": answers.at.isoformat(timespec="seconds"),
        "item": items,
    }
    if answers.score is not None:
        score = {"linkId": "score", "text": "Score", "answer": [{"valueDecimal": answers.score}]}
        response["item"] = [*items, score]
    title = {"linkId": "title", "text": _TITLES[answers.kind]}
    response["item"] = [title, *response["item"]]
    return response


def _items(answers: Answers) -> Iterator[Resource]:
    given = answers.answers
    if answers.kind == "rmdq24":
        ticked = set(given.get("ticked", ()))
        for number, sentence in enumerate(RMDQ24, start=1):
            yield {"linkId": str(number), "text": sentence, "answer": [{"valueBoolean": number in ticked}]}
        return
    if answers.kind == "activities":
        for number, one in enumerate(given.get("activities", ()), start=1):
            yield {"linkId": str(number), "text": one["name"], "answer": [{"valueInteger": one["value"]}]}
        return
    for key, value in given.items():
        yield {"linkId": str(key), "text": str(key).replace("_", " "), "answer": list(_answers(value))}


def _answers(value: Any) -> Iterator[Resource]:
    """Return a value, or each value of a list, in FHIR's words; an empty list is an answer of "none"."""
    values = value if isinstance(value, list) else [value]
    for one in values or ["none"]:
        if isinstance(one, bool):
            yield {"valueBoolean": one}
        elif isinstance(one, int):
            yield {"valueInteger": one}
        elif isinstance(one, float):
            yield {"valueDecimal": one}
        else:
            yield {"valueString": str(one)}


def _observation(key: str, code: tuple[str, str], at: datetime, subject: Resource) -> Resource:
    return {
        "resourceType": "Observation",
        "id": key,
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": code[0], "display": code[1]}]},
        "subject": subject,
        "effectiveDateTime": at.isoformat(timespec="seconds"),
    }


def _uuid(key: str, what: str) -> str:
    return str(uuid.uuid5(NAMES, f"{key}/{what}"))


def _urn(key: str) -> str:
    return f"urn:uuid:{key}"
