"""The data model: which tables a journal has, and what each column must hold.

The tables are data (`TABLES`); `alsjournal.validate` checks frames against them.
Only ``reflections`` is required, and of it only ``text``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

__all__ = ["DTYPES", "FROM_FILES", "TABLES", "Column", "Kind", "Table"]

Kind = Literal["key", "person", "label", "text", "int", "float", "date", "bool"]

DTYPES: dict[str, str] = {
    "key": "str",
    "person": "str",
    "label": "str",
    "text": "str",
    "int": "Int64",
    "float": "Float64",
    "date": "datetime64[us]",
    "bool": "boolean",
}
"""The pandas dtype of each kind of column, in every journal."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
    kind : {"key", "person", "label", "text", "int", "float", "date", "bool"}
        ``person`` holds a member's id, which becomes a pseudonym; ``text`` holds
        free writing, which is anonymised.
    required : bool, default=False
        Whether every row must have a value.
    choices : tuple of str, default=()
        The closed list of values, when there is one.
    """

    name: str
    kind: Kind = "label"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: its columns, and those that together identify a row.

    ``raw_only`` ones never enter a Journal; ``store_only`` ones are kept by the
    journal's file itself, and no source can bring their rows.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    raw_only: bool = False
    store_only: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def of_kind(self, *kinds: Kind) -> tuple[str, ...]:
        """The names of the columns of these kinds."""
        return tuple(c.name for c in self.columns if c.kind in kinds)

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


_DATA_MODEL = """
sets (set_id)
    set_id            key!
    title             label
    parent            label
    composition       peer | mixed | competing-providers
    approach          classic | peer-consultancy | taught
    focus             own-issues | shared-project
    facilitation      external | internal | co | rotating | self

sessions (set_id, session)
    set_id            key!
    session           int!
    date              date
    kind              launch | working | mid-review | final-review | follow-up
    mode              in person | online
    input_topic       text

members (member)
    member            person!
    role              label
    organisation_type label

memberships (member, set_id, from_session)
    member            person!
    set_id            key!
    from_session      int!
    to_session        int
    reason            objective changed | no funded time | left post | other

facilitations (set_id, session, person)
    set_id            key!
    session           int!
    person            person!
    part              lead | co | trainee | rotating

attendance (set_id, session, member)
    set_id            key!
    session           int!
    member            person!
    present           bool!

agreements (set_id, version)
    set_id            key!
    version           int!
    session           int
    text              text

permissions (member, reflection_id, given)
    member            person
    reflection_id     key
    use               self | counts | paraphrase | quote !
    reach             set | programme | public
    given             date
    withdrawn         date

reflections (reflection_id)
    reflection_id     key!
    set_id            key
    session           int
    member            person
    author_kind       member | set | facilitator | group-lead | observer
    kind              after-session | log | check-in | review | interview
    position          presenter | questioner | facilitator | absent
    role              label
    prompt            label
    issue_id          key
    text              text!
    language          label
    unread            bool

turns (set_id, session, order)
    set_id            key!
    session           int!
    order             int!
    presenter         person
    issue_id          key
    form              new | return | progress

issues (issue_id)
    issue_id          key!
    set_id            key
    presenter         person
    text              text

questions (question_id)
    question_id       key!
    set_id            key
    session           int
    issue_id          key
    asked_by          person
    text              text

actions (action_id)
    action_id         key!
    set_id            key
    session           int
    issue_id          key
    owner             person
    text              text
    due_session       int

action_reports (action_id, session)
    action_id         key!
    session           int!
    status            done | part | changed | dropped
    text              text

offers (offer_id)
    offer_id          key!
    set_id            key
    session           int
    issue_id          key
    by                person
    kind              idea | practice | viewpoint
    text              text

outcomes (outcome_id)
    outcome_id        key!
    set_id            key
    session           int
    action_id         key
    level             person | team | organisation | system | people served
    intended          bool
    claimed_by        person
    verified          bool
    amount            float
    text              text

claims (claim_id)
    claim_id          key!
    step              label
    outcome_id        key
    text              text
    evidence_for      text
    evidence_against  text
    other_explanations text
    strength          none | weak | some | strong
    judged_by         label
    judged_at         date

stories (story_id)
    story_id          key!
    set_id            key
    session           int
    member            person
    domain            label
    level             person | team | organisation | system | people served
    text              text
    chosen_by         label
    reason            text

objectives (set_id, level, member, version)
    set_id            key
    version           int!
    level             programme | set | member
    member            person
    session           int
    text              text

survey (respondent, wave, item)
    respondent        person!
    wave              label!
    item              label!
    set_id            key
    question          label
    answer            text

codings (coding_id)
    coding_id         key!
    reflection_id     key!
    start             int
    end               int
    code              label!
    construct         label!
    coder             label
    confidence        float
    made_at           date

responses (response_id)
    response_id       key!
    finding           key!
    member            person
    agree             bool
    missing           bool
    wrong             bool
    text              text
    answered          date

memos (memo_id)
    memo_id           key!
    target            label
    kind              reflexive | analytic | method
    author            person
    date              date
    text              text

releases (release_id)
    release_id        key!
    audience          label!
    kind              label
    made_at           date
    place             label
    version           int
    stale             date
    reason            label

previews (passage, audience)
    passage           key!
    audience          label!
    release_id        key!
    member            person
    reflection_id     key!
    words             key!
    made_at           date
    answer            keep | paraphrase | remove
    answered          date

roster (member, name)
    member            person
    name              label!
    aliases           label
    organisation      label
"""
# A table with its key in brackets, then a column a line: its kind or its closed
# list of values; "!" means that every row must have a value.

_RAW_ONLY = frozenset({"roster"})
_STORE_ONLY = frozenset({"releases", "previews"})
_KINDS = frozenset(DTYPES)


def _read_column(line: str) -> Column:
    name, rule = line.split(maxsplit=1)
    required = rule.endswith("!")
    rule = rule.removesuffix("!").strip()
    if rule in _KINDS:
        return Column(name, cast("Kind", rule), required)
    return Column(name, "label", required, tuple(c.strip() for c in rule.split("|")))


def _read_table(block: str) -> Table:
    head, *lines = block.strip().splitlines()
    name, _, key = head.rstrip(")").partition(" (")
    columns = tuple(_read_column(line.strip()) for line in lines)
    keys = tuple(key.split(", "))
    return Table(name, columns, keys, name in _RAW_ONLY, name in _STORE_ONLY)


TABLES: dict[str, Table] = {
    table.name: table for table in map(_read_table, _DATA_MODEL.strip().split("\n\n"))
}
"""Every table by name."""

FROM_FILES: tuple[str, ...] = tuple(n for n, t in TABLES.items() if not t.store_only)
"""The tables that a file may hold."""
