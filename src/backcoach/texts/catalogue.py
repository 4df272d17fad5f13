"""The catalogues of the other languages, and how each language writes numbers, dates and lists."""

import gettext
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date, format_datetime, format_interval, format_time
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from backcoach.texts.message import Message, in_english

SOURCE_LANGUAGE = "en"
FORMATS = {"en": "en_GB"}
"""Whose numbers and dates a language has, where its name alone does not say it."""
DOMAIN = "backcoach"
HUGE = 1e15
"""Numbers from here on, and what is no number, are not written out."""
LOCALE = files("backcoach.texts") / "locale"


@dataclass(frozen=True)
class Translator:
    """Says messages in one language and writes numbers and dates as that language does.

    `catalogue` is also what Jinja's `install_gettext_translations` takes.
    """

    language: str
    locale: Locale
    catalogue: gettext.NullTranslations

    def translate(self, text: Message | str) -> str:
        """The text in this language; in English where the catalogue does not have it. Never raises."""
        if isinstance(text, str):
            return self.catalogue.gettext(text) if text else ""
        return text.filled(self._template(text), self.write)

    def _template(self, text: Message) -> str:
        if text.plural is None or text.count is None:
            if text.context is None:
                return self.catalogue.gettext(text.text) if text.text else ""
            return self.catalogue.pgettext(text.context, text.text)
        if text.context is None:
            return self.catalogue.ngettext(text.text, text.plural, text.count)
        return self.catalogue.npgettext(text.context, text.text, text.plural, text.count)

    def write(self, value: object) -> str:
        """A value as it stands in a sentence: numbers, dates and lists as the language writes them."""
        if isinstance(value, Message):
            return self.translate(value)
        if isinstance(value, tuple):
            return self.items([self.write(item) for item in value])
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self.number(value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, time):
            return self.time(value)
        return in_english(value)

    def number(self, value: float, decimals: int = 1) -> str:
        """A number with at most so many decimals: 1234.5 is "1,234.5" in English and "1.234,5" in German."""
        if not abs(value) < HUGE:
            return f"{value:g}"
        return format_decimal(value, "#,##0." + "#" * decimals if decimals else "#,##0", locale=self.locale)

    def percent(self, share: float) -> str:
        """A share from 0 to 1 in whole percent."""
        return format_percent(share, locale=self.locale)

    def items(self, words: Sequence[str]) -> str:
        """A list in words: "a, b and c"."""
        return format_list(words, locale=self.locale)

    def days(self, first: date, last: date) -> str:
        """A stretch of days, each part of the date once: "23 to 29 Nov 2026" with a dash."""
        return format_interval(first, last, "yMMMd", locale=self.locale)

    def date(self, day: date, style: str = "medium") -> str:
        """A day; the style is short, medium, long or full, or a pattern such as "EEE d"."""
        return format_date(day, style, locale=self.locale)

    def time(self, moment: time | datetime) -> str:
        """The time of day, to the minute."""
        return format_time(moment, "short", locale=self.locale)

    def moment(self, moment: datetime, style: str = "medium") -> str:
        """A day and its time of day."""
        return format_datetime(moment, style, locale=self.locale)

    def duration(self, seconds: float) -> str:
        """A length of time as on a clock: 75 is "1:15", 3675 is "1:01:15"."""
        minutes, rest = divmod(round(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@cache
def languages() -> tuple[str, ...]:
    """All languages that there are texts in, English first."""
    others = (folder.name for folder in LOCALE.iterdir() if folder.is_dir())
    return (SOURCE_LANGUAGE, *sorted(others))


@cache
def translator(language: str) -> Translator:
    """The translator to a language of `languages()`.

    Raises
    ------
    ValueError
        If there is no such language; the message names those that there are.
    """
    if language not in languages():
        raise ValueError(f"no texts in {language!r}; there are {', '.join(languages())}")
    return Translator(language, Locale.parse(FORMATS.get(language, language)), load(language))


def load(language: str) -> gettext.NullTranslations:
    """The catalogue of a language, straight from its .po file: nothing to compile, nothing out of step."""
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, entries(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def entries(language: str) -> Catalog:
    """All texts of a language with their translations and the files they stand in; of English, nothing."""
    if language == SOURCE_LANGUAGE:
        return Catalog(locale=language)
    file = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    return read_po(io.BytesIO(file.read_bytes()), locale=language)


def js_messages(language: str) -> dict[str, str]:
    """What the pages' own JavaScript says: English text to translation, for `/texts/LANGUAGE.json`.

    The script looks a text up and takes it as it is where there is none, so English needs nothing. A plural stands
    under both of its English forms; a language with more forms than two gets the first and the last.

    Raises
    ------
    ValueError
        As `translator`.
    """
    translator(language)
    said: dict[str, str] = {}
    for entry in entries(language):
        if entry.id and not entry.fuzzy and any(file.endswith(".js") for file, _ in entry.locations):
            english, here = _forms(entry.id), _forms(entry.string)
            said |= {english[0]: here[0], english[-1]: here[-1]}
    return {english: here for english, here in said.items() if here}


def _forms(text: str | Sequence[str] | None) -> Sequence[str]:
    """One text, or all forms of a plural."""
    return (text or "",) if isinstance(text, str | None) else text


def best_language(accept_language: str | None, default: str = SOURCE_LANGUAGE) -> str:
    """The language of ours that a browser asks for most, by its Accept-Language header.

    "de-AT,de;q=0.9,en;q=0.5" is "de". What cannot be read is ignored.
    """
    wishes: list[tuple[float, str]] = []
    for part in (accept_language or "").split(","):
        tag, _, weight = part.strip().partition(";")
        try:
            wishes.append((float(weight.partition("q=")[2] or 1), tag.partition("-")[0].lower()))
        except ValueError:
            continue
    ours = [(weight, language) for weight, language in wishes if language in languages() and weight > 0]
    return max(ours, key=lambda wish: wish[0], default=(0.0, default))[1]
