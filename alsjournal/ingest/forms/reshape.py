"""Make long tables of a form's wide sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from alsjournal.ingest.cells import silent_rows
from alsjournal.ingest.formats.grid import Grid, Record
from alsjournal.ingest.forms.melt import (
    Response,
    Rules,
    melt_answers,
    melt_permissions,
    melt_survey,
)
from alsjournal.ingest.forms.metadata import Service, recognise
from alsjournal.ingest.forms.people import Person, account_notes, person_of
from alsjournal.ingest.forms.plan import plan_columns
from alsjournal.ingest.forms.stamps import read_stamps, response_keys
from alsjournal.ingest.forms.words import folded, one_line, shown_choices
from alsjournal.ingest.presets.preset import Reshape, Reshaped
from alsjournal.ingest.presets.silent import SAID_NOTHING
from alsjournal.ingest.rows import EMPTY_ROW
from alsjournal.schema import TABLES

if TYPE_CHECKING:
    from alsjournal.ingest.config import Programme

__all__ = ["reshaper"]

_RANKS = {
    "use": TABLES["permissions"]["use"].choices,
    "reach": TABLES["permissions"]["reach"].choices,
}
# The schema lists both from the strictest on.

_UNDECLARED = "counts"
# What somebody allows who says how far, but not for what, where the programme does not.


def reshaper(service: Service) -> Reshape:
    """Return the function that makes long tables of this service's exports."""

    def reshape(grid: Grid, programme: Programme, shown: str) -> Reshaped:
        return _Sheet(service, grid, programme, shown).reshaped()

    return reshape


class _Sheet:
    """The responses of one export, read once and held until its tables are taken."""

    def __init__(
        self, service: Service, grid: Grid, programme: Programme, shown: str
    ) -> None:
        self._grid, self._programme, self._shown = grid, programme, shown
        self._service = service
        width = len(grid.headers)
        self._records = [_fitted(record, width) for record in grid.records]
        rows = [record.fields for record in self._records if record.fields is not None]
        self._columns = [[row[i] for row in rows] for i in range(width)]
        self._meta = recognise(service, grid.headers, self._columns, shown)
        self._plan = plan_columns(
            grid.headers, self._columns, self._meta, programme, shown
        )

    def reshaped(self) -> Reshaped:
        """Return a grid for each table that the sheet has rows of."""
        rules = self._rules()
        responses, notes = self._responses(rules)
        silent = {
            place: silent_rows(
                pd.Series(
                    [r.cells[place] if r.cells else "" for r in responses], dtype="str"
                ),
                SAID_NOTHING,
            ).tolist()
            for place in self._plan.prompts
        }
        notes += self._odd(rules, responses)
        answers = self._grid_of(*melt_answers(rules, responses))
        answers = replace(
            answers,
            notes=(*self._grid.notes, *self._plan.notes, *notes),
            unused=tuple(one_line(self._grid.headers[i]) for i in self._plan.unused),
        )
        tables = {"reflections": answers}
        for table, (headers, records) in (
            ("permissions", melt_permissions(rules, responses, silent)),
            ("survey", melt_survey(rules, responses)),
        ):
            found = list(records)
            if found:
                tables[table] = self._grid_of(headers, iter(found))
        first = next(iter(self._plan.prompts))
        ids = frozenset(rules.id_of(r, first) for r in responses if r.cells)
        return Reshaped(tables, self._plan.absent, ids)

    def _odd(self, rules: Rules, responses: list[Response]) -> Iterator[str]:
        """Say how many answers to closed questions were left out."""
        for table, column in rules.choices:
            if table == "permissions":
                continue
            n = rules.odd(responses, table, column)
            if n:
                yield (
                    f"{self._shown!r}: responses that answer {column} by none of its "
                    f"choices: {n:,}; it was left empty. What they mean can be said "
                    f"under [values.{table}.{column}]."
                )

    def _grid_of(self, headers: list[str], records: Iterator[Record]) -> Grid:
        return replace(
            self._grid,
            headers=headers,
            records=records,
            notes=(),
            responses=len(self._records),
        )

    def _rules(self) -> Rules:
        programme = self._programme
        values = programme.value_maps
        closed = [("permissions", "use"), ("permissions", "reach")]
        closed += [
            (table, column)
            for table, column in self._plan.fields
            if table in ("reflections", "members") and TABLES[table][column].choices
        ]
        return Rules(
            service=self._service.preset,
            headers=self._grid.headers,
            plan=self._plan,
            choices={
                (table, column): shown_choices(
                    table,
                    column,
                    TABLES[table][column].choices,
                    values.get(table, {}).get(column),
                )
                for table, column in closed
            },
            ranks=_RANKS,
            defaults={"use": _UNDECLARED, **programme.permissions},
            mapped={
                (table, column): {folded(their): our for their, our in pairs.items()}
                for table, columns in values.items()
                for column, pairs in columns.items()
            },
            constants={
                name: value
                for name, value in programme.defaults.get("reflections", {}).items()
                if name in ("set_id", "session")
            },
            wave=programme.defaults.get("survey", {}).get("wave", "baseline"),
        )

    def _responses(self, rules: Rules) -> tuple[list[Response], list[str]]:
        """Put together what is known of each row."""
        begun, ended, notes = self._times()
        keys = response_keys(
            [
                self._identity(record, start)
                for record, start in zip(self._records, begun, strict=True)
            ]
        )
        out = []
        for record, key, day in zip(self._records, keys, ended, strict=True):
            bare = Response(record, key, day, Person())
            if record.fields is None:
                out.append(bare)
                continue
            said = rules.value(bare, "reflections", "member") or ""
            person = person_of(
                said=said,
                email=self._at(record, "email"),
                name=self._at(record, "name"),
            )
            out.append(bare._replace(person=person))
        seen = (
            (r.person.member, self._at(r.record, "email"), self._at(r.record, "name"))
            for r in out
        )
        return out, [*notes, *account_notes(self._shown, seen)]

    def _identity(self, record: Record, start: str) -> tuple[str, ...]:
        """What no other response has: see `answer_id`."""
        fields = self._plan.fields
        named = fields.get(("reflections", "reflection_id"), ())
        if named:
            return tuple(self._cell(record, place) for place in named)
        if "id" in self._meta.places:
            return self._at(record, "id"), start
        sets = fields.get(("reflections", "set_id"), ())
        chosen = (folded(self._cell(record, place)) for place in sets)
        return start, self._at(record, "email").casefold(), *chosen

    def _times(self) -> tuple[list[str], list[str], list[str]]:
        """When each was begun, to the second; the day it is from; and what to note.

        The day is that of the last change, where the service says it: what is allowed
        now was allowed then.
        """
        ended = self._stamps("end")
        changed = self._stamps("changed")
        begun = self._stamps("start") if "start" in self._meta.places else ended
        role = "start" if "start" in self._meta.places else "end"
        whole = [
            b or self._at(r, role) for r, b in zip(self._records, begun, strict=True)
        ]
        days = [max(e or "", c or "")[:10] for e, c in zip(ended, changed, strict=True)]
        lost = sum(
            not day and record.fields is not None
            for record, day in zip(self._records, days, strict=True)
        )
        note = (
            f"{self._shown!r}: responses whose time could not be read: {lost:,}; what "
            f"they allow has no date."
        )
        return whole, days, [note] if lost else []

    def _stamps(self, role: str) -> list[str | None]:
        place = self._meta.places.get(role)
        if place is None:
            return [None] * len(self._records)
        where = f"{self._shown}, column {one_line(self._grid.headers[place])}"
        cells = [self._cell(record, place) for record in self._records]
        return read_stamps(cells, where=where, order=self._programme.date_order)

    def _at(self, record: Record, role: str) -> str:
        place = self._meta.places.get(role)
        return "" if place is None else self._cell(record, place)

    def _cell(self, record: Record, place: int) -> str:
        return record.fields[place].strip() if record.fields else ""


def _fitted(record: Record, width: int) -> Record:
    """Bring a row to the headers' width, or say why it cannot be."""
    fields = record.fields
    if fields is None:
        return record
    if not any(field.strip() for field in fields):
        return record._replace(fields=None, reason=EMPTY_ROW, expected=True)
    if len(fields) < width:
        return record._replace(
            fields=None, reason="fewer values than there are headers"
        )
    if any(field.strip() for field in fields[width:]):
        return record._replace(fields=None, reason="more values than there are headers")
    return record._replace(fields=fields[:width])
