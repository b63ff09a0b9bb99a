"""Recognise what separates the values of a file, and find its columns."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Sequence
from itertools import islice
from pathlib import Path

from alsjournal.errors import ConfigError, InputError, SourceError
from alsjournal.ingest.delimited import MAX_LINE, Record, read_records
from alsjournal.ingest.encoding import BAD_BYTES

__all__ = ["NAMES", "SEPARATORS", "check_headers", "nearest", "plain", "recognise"]

NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
SEPARATORS = {name: sign for sign, name in NAMES.items()}

_SAMPLE = 100
_CONSISTENT = 0.8
# Of the first hundred rows this share must have as many values as the headers: a
# stray quote or an unquoted comma in a few texts must not hide the separator.


def plain(header: str) -> str:
    """Return a header as compared: no case, no odd spaces, no compatibility forms."""
    return " ".join(unicodedata.normalize("NFKC", header).casefold().split())


def nearest(name: str, known: Collection[str]) -> str:
    """Return ``"Did you mean 'x'? "`` where a known name is close, else nothing."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.7)
    return f"Did you mean {found[0]!r}? " if found else ""


def recognise(
    path: Path,
    shown: str,
    encoding: str,
    *,
    wanted: Collection[str] = (),
    declared: str | None = None,
) -> tuple[str, list[str]]:
    """Say what separates the values, and which headers there are.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it, for messages.
    encoding : str
        Its codec.
    wanted : collection of str, default=()
        Headers that should be there: where several separators fit, the one that
        shows most of them is right.
    declared : str, optional
        A separator, or its name; then nothing is recognised.

    Returns
    -------
    separator : str
    headers : list of str

    Raises
    ------
    SourceError
        If the first row cannot be read as headers, or several separators fit.
    """
    if declared is not None:
        sign = _declared(declared)
        return sign, _headers(_first(path, shown, encoding, sign), shown)
    names = {plain(name) for name in wanted}
    firsts = {sign: _first(path, shown, encoding, sign) for sign in NAMES}
    several = [sign for sign, rows in firsts.items() if _width(rows) > 1]
    if not several:
        return ",", _headers(firsts[","], shown)
    hits = {
        s: sum(plain(h) in names for h in firsts[s][0].fields or ()) for s in several
    }
    fitting = [sign for sign in several if _consistent(firsts[sign])]
    # Where no separator fits most rows, headers that are wanted are still a sure sign.
    possible = fitting or [sign for sign in several if hits[sign]]
    best = max((hits[sign] for sign in possible), default=0)
    chosen = [sign for sign in possible if hits[sign] == best]
    if len(chosen) == 1:
        return chosen[0], _headers(firsts[chosen[0]], shown)
    what = " and ".join(NAMES[s] for s in chosen) or "none of comma, semicolon, tab"
    msg = (
        f"{shown!r} must have its values separated by one sign throughout. Fitting: "
        f'{what}. Say which in programme.toml: [programme] separator = "comma" '
        f"(or semicolon, tab, pipe)."
    )
    raise SourceError(msg)


def check_headers(headers: Sequence[str], shown: str) -> list[str]:
    """Return the headers without empty ones at the end.

    Raises
    ------
    InputError
        If one is empty, or two are the same.
    """
    kept = list(headers)
    while kept and not kept[-1].strip():
        kept.pop()
    seen: dict[str, int] = {}
    for position, header in enumerate(kept, start=1):
        key = plain(header)
        if not key:
            msg = (
                f"Every column of {shown!r} must have a header. Column {position} "
                f"has none. Write one in, or take the column out."
            )
            raise InputError(msg)
        if key in seen:
            msg = (
                f"Every column of {shown!r} must have a header of its own. Columns "
                f"{seen[key]} and {position} have the same. Rename one."
            )
            raise InputError(msg)
        seen[key] = position
    return kept


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
    return len(records[0].fields or ()) if records else 0


def _consistent(records: Sequence[Record]) -> bool:
    width = _width(records)
    rows = records[1:]
    same = sum(len(r.fields or ()) == width for r in rows)
    return same >= _CONSISTENT * len(rows)


def _headers(records: Sequence[Record], shown: str) -> list[str]:
    headers = records[0].fields if records else None
    if headers is None or any(BAD_BYTES in h or "\0" in h for h in headers):
        why = records[0].reason if records else "there is no row"
        msg = (
            f"The first row of {shown!r} must be the headers of its columns. It "
            f"cannot be read: {why or 'it holds bytes of another encoding'}. Correct "
            f"it, or export the file again."
        )
        raise SourceError(msg)
    return check_headers(headers, shown)
