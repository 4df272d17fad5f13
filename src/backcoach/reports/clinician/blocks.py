"""What a document is made of, before it is written as HTML or PDF. Everything in it can be said in any language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from backcoach.reports.clinician.chart import Drawing
from backcoach.texts import Message

Cell = Message | str | float | date
"""A text of ours, a person's own words, a number or a day."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A part begins."""

    text: Message


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; small ones explain."""

    text: Message
    small: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head.

    Attributes
    ----------
    widths : tuple of float
        How wide the columns are, in parts of each other.
    numbers : collection of int
        Columns, from 0, that hold numbers and stand on the right.
    """

    head: tuple[Message, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    numbers: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and, for those who cannot see it, what it shows."""

    drawing: Drawing
    shows: Message


@dataclass(frozen=True, slots=True)
class NewPage:
    """On paper the next block stands on a new page."""


Block = Heading | Paragraph | Table | Picture | NewPage


@dataclass(frozen=True, slots=True)
class Document:
    """A title, a line under it, and the blocks."""

    title: Message
    subtitle: Message
    blocks: tuple[Block, ...]
    footer: Message
