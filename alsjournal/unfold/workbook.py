"""The sheets of a workbook, as rows of text: what a CSV of them would hold."""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from alsjournal.unfold.limits import MAX_TABLES

__all__ = ["Workbook", "cell_text", "opened"]

_TOP = 20
_BARE = re.compile(
    rb"<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)  # a formula of which no value was kept
_FORMULA = re.compile(rb"<f[\s>/]")
_CHUNK = 1 << 20
_OVERLAP = 1 << 10


class Workbook:
    """A workbook (xlsx, xlsm, xlsb, xls, ods).

    Parameters
    ----------
    path : pathlib.Path
    """

    def __init__(self, path: Path) -> None:
        import python_calamine as calamine

        self._path = path
        try:
            self._book = calamine.CalamineWorkbook.from_path(str(path))
        except calamine.PasswordError as error:
            error.why = "password"  # type: ignore[attr-defined]
            raise
        self._kept: tuple[int, Any] | None = None

    def tables(self) -> list[dict[str, Any]]:
        """The sheets, with their first rows."""
        formulas = _formulas(self._path)
        out: list[dict[str, Any]] = []
        for number, sheet in enumerate(self._book.sheets_metadata[:MAX_TABLES]):
            if not str(sheet.typ).endswith(".WorkSheet"):
                continue
            opened = self._sheet(number)
            top = [row for row, _ in zip(self.rows(number), range(_TOP), strict=False)]
            merged = len(opened.merged_cell_ranges or ())
            counts = {"merged": merged, **(formulas if not out else {})}
            out.append(
                {
                    "name": sheet.name,
                    "visible": str(sheet.visible).endswith(".Visible"),
                    "height": opened.height,
                    "top": top,
                    "counts": {k: v for k, v in counts.items() if v},
                }
            )
        return out

    def rows(self, number: int) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet that are not blank, numbered as the program does."""
        sheet = self._sheet(number)
        fill = _Merged(sheet.merged_cell_ranges or ())
        for i, cells in enumerate(sheet.iter_rows()):
            texts = [cell_text(cell) for cell in cells]
            said = any(texts)
            filled = fill.filled(i, texts)
            if said:
                yield i + 1, filled

    def _sheet(self, number: int) -> Any:
        # One sheet is kept: the first question needs its top, the second its rows.
        if self._kept is None or self._kept[0] != number:
            self._kept = None
            self._kept = number, self._book.get_sheet_by_index(number)
        return self._kept[1]


def opened(path: Path) -> Workbook:
    """Open a workbook."""
    return Workbook(path)


def cell_text(value: Any) -> str:
    """Return a cell's value as a CSV would have it.

    Examples
    --------
    >>> [cell_text(v) for v in (3.0, 0.5, True, date(2026, 3, 1), "x")]
    ['3', '0.5', 'true', '2026-03-01', 'x']
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time.min
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


class _Merged:
    """Write the value of merged cells into each row that they cover.

    Only downwards: a title over several columns must not become the value of all.
    """

    def __init__(self, ranges: Any) -> None:
        self._below: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, _) in ranges:
            if bottom > top:
                self._below.setdefault(top, []).append((left, bottom))
        self._open: list[tuple[int, int, str]] = []

    def filled(self, row: int, cells: list[str]) -> list[str]:
        """Return the cells of a row, the merged ones filled."""
        self._open = [kept for kept in self._open if kept[1] >= row]
        for left, _, text in self._open:
            if left < len(cells) and not cells[left]:
                cells[left] = text
        for left, bottom in self._below.get(row, ()):
            if left < len(cells) and cells[left]:
                self._open.append((left, bottom, cells[left]))
        return cells


def _formulas(path: Path) -> dict[str, int]:
    """Count formulas, and those of which no value was kept, in all sheets."""
    counts = {"formulas": 0, "without_value": 0}
    if not zipfile.is_zipfile(path):
        return counts
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as part:
                    _count(part, counts)
    return counts


def _count(part: Any, counts: dict[str, int]) -> None:
    rest = b""
    while block := part.read(_CHUNK):
        block = rest + block
        # A cell that the end cuts in two is counted with the next block.
        cut = block.rfind(b"</c>") + 4 if b"</c>" in block else 0
        cut = cut or max(0, len(block) - _OVERLAP)
        whole, rest = block[:cut], block[cut:]
        counts["formulas"] += len(_FORMULA.findall(whole))
        counts["without_value"] += len(_BARE.findall(whole))
    counts["formulas"] += len(_FORMULA.findall(rest))
