"""A text for a person, before anybody knows in which language: the English words and what to fill in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w*)\}")
"""`{name}` and nothing else: a personal exercise file may hold any other braces."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text to be translated; `str()` gives the English.

    Parameters
    ----------
    text
        The English text, with placeholders such as `{side}`. It is the key of the catalogue.
    values
        What to put in, as pairs sorted by name. A value may be a message itself, or a tuple (a list, "a, b and c").
    plural
        The English text for every `count` but 1. `{count}` is filled in without naming it in `values`.
    count
        How many, when there is a plural.
    context
        Tells equal English texts apart that other languages do not have in common.
    """

    text: str
    values: tuple[tuple[str, object], ...] = ()
    plural: str | None = None
    count: int | None = None
    context: str | None = None

    @property
    def english(self) -> str:
        """The English text for this count, placeholders still in it."""
        return self.text if self.plural is None or self.count == 1 else self.plural

    def filled(self, template: str, write: Callable[[object], str]) -> str:
        """`template` with every value in its place, each written by `write`; an unknown name stays as it is.

        Parameters
        ----------
        template : str
            The text, translated or not.
        write : callable
            Gives a value as text.

        Returns
        -------
        str
            Nothing is raised.
        """
        known = dict(self.values) if self.count is None else {"count": self.count, **dict(self.values)}
        return fill(template, {name: write(value) for name, value in known.items()})

    def __str__(self) -> str:
        return self.filled(self.english, in_english)


def message(
    text: str,
    /,
    *,
    plural: str | None = None,
    count: int | None = None,
    context: str | None = None,
    **values: object,
) -> Message:
    """Build a message and mark its text for the catalogue: `message("Lift the {side} knee", side=LEFT)`.

    The text is written out at the call, so that it is found by the extraction.

    Parameters
    ----------
    text : str
        English, with names of values in braces.
    plural : str, optional
        The same for several; with `count`.
    count : int, optional
        Chooses between both, and fills ``{count}``.
    context : str, optional
        Tells apart one English word that needs two translations.
    **values : object
        What is filled in; may be messages themselves.

    Returns
    -------
    Message
        A plain value.

    Raises
    ------
    KeyError
        If the text names a value that is not given: a mistake of whoever wrote the call, so it is told right there
        and not when the text is shown.
    """
    given = values.keys() | ({"count"} if count is not None else set())
    missing = sorted((placeholders(text) | placeholders(plural or "")) - given)
    if missing:
        raise KeyError(f"no value for {', '.join(missing)} in the text {text!r}")
    return Message(text, tuple(sorted(values.items())), plural, count, context)


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """Mark a text for the catalogue and leave it as it is: for tables of texts that are translated later.

    Parameters
    ----------
    text : str
        English.

    Returns
    -------
    str
        The same.
    """
    return text


def fill(template: str, values: Mapping[str, str]) -> str:
    """`template` with `{name}` replaced where the name is known."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), template)


@cache
def placeholders(text: str) -> frozenset[str]:
    """The names in `{...}` of a text."""
    return frozenset(PLACEHOLDER.findall(text))


def in_english(value: object) -> str:
    """A value as it stands in an English sentence."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:,.1f}".removesuffix(".0")
    if isinstance(value, tuple):
        words = [in_english(item) for item in value]
        return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    return str(value)
