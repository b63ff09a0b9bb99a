"""The lines and tables of a Word document, in reading order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from alsjournal.unfold.limits import MAX_CELL
from alsjournal.unfold.word_styles import Styles
from alsjournal.unfold.word_text import Paragraph, TextWalker
from alsjournal.unfold.xml import number

__all__ = ["BlockWalker", "Line", "Row", "TableEnd"]

_WIDEST = 63
"""Columns that Word itself allows."""


class Line(NamedTuple):
    """A paragraph.

    ``number`` counts paragraphs from 1, ``level`` is 0 for text, ``highlighted``
    means a part of it, ``cell`` is where it stands in a table, as ``1.0``: the table,
    and the column counted from 0. ``struck`` is ``"s"`` where all its letters are
    struck through, ``"p"`` where some are.
    """

    number: int
    level: int
    highlighted: bool
    cell: str
    text: str
    struck: str = ""


class Row(NamedTuple):
    """A row of a table, tables numbered from 1."""

    table: int
    row: int
    cells: list[str]


class TableEnd(NamedTuple):
    """The end of a table that is more than a frame round some text."""

    table: int
    name: str
    merged: int


@dataclass
class _Cell:
    lines: list[Line] = field(default_factory=list)
    size: int = 0
    span: int = 1
    goes_on: bool = False
    """Whether it is the lower part of a cell above."""

    def add(self, line: Line) -> None:
        if self.size <= MAX_CELL:  # more is refused anyhow
            self.lines.append(line)
            self.size += len(line.text) + 1

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass
class _Table:
    number: int
    name: str
    rows: int = 0
    cells: int = 0
    merged: int = 0
    held: list[Line] = field(default_factory=list)
    """The lines of the first cell, until it is known whether there is another."""
    held_at: int = 0
    first: list[str] | None = None
    row: list[_Cell] = field(default_factory=list)
    before: int = 0
    deleted: bool = False
    above: dict[int, str] = field(default_factory=dict)


class BlockWalker(TextWalker):
    """A walker through the body: it puts lines and rows into ``found``.

    A table of a single cell is a frame: its lines are lines as others. Lines of other
    tables are found as such, and once more as rows.

    Parameters
    ----------
    styles : Styles
    """

    def __init__(self, styles: Styles) -> None:
        super().__init__(styles)
        self.found: deque[Line | Row | TableEnd] = deque()
        self._lines = 0
        self._tables = 0
        self._depth = 0
        self._table: _Table | None = None
        self._heading = ""
        self._unfinished: Paragraph | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element; the first must be that of a document."""
        if not self._path and name != "w:document":
            msg = "no document"
            raise ValueError(msg)
        super().start(name, attributes)

    def end(self, name: str) -> None:
        """End an element, and what of a table ends with it."""
        skipped = bool(self._skip)
        super().end(name)
        if skipped:
            return
        if name == "w:tbl":
            self._end_table()
        elif name == "w:tr" and self._depth == 1:
            self._end_row()
        elif name in ("w:tc", "w:body"):
            self._flush()

    def finished(self, paragraph: Paragraph) -> None:
        """Make a line of a paragraph, together with those that run on into it."""
        earlier = self._unfinished
        if earlier is not None:
            paragraph.parts[:0] = earlier.parts
            paragraph.size += earlier.size
            paragraph.highlighted |= earlier.highlighted
            paragraph.letters += earlier.letters
            paragraph.struck += earlier.struck
        self._unfinished = paragraph
        if not paragraph.joined or paragraph.size > MAX_CELL:
            self._flush()

    def _flush(self) -> None:
        paragraph, self._unfinished = self._unfinished, None
        if paragraph is None:
            return
        style = self._styles[paragraph.style]
        said = paragraph.level if paragraph.level is not None else style.level
        text = "".join(paragraph.parts)
        if style.contents:
            self._count("contents")
            return
        if paragraph.joined and not text:
            return  # deleted as a whole, at the end of a cell or of the document
        self._lines += 1
        whole = "s" if paragraph.struck == paragraph.letters else "p"
        struck = whole if paragraph.struck else ""
        line = Line(self._lines, said or 0, paragraph.highlighted, "", text, struck)
        table = self._table
        if table is None:
            self.found.append(line)
            if line.level and text.strip():
                self._heading = text
        elif table.row and not table.deleted:
            table.row[-1].add(line)
            self._held(table, line)

    def _held(self, table: _Table, line: Line) -> None:
        if table.cells == 1:
            if len(table.row[-1].lines) > len(table.held):
                table.held.append(line)
                table.held_at = table.before
            return
        column = table.before + sum(cell.span for cell in table.row[:-1])
        self.found.append(line._replace(cell=f"{table.number}.{column}"))

    def placed(self, name: str, attributes: dict[str, str], parent: str) -> None:
        """Note where a table, its rows and cells begin, and how they are merged."""
        if name == "w:tbl":
            self._start_table()
        elif self._table is None or self._depth != 1:
            return
        elif name == "w:tr":
            self._start_row(self._table)
        elif name == "w:tc":
            self._start_cell(self._table)
        else:
            self._shape(name, attributes, parent, self._table)

    def _start_table(self) -> None:
        self._depth += 1
        if self._depth == 1:
            self._tables += 1
            self._table = _Table(self._tables, self._heading)
        else:
            self._count("nested")

    def _start_row(self, table: _Table) -> None:
        if table.rows:
            self._no_frame(table)
        table.row, table.before, table.deleted = [], 0, False

    def _start_cell(self, table: _Table) -> None:
        table.cells += 1
        if table.cells == 2:
            self._no_frame(table)
        table.row.append(_Cell())

    def _no_frame(self, table: _Table) -> None:
        """Hand on what was held back in case the table is a frame."""
        first = f"{table.number}.{table.held_at}"
        self.found.extend(line._replace(cell=first) for line in table.held)
        table.held = []
        table.cells = max(table.cells, 2)
        if table.first is not None:
            self.found.append(Row(table.number, 1, table.first))
            table.first = None

    def _shape(
        self, name: str, attributes: dict[str, str], parent: str, table: _Table
    ) -> None:
        cell = table.row[-1] if table.row else None
        if parent == "w:trPr" and name in ("w:ins", "w:del"):
            table.deleted |= name == "w:del"
            self._count("changes")
        elif parent == "w:trPr" and name == "w:gridBefore":
            table.before = min(number(attributes), _WIDEST)
        elif parent != "w:tcPr" or cell is None:
            return
        elif name == "w:gridSpan":
            cell.span = min(max(number(attributes, missing=1), 1), _WIDEST)
            table.merged += cell.span > 1
        elif name == "w:vMerge":
            cell.goes_on = attributes.get("w:val") != "restart"
            table.merged += not cell.goes_on
        elif name in ("w:cellIns", "w:cellDel"):
            self._count("changes")

    def _end_row(self) -> None:
        table = self._table
        if table is None or table.deleted:
            return
        cells = [""] * table.before
        for cell in table.row:
            text = cell.text
            if cell.goes_on and not text:
                text = table.above.get(len(cells), "")
            table.above[len(cells)] = text
            cells += [text, *[""] * (cell.span - 1)]
        table.rows += 1
        if table.rows == 1 and table.cells == 1:
            table.first = cells
        else:
            self.found.append(Row(table.number, table.rows, cells))

    def _end_table(self) -> None:
        self._depth -= 1
        if self._depth or self._table is None:
            return
        table, self._table = self._table, None
        if table.cells == 1:
            self.found.extend(table.held)
            self._tables -= 1
        elif table.rows:
            self.found.append(TableEnd(table.number, table.name, table.merged))
        else:
            self._tables -= 1
