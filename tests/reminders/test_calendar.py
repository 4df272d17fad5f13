"""The calendar file, read by two independent programs."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar
import pytest
import vobject

from backcoach.reminders.calendar import Owner, calendar_of, local_zone
from backcoach.reminders.habits import Reminders
from backcoach.texts.catalogue import translator

BERLIN = Owner("a-profile", "Europe/Berlin", "http://127.0.0.1:8765/")
MADE = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


def made(wanted=None, weekdays=(0, 2, 4), owner=BERLIN, when=MADE, language="en"):
    wanted = wanted or Reminders(at="07:30", ahead_min=15, check_ins=True)
    texts = translator(language)
    return calendar_of(wanted, weekdays, owner, since=date(2026, 3, 3), made=when, minutes=18, texts=texts)


def events(content):
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_the_routine_recurs_on_the_planned_days_at_the_time():
    event = events(made())[0]
    assert event["rrule"]["BYDAY"] == ["MO", "WE", "FR"]
    assert event.decoded("dtstart") == datetime(2026, 3, 4, 7, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert event.decoded("duration") == timedelta(minutes=18)
    assert event.walk("VALARM")[0].decoded("trigger") == timedelta(minutes=-15)


def test_another_program_reads_the_same():
    calendar = vobject.readOne(made().decode())
    routine = calendar.vevent_list[0]
    assert routine.summary.value == "Exercises for your back"
    assert routine.dtstart.value.utcoffset() == timedelta(hours=1)
    assert routine.valarm.trigger.value == timedelta(minutes=-15)
    assert len(calendar.vevent_list) == 3


def test_the_time_of_day_stays_when_the_clocks_change():
    routine = vobject.readOne(made().decode()).vevent_list[0]
    rule = iter(routine.getrruleset(addRDate=True))
    times = {moment.hour * 60 + moment.minute for moment in (next(rule) for _ in range(40))}
    assert times == {450}, "from the beginning of March into summer time"


def test_the_time_zone_comes_along():
    zones = icalendar.Calendar.from_ical(made()).walk("VTIMEZONE")
    assert [str(zone["tzid"]) for zone in zones] == ["Europe/Berlin"]


def test_the_same_person_keeps_the_same_entries():
    uids = [
        [str(event["uid"]) for event in events(content)]
        for content in (made(), made(Reminders(at="20:00", check_ins=True)))
    ]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 3
    other = events(made(owner=Owner("somebody else", BERLIN.zone, BERLIN.page)))
    assert not {str(event["uid"]) for event in other} & set(uids[0])


def test_a_later_file_is_the_newer_one():
    old, new = events(made())[0], events(made(when=MADE + timedelta(days=1)))[0]
    assert new["sequence"] > old["sequence"]
    assert new.decoded("dtstamp") > old.decoded("dtstamp")


def test_the_same_plan_gives_the_same_file():
    assert made() == made()


def test_without_planned_days_there_is_no_routine():
    assert events(made(Reminders(), weekdays=())) == []


def test_an_unknown_time_zone_is_refused():
    with pytest.raises(ZoneInfoNotFoundError):
        made(owner=Owner("a", "Nowhere/Land", "http://127.0.0.1/"))


def test_this_computer_has_a_time_zone():
    ZoneInfo(local_zone())
