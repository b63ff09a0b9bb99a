"""Recognise what separates the values of a file, and find its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from alsjournal.errors import ConfigError, SourceError
from alsjournal.ingest.formats.delimited import MAX_LINE, read_records
from alsjournal.ingest.formats.encoding import BAD_BYTES
from alsjournal.ingest.formats.grid import Record
from alsjournal.ingest.formats.header_rows import SEARCHED, HeaderRows, find_headers
from alsjournal.ingest.headers import Wanted

__all__ = ["NAMES", "SEPARATORS", "recognise"]

NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
SEPARATORS = {name: sign for sign, name in NAMES.items()}

_NOTHING = Wanted("", {})
_SAMPLE = 100
_CONSISTENT = 0.8
# Of the first hundred rows this share must have as many values as the headers: a
# stray quote or an unquoted comma in a few texts must not hide the separator.


def recognise(
    path: Path,
    shown: str,
    encoding: str,
    *,
    wanted: Wanted = _NOTHING,
    declared: str | None = None,
    header_rows: int | None = None,
) -> tuple[str, HeaderRows]:
    """Say what separates the values, and which headers there are.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it, for messages.
    encoding : str
        Its codec.
    wanted : Wanted, optional
        Headers that should be there: where several separators fit, the one that
        shows most of them is right.
    declared : str, optional
        A separator, or its name; then nothing is recognised.
    header_rows : int, optional
        How many rows the headers take, as declared.

    Returns
    -------
    separator : str
    head : HeaderRows

    Raises
    ------
    SourceError
        If the first row cannot be read as headers, or several separators fit.
    InputError
        If a header is empty, or two are the same.
    """
    if declared is not None:
        sign = _declared(declared)
        rows = _first(path, shown, encoding, sign)
        return sign, _head(rows, wanted, shown, header_rows)
    firsts = {sign: _first(path, shown, encoding, sign) for sign in NAMES}
    several = [sign for sign, rows in firsts.items() if _width(rows) > 1]
    if not several:
        return ",", _head(firsts[","], wanted, shown, header_rows)
    hits = {sign: _hits(firsts[sign], wanted) for sign in several}
    fitting = [sign for sign in several if _consistent(firsts[sign])]
    # Where no separator fits most rows, headers that are wanted are still a sure sign.
    possible = fitting or [sign for sign in several if hits[sign]]
    best = max((hits[sign] for sign in possible), default=0)
    chosen = [sign for sign in possible if hits[sign] == best]
    if len(chosen) == 1:
        return chosen[0], _head(firsts[chosen[0]], wanted, shown, header_rows)
    what = " and ".join(NAMES[s] for s in chosen) or "none of comma, semicolon, tab"
    msg = (
        f"{shown!r} must have its values separated by one sign throughout. Fitting: "
        f'{what}. Say which in programme.toml: [programme] separator = "comma" '
        f"(or semicolon, tab, pipe)."
    )
    raise SourceError(msg)


def _declared(name: str) -> str:
    sign = SEPARATORS.get(name.lower(), name)
    if sign not in NAMES:
        msg = f"[programme] separator must be one of {', '.join(SEPARATORS)}."
        raise ConfigError(msg)
    return sign


def _first(path: Path, shown: str, encoding: str, sign: str) -> list[Record]:
    rows: list[Record] = []
    size = 0
    with read_records(path, shown, encoding, sign) as records:
        for record in islice(records, _SAMPLE + 1):
            rows.append(record)
            size += sum(map(len, record.fields or ()))
            if size > MAX_LINE:
                break
    return rows


def _width(records: Sequence[Record]) -> int:
    """How many values a row has: the first, or most of those below a title."""
    widths = [len(r.fields or ()) for r in records[:SEARCHED]]
    if not widths or widths[0] > 1:
        return widths[0] if widths else 0
    return Counter(widths).most_common(1)[0][0]


def _hits(records: Sequence[Record], wanted: Wanted) -> int:
    return max((wanted.hits(r.fields or ()) for r in records[:SEARCHED]), default=0)


def _consistent(records: Sequence[Record]) -> bool:
    width = _width(records)
    rows = records[1:]
    same = sum(len(r.fields or ()) == width for r in rows)
    return same >= _CONSISTENT * len(rows)


def _head(
    records: Sequence[Record], wanted: Wanted, shown: str, declared: int | None
) -> HeaderRows:
    first = records[0].fields if records else None
    if first is None or any(BAD_BYTES in h or "\0" in h for h in first):
        why = records[0].reason if records else "there is no row"
        msg = (
            f"The first row of {shown!r} must be the headers of its columns. It "
            f"cannot be read: {why or 'it holds bytes of another encoding'}. Correct "
            f"it, or export the file again."
        )
        raise SourceError(msg)
    rows = [record.fields or [] for record in records]
    numbers = [record.row for record in records]
    return find_headers(rows, wanted, shown, declared=declared, numbers=numbers)
