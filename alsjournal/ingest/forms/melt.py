"""Make rows of each answer, and of what was allowed, of the rows of responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from alsjournal.ingest.formats.grid import Record
from alsjournal.ingest.forms.people import Person
from alsjournal.ingest.forms.plan import Field, Plan
from alsjournal.ingest.forms.stamps import answer_id
from alsjournal.ingest.forms.words import compared, folded, meanings, one_line

__all__ = [
    "ANSWERED",
    "PERSON",
    "Response",
    "Rules",
    "melt_answers",
    "melt_permissions",
    "melt_survey",
]

ANSWERED = "answered"
"""The column of reflections that holds the day; it goes no further."""

PERSON = ("roster.name", "roster.aliases", "roster.organisation")
"""Columns of reflections for the roster; they go no further."""

DIFFERENT = "questions that ask the same have different answers"

NOT_UNDERSTOOD = (
    "must be one of the sheet's choices, or be told in programme.toml under "
    '[values.permissions.{}], as "their answer" = "{}"'
)


class Response(NamedTuple):
    """One row of the sheet, and what is known of it."""

    record: Record
    key: str
    day: str
    person: Person

    @property
    def cells(self) -> list[str]:
        """What stands in it; empty if it cannot be read."""
        return self.record.fields or []


@dataclass(frozen=True)
class Rules:
    """What is the same for all responses of a sheet.

    Parameters
    ----------
    service, wave : str
    headers : sequence of str
    plan : Plan
    choices : mapping of (str, str) to mapping of str to str
        By table and column: what each answer means, as compared.
    ranks : mapping of str to sequence of str
        ``use`` and ``reach``: our values, the strictest first.
    defaults : mapping of str to str
        What those who left a question empty allow.
    constants : mapping of str to str
        Of columns of ``reflections``, where nothing else is known.
    mapped : mapping of (str, str) to mapping of str to str
        By table and column: what their values are called, as compared.
    """

    service: str
    headers: Sequence[str]
    plan: Plan
    choices: Mapping[Field, Mapping[str, str]]
    ranks: Mapping[str, Sequence[str]]
    defaults: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    mapped: Mapping[Field, Mapping[str, str]] = field(default_factory=dict)
    wave: str = "baseline"

    def id_of(self, response: Response, place: int) -> str:
        """The id of an answer."""
        question = compared(self.headers[place])
        return answer_id(self.service, response.key, question)

    def columns(self, table: str) -> list[str]:
        """Our columns of a table that the form asks for."""
        return [column for of, column in self.plan.fields if of == table]

    def value(self, response: Response, table: str, column: str) -> str | None:
        """What was answered; None where two columns have different answers.

        An answer to a closed question that is none of its choices ("Other") is left
        out here, and counted by `odd`.
        """
        places = self.plan.fields.get((table, column), ())
        said = [response.cells[i] for i in places if response.cells[i].strip()]
        if len({folded(cell) for cell in said}) > 1:
            return None
        if not said:
            return self.constants.get(column, "") if table == "reflections" else ""
        choices = self.choices.get((table, column))
        if choices is None:
            mapped = self.mapped.get((table, column), {})
            return mapped.get(folded(said[0]), said[0])
        meant = meanings(said[0], choices)
        # Of several choices the first of ours: who brought an issue and asked, brought.
        return min(meant, key=list(choices.values()).index) if meant else ""

    def odd(self, responses: Sequence[Response], table: str, column: str) -> int:
        """How many answered a closed question by none of its choices."""
        return sum(
            response.record.fields is not None
            and any(
                meanings(response.cells[i], self.choices[table, column]) is None
                for i in self.plan.fields[table, column]
            )
            for response in responses
        )

    def allowed(self, response: Response, column: str) -> str:
        """The strictest of what was chosen; to be asked where all is understood."""
        ours: list[str] = []
        for place in self.plan.fields.get(("permissions", column), ()):
            ours += self._meant(response, column, place) or ()
        return min(ours, key=self.ranks[column].index) if ours else ""

    def unsure(self, response: Response) -> tuple[str, int] | None:
        """The first question of permission whose answer is not understood."""
        for column in self.ranks:
            for place in self.plan.fields.get(("permissions", column), ()):
                if self._meant(response, column, place) is None:
                    return column, place
        return None

    def _meant(self, response: Response, column: str, place: int) -> list[str] | None:
        choices = self.choices["permissions", column]
        meant = meanings(response.cells[place], choices)
        known = meant is not None and set(meant) <= set(self.ranks[column])
        return meant if known else None


def melt_answers(
    rules: Rules, responses: Sequence[Response]
) -> tuple[list[str], Iterator[Record]]:
    """Make a row of each answer to a prompt, empty ones too.

    Returns
    -------
    headers : list of str
        Our columns, and those of `PERSON` and `ANSWERED`.
    records : iterator of Record
        Each has the row of its response.
    """
    asked = (*rules.columns("reflections"), *rules.constants)
    fields = [name for name in dict.fromkeys(asked) if name not in _MADE]
    members = rules.columns("members")
    headers = ["reflection_id", "member", *fields, "prompt", "text"]
    headers += [ANSWERED, *PERSON, *(f"members.{column}" for column in members)]
    return headers, _answers(rules, responses, fields, members)


_MADE = ("reflection_id", "member", "prompt", "text")


def _answers(
    rules: Rules,
    responses: Sequence[Response],
    fields: Sequence[str],
    members: Sequence[str],
) -> Iterator[Record]:
    for response in responses:
        row, line, cells = response.record[:3]
        if cells is None:
            yield response.record
            continue
        about = {name: rules.value(response, "members", name) for name in members}
        said = {name: rules.value(response, "reflections", name) for name in fields}
        who = {"member": rules.value(response, "reflections", "member")}
        unsure = next(
            (n for n, v in {**about, **said, **who}.items() if v is None), None
        )
        if unsure is not None:
            yield Record(row, line, None, DIFFERENT, unsure)
            continue
        person = response.person
        after = [response.day, *person[1:], *(v or "" for v in about.values())]
        for place, prompt in rules.plan.prompts.items():
            yield Record(
                row,
                line,
                [
                    rules.id_of(response, place),
                    person.member,
                    *(v or "" for v in said.values()),
                    prompt,
                    cells[place],
                    *after,
                ],
            )


def melt_permissions(
    rules: Rules, responses: Sequence[Response], silent: Mapping[int, Sequence[bool]]
) -> tuple[list[str], Iterator[Record]]:
    """Make a row of what was allowed for each answer that says something.

    Nobody who left both questions empty has one: the programme's own holds for them.

    Parameters
    ----------
    rules : Rules
    responses : sequence of Response
    silent : mapping of int to sequence of bool
        By place of a prompt: which responses say nothing there.
    """
    others = [c for c in rules.columns("permissions") if c not in _PERMISSION]
    headers = ["reflection_id", "use", "reach", "given", *others]
    return headers, _permissions(rules, responses, silent, others)


_PERMISSION = ("reflection_id", "member", "use", "reach", "given")


def _permissions(
    rules: Rules,
    responses: Sequence[Response],
    silent: Mapping[int, Sequence[bool]],
    others: Sequence[str],
) -> Iterator[Record]:
    for i, response in enumerate(responses):
        places = [p for p in rules.plan.prompts if not silent[p][i]]
        if response.record.fields is None or not places:
            continue
        row, line = response.record[:2]
        unsure = rules.unsure(response)
        if unsure is not None:
            column, place = unsure
            asked = one_line(rules.headers[place])
            yield Record(
                row,
                line,
                None,
                NOT_UNDERSTOOD.format(column, rules.ranks[column][0]),
                asked,
            )
            continue
        use, reach = (rules.allowed(response, column) for column in ("use", "reach"))
        further = [rules.value(response, "permissions", name) or "" for name in others]
        if not (use or reach or any(further)):
            continue
        given = rules.value(response, "permissions", "given") or response.day
        allowed = [
            use or rules.defaults["use"],
            reach or rules.defaults.get("reach", ""),
        ]
        for place in places:
            rid = rules.id_of(response, place)
            yield Record(row, line, [rid, *allowed, given, *further])


def melt_survey(
    rules: Rules, responses: Sequence[Response]
) -> tuple[list[str], Iterator[Record]]:
    """Make a row of each answer to a survey's question.

    The respondent is a code of the response, not of the person, unless programme.toml
    names a column for it.
    """
    asks_set = ("reflections", "set_id") in rules.plan.fields
    headers = ["respondent", "wave", "item", "question", "answer"]
    return headers + ["set_id"] * asks_set, _survey(rules, responses, asks_set=asks_set)


def _survey(
    rules: Rules, responses: Sequence[Response], *, asks_set: bool
) -> Iterator[Record]:
    for response in responses:
        row, line, cells = response.record[:3]
        if cells is None:
            continue
        code = rules.value(response, "survey", "respondent")
        code = code or answer_id(rules.service, response.key, "respondent")
        set_id = [rules.value(response, "reflections", "set_id") or ""] * asks_set
        for place in rules.plan.survey:
            answer = cells[place].strip().removesuffix(";")
            if answer:
                item = compared(rules.headers[place])
                question = " ".join(rules.headers[place].split())
                yield Record(
                    row, line, [code, rules.wave, item, question, answer, *set_id]
                )
