"""Decide which column of a form's export is what, or ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alsjournal.errors import InputError
from alsjournal.ingest.forms.judge import Judgement, judge
from alsjournal.ingest.forms.metadata import Metadata
from alsjournal.ingest.forms.permission import (
    Heard,
    asks_permission,
    permission_choices,
    permission_heard,
)
from alsjournal.ingest.forms.words import compared, one_line, question_of

if TYPE_CHECKING:
    from alsjournal.ingest.config import Programme

__all__ = ["Plan", "check_absent", "plan_columns"]

Field = tuple[str, str]

_TABLES = ("reflections", "members", "permissions", "survey")
# Of these tables ``[columns]`` may name a form's questions.
_SHOWN = 60
_STRICTEST = {"use": "self", "reach": "set"}


@dataclass(frozen=True)
class Plan:
    """Which columns are what.

    Parameters
    ----------
    fields : mapping of (str, str) to tuple of int
        By table and column of ours: the places, more than one where a form asks the
        same in each of its branches.
    prompts : mapping of int to str
        Place, and the prompt as it is called.
    survey : tuple of int
    unused : tuple of int
    absent : frozenset of str
        Headers that programme.toml names and that are not there.
    notes : tuple of str
    """

    fields: Mapping[Field, tuple[int, ...]]
    prompts: Mapping[int, str]
    survey: tuple[int, ...]
    unused: tuple[int, ...]
    absent: frozenset[str]
    notes: tuple[str, ...]


def plan_columns(
    headers: Sequence[str],
    columns: Sequence[Sequence[str]],
    metadata: Metadata,
    programme: Programme,
    shown: str,
) -> Plan:
    """Say which columns are what: as declared, as the sheet's wording, by answers.

    Parameters
    ----------
    headers : sequence of str
    columns : sequence of sequence of str
        The cells below each.
    metadata : Metadata
        What the service put before the questions.
    programme : Programme
        For ``[columns]`` and ``[forms]``.
    shown : str
        The file, for messages.

    Returns
    -------
    Plan

    Raises
    ------
    InputError
        If it is not certain what a question is, or there is no prompt.
    """
    planner = _Planner(headers, metadata, shown)
    planner.declared(programme)
    planner.known()
    planner.heard(
        columns, permission_choices(programme.value_maps.get("permissions", {}))
    )
    planner.judged(columns, by_answers=not programme.forms.prompts)
    plan = planner.plan(metadata)
    if not plan.prompts:
        check_absent(plan.absent)
        msg = (
            f"{shown!r} must have an open question, whose answers are the reflections. "
            f"None of its {len(headers)} columns is certain to be one. Say which in "
            f'programme.toml: [forms] prompts = ["..."].'
        )
        raise InputError(msg)
    return plan


def check_absent(absent: Collection[str]) -> None:
    """Raise where programme.toml names a question that no file has."""
    if absent:
        msg = (
            f"A question that programme.toml names must be a header of the form. "
            f"{len(absent)} are of no file, as {_short(sorted(absent)[0])!r}. Write it "
            f"as it stands there, or how it begins."
        )
        raise InputError(msg)


class _Planner:
    """Give out the columns, one after the other, until each is something."""

    def __init__(self, headers: Sequence[str], metadata: Metadata, shown: str) -> None:
        self._headers, self._shown = headers, shown
        self._compared = [compared(header) for header in headers]
        self._free = set(range(len(headers))) - metadata.all
        self.fields: dict[Field, tuple[int, ...]] = {}
        self.prompts: dict[int, str] = {}
        self._survey: list[int] = []
        self._ignored: set[int] = set()
        self._absent: set[str] = set()
        self._declared: set[Field] = set()
        self._notes: list[str] = []

    def declared(self, programme: Programme) -> None:
        """Give out what programme.toml names."""
        for table in _TABLES:
            for ours, theirs in programme.columns.get(table, {}).items():
                place = self._one(theirs)
                if place is None:
                    continue
                if (table, ours) == ("reflections", "text"):
                    self._prompt(place)
                else:
                    self.fields[table, ours] = (place,)
                self._free.discard(place)
        self._declared = set(self.fields)
        said = programme.forms
        for name in said.prompts:
            place = self._one(name)
            if place is not None:
                self._prompt(place)
        for name in said.survey:
            self._survey += [i for i in self._fitting(name) if i in self._free]
            self._free -= set(self._survey)
        for name in said.ignore:
            self._ignored.update(self._fitting(name))

    def known(self) -> None:
        """Give out the questions of the sheet."""
        for i in sorted(self._free - self._ignored):
            question = question_of(self._headers[i])
            if question is None:
                continue
            field = (question.table, question.column)
            if question.column == "text":
                self._prompt(i, question.title)
            elif field not in self._declared:
                self.fields[field] = (*self.fields.get(field, ()), i)
                self._free.discard(i)

    def heard(
        self,
        columns: Sequence[Sequence[str]],
        choices: Mapping[str, Mapping[str, str]],
    ) -> None:
        """Recognise questions of permission by their answers; ask if uncertain."""
        asking: dict[int, Heard] = {}
        taken: list[int] = []
        for i in sorted(self._free - self._ignored):
            found = permission_heard(columns[i], choices)
            if found is None:
                continue
            field = ("permissions", found.column)
            if not found.certain or field in self._declared:
                asking[i] = found
                continue
            # Where the form asks it elsewhere too, the strictest answer holds.
            self.fields[field] = (*self.fields.get(field, ()), i)
            taken.append(i)
        self._ask_permission(asking)
        self._free -= set(taken)
        if taken:
            self._notes.append(
                f"{self._shown!r}: taken as what people allow because of their "
                f"answers: {self._named(taken)}."
            )

    def judged(self, columns: Sequence[Sequence[str]], *, by_answers: bool) -> None:
        """Recognise open questions among those that are left; ask if uncertain."""
        left = sorted(self._free - self._ignored)
        kinds = {i: judge(self._headers[i], columns[i]) for i in left}
        by: dict[Judgement, list[int]] = {}
        for i, kind in kinds.items():
            by.setdefault(kind, []).append(i)
        answered = [i for i in left if kinds[i] != "empty"]
        both = {("permissions", "use"), ("permissions", "reach")} <= set(self.fields)
        asking = [
            i
            for i in answered
            if asks_permission(self._headers[i], known=both or kinds[i] == "open")
        ]
        self._ask_permission(dict.fromkeys(asking, Heard("use", certain=False)))
        if by.get("person"):
            self._notes.append(
                f"{self._shown!r}: not used, since names, addresses or numbers of "
                f"people stand there: {self._named(by['person'])}. If one says who "
                f"wrote, write [columns.reflections] member = into programme.toml."
            )
        if not by_answers:
            return
        if by.get("unclear"):
            self._ask(by["unclear"])
        for i in by.get("open", ()):
            self._prompt(i)
        if by.get("open"):
            self._notes.append(
                f"{self._shown!r}: taken as prompts because of their answers: "
                f"{self._named(by['open'])}. To settle it, write [forms] prompts = "
                f"into programme.toml."
            )

    def plan(self, metadata: Metadata) -> Plan:
        """Return what became of each column; the rest is not used."""
        unused = self._free | self._ignored | metadata.aside
        return Plan(
            fields=self.fields,
            prompts=dict(sorted(self.prompts.items())),
            survey=tuple(self._survey),
            unused=tuple(sorted(unused)),
            absent=frozenset(self._absent),
            notes=tuple(self._notes),
        )

    def _prompt(self, place: int, title: str | None = None) -> None:
        self.prompts[place] = title or one_line(self._headers[place])
        self._free.discard(place)

    def _fitting(self, name: str) -> list[int]:
        """The columns with this header; if none has it, those that begin so."""
        key = compared(name)
        exact = [i for i, header in enumerate(self._compared) if header == key]
        begun = [i for i, header in enumerate(self._compared) if header.startswith(key)]
        if not begun:
            self._absent.add(name)
        return exact or begun

    def _one(self, name: str) -> int | None:
        places = self._fitting(name)
        if len(places) > 1:
            msg = (
                f"A question that programme.toml names must be one column of "
                f"{self._shown!r}. {_short(name)!r} begins {len(places)} of its "
                f"headers. Write more of it, up to where they differ."
            )
            raise InputError(msg)
        return places[0] if places else None

    def _ask(self, places: Sequence[int]) -> None:
        msg = (
            f"It must be certain which questions of {self._shown!r} are prompts, "
            f"answered in one's own words. By their answers it is not, of: "
            f"{self._named(places)}. Name in programme.toml, under [forms], all that "
            f"are: prompts = [...], and the others: ignore = [...]."
        )
        raise InputError(msg)

    def _ask_permission(self, found: Mapping[int, Heard]) -> None:
        if not found:
            return
        columns = list(dict.fromkeys(heard.column for heard in found.values()))
        first = {c: next(i for i, h in found.items() if h.column == c) for c in columns}
        write = " and ".join(f"{c} = {self._named([i])}" for c, i in first.items())
        under = " and ".join(f"[values.permissions.{column}]" for column in columns)
        msg = (
            f"What people allowed must not be missed in {self._shown!r}. This may ask "
            f"it, in words that are not known: {self._named(list(found))}. Write into "
            f"programme.toml [columns.permissions] {write}, and what each answer means "
            f'under {under}, as "their answer" = '
            f'"{_STRICTEST[columns[0]]}"; or, if it asks something else, name it under '
            f"[forms], in prompts = [...] or ignore = [...]."
        )
        raise InputError(msg)

    def _named(self, places: Sequence[int]) -> str:
        return ", ".join(repr(_short(one_line(self._headers[i]))) for i in places)


def _short(header: str) -> str:
    return header if len(header) <= _SHOWN else header[: _SHOWN - 3] + "..."
