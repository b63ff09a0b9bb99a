"""Projects of QualCoder, from its own folder (a SQLite file, ``data.qda``).

QualCoder counts places in code points, the end exclusive, in the text that the file
itself holds; it keeps the words with each coding, and they are compared.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alsjournal.errors import SourceError
from alsjournal.exchange.qda.detect import Landed, checked
from alsjournal.exchange.qda.names import guid_of
from alsjournal.exchange.qda.offsets import NAMED, Places
from alsjournal.exchange.qda.parts import (
    Case,
    Code,
    Coding,
    Memo,
    Parts,
    Selection,
    Source,
    Value,
)
from alsjournal.exchange.qda.sqlite import Database

__all__ = ["qualcoder_file", "read_qualcoder"]

_INSIDE = "data.qda"
_TABLES = ("source", "code_name", "code_cat", "code_text")
_NO_TEXT = "no text: only texts are taken"


def qualcoder_file(path: Path) -> Path | None:
    """Return the file in a project folder of QualCoder; None if it is no folder."""
    try:
        return path / _INSIDE if path.is_dir() else None
    except (OSError, ValueError):
        return None


def read_qualcoder(path: Path, shown: str) -> tuple[Parts, dict[int, Landed]]:
    """Read a project of QualCoder.

    Parameters
    ----------
    path : pathlib.Path
        The file ``data.qda``.
    shown : str
        The project as the user wrote it.

    Returns
    -------
    parts : Parts
    landed : dict of int to Landed
        Where the selections are.

    Raises
    ------
    SourceError
        If the file is damaged, or of another program.
    """
    with Database(path, shown) as database:
        if not database.has(*_TABLES):
            msg = (
                f"{shown!r} must be a project of QualCoder or Taguette. It is a "
                f"database of something else. Export a REFI-QDA project (.qdpx)."
            )
            raise SourceError(msg)
        parts = Parts("", "QualCoder")
        _codes(database, parts)
        _sources(database, parts)
        landed = _codings(database, parts)
        _cases(database, parts)
        _memos(database, parts)
        return parts, landed


def _codes(database: Database, parts: Parts) -> None:
    columns = ("catid", "name", "supercatid", "memo")
    for number, name, above, memo in database.rows("code_cat", columns):
        parent = _guid("category", above) if above is not None else ""
        code = Code(_guid("category", number), _said(name), parent, codable=False)
        parts.codes.append(code)
        _memo(parts, memo, code.guid)
    of_codes = ("cid", "name", "catid", "color", "memo")
    for number, name, above, color, memo in database.rows("code_name", of_codes):
        parent = _guid("category", above) if above is not None else ""
        code = Code(_guid("code", number), _said(name), parent, True, _said(color))
        parts.codes.append(code)
        _memo(parts, memo, code.guid)


def _sources(database: Database, parts: Parts) -> None:
    columns = ("id", "name", "fulltext", "memo", "owner", "date")
    for number, name, text, memo, owner, date in database.rows("source", columns):
        if text is None:
            parts.lose("sources", _NO_TEXT)
            continue
        guid = _guid("source", number)
        parts.sources.append(Source(guid, _said(name), _said(text), "QualCoder"))
        _memo(parts, memo, guid, owner, date)


def _codings(database: Database, parts: Parts) -> dict[int, Landed]:
    """Gather the codings of a place into one selection."""
    columns = ("cid", "fid", "pos0", "pos1", "seltext", "owner", "date", "memo")
    places: dict[tuple[Any, ...], list[Coding]] = {}
    names: dict[tuple[Any, ...], str] = {}
    for row in database.rows("code_text", columns):
        code, source, start, end, words, owner, date, memo = row
        place = (source, start, end)
        coding = Coding(
            _guid("coding", *place, code, owner),
            _guid("code", code),
            _said(owner),
            _day(date),
        )
        places.setdefault(place, []).append(coding)
        names[place] = _said(words)
        _memo(parts, memo, _guid("source", source), owner, date)
    texts = {one.guid: one.text or "" for one in parts.sources}
    way, landed = NAMED["qualcoder"], {}
    for place, codings in places.items():
        source, start, end = place
        if _guid("source", source) not in texts or not _are_numbers(start, end):
            parts.lose("selections", "their source is not there")
            continue
        guid, of = _guid("place", *place), _guid("source", source)
        made = Selection(guid, of, start, end, names[place], tuple(codings))
        span = Places(texts[of], way).span(start, end)
        landed[len(parts.selections)] = checked(texts[of], span, names[place], way)
        parts.selections.append(made)
    for table, what in (("code_image", "picture"), ("code_av", "sound or film")):
        n = sum(1 for _ in database.rows(table, ("cid",)))
        parts.lose(f"{what} codings", _NO_TEXT, n)
    return landed


def _cases(database: Database, parts: Parts) -> None:
    sources: dict[Any, list[str]] = {}
    for case, source in database.rows("case_text", ("caseid", "fid")):
        found = sources.setdefault(case, [])
        if _guid("source", source) not in found:
            found.append(_guid("source", source))
    for number, name, memo in database.rows("cases", ("caseid", "name", "memo")):
        guid = _guid("case", number)
        parts.cases.append(Case(guid, _said(name), tuple(sources.get(number, ()))))
        _memo(parts, memo, guid)
    columns = ("name", "attr_type", "value", "id")
    for variable, kind, value, of in database.rows("attribute", columns):
        if value not in (None, ""):
            what = "case" if kind == "case" else "source"
            parts.values.append(Value(_guid(what, of), _said(variable), _said(value)))


def _memos(database: Database, parts: Parts) -> None:
    columns = ("fid", "memo", "owner", "date")
    for source, memo, owner, date in database.rows("annotation", columns):
        _memo(parts, memo, _guid("source", source), owner, date)
    columns = ("name", "jentry", "owner", "date")
    for name, memo, owner, date in database.rows("journal", columns):
        _memo(parts, memo, "", owner, date, name=_said(name))
    for (memo,) in database.rows("project", ("memo",)):
        _memo(parts, memo, "")


def _memo(
    parts: Parts,
    text: object,
    on: str,
    author: object = "",
    date: object = "",
    name: str = "",
) -> None:
    words = _said(text)
    if words.strip():
        guid = _guid("memo", len(parts.memos))
        where = (on,) if on else ()
        parts.memos.append(Memo(guid, name, words, _said(author), _day(date), where))


def _are_numbers(*values: object) -> bool:
    return all(isinstance(value, int) for value in values)


def _guid(kind: str, *ids: object) -> str:
    return guid_of(f"qualcoder {kind}", *ids)


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _day(value: object) -> str:
    """Return a day and time as XML has them: QualCoder puts a blank between."""
    return _said(value).strip().replace(" ", "T", 1)
