"""Render a document as a Word file with real headings, captions and alt text."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from alsjournal.report.document import Block, Document, Runs
from alsjournal.report.render.harmless import harmless

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.text.paragraph import Paragraph

__all__ = ["to_docx"]

_HEADER = 70  # letters of a title that stand above each page
_MOST_ROWS = 400  # of one table: more belongs into a spreadsheet
_OWN_SIZE = 0.375  # a PNG has two pixels a CSS pixel, and Word takes 72 an inch, not 96
_LINE = 90  # letters of a table's print in a line across the page
_LONG_WORD = 24
_PRINT = 9  # points, in tables
_LEAST_EASY = 14  # points, of anything in Easy Read


def to_docx(document: Document) -> bytes:
    """Render a document as a Word file.

    Headings are styles, tables have a header row that repeats, each chart is a
    picture with its alt text and a numbered caption, and its table follows.

    Parameters
    ----------
    document : Document

    Returns
    -------
    bytes
        The same for the same document.
    """
    from alsjournal.paper.page import new_document
    from alsjournal.paper.settle import settled

    document = harmless(document)
    about = {
        "title": document.title,
        "lang": document.language,
        "size": "16" if document.easy else "10.5",
    }
    paper = new_document(about, programme="")
    _Writer(paper, document).write()
    return settled(paper)


class _Writer:
    """Goes through the blocks, and counts figures and tables on the way."""

    def __init__(self, paper: Paper, document: Document) -> None:
        self._paper = paper
        self._document = document
        self._numbers = {"figure": 0, "table": 0}
        self._boxed = self._turn = False
        self._ways = {
            "para": self._para,
            "items": self._items,
            "quote": self._quote,
            "table": self._table,
            "picture": self._picture,
            "box": self._box,
            "cards": self._cards,
            "fold": self._fold,
            "idea": self._idea,
            "ask": self._ask,
            "answers": self._answers,
            "section": self._section,
        }
        _own_styles(paper)
        if document.easy:
            _large(paper)

    def write(self) -> None:
        document = self._document
        self._paper.add_paragraph(document.title, style="Title")
        for words, style in (
            (document.subtitle, "Subtitle"),
            (document.for_whom, "Normal"),
            (document.notice, "Box"),
        ):
            if words:
                self._paper.add_paragraph(words, style=style)
        self._all(document.blocks)
        if document.footer:
            self._paper.add_paragraph(document.footer, style="Hint")

    def _all(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            self._ways[block.kind](block)

    def _para(self, block: Any) -> None:
        style = "Box" if self._boxed else "Hint" if block.tone == "soft" else "Normal"
        paragraph = self._paper.add_paragraph(style=style)
        paragraph.paragraph_format.keep_with_next = False
        self._runs(paragraph, block.runs)
        _speaks(paragraph.runs, block.language)

    def _runs(self, paragraph: Paragraph, runs: Runs) -> None:
        for run in runs:
            made = paragraph.add_run(run.text, "Aside" if run.style == "soft" else None)
            _speaks((made,), run.language)
            if run.style == "strong":
                made.bold = True

    def _items(self, block: Any) -> None:
        for number, item in enumerate(block.items, start=1):
            if block.ordered:  # a number of Word's own would go on from the list before
                paragraph = self._paper.add_paragraph(f"{number}. ")
            else:
                paragraph = self._paper.add_paragraph(style="List Bullet")
            self._runs(paragraph, item)

    def _quote(self, block: Any) -> None:
        paragraph = self._paper.add_paragraph(style="Quote")
        self._runs(paragraph, block.head)
        if block.head:
            paragraph.add_run(" ")
        _speaks((paragraph.add_run(block.words),), block.language)
        if block.source:
            paragraph.add_run(f" ({block.source})", "Aside").italic = False

    def _table(self, block: Any) -> None:
        from alsjournal.paper.cells import add_table
        from alsjournal.paper.inline import Span

        self._caption("table", block.caption)
        shown = block.rows[:_MOST_ROWS]
        add_table(
            self._paper,
            [
                tuple((Span(str(cell)),) if cell else () for cell in row)
                for row in (block.columns, *shown)
            ],
            widths=_widths((block.columns, *shown)),
            about=block.caption,
            row_height=0.5,
        )
        _small(self._paper.tables[-1])
        if len(block.rows) > _MOST_ROWS:
            words = self._document.labels["more_rows"]
            self._paper.add_paragraph(words, style="Hint")

    def _picture(self, block: Any) -> None:
        from docx.shared import Length

        from alsjournal.charts import to_png
        from alsjournal.paper.page import text_width

        shape = self._paper.add_picture(io.BytesIO(to_png(block.chart)))
        # As wide as the text at most.
        scale = min(text_width(self._paper) / shape.width, _OWN_SIZE)
        width, height = int(shape.width * scale), int(shape.height * scale)
        shape.width, shape.height = Length(width), Length(height)
        named = shape._inline.docPr
        named.set("descr", block.words)
        named.set("title", block.title)
        self._paper.paragraphs[-1].paragraph_format.keep_with_next = True
        self._caption("figure", block.title)
        told = self._paper.add_paragraph(block.words, style="Hint")
        _speaks(told.runs, block.language)
        self._table(block.table)

    def _caption(self, what: str, words: str) -> None:
        """Number it by a field, so that Word can list figures and tables."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._numbers[what] += 1
        paragraph = self._paper.add_paragraph(style="Caption")
        paragraph.add_run(f"{self._document.labels[what]} ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" SEQ {what.capitalize()} \\* ARABIC ")
        field.append(paragraph.add_run(str(self._numbers[what]))._r)
        paragraph._p.append(field)
        paragraph.add_run(f": {words}")
        paragraph.paragraph_format.keep_with_next = what == "table"

    def _box(self, block: Any) -> None:
        if block.head:
            self._paper.add_paragraph(style="Box").add_run(block.head).bold = True
        self._boxed = True
        self._all(block.blocks)
        self._boxed = False

    def _cards(self, block: Any) -> None:
        for number, card in enumerate(block.cards, start=1):
            lead = f"{number}. " if block.numbered else ""
            self._paper.add_paragraph(f"{lead}{card.head}", style="Heading 2")
            self._all(card.blocks)

    def _fold(self, block: Any) -> None:
        self._paper.add_paragraph(block.head, style="Heading 3")
        self._all(block.blocks)

    def _idea(self, block: Any) -> None:
        from alsjournal.paper.cells import add_picture_row

        beside = add_picture_row(self._paper, word=block.picture)
        paragraph = beside.paragraphs[0]
        for number, line in enumerate(block.lines):
            if number:
                indent = paragraph.paragraph_format.left_indent
                paragraph = beside.add_paragraph()
                paragraph.paragraph_format.left_indent = indent
            self._runs(paragraph, line)

    def _ask(self, block: Any) -> None:
        from alsjournal.paper.cells import add_box, checkbox

        if block.choices:
            paragraph = self._paper.add_paragraph()
            paragraph.paragraph_format.keep_with_next = True
        for _, label in block.choices:
            checkbox(paragraph, f"{label}. {block.about}")
            paragraph.add_run(f" {label}     ")
        for words, style in ((block.line, "Normal"), (block.note, "Hint")):
            if words:
                line = self._paper.add_paragraph(words, style=style)
                line.paragraph_format.keep_with_next = True
        add_box(self._paper, lines=2, about=f"{block.about} {block.line}")

    def _answers(self, block: Any) -> None:
        self._paper.add_paragraph(block.by_hand)

    def _section(self, block: Any) -> None:
        style = f"Heading {block.level - 1}"
        paragraph = self._paper.add_paragraph(block.head, style=style)
        paragraph.paragraph_format.page_break_before = self._turn
        self._turn = False
        first = len(self._paper.paragraphs)
        self._all(block.blocks)
        if block.one_side:
            _set_close(self._paper.paragraphs[first:])
            self._turn = True


def _set_close(paragraphs: Sequence[Paragraph]) -> None:
    """Keep what belongs on one side of paper to it."""
    from docx.shared import Pt

    for paragraph in paragraphs:
        spaces = paragraph.paragraph_format
        spaces.space_before = Pt(4 if str(paragraph.style.name) == "Heading 2" else 0)  # type: ignore[union-attr]
        spaces.space_after, spaces.line_spacing = Pt(1), 1.0
        for run in paragraph.runs:
            run.font.size = Pt(9.5)


def _small(table: Any) -> None:
    from docx.shared import Pt

    for cell in table._cells:
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(_PRINT)


def _speaks(runs: Sequence[Any], language: str) -> None:
    """Say in which language words are, so that Word checks them by the right one."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for run in runs if language else ():
        element = OxmlElement("w:lang")
        element.set(qn("w:val"), language)
        run._r.get_or_add_rPr().append(element)


def _own_styles(paper: Paper) -> None:
    from docx.shared import Cm, Pt

    from alsjournal.paper.page import BLUE, FONT, INK, QUIET

    for name, points, colour in (
        ("Subtitle", 13, INK),
        ("Quote", 10.5, INK),
        ("Caption", 10, QUIET),
    ):
        style: Any = paper.styles[name]
        style.font.name, style.font.size = FONT, Pt(points)
        style.font.color.rgb, style.font.italic = colour, name == "Quote"
        style.font.bold = name == "Caption"
        style.paragraph_format.space_after = Pt(4)
    paper.styles["Quote"].paragraph_format.left_indent = Cm(0.6)
    paper.styles["Title"].font.color.rgb = BLUE


def _large(paper: Paper) -> None:
    """Leave nothing small in Easy Read."""
    from docx.shared import Pt

    for name in ("Subtitle", "Header", "Footer"):
        style: Any = paper.styles[name]
        style.font.size = Pt(_LEAST_EASY)


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Share the width out: to each column its longest word, then as there is to say.

    Examples
    --------
    >>> [round(share, 2) for share in _widths([("Theme", "Session"), ("a " * 90, "1")])]
    [0.88, 0.12]
    """
    least, more = [], []
    for column in zip(*rows, strict=True):
        cells = [str(cell) for cell in column]
        word = max(len(w) for cell in cells for w in (cell.split() or [""]))
        lengths = sorted(map(len, cells))
        usual = lengths[math.ceil(0.9 * (len(lengths) - 1))]
        least.append(min(word, _LONG_WORD) + 4)
        more.append(max(min(usual, _LINE) - least[-1], 0))
    spare = max(_LINE - sum(least), 0)
    given = sum(more) or 1
    wide = [n + spare * m / given for n, m in zip(least, more, strict=True)]
    return [n / sum(wide) for n in wide]
