"""Make one clean table of its files: every row taken, or refused with its reason."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alsjournal.ingest.asked import apart, permissions_asked
from alsjournal.ingest.cells import NOTHING_SAID, shape_cells, silent_rows
from alsjournal.ingest.config import Programme
from alsjournal.ingest.formats.files import Files
from alsjournal.ingest.formats.grid import Grid
from alsjournal.ingest.headers import Wanted
from alsjournal.ingest.presets import Derived, Preset
from alsjournal.ingest.presets.silent import NOT_GIVEN
from alsjournal.ingest.quarantine import FileReport, Refusal
from alsjournal.ingest.rows import FileRows, collect_rows
from alsjournal.ingest.source import Source
from alsjournal.schema import TABLES
from alsjournal.validate import conform, validate

__all__ = ["Built", "build_table", "clean_derived"]

_COUNTED = {"reflections": "r", "codings": "c"}
# Tables whose rows are numbered where the file has no ids, with the first letter.


@dataclass(frozen=True)
class Built:
    """A clean table, the account of its files, and what was made of it besides.

    ``asked`` are the permissions that stood on the sheets with the texts.
    """

    frame: pd.DataFrame
    files: tuple[FileReport, ...]
    refusals: tuple[Refusal, ...]
    derived: Derived | None = None
    notes: tuple[str, ...] = ()
    asked: pd.DataFrame | None = None


class _Account:
    """Where each row of the joined files came from, and which were refused."""

    def __init__(self, table: str, parts: Sequence[FileRows]) -> None:
        self.table = table
        self.parts = parts
        counts = [len(part.row) for part in parts]
        self.file = np.repeat(np.arange(len(parts)), counts)
        self.row = np.concatenate([np.asarray(part.row) for part in parts])
        self.line = np.concatenate([np.asarray(part.line) for part in parts])
        self.refused: dict[int, Refusal] = {}

    def refuse(
        self,
        position: int,
        column: str,
        reason: str,
        *,
        expected: bool = False,
        see: int | None = None,
    ) -> None:
        """Note why the row at this position is not taken; the first reason stays."""
        if position in self.refused:
            return
        self.refused[position] = Refusal(
            self.table,
            self._name(position),
            int(self.row[position]),
            int(self.line[position]),
            column,
            reason,
            expected,
            "" if see is None else f"row {self.row[see]} of {self._name(see)}",
        )

    def _name(self, position: int) -> str:
        return self.parts[int(self.file[position])].source.name

    def lacking(self, column: str) -> NDArray[np.bool_]:
        """Which rows are of a file that has no such column."""
        without = np.array([column not in part.frame for part in self.parts])
        return without[self.file]

    def kept(self) -> NDArray[np.int64]:
        """Positions that are not refused."""
        good = np.ones(len(self.row), dtype=bool)
        good[list(self.refused)] = False
        return np.flatnonzero(good)

    def reports(self, orders: dict[str, str]) -> tuple[FileReport, ...]:
        out = []
        for i, part in enumerate(self.parts):
            refused = int((self.file[list(self.refused)] == i).sum())
            out.append(
                FileReport(
                    table=self.table,
                    file=part.source.name,
                    sha256=part.sha256,
                    how=part.how,
                    read=part.read,
                    taken=len(part.row) - refused,
                    refused=len(part.refusals) + refused,
                    date_orders=orders,
                    unused=part.unused,
                    responses=part.responses,
                )
            )
        return tuple(out)

    def refusals(self) -> tuple[Refusal, ...]:
        """All refusals, by file and row."""
        out: list[Refusal] = []
        for i, part in enumerate(self.parts):
            own = [r for p, r in self.refused.items() if self.file[p] == i]
            out += sorted([*part.refusals, *own], key=lambda r: (r.row, r.line))
        return tuple(out)


def build_table(
    table: str,
    sources: Sequence[Source],
    programme: Programme,
    files: Files,
    preset: Preset | None = None,
    *,
    melted: Sequence[tuple[Source, Grid]] = (),
    known: Mapping[str, pd.DataFrame] | None = None,
) -> Built:
    """Read the files of a table and make a clean frame of them.

    Parameters
    ----------
    table : str
    sources : sequence of Source
    programme : Programme
        For its columns, values, defaults and how files are written.
    files : Files
    preset : Preset, optional
        For the table ``reflections``.
    melted : sequence of (Source, Grid), default=()
        What wide sheets hold of the table, in our columns.
    known : mapping of str to pandas.DataFrame, optional
        Clean tables that a preset may look into.

    Returns
    -------
    Built

    Raises
    ------
    SourceError
        If a file cannot be read.
    InputError
        If a column is missing, or the order of dates is not certain.
    """
    wanted = _wanted(table, programme, preset)
    parts = [_part(source, wanted, files) for source in sources]
    parts += [_melted_part(table, source, grid) for source, grid in melted]
    where = " and ".join(repr(part.source.shown) for part in parts)
    account = _Account(table, parts)
    frame = pd.concat([part.frame for part in parts], ignore_index=True)
    frame, asked = apart(frame.fillna("").astype("str"))
    notes = [note for part in parts for note in part.notes]
    if table == "reflections":
        phrases = preset.silent if preset else NOT_GIVEN
        for position in frame.index[silent_rows(frame["text"], phrases)]:
            account.refuse(int(position), "text", NOTHING_SAID, expected=True)
    derived = preset.derive(frame, known or {}) if preset else None
    if derived is not None:
        frame = derived.reflections
        notes += derived.notes
        for position, (column, reason) in derived.refused.items():
            account.refuse(position, column, reason, expected=True)
    frame = _filled(table, frame, account, programme, notes)
    shaped = shape_cells(
        table,
        frame,
        where=where,
        values=programme.value_maps.get(table),
        order=programme.date_order,
    )
    for position, (column, rule) in shaped.refused.items():
        account.refuse(position, column, rule)
    clean = _clean(table, shaped.frame, account)
    return Built(
        frame=clean,
        files=account.reports(shaped.date_orders),
        refusals=account.refusals(),
        derived=derived,
        notes=tuple(notes),
        asked=permissions_asked(asked, account.kept(), clean),
    )


def _part(source: Source, wanted: Wanted, files: Files) -> FileRows:
    with files.grid(source, wanted) as grid:
        return collect_rows(source, wanted, grid)


def _melted_part(table: str, source: Source, grid: Grid) -> FileRows:
    named = {header: header for header in grid.headers}
    return collect_rows(source, Wanted(table, named), grid)


def clean_derived(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Conform a table that a preset made, without the rows that break a rule."""
    conformed, problems = conform(table, frame)
    bad = {p.row for p in problems} | {p.row for p in validate(table, conformed)}
    return conformed.drop(index=sorted(bad)).reset_index(drop=True)


def _wanted(table: str, programme: Programme, preset: Preset | None) -> Wanted:
    schema = TABLES[table]
    named = dict(programme.columns.get(table, {}))
    given = set(programme.defaults.get(table, {}))
    if preset is not None:
        named = {**preset.columns, **{name: name for name in preset.extra}, **named}
        return Wanted(table, named, (), ())
    numbered = {schema.key[0]} if table in _COUNTED else set()
    required = tuple(
        c.name
        for c in schema.columns
        if c.required and c.name not in given and c.name not in numbered
    )
    return Wanted(table, named, schema.names, required)


def _filled(
    table: str,
    frame: pd.DataFrame,
    account: _Account,
    programme: Programme,
    notes: list[str],
) -> pd.DataFrame:
    """Add numbered ids and constants."""
    out = frame.copy()
    constants = dict(programme.defaults.get(table, {}))
    if table == "reflections":
        for column, value in (("set_id", "all"), ("session", "1")):
            if column not in out and column not in constants:
                constants[column] = value
                notes.append(f"no column {column}: all is {column} {value}.")
        if programme.language:
            constants.setdefault("language", programme.language)
    for column, value in constants.items():
        if column in out:
            empty = out[column].str.strip() == ""
            out[column] = out[column].mask(empty, value).astype("str")
        else:
            out[column] = pd.Series([value] * len(out), index=out.index, dtype="str")
    letter = _COUNTED.get(table)
    key = TABLES[table].key[0]
    if letter:
        lacking = account.lacking(key)
        if key in out:  # a preset may have made them
            lacking &= (out[key].str.strip() == "").to_numpy()
        ids = pd.Series(_numbered(letter, account), index=out.index, dtype="str")
        out[key] = out[key].where(~lacking, ids) if key in out else ids
        if lacking.any():
            notes.append(f"no column {key}: ids were made of file names and rows.")
    return out


def _numbered(letter: str, account: _Account) -> list[str]:
    """Make an id of each row's number and a fingerprint of its file's name.

    The name, not the content: a corrected file keeps the ids of its rows, and two
    files never share one.
    """
    names = [part.source.name for part in account.parts]
    marks = []
    for i, name in enumerate(names):
        seen = names[:i].count(name)
        told = f"{name}#{seen}" if seen else name
        marks.append(hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:6])
    return [
        f"{letter}{marks[file]}-{row:06d}"
        for file, row in zip(account.file, account.row, strict=True)
    ]


def _clean(table: str, frame: pd.DataFrame, account: _Account) -> pd.DataFrame:
    """Conform and validate; what breaks a rule goes into quarantine."""
    kept = account.kept()
    part = frame.loc[kept].reset_index(drop=True)
    for name in part.columns:
        empty = part[name].fillna("") == ""
        part[name] = part[name].mask(empty)
    conformed, problems = conform(table, part)
    for p in problems:
        account.refuse(int(kept[p.row]), p.column, p.rule)
    _drop_doubles(table, conformed, kept, account)
    for p in validate(table, conformed):
        account.refuse(int(kept[p.row]), p.column, p.rule)
    good = np.isin(kept, account.kept())
    return conformed[good].reset_index(drop=True)


def _drop_doubles(
    table: str, frame: pd.DataFrame, kept: NDArray[np.int64], account: _Account
) -> None:
    """Refuse rows whose key an earlier good row has, and say which that is."""
    key = list(TABLES[table].key)
    rows = frame.loc[np.isin(kept, account.kept()), key]
    rows = rows[rows.duplicated(keep=False)]
    rule = f"the same key ({', '.join(key)}) as an earlier row"
    first: dict[tuple[object, ...], int] = {}
    for i, *values in rows.astype("object").fillna("").itertuples(name=None):
        earlier = first.setdefault(tuple(values), int(i))
        if earlier != i:
            account.refuse(int(kept[i]), key[0], rule, see=int(kept[earlier]))
