"""An export reads whole sessions straight from the tables; what it says is what the journal says of each session."""

import json
import math
from datetime import timedelta

from backcoach.journal.session_json import session_json
from backcoach.tracking.summary import Hold
from tests.journal.people import NOW, after, begin, begin_set, practise, repetition


def exported(journal, person):
    return json.loads(journal.handover.export_text(person))["profiles"][0]["sessions"]


def told(journal, person):
    """The same sessions one by one, as the pages get them; the curve is another matter, and has its own test."""
    overviews = journal.sessions.overviews(person, include_demo=True, limit=None)
    return [without_curves(session_json(journal.sessions.get(one.id))) for one in overviews[::-1]]


def without_curves(session):
    plain = json.loads(json.dumps(session))
    plain.pop("profile_id", None)
    for one in plain["sets"]:
        del one["signal"]
    return plain


def test_an_export_says_what_the_journal_says_of_each_session(journal, anna):
    practise(journal, anna)
    practise(journal, anna, at=NOW + timedelta(days=1), source="demo")
    broken_off = begin(journal, anna, at=NOW + timedelta(days=2))
    late = begin_set(journal, broken_off, at=NOW + timedelta(days=2, seconds=5), self_reported=True)
    journal.sets.add_repetition(late, repetition(0, "left"), self_reported=True)
    journal.sets.add_repetition(late, repetition(3, range_of_motion=math.nan))
    journal.sets.add_hold(late, Hold(1.0004, 2.9996, "left", "up"))
    journal.sets.add_hold(late, Hold(50.0, 55.5))
    clock_set_back = begin(journal, anna, at=NOW + timedelta(days=3))
    begin_set(journal, clock_set_back, at=after(0))
    begin(journal, anna, at=NOW + timedelta(days=4))
    assert [without_curves(one) for one in exported(journal, anna)] == told(journal, anna)
    assert [list(one) for one in exported(journal, anna)] == [list(one) for one in told(journal, anna)]


def test_a_hold_that_was_not_seen_to_its_end_has_no_length(journal, anna):
    session = begin(journal, anna)
    one = begin_set(journal, session)
    journal.sets.add_hold(one, Hold(11.0, math.nan, "left", "up"))
    journal.sets.add_hold(one, Hold(14.0, 16.0, "right", "up"))
    (found,) = exported(journal, anna)[0]["sets"]
    assert [hold["duration_s"] for hold in found["holds"]] == [None, 2.0]
    assert found["hold_s"] is None
    assert [without_curves(one) for one in exported(journal, anna)] == told(journal, anna)
