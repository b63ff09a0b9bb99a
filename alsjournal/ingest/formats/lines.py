"""Open JSON Lines, or a JSON list of records, as a grid."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Any

from alsjournal.errors import SourceError
from alsjournal.ingest.formats.delimited import MAX_LINE, bounded_lines
from alsjournal.ingest.formats.encoding import recognise_encoding
from alsjournal.ingest.formats.grid import Grid, Record
from alsjournal.ingest.headers import check_headers
from alsjournal.ingest.opening import opened
from alsjournal.ingest.source import Source

__all__ = ["MAX_LIST", "open_lines"]

MAX_LIST = 64 << 20
"""Characters of a JSON list, which is read whole; JSON Lines have no such limit."""

_MAX_NAMES = 1_000

_NO_RECORD = "the line is no JSON record, {...}"
_TWICE = "a name stands twice in the record"
_NESTED = "the value must be a text, number, true, false or null, not a list or record"


@contextmanager
def open_lines(source: Source, *, encoding: str | None = None) -> Iterator[Grid]:
    """Open records in JSON, one a line or all in one list.

    A first reading finds which names the records have; all are columns. A null, or a
    name that a record does not have, is an empty value.

    Parameters
    ----------
    source : Source
    encoding : str, optional
        As declared; recognised by default.

    Yields
    ------
    Grid

    Raises
    ------
    SourceError
        If the file cannot be read, or holds no record.
    InputError
        If two names are the same but for case or blanks.
    """
    path, shown = source.path, source.shown
    found = recognise_encoding(path, shown, encoding)
    names: dict[str, None] = {}
    with _records(source, found.name) as (kind, records):
        how = f"{found.name} ({found.how}); {kind}"
        for _, record in records:
            if isinstance(record, dict):
                names.update(dict.fromkeys(record))
            if len(names) > _MAX_NAMES:
                msg = (
                    f"{shown!r} must be records with the same names. They have more "
                    f"than {_MAX_NAMES:,}. Export the file again as a table."
                )
                raise SourceError(msg)
    if not names:
        msg = (
            f"{shown!r} must hold JSON records, as "
            f'{{"session": 1, "text": "..."}}, one a line. It holds none. Export it '
            f"again, or save it as CSV UTF-8."
        )
        raise SourceError(msg)
    headers = check_headers(list(names), shown)
    with _records(source, found.name) as (_, records):
        rows = (_row(at, record, headers) for at, record in records)
        yield Grid(how, found.sha256, headers, rows, clean=False)


@dataclass(frozen=True)
class _Bad:
    """Stands for a record that cannot be used."""

    reason: str


Found = tuple[int, dict[str, Any] | _Bad]


@contextmanager
def _records(source: Source, codec: str) -> Iterator[tuple[str, Iterator[Found]]]:
    with opened(source.path, source.shown) as file:
        text = TextIOWrapper(file, codec, errors="alsjournal-mark", newline="")
        first = text.read(1)
        while first and first.isspace():
            first = text.read(1)
        text.seek(0)
        if first == "[":
            yield "JSON list", _listed(text.read(MAX_LIST + 1), source.shown)
        else:
            yield "JSON Lines", _by_line(bounded_lines(text))


def _listed(text: str, shown: str) -> Iterator[Found]:
    if len(text) > MAX_LIST:
        msg = (
            f"{shown!r} must be JSON Lines (a record a line) where it has more than "
            f"{MAX_LIST:,} characters. It is one list. Export it as JSON Lines."
        )
        raise SourceError(msg)
    try:
        records = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        msg = f"{shown!r} must be JSON. It cannot be read as such. Export it again."
        raise SourceError(msg) from None
    if not isinstance(records, list):
        records = [records]
    for i, record in enumerate(records, start=1):
        yield i, _checked(record)


def _by_line(lines: Iterable[str | None]) -> Iterator[Found]:
    for i, line in enumerate(lines, start=1):
        if line is None:
            yield i, _Bad(f"the line is longer than {MAX_LINE:,} characters")
        elif line.strip("\ufeff \t\r\n"):
            try:
                record = json.loads(line.lstrip("\ufeff"), object_pairs_hook=_once)
            except (ValueError, RecursionError):
                record = None
            yield i, _checked(record)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Bad:
    """Return a record, or that a name stands in it twice: one value would be lost."""
    record = dict(pairs)
    return record if len(record) == len(pairs) else _Bad(_TWICE)


def _checked(record: object) -> dict[str, Any] | _Bad:
    return record if isinstance(record, dict | _Bad) else _Bad(_NO_RECORD)


def _row(at: int, record: dict[str, Any] | _Bad, headers: list[str]) -> Record:
    if isinstance(record, _Bad):
        return Record(at, at, None, record.reason)
    for name, value in record.items():
        if isinstance(value, dict | list | _Bad):
            return Record(at, at, None, _NESTED, name)
    return Record(at, at, [_text(record.get(name)) for name in headers])


def _text(value: str | float | bool | None) -> str:
    """Return a value as a CSV would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
