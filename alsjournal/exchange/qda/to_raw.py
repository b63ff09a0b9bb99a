"""A project as a `RawJournal`: texts with their codings, people, records and memos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from alsjournal.errors import InputError
from alsjournal.exchange.qda.names import plain_guid, reading_id, rows_in
from alsjournal.journal import RawJournal
from alsjournal.schema import TABLES

if TYPE_CHECKING:
    from alsjournal.exchange.qda.project import QdaProject

__all__ = ["CASE", "OF_PEOPLE", "raw_of"]

CASE = "case"
"""What a mapping says for the name of the case that a source belongs to."""

OF_PEOPLE = ("role", "organisation_type")
"""Columns of members that stand with cases."""

_TEXTS = tuple(c for c in TABLES["reflections"].names if c != "text")
_PERMISSIONS = ("use", "reach")
_HOMES = ("reflections", "members", "permissions")
_COLUMNS = (*_TEXTS, *OF_PEOPLE, *_PERMISSIONS)
_PROGRAMME = "programme"
_PROGRAMS = (
    *("alsjournal", "nvivo", "atlas.ti", "maxqda", "qualcoder", "taguette"),
    *("quirkos", "dedoose", "transana", "f4analyse", "webqda"),
)
# No other words of what wrote a file are kept: they may tell whose licence it is.
_MEMO_KIND = "analytic"

Rows = dict[str, dict[str, str]]
"""Values by GUID, then by variable or column."""


def raw_of(
    project: QdaProject,
    columns: Mapping[str, str],
    *,
    construct: str,
    permission: str | None,
    reach: str | None,
) -> RawJournal:
    """Return a project as a `RawJournal`; see `QdaProject.to_raw`."""
    sources = project.sources
    sources = sources[sources["text"].notna() & (sources["text"].str.strip() != "")]
    if not len(sources):
        msg = (
            "A project must hold at least one text. This one holds none: see its "
            ".losses for the reasons. Export it again with its sources."
        )
        raise InputError(msg)
    people = _People(project, _wanted(project, columns))
    values = {guid: people.of_text(guid) for guid in sources["guid"]}
    texts = _texts(sources, values)
    ids = dict(zip(sources["guid"], texts["reflection_id"], strict=True))
    frames: dict[str, pd.DataFrame] = {"reflections": texts}
    frames["members"] = people.members(texts, list(sources["guid"]))
    frames["permissions"] = _permissions(values, ids, permission, reach)
    frames["codings"] = _codings(project, ids, construct)
    records, records_of = _records(project)
    frames |= records
    memos = _memos(project, ids, records_of)
    both = [memos, *([frames["memos"]] if "memos" in frames else [])]
    frames["memos"] = pd.concat(both, ignore_index=True)
    if columns.get("member") == CASE:
        frames["roster"] = _roster(project)
    kept = {name: frame for name, frame in frames.items() if len(frame)}
    said = project.origin.lower()
    program = next((name for name in _PROGRAMS if name in said), "another program")
    return RawJournal(kept, provenance={"source": "qda", "program": program})


def _roster(project: QdaProject) -> pd.DataFrame:
    """Return the names of cases that are members: they are looked for in texts."""
    names = project.cases["case"]
    names = names[names.str.strip() != ""].drop_duplicates()
    return pd.DataFrame({"member": names, "name": names})


def _wanted(project: QdaProject, columns: Mapping[str, str]) -> dict[str, str]:
    """Return which variable holds each of our columns."""
    unknown = [c for c in columns if c not in _COLUMNS]
    if unknown:
        msg = (
            f"columns must name columns of ours ({', '.join(_COLUMNS)}) and the "
            f"variable of each. Got {', '.join(map(repr, unknown))}."
        )
        raise InputError(msg)
    said = project.variables
    said = said[said["of"] != "memo"]
    known = set(said["variable"])
    lacking = [v for v in columns.values() if v != CASE and v not in known]
    if lacking:
        msg = (
            f"columns must name variables of the project, or {CASE!r}. "
            f"{len(lacking)} of {len(columns)} are none of its {len(known)}. See "
            f".variables."
        )
        raise InputError(msg)
    values = said.groupby("variable")["value"].agg(set).to_dict()
    own = {c: c for c in _COLUMNS if c in known and _fits(c, values[c])}
    return {**own, **columns}


def _fits(column: str, values: set[str]) -> bool:
    """Whether a variable that is called as our column holds what that may hold.

    Another program's "position" may be anything.
    """
    table = next(t for t in _HOMES if column in TABLES[t].names)
    rule = TABLES[table][column]
    if rule.choices:
        return values <= set(rule.choices)
    if rule.kind == "int":
        return all(value.strip().isdigit() for value in values)
    return rule.kind != "bool" or values <= {"true", "false"}


class _People:
    """What is said of texts and of the cases that they belong to.

    A variable that any text has is one of texts; else a text has that of its case.
    """

    def __init__(self, project: QdaProject, wanted: Mapping[str, str]) -> None:
        self._wanted = wanted
        self._own = by_guid(project.variables)
        said = project.variables
        self._of_texts = set(said.loc[said["of"] == "source", "variable"])
        self._cases: list[dict[str, str]] = []
        self._case_of: dict[str, dict[str, str]] = {}
        for case in rows_in(project.cases):
            row = {CASE: str(case.case), **self._own.get(str(case.guid), {})}
            self._cases.append(row)
            for guid in case.sources:
                self._case_of.setdefault(str(guid), row)

    def of_text(self, guid: str) -> dict[str, str]:
        """Return what is said of a text, by our columns."""
        case = self._case_of.get(guid, {})
        row = {v: said for v, said in case.items() if v not in self._of_texts}
        return self._columns({**row, **self._own.get(guid, {})})

    def members(self, texts: pd.DataFrame, guids: list[str]) -> pd.DataFrame:
        """Return members with what is said of them; what cases say goes first."""
        rows: dict[str, dict[str, str]] = {}
        told = [self._columns(row) for row in self._cases]
        told += [
            {**self.of_text(guid), "member": str(member)}
            for guid, member in zip(guids, texts["member"], strict=True)
            if isinstance(member, str)
            and OF_PEOPLE[0] not in self._case_of.get(guid, {})
        ]
        for said in told:
            if said.get("member"):
                row = rows.setdefault(said["member"], {"member": said["member"]})
                for column in OF_PEOPLE:
                    if said.get(column):
                        row.setdefault(column, said[column])
        known = [row for row in rows.values() if len(row) > 1]
        return pd.DataFrame(known, columns=["member", *OF_PEOPLE])

    def _columns(self, row: Mapping[str, str]) -> dict[str, str]:
        return {c: row[v] for c, v in self._wanted.items() if row.get(v)}


def by_guid(variables: pd.DataFrame) -> Rows:
    """Return the values of variables, by what they are of."""
    out: Rows = {}
    for row in rows_in(variables):
        out.setdefault(str(row.guid), {})[str(row.variable)] = str(row.value)
    return out


def _texts(sources: pd.DataFrame, values: Rows) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    seen: Counter[str] = Counter()
    for guid, text in zip(sources["guid"], sources["text"], strict=True):
        said = values[guid]
        row = {column: said.get(column) for column in _TEXTS}
        own = said.get("reflection_id") or reading_id("q", guid)
        seen[own] += 1
        # A source that was copied there is another text.
        row["reflection_id"] = own if seen[own] == 1 else reading_id("q", guid)
        rows.append({**row, "text": text})
    out = pd.DataFrame(rows)
    for column, value in (("set_id", "all"), ("session", "1")):
        if out[column].isna().all():
            out[column] = value
    return out


def _permissions(
    values: Rows,
    ids: Mapping[str, str],
    permission: str | None,
    reach: str | None,
) -> pd.DataFrame:
    """Return a row for each text of which somebody says what may be done with it."""
    rows = []
    for guid, i in ids.items():
        use = values[guid].get("use") or permission
        far = values[guid].get("reach") or reach
        if use:
            rows.append({"reflection_id": i, "use": use, "reach": far})
    return pd.DataFrame(rows)


def _codings(
    project: QdaProject, ids: Mapping[str, str], construct: str
) -> pd.DataFrame:
    found = project.codings
    found = found[found["source_guid"].isin(list(ids))]
    out = pd.DataFrame({"coding_id": found["guid"]})
    twice = out["coding_id"].duplicated(keep=False) | (out["coding_id"] == "")
    out.loc[twice, "coding_id"] = [
        reading_id("c", f"{i} {guid}")
        for i, guid in out.loc[twice, "coding_id"].items()
    ]
    out["reflection_id"] = found["source_guid"].map(dict(ids))
    for column in ("start", "end", "code", "coder", "made_at"):
        out[column] = found[column]
    out["construct"] = found["construct"].fillna(construct)
    out["confidence"] = pd.to_numeric(found["confidence"], errors="coerce")
    out["made_at"] = out["made_at"].where(is_date(out["made_at"]))
    return out[out["code"].str.strip() != ""].reset_index(drop=True)


def is_date(values: pd.Series[str]) -> pd.Series[bool]:
    """Say which can be read as dates: programs write several kinds."""
    read = pd.to_datetime(values, errors="coerce", format="ISO8601", utc=True)
    return read.notna()


def _records(project: QdaProject) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Return the records that stand as notes, as our own export writes them.

    Also by GUID what a memo on one of them is about.
    """
    said = by_guid(project.variables)
    rows: dict[str, list[dict[str, Any]]] = {}
    about: dict[str, str] = {}
    for memo in rows_in(project.memos):
        row = said.get(memo.guid, {})
        name = row.get("table", "")
        if name not in TABLES or "text" not in TABLES[name].names:
            continue
        names = TABLES[name].names
        text = memo.text if memo.text == memo.text else None
        kept = {c: row.get(c) for c in names if c != "text"}
        rows.setdefault(name, []).append({**kept, "text": text})
        about[memo.guid] = str(kept[TABLES[name].key[0]])
    return {name: pd.DataFrame(found) for name, found in rows.items()}, about


def _memos(
    project: QdaProject, ids: Mapping[str, str], records: Mapping[str, str]
) -> pd.DataFrame:
    """Return notes of other programs as memos, which are private."""
    where = {**records, **ids}
    found = project.codings
    for column in ("selection_guid", "guid"):
        for guid, source in zip(found[column], found["source_guid"], strict=True):
            if source in ids:
                where.setdefault(plain_guid(guid), ids[source])
    codes = project.codes
    for guid, code in zip(codes["guid"], codes["code"], strict=True):
        where.setdefault(guid, f"code:{code}")
    rows = []
    for i, memo in enumerate(rows_in(project.memos)):
        if memo.guid in records or memo.text != memo.text:
            continue
        target = next((where[g] for g in memo.on if g in where), _PROGRAMME)
        name = "" if memo.memo != memo.memo else f"{memo.memo}\n"
        rows.append(
            {
                "memo_id": reading_id("n", f"{i} {memo.guid}"),
                "target": target,
                "kind": _MEMO_KIND,
                "author": memo.author,
                "date": memo.date,
                "text": f"{name}{memo.text}",
            }
        )
    out = pd.DataFrame(rows, columns=[c.name for c in TABLES["memos"].columns])
    out["date"] = out["date"].where(is_date(out["date"].astype("str")))
    return out
