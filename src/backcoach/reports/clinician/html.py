"""A document as HTML: without any script, style attribute or picture file, so that a strict policy lets it through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from backcoach.reports.clinician.blocks import (
    Block,
    Cell,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Table,
)
from backcoach.reports.clinician.chart import LETTER_MM, RADII_MM, Drawing, Label, Mark, Stroke
from backcoach.texts.catalogue import Translator


def body(made: Document, texts: Translator) -> str:
    """Return the document as one ``<article>``."""
    say = _speaker(texts)
    parts = [
        '<article class="report">',
        f"<header><h1>{say(made.title)}</h1><p>{say(made.subtitle)}</p></header>",
        *(_block(block, say, texts) for block in made.blocks),
        f"<footer><p>{say(made.footer)}</p></footer>",
        "</article>",
    ]
    return "\n".join(part for part in parts if part)


def page(made: Document, texts: Translator, css: str) -> str:
    """Return a whole page that needs no other file."""
    title = _speaker(texts)(made.title)
    return (
        f'<!doctype html>\n<html lang="{texts.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{css}</style>\n</head>\n<body>\n{body(made, texts)}\n</body>\n</html>\n"
    )


Say = Callable[[Cell], str]


def _speaker(texts: Translator) -> Say:
    def say(cell: Cell) -> str:
        # A person's own words are not looked up in the catalogue.
        return escape(cell if isinstance(cell, str) else texts.write(cell))

    return say


def _block(block: Block, say: Say, texts: Translator) -> str:
    if isinstance(block, Heading):
        return f"<h2>{say(block.text)}</h2>"
    if isinstance(block, Paragraph):
        return f'<p class="small">{say(block.text)}</p>' if block.small else f"<p>{say(block.text)}</p>"
    if isinstance(block, Table):
        return "\n".join(_table(block, say))
    if isinstance(block, Picture):
        return f"<figure>{_svg(block.drawing, say(block.shows), texts)}</figure>"
    assert isinstance(block, NewPage)
    return '<hr class="new-page">'


def _table(table: Table, say: Say) -> Iterator[str]:
    def row(tag: str, cells: tuple[Cell, ...]) -> str:
        made = []
        for i, cell in enumerate(cells):
            name = "th" if tag == "th" or i == 0 else "td"
            scope = ' scope="col"' if tag == "th" else ' scope="row"' if i == 0 else ""
            number = ' class="number"' if i in table.numbers else ""
            made.append(f"<{name}{scope}{number}>{say(cell)}</{name}>")
        return f"<tr>{''.join(made)}</tr>"

    whole = sum(table.widths)
    columns = "".join(f'<col width="{100 * width / whole:.0f}%">' for width in table.widths)
    yield f'<div class="table" tabindex="0"><table><colgroup>{columns}</colgroup>'
    yield f"<thead>{row('th', table.head)}</thead>"
    yield "<tbody>"
    yield from (row("td", cells) for cells in table.rows)
    yield "</tbody></table></div>"


def _svg(drawing: Drawing, shows: str, texts: Translator) -> str:
    size = f'viewBox="0 0 {drawing.width:g} {drawing.height:g}"'
    parts = "".join(_part(part, texts) for part in drawing.parts)
    return f'<svg {size} role="img" aria-label="{shows}" font-size="{LETTER_MM}">{parts}</svg>'


def _part(part: Stroke | Mark | Label, texts: Translator) -> str:
    if isinstance(part, Stroke):
        points = " ".join(f"{x:.2f},{y:.2f}" for x, y in part.points)
        dashes = f' stroke-dasharray="{" ".join(map(str, part.dashes))}"' if part.dashes else ""
        grey = f' stroke-opacity="{1 - part.grey:g}"' if part.grey else ""
        width = f'stroke-width="{part.width}"{dashes}{grey}'
        return f'<polyline fill="none" stroke="currentColor" points="{points}" {width}/>'
    x, y = part.at
    if isinstance(part, Mark):
        filled = f'fill="{"#fff" if part.shape == "ring" else "currentColor"}" stroke="currentColor" stroke-width="0.3"'
        radius = RADII_MM[part.shape]
        if part.shape == "square":
            side = f'width="{2 * radius}" height="{2 * radius}"'
            return f'<rect x="{x - radius:.2f}" y="{y - radius:.2f}" {side} {filled}/>'
        return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius}" {filled}/>'
    anchor = f'text-anchor="{part.anchor}" fill="currentColor"'
    return f'<text x="{x:.2f}" y="{y:.2f}" {anchor}>{escape(texts.write(part.text))}</text>'
