"""A document as PDF, A4, black on white."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

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

FONT = "DejaVu"
MARGIN_MM = 15.0
TEXT_PT, SMALL_PT, TABLE_PT, HEADING_PT, TITLE_PT = 9.0, 7.5, 8.0, 11.0, 16.0
LINE = 1.35
PT_A_MM = 72 / 25.4
FULL_GREY = 255


def pdf(made: Document, texts: Translator, made_at: datetime) -> bytes:
    """Return the file's content. The same document gives the same bytes."""
    paper = _Paper(made, texts, made_at)
    for block in made.blocks:
        paper.add(block)
    return bytes(paper.output())


@cache
def _font_folder() -> Path:
    """The fonts of matplotlib are at hand wherever the package is installed, and know every letter that we need."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


class _Paper(FPDF):
    def __init__(self, made: Document, texts: Translator, made_at: datetime) -> None:
        super().__init__(format="A4", unit="mm")
        self._made, self._texts = made, texts
        for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(FONT, style, _font_folder() / name)
        self.set_margins(MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(True, MARGIN_MM + 5)
        self.set_title(texts.write(made.title))
        self.set_lang(texts.language)
        self.set_creation_date(made_at)
        self.set_creator("Backcoach")
        self.add_page()
        self._text(texts.write(made.title), TITLE_PT, bold=True)
        self._text(texts.write(made.subtitle), TEXT_PT)

    def footer(self) -> None:
        """Put the footer and the page's number under each page; called by the library."""
        self.set_y(-MARGIN_MM)
        self.set_font(FONT, "", SMALL_PT)
        self.cell(150, 4, self._texts.write(self._made.footer))
        self.cell(0, 4, f"{self.page_no()} / {{nb}}", align="R")

    def add(self, block: Block) -> None:
        """Write one block under the last one."""
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._text(self._say(block.text), SMALL_PT if block.small else TEXT_PT)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Picture):
            self._picture(block.drawing)
        else:
            assert isinstance(block, NewPage)
            self.add_page()

    def _say(self, cell: Cell) -> str:
        return cell if isinstance(cell, str) else self._texts.write(cell)

    def _text(self, text: str, size_pt: float, *, bold: bool = False) -> None:
        self.set_font(FONT, "B" if bold else "", size_pt)
        self.multi_cell(0, size_pt / PT_A_MM * LINE, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(0.8)

    def _heading(self, block: Heading) -> None:
        if self.will_page_break(25):
            self.add_page()
        self.ln(1.5)
        self._text(self._say(block.text), HEADING_PT, bold=True)

    def _table(self, block: Table) -> None:
        self.set_font(FONT, "", TABLE_PT)
        self.set_draw_color(140)
        self.set_line_width(0.15)
        align = tuple("RIGHT" if i in block.numbers else "LEFT" for i in range(len(block.head)))
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=block.widths,
            headings_style=FontFace(emphasis="BOLD"),
            line_height=TABLE_PT / PT_A_MM * LINE,
            padding=(0.5, 1.2),
            text_align=align,
            width=self.epw,
        ) as table:
            for cells in (block.head, *block.rows):
                row = table.row()
                for cell in cells:
                    row.cell(self._say(cell))
        self.ln(1.5)

    def _picture(self, drawing: Drawing) -> None:
        if self.will_page_break(drawing.height):
            self.add_page()
        left, top = self.l_margin, self.get_y()
        self.set_font(FONT, "", LETTER_MM * PT_A_MM)
        for part in drawing.parts:
            self._part(part, left, top)
        self.set_dash_pattern()
        self.set_draw_color(0)
        self.set_xy(left, top + drawing.height)
        self.ln(1)

    def _part(self, part: Stroke | Mark | Label, left: float, top: float) -> None:
        if isinstance(part, Stroke):
            self.set_draw_color(round(FULL_GREY * part.grey))
            self.set_line_width(part.width)
            self.set_dash_pattern(*part.dashes)
            self.polyline([(left + x, top + y) for x, y in part.points])
            return
        x, y = left + part.at[0], top + part.at[1]
        if isinstance(part, Label):
            text = self._texts.write(part.text)
            shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[part.anchor]
            self.text(x - shift * self.get_string_width(text), y, text)
            return
        self._mark(part, x, y)

    def _mark(self, mark: Mark, x: float, y: float) -> None:
        self.set_draw_color(0)
        self.set_fill_color(FULL_GREY if mark.shape == "ring" else 0)
        self.set_line_width(0.3)
        self.set_dash_pattern()
        radius = RADII_MM[mark.shape]
        if mark.shape == "square":
            self.rect(x - radius, y - radius, 2 * radius, 2 * radius, style="DF")
        else:
            self.circle(x, y, radius, style="DF")
