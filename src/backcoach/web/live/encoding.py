"""Messages for a page as JSON: translated, rounded, and without what is absent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from operator import attrgetter
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from backcoach.coaching.precision import Decimals
from backcoach.texts import Message
from backcoach.texts.catalogue import translator
from backcoach.web.live.messages import ABSENT, PLAIN, SPREAD, ToPage

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Field:
    """How a field of a message is told."""

    name: str
    decimals: int | None
    spread: bool
    plain: bool


class Encoder:
    """Tells everything in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, text: Message | None) -> str | None:
        """Return a message in the language; None stays None."""
        return None if text is None else _translated(self.language, text)

    def encode(self, message: ToPage) -> Json:
        """Return a message as a page gets it."""
        return {"type": message.type, **self._object(message)}

    def changes(self, before: Any, after: Any) -> Json:
        """Return the fields in which an object differs from another one of its kind; all where there is none before."""
        if before is None:
            return self._object(after)
        kind: type = type(after)
        fields, values = _fields(kind), _values_of(kind)
        both = zip(fields, values(before), values(after), strict=True)
        return self._told(after, [field for field, old, new in both if old is not new and old != new])

    def _object(self, value: Any) -> Json:
        kind: type = type(value)
        return self._told(value, _fields(kind))

    def _told(self, value: Any, chosen: Iterable[_Field]) -> Json:
        told: Json = {}
        for field in chosen:
            item = getattr(value, field.name)
            if type(item) in _AS_THEY_ARE or (field.plain and item is not ABSENT):
                told[field.name] = item
            elif field.spread:
                told.update(self._object(item))
            elif item is not ABSENT:
                told[field.name] = self._value(item, field.decimals)
        return told

    def _value(self, value: Any, decimals: int | None) -> Any:
        kind = type(value)
        if kind in _AS_THEY_ARE:
            return value
        if isinstance(value, float):
            return value if decimals is None else round(value, decimals)
        if kind is Message:
            return _translated(self.language, value)
        if kind is tuple or kind is list:
            return [self._value(item, decimals) for item in value]
        if isinstance(value, Mapping):
            return {key: self._value(item, decimals) for key, item in value.items()}
        return self._object(value)


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


@lru_cache(maxsize=4096)
def _translated(language: str, text: Message) -> str:
    return translator(language).translate(text)


@cache
def _fields(kind: type) -> tuple[_Field, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(_field(field.name, hints[field.name]) for field in fields(kind))


@cache
def _values_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of all fields at once: a screen has three dozen, and comes with every frame."""
    values: Callable[[Any], tuple[Any, ...]] = attrgetter(*(field.name for field in fields(kind)))
    return values


def _field(name: str, hint: Any) -> _Field:
    marks = list(_marks(hint))
    decimals = next((mark.count for mark in marks if isinstance(mark, Decimals)), None)
    return _Field(name, decimals, SPREAD in marks, PLAIN in marks)


def _marks(hint: Any) -> list[Any]:
    """Return everything that a type is annotated with, at whatever depth."""
    own = list(hint.__metadata__) if get_origin(hint) is Annotated else []
    return own + [mark for inner in get_args(hint) for mark in _marks(inner)]
