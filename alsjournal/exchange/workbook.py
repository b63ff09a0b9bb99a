"""A workbook that people open: a sheet a table, streamed, the same bytes each time."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook as Book
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from alsjournal.exchange.spreadsheet import is_formula

__all__ = ["Notes", "Sheet", "Workbook"]

_WIDTHS = {"text": 80, "label": 20, "key": 15, "person": 20, "date": 13}
_NOTES = (22, 100)
_NARROWEST = 11
_WRAPPED = ("text", "label")
_NUMBERS = ("int", "float")
_FORMATS = {"date": "yyyy-mm-dd", "float": "0.00"}
_HEADER = PatternFill("solid", fgColor="E8EDEE")
_LINE, _TALLEST = 15, 409  # points
_LANDSCAPE = {"orientation": "landscape", "paperSize": 9, "fitToHeight": 0}
_FIXED = datetime(1980, 1, 1)  # noqa: DTZ001 - the first that a zip file can say
# A workbook would decode "_x0041_" in a text; ECMA-376, part 1, 22.9.2.19.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Workbook:
    """Sheets in the order in which they are asked for, streamed to a file each.

    Parameters
    ----------
    path : pathlib.Path
        Of the workbook.
    scratch : pathlib.Path
        A folder for the sheets until they are put together, as private as the
        workbook.
    """

    def __init__(self, path: Path, scratch: Path) -> None:
        self._path, self._scratch = path, scratch
        self._book = Book(write_only=True)
        self._book.properties.creator = "alsjournal"
        self._book.properties.created = self._book.properties.modified = _FIXED
        self._sheets: list[Sheet | Notes] = []

    def sheet(self, title: str, columns: Sequence[tuple[str, str]]) -> Sheet:
        """Add a sheet with a header.

        Parameters
        ----------
        title : str
        columns : sequence of (str, str)
            The header and the kind of each, as in ``alsjournal.schema``.

        Returns
        -------
        Sheet
        """
        widths = [_width(*column) for column in columns]
        page = self._page(title, widths)
        page.freeze_panes = "A2"
        page.print_title_rows = "1:1"
        sheet = Sheet(page, [kind for _, kind in columns], widths)
        sheet.header(columns)
        self._sheets.append(sheet)
        return sheet

    def notes(self, title: str) -> Notes:
        """Add a sheet of headings and sentences."""
        notes = Notes(self._page(title, _NOTES))
        self._sheets.append(notes)
        return notes

    def _page(self, title: str, widths: Sequence[int]) -> Any:
        page = self._book.create_sheet(title)
        for i, width in enumerate(widths, 1):
            page.column_dimensions[get_column_letter(i)].width = width
        for name, value in _LANDSCAPE.items():
            setattr(page.page_setup, name, value)
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        out = self._scratch / f"{len(self._sheets)}.xml"
        page._writer = _SheetFile(page, out.open("wb"))
        page._values_to_row = _placed
        return page

    def save(self) -> None:
        """Put the sheets together."""
        for sheet in self._sheets:
            sheet.close()
        with _Timeless(self._path, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(self._book, archive).write_data()

    def abandon(self) -> None:
        """Let go of what is open, where there will be no workbook."""
        for sheet in self._sheets:
            sheet.abandon()


class _Page:
    """A sheet that is being written."""

    def __init__(self, page: Any) -> None:
        self._page = page
        page._writer.write_top()

    def close(self) -> None:
        """End the sheet."""
        if not self._page.closed:
            self._page.close()
            self._page._writer.out.close()

    def abandon(self) -> None:
        """Let go of a sheet that is not closed; what fails has been told already."""
        if self._page.closed:
            return
        writer, rows = self._page._writer, self._page._rows
        for end in (*([rows.close] if rows else []), writer.close, writer.out.close):
            with suppress(Exception):
                end()


class Sheet(_Page):
    """Rows of one sheet; a text is never a formula."""

    def __init__(self, page: Any, kinds: Sequence[str], widths: Sequence[int]) -> None:
        super().__init__(page)
        self._rows = 0
        self._wrapped = [
            (i, widths[i]) for i, kind in enumerate(kinds) if kind in _WRAPPED
        ]
        self._plain = [_cell(page, kind) for kind in kinds]
        self._guarded = [_cell(page, kind, guarded=True) for kind in kinds]

    def header(self, columns: Sequence[tuple[str, str]]) -> None:
        """Write the first row: the name of each column, placed as its kind is."""
        cells = []
        for name, kind in columns:
            cell = _text(_cell(self._page, kind, guarded=is_formula(name)), name)
            cell.font, cell.fill = _bold(), _HEADER
            cells.append(cell)
        self._page.append(cells)

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows of str, bool, int, float, datetime or None."""
        for row in rows:
            self._rows += 1
            lines = max(
                (_lines(row[i], width) for i, width in self._wrapped), default=1
            )
            with _height(self._page, self._rows + 1, lines):
                self._page.append([self._filled(i, v) for i, v in enumerate(row)])

    def _filled(self, i: int, value: Any) -> Any:
        """A cell is written at once, and used again for the next row."""
        if value is None:
            return None
        if isinstance(value, str):
            cells = self._guarded if is_formula(value) else self._plain
            return _text(cells[i], value)
        self._plain[i].value = value
        return self._plain[i]

    def close(self) -> None:
        """End the sheet, with a filter over its columns."""
        if not self._page.closed:
            last = get_column_letter(len(self._plain))
            self._page.auto_filter.ref = f"A1:{last}{self._rows + 1}"
        super().close()


class Notes(_Page):
    """A sheet of headings and sentences."""

    def __init__(self, page: Any) -> None:
        page.sheet_view.showGridLines = False
        super().__init__(page)

    def write(self, lines: Iterable[tuple[str, str]]) -> None:
        """Add lines, each with a heading or none; the first is the title."""
        for i, (heading, words) in enumerate(lines):
            first = _text(
                _cell(self._page, "key", guarded=is_formula(heading)), heading
            )
            first.font = _bold(14 if i == 0 else 11)
            kind = "key" if i == 0 else "text"
            second = _text(_cell(self._page, kind, guarded=is_formula(words)), words)
            with _height(
                self._page, i + 1, _lines(words, _NOTES[1]), least=2 * (i == 0)
            ):
                self._page.append([first, second])


class _SheetFile(WorksheetWriter):  # type: ignore[misc]
    """A sheet's rows on their way, in the folder of the export and not the system's."""

    def cleanup(self) -> None:
        Path(self.out.name).unlink()


def _placed(cells: Sequence[Any], row: int) -> Iterator[Any]:
    """Give cells their place; openpyxl would first try each as a value, and fail."""
    for column, cell in enumerate(cells, 1):
        if cell is not None:
            cell.row, cell.column = row, column
            yield cell


class _Timeless(ZipFile):
    """A zip file that does not say when it was made."""

    def writestr(  # type: ignore[override]
        self, name: Any, data: Any, *_args: Any, **_kwargs: Any
    ) -> None:
        super().writestr(_member(str(name)), data)

    def write(
        self, filename: Any, arcname: Any = None, *_args: Any, **_kwargs: Any
    ) -> None:
        path, member = Path(filename.name), _member(str(arcname))
        member.file_size = path.stat().st_size  # large ones need zip64
        with path.open("rb") as source, self.open(member, "w") as target:
            shutil.copyfileobj(source, target)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, date_time=_FIXED.timetuple()[:6])
    member.compress_type = ZIP_DEFLATED
    member.create_system = 3  # the same on every system
    member.external_attr = 0o600 << 16
    return member


def _cell(page: Any, kind: str, *, guarded: bool = False) -> Any:
    cell = WriteOnlyCell(page)
    number = kind in _NUMBERS
    cell.alignment = Alignment(
        horizontal="right" if number else "left",
        vertical="top",
        wrap_text=kind in _WRAPPED,
        indent=int(number),  # else it touches the word in the next column
    )
    if kind in _FORMATS:
        cell.number_format = _FORMATS[kind]
    if guarded:  # editing the cell makes it no formula either
        cell.quotePrefix = True
    return cell


def _text(cell: Any, text: str) -> Any:
    cell.value = _ESCAPE.sub("_x005F_", text)
    cell.data_type = "s"  # else a text of "=" is a formula, "#N/A" an error
    return cell


def _bold(size: int = 11) -> Font:
    return Font(name="Calibri", size=size, bold=True)


def _lines(text: Any, width: int) -> int:
    """About how many lines a text takes when it is wrapped."""
    if not isinstance(text, str) or (len(text) <= width and "\n" not in text):
        return 1
    return sum(1 + max(0, len(part) - 1) // width for part in text.split("\n"))


@contextmanager
def _height(page: Any, row: int, lines: int, *, least: int = 1) -> Iterator[None]:
    """Make the next row tall enough: not every program does so by itself."""
    lines = max(lines, least)
    if lines > 1:
        page.row_dimensions[row].height = min(_TALLEST, lines * _LINE)
    yield
    page.row_dimensions.pop(row, None)  # else all of them stay in memory


def _width(name: str, kind: str) -> int:
    return max(_WIDTHS.get(kind, _NARROWEST), len(name) + 5)
