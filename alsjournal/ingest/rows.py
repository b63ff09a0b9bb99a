"""Collect the wanted columns of a table, and keep account of every row."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from alsjournal.errors import InputError, SourceError
from alsjournal.ingest.formats.grid import Grid, Record
from alsjournal.ingest.headers import Wanted, nearest, plain, spelt
from alsjournal.ingest.quarantine import Refusal
from alsjournal.ingest.source import Source

__all__ = ["FileRows", "collect_rows"]

_CHUNK = 50_000
_TOO_MANY = 200_000
_SURROGATES = re.compile("[\ud800-\udfff]")

EMPTY_ROW = "the row is empty"


@dataclass(frozen=True)
class FileRows:
    """The rows of a table that can be read, as str; and what was recognised.

    ``frame`` has our columns, ``row`` and ``line`` say where each came from.
    """

    source: Source
    how: str
    sha256: str
    frame: pd.DataFrame
    row: array[int]
    line: array[int]
    refusals: list[Refusal]
    unused: tuple[str, ...]
    notes: tuple[str, ...] = ()
    responses: int | None = None

    @property
    def read(self) -> int:
        """Rows below the headers."""
        return len(self.row) + len(self.refusals)


def collect_rows(source: Source, wanted: Wanted, grid: Grid) -> FileRows:
    """Read the wanted columns of an opened table.

    Parameters
    ----------
    source : Source
    wanted : Wanted
    grid : Grid

    Returns
    -------
    FileRows

    Raises
    ------
    SourceError
        If the table has no rows, or hardly any that can be used.
    InputError
        If a column is missing.
    """
    shown = source.shown
    places = _places(grid.headers, wanted, shown)
    places |= {header: grid.headers.index(header) for header in grid.beside}
    width = len(grid.headers)
    collected = _Rows(source, wanted.table, places, width, clean=grid.clean)
    for record in grid.records:
        collected.add(record)
    if not collected.row and not collected.refusals:
        msg = (
            f"{shown!r} must have rows below its headers. It has no rows. Export it "
            f"again, or take it out of [files]."
        )
        raise SourceError(msg)
    used = set(places.values())
    return FileRows(
        source=source,
        how=grid.how,
        sha256=grid.sha256,
        frame=collected.frame(),
        row=collected.row,
        line=collected.line,
        refusals=collected.refusals,
        unused=(
            *(h for i, h in enumerate(grid.headers) if i not in used),
            *grid.unused,
        ),
        notes=grid.notes,
        responses=grid.responses,
    )


def _places(headers: list[str], wanted: Wanted, shown: str) -> dict[str, int]:
    """Find where each of our columns is in the file."""
    where = {plain(header): i for i, header in enumerate(headers)}
    places: dict[str, int] = {}
    for ours, theirs in wanted.named.items():
        if plain(theirs) not in where:
            _missing(ours, theirs, headers, wanted.table, shown)
        places[ours] = where[plain(theirs)]
    taken = set(places.values())
    by_spelling = {spelt(header): i for i, header in enumerate(headers)}
    for ours in wanted.own:
        place = by_spelling.get(ours)
        if ours not in places and place is not None and place not in taken:
            places[ours] = place
    for ours in wanted.required:
        if ours not in places:
            if wanted.table == "reflections":
                _check_no_form(headers, shown)
            _missing(ours, ours, headers, wanted.table, shown)
    return places


def _check_no_form(headers: list[str], shown: str) -> None:
    """Say which preset reads a form's export that was given without one."""
    from alsjournal.ingest.presets import PRESETS

    for preset in PRESETS.values():
        if preset.fits is not None and preset.fits(headers):
            msg = (
                f"{shown!r} must have a column 'text'. It has none; it looks like: "
                f"{preset.description}. Read it with --preset {preset.name}, or write "
                f'into programme.toml: [programme] preset = "{preset.name}".'
            )
            raise InputError(msg)


def _missing(
    ours: str, theirs: str, headers: Collection[str], table: str, shown: str
) -> None:
    # The headers are not listed: in a file without them they are somebody's words.
    msg = (
        f"{shown!r} must have a column {theirs!r}, for {table}.{ours}. None of its "
        f"{len(headers)} columns has that header. {nearest(theirs, headers)}Correct "
        f'the header, or name it in programme.toml: [columns.{table}] {ours} = "...".'
    )
    raise InputError(msg)


class _Rows:
    """Collect rows in compact chunks, and the refusals of those that cannot be."""

    def __init__(
        self,
        source: Source,
        table: str,
        places: Mapping[str, int],
        width: int,
        *,
        clean: bool,
    ) -> None:
        self._source, self._table = source, table
        self._names, self._at = list(places), list(places.values())
        self._width, self._clean = width, clean
        self._waiting: list[list[str]] = []
        self._chunks: list[pd.DataFrame] = []
        self.row = array("q")
        self.line = array("q")
        self.refusals: list[Refusal] = []

    def add(self, record: Record) -> None:
        fields = record.fields
        if fields is None:
            self._refuse(record, record.reason, record.column, expected=record.expected)
            return
        if len(fields) != self._width and not self._fits(record, fields):
            return
        cells = [fields[i] for i in self._at]
        if not any(cells) and not any(f.strip() for f in fields):
            self._refuse(record, EMPTY_ROW, expected=True)
            return
        if not self._clean:
            for name, cell in zip(self._names, cells, strict=True):
                if _SURROGATES.search(cell):
                    self._refuse(record, "bytes of another encoding", name)
                    return
        self.row.append(record.row)
        self.line.append(record.line)
        self._waiting.append(cells)
        if len(self._waiting) >= _CHUNK:
            self._flush()

    def _fits(self, record: Record, fields: list[str]) -> bool:
        """Take a row whose surplus values are all empty; refuse others."""
        if not any(field.strip() for field in fields):
            self._refuse(record, EMPTY_ROW, expected=True)
            return False
        if len(fields) < self._width:
            self._refuse(record, "fewer values than there are headers")
            return False
        if any(field.strip() for field in fields[self._width :]):
            self._refuse(record, "more values than there are headers")
            return False
        return True

    def _refuse(
        self, record: Record, reason: str, column: str = "", *, expected: bool = False
    ) -> None:
        self.refusals.append(
            Refusal(
                self._table,
                self._source.name,
                record.row,
                record.line,
                column,
                reason,
                expected,
            )
        )
        if len(self.refusals) > _TOO_MANY and len(self.refusals) > len(self.row):
            msg = (
                f"{self._source.shown!r} must be rows of separated values. Of the "
                f"first {record.row:,} rows {len(self.refusals):,} cannot be used; "
                f"the last because: {reason}. Export it again."
            )
            raise SourceError(msg)

    def _flush(self) -> None:
        columns = zip(*self._waiting, strict=True)
        data = {
            name: pd.Series(column, dtype="str")
            for name, column in zip(self._names, columns, strict=True)
        }
        self._chunks.append(pd.DataFrame(data))
        self._waiting = []

    def frame(self) -> pd.DataFrame:
        """Return all rows collected."""
        if self._waiting:
            self._flush()
        if not self._chunks:
            return pd.DataFrame({n: pd.Series(dtype="str") for n in self._names})
        return pd.concat(self._chunks, ignore_index=True)
