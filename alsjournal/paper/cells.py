"""Tables: real ones, with a header that repeats, and rows that stay together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from alsjournal.paper.inline import Kind, Span
from alsjournal.paper.page import shade, text_width

__all__ = [
    "add_box",
    "add_picture_row",
    "add_table",
    "checkbox",
    "edges",
    "write_spans",
]

_HEAD = "E4ECF4"
_STYLES = {"code": "Typed", "name": "Column name", "hint": "Aside", "blank": "Blank"}
_IN_HEADS: dict[str, Kind] = {"plain": "bold", "code": "name"}
_PICTURE = Cm(4)
_AIR = 30

Cells = Sequence[tuple[Span, ...]]


def write_spans(paragraph: Paragraph, pieces: tuple[Span, ...]) -> None:
    """Write spans into a paragraph."""
    for piece in pieces:
        run = paragraph.add_run(piece.text, _STYLES.get(piece.kind))
        if piece.kind == "bold":
            run.bold = True


def add_table(
    document: Document,
    rows: Sequence[Cells],
    *,
    widths: Sequence[float],
    about: str,
    row_height: float = 0.8,
) -> None:
    """Add a table; the first row is its header.

    Parameters
    ----------
    document : docx.document.Document
    rows : sequence of sequence of tuple of Span
        Rows that say nothing are there to be filled in.
    widths : sequence of float
        The share of each column.
    about : str
        What it holds, for those who do not see it.
    row_height : float, default=0.8
        Of empty rows, in centimetres.
    """
    table = document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
    _describe(table, about)
    _set_widths(table, [int(share * text_width(document)) for share in widths])
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        _keep_whole(row)
        for cell, pieces in zip(row.cells, cells, strict=True):
            _write_cell(cell, pieces, head=number == 0)
        if number == 0:
            _mark(row, "w:tblHeader")
        elif not any(cells):
            _at_least(row, row_height)
    _gap(document)


def add_box(document: Document, *, lines: float, about: str) -> None:
    """Add an empty box to write in."""
    table = document.add_table(rows=1, cols=1, style="Table Grid")
    _describe(table, about)
    _keep_whole(table.rows[0])
    _at_least(table.rows[0], 0.75 * lines)
    _gap(document)


def add_picture_row(document: Document, *, word: str, height: float = 3) -> _Cell:
    """Add a place for a picture; return the cell beside it.

    Parameters
    ----------
    document : docx.document.Document
    word : str
        "picture", in the document's language.
    height : float, default=3
        In centimetres, at least.
    """
    table = document.add_table(rows=1, cols=2)
    _describe(table, word)
    _set_widths(table, [_PICTURE, text_width(document) - _PICTURE])
    _keep_whole(table.rows[0])
    _at_least(table.rows[0], height)
    left: _Cell
    right: _Cell
    left, right = table.rows[0].cells
    edges(left)
    for cell in (left, right):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    write_spans(left.paragraphs[0], (Span(f"[{word}]", "blank"),))
    right.paragraphs[0].paragraph_format.left_indent = Cm(0.4)
    _gap(document)
    return right


def checkbox(paragraph: Paragraph, about: str) -> None:
    """Add a box that can be ticked with a click, or with a pen."""
    control = parse_xml(
        f"<w:sdt {nsdecls('w')} "
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
        "<w:sdtPr><w:alias/><w14:checkbox>"
        '<w14:checked w14:val="0"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
        "</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr>"
        '<w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" '
        'w:hint="eastAsia"/></w:rPr><w:t>\N{BALLOT BOX}</w:t></w:r>'
        "</w:sdtContent></w:sdt>"
    )
    next(control.iter(qn("w:alias"))).set(qn("w:val"), about[:60])
    paragraph._p.append(control)


def _write_cell(cell: _Cell, pieces: tuple[Span, ...], *, head: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    if head:
        shade(cell._tc.get_or_add_tcPr(), _HEAD)
        pieces = tuple(Span(p.text, _IN_HEADS.get(p.kind, p.kind)) for p in pieces)
    for piece in pieces:
        if piece.text.startswith("\N{BALLOT BOX}"):
            for words in piece.text[1:].split("\N{BALLOT BOX}"):
                _choice(paragraph, words.strip())
        else:
            write_spans(paragraph, (piece,))


def _choice(paragraph: Paragraph, words: str) -> None:
    checkbox(paragraph, words or "tick")
    if not words:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        paragraph.add_run(f" {words}  ")


def _set_widths(table: Table, widths: Sequence[int]) -> None:
    """Say each width twice: Word reads the cells, LibreOffice the columns."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Length(width)
        for cell in column.cells:
            cell.width = Length(width)


def _describe(table: Table, about: str) -> None:
    """Fix the layout, give the cells air, and say what the table is."""
    properties: Any = table._tbl.tblPr
    table.autofit = False
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:top w:w="{_AIR}" w:type="dxa"/>'
        f'<w:bottom w:w="{_AIR}" w:type="dxa"/></w:tblCellMar>'
    )
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), about[:200])
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption")
    properties.append(caption)


def _keep_whole(row: _Row) -> None:
    _mark(row, "w:cantSplit")


def _mark(row: _Row, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _at_least(row: _Row, centimetres: float) -> None:
    row.height = Cm(centimetres)
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST


def edges(cell: _Cell) -> None:
    """Draw lines round a cell."""
    lines = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "8"), ("color", "505A5F")):
            edge.set(qn(f"w:{name}"), value)
        lines.append(edge)
    properties: Any = cell._tc.get_or_add_tcPr()
    properties.insert_element_before(lines, "w:shd", "w:vAlign")


def _gap(document: Document) -> None:
    """Part a table from what follows: two tables that touch become one."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(3)
