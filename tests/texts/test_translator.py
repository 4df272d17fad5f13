"""Translators: the languages there are, and how they write numbers, dates and lists."""

import gettext
from datetime import date, datetime, time

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from backcoach.texts import Message, catalogue, message
from backcoach.texts.catalogue import Translator, best_language, js_messages, languages, translator
from backcoach.texts.message import in_english

GERMAN, ENGLISH = translator("de"), translator("en")


TEXTS = {
    "Lift your {side} knee": "{side} Knie hoch",
    "left": "linkes",
    ("spoken", "Hold"): "Halte",
    "{count} hold": ("ein Halten", "{count} Halten"),
    "broken": "{nobody} weiß",
}


class Dictionary(gettext.NullTranslations):
    """A catalogue for a test, where none of the texts is anybody's yet."""

    def gettext(self, text):
        return TEXTS.get(text, text)

    def pgettext(self, context, text):
        return TEXTS.get((context, text), text)

    def ngettext(self, one, many, count):
        return TEXTS.get(one, (one, many))[count != 1]


SAID = Translator("de", GERMAN.locale, Dictionary())


def test_messages_in_messages_are_translated():
    assert SAID.translate(message("Lift your {side} knee", side=message("left"))) == "linkes Knie hoch"
    assert SAID.translate(message("Lift your {side} knee", side="left")) == "left Knie hoch"


def test_context_and_plural():
    assert SAID.translate(message("Hold", context="spoken")) == "Halte"
    assert SAID.translate(message("Hold")) == "Hold"
    counted = [SAID.translate(message("{count} hold", plural="{count} holds", count=n)) for n in (1, 1200)]
    assert counted == ["ein Halten", "1.200 Halten"]


def test_a_mistake_of_a_translator_breaks_no_page():
    assert SAID.translate(message("broken")) == "{nobody} weiß"


def test_what_has_no_translation_stays_english():
    assert GERMAN.translate("Something of a personal file") == "Something of a personal file"
    assert GERMAN.translate("") == GERMAN.translate(Message("")) == ""


def test_exercises_are_said_in_german():
    assert GERMAN.translate(Message("Child's pose")) == "Kindhaltung"
    assert ENGLISH.translate(Message("Child's pose")) == "Child's pose"


DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (1234.56, "1,234.6", "1.234,6"),
        (30, "30", "30"),
        (30.0, "30", "30"),
        (True, "True", "True"),
        (DAY, "9 Mar 2026", "09.03.2026"),
        (time(18, 5), "18:05", "18:05"),
        (("a", "b", "c"), "a, b and c", "a, b und c"),
        ((), "", ""),
    ],
)
def test_values_are_written_as_the_language_does(value, english, german):
    said = [each.translate(Message("{it}", (("it", value),))) for each in (ENGLISH, GERMAN)]
    assert said == [english, german]


def test_formats():
    assert GERMAN.date(DAY, "full") == "Montag, 9. März 2026"
    assert GERMAN.percent(0.8).replace("\xa0", " ") == "80 %"
    assert GERMAN.number(2.346, decimals=2) == "2,35"
    assert GERMAN.number(2.6, decimals=0) == "3"
    assert "2026" in GERMAN.moment(datetime(2026, 3, 9, 18, 5))
    assert [ENGLISH.duration(s) for s in (0, 9.6, 75, 3675)] == ["0:00", "0:10", "1:15", "1:01:15"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**40])
def test_no_number_breaks_a_page(value):
    assert GERMAN.translate(Message("{it}", (("it", value),)))


@given(st.integers(-(10**9), 10**9))
def test_plain_english_writes_numbers_as_the_translator_does(tenths):
    for value in (tenths, tenths / 10, (tenths, "a", 1.5)):
        assert ENGLISH.write(value) == in_english(value)


def test_a_language_that_is_not_there_is_named():
    assert languages() == ("en", "de")
    with pytest.raises(ValueError, match=r"'xx'.*en, de"):
        translator("xx")
    with pytest.raises(ValueError, match=r"\.\./"):
        js_messages("../../etc")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("fr,de;q=0.3", "de"),
        ("fr;q=1, en;q=0.2, de;q=0.7", "de"),
        ("DE", "de"),
        ("de;q=0", "en"),
        ("fr", "en"),
        ("*", "en"),
        ("de;q=x, en", "en"),
        (";;,,q=", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_browser_is_asked_which_language(header, language):
    assert best_language(header) == language


def test_the_default_may_be_another():
    assert best_language("fr", default="de") == "de"


def test_scripts_get_what_stands_in_scripts(monkeypatch):
    entries = Catalog(locale="de")
    entries.add("Pause", "Pause machen", locations=[("web/static/js/live.js", 1)])
    entries.add(
        ("{count} time", "{count} times"), ("einmal", "{count}-mal"), locations=[("web/static/js/live.js", 1)]
    )
    entries.add("Nowhere yet", "", locations=[("web/static/js/live.js", 1)])
    entries.add("Page", "Seite", locations=[("web/templates/today.html", 1)])
    monkeypatch.setattr(catalogue, "entries", lambda language: entries)
    assert js_messages("de") == {
        "Pause": "Pause machen",
        "{count} time": "einmal",
        "{count} times": "{count}-mal",
    }


def test_english_scripts_need_nothing():
    assert js_messages("en") == {}


def test_a_stretch_of_days_says_each_part_of_the_date_once():
    first, last = date(2026, 11, 23), date(2026, 11, 29)
    assert ENGLISH.days(first, last).split() == ["23", "\N{EN DASH}", "29", "Nov", "2026"]
    assert GERMAN.days(first, last) == "23.\N{EN DASH}29. Nov. 2026"
