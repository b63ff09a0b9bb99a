"""What goes with a member: one set of rules, for `forget` and for every later write.

The rules are conditions in SQL about rows called ``old``: rows of the file when it is
rewritten, rows that are about to be written when a source still holds somebody who
was forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from alsjournal.schema import TABLES
from alsjournal.store._sql import (
    HIDDEN,
    fill,
    integers,
    listed,
    quoted,
    registered,
    stored_tables,
)

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "GONE_FROM_RELEASED",
    "MENTIONED_MEMBERS",
    "OF",
    "Removal",
    "about",
    "gone",
    "mentioned",
    "moved_span",
    "moves_of",
    "people_in",
    "people_of_sets",
    "values",
    "worded",
]

NAMELESS = "[name]"
"""What a mention becomes: as any name of somebody outside the programme."""

MENTIONED_MEMBERS = r"\[member ([^\]]+)\]"
"""A mention, as the anonymiser writes it; the group is the pseudonym."""

OF: Mapping[str, tuple[str, str]] = {
    "codings": ("reflection_id", "reflection"),
    "permissions": ("reflection_id", "reflection"),
    "previews": ("reflection_id", "reflection"),
    "action_reports": ("action_id", "action"),
    "claims": ("outcome_id", "outcome"),
    "memos": ("target", "reflection"),
}
"""Tables whose rows go with a record of the member, with no person's column that
says so: the column that names the record, and what kind of record it is."""

_NO_RECORD = frozenset({"permissions", "memos", "previews"})
"""Tables that name people, and of which no report tells."""


def _one_of(column: str, kind: str, before: str = "") -> str:
    query = "old.{column} IN (SELECT '{before}' || id FROM _gone WHERE kind = '{kind}')"
    return query.format(column=quoted(column), before=before, kind=kind)


@dataclass(frozen=True, repr=False)
class Removal:
    """Who is to go, and which records of theirs. Not shown: these are pseudonyms.

    Parameters
    ----------
    members, reflections, actions, outcomes : tuple of str, default=()
    """

    members: tuple[str, ...] = ()
    reflections: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.members or self.reflections or self.actions or self.outcomes)

    @property
    def pattern(self) -> str:
        """A regular expression of mentions of these members."""
        names = "|".join(map(re.escape, self.members))
        return rf"\[member (?:{names})\]"

    @contextmanager
    def known_to(self, con: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Let the conditions of this file be about this removal, for a while."""
        import pyarrow as pa

        kinds = (("member", self.members), ("reflection", self.reflections))
        pairs = [(kind, i) for kind, ids in kinds for i in ids]
        pairs += [("action", i) for i in self.actions]
        pairs += [("outcome", i) for i in self.outcomes]
        frame = pa.table(
            {
                "kind": pa.array([kind for kind, _ in pairs], pa.string()),
                "id": pa.array([i for _, i in pairs], pa.string()),
            }
        )
        with registered(con, "_gone", frame):
            yield

    def parameters(self, query: str) -> dict[str, str]:
        """Return the parameters that a query has; DuckDB takes no others."""
        return {"mention": self.pattern} if "$mention" in query else {}


def gone(name: str) -> str:
    """Return the condition of rows of a table that go; true or false, never NULL."""
    tests = [_one_of(column, "member") for column in TABLES[name].of_kind("person")]
    if name in OF:
        tests.append(_one_of(*OF[name]))
    if name == "memos":
        tests.append(_one_of("target", "member"))
    if name == "releases":  # their own page is named after them
        tests.append(_one_of("audience", "member", before="member:"))
    return f"coalesce({' OR '.join(tests) or 'false'}, false)"


GONE_FROM_RELEASED = (
    f"coalesce({_one_of('member', 'member')} OR "
    f"{_one_of('reflection_id', 'reflection')}, false)"
)
"""The condition of rows of ``_released`` that go."""


def about(name: str) -> tuple[str, ...]:
    """Return the columns of a table that can hold a pseudonym by itself."""
    people = TABLES[name].of_kind("person")
    return (*people, "target") if name == "memos" else people


def worded(name: str) -> tuple[str, ...]:
    """Return the columns of a table in whose words a member may be named."""
    return TABLES[name].of_kind("text", "label")


def mentioned(name: str, removal: Removal) -> str:
    """Return the condition of rows in whose words a member is named."""
    columns = worded(name) if removal.members else ()
    tests = [f"regexp_matches(old.{quoted(c)}, $mention)" for c in columns]
    return f"coalesce({' OR '.join(tests) or 'false'}, false)"


def values(
    name: str, removal: Removal, *, hidden: Iterable[str] = HIDDEN
) -> dict[str, str]:
    """Return what is taken of each row: words made nameless, spans moved with them.

    Parameters
    ----------
    name : str
    removal : Removal
    hidden : iterable of str
        Further columns to take as they are.

    Returns
    -------
    dict
        ``columns``, ``values`` and ``join``, parts of a statement. For codings it
        needs a relation ``_moves`` of the columns ``_row``, ``start`` and ``end``.
    """
    table = TABLES[name]
    taken = {c: f"old.{quoted(c)}" for c in (*table.names, *hidden)}
    for column in worded(name) if removal.members else ():
        taken[column] = f"regexp_replace({taken[column]}, $mention, '{NAMELESS}', 'g')"
    join = ""
    if name == "codings":
        join = "LEFT JOIN _moves ON old._row = _moves._row"
        for column in ("start", "end"):
            taken[column] = f"coalesce(_moves.{quoted(column)}, {taken[column]})"
    return {
        "columns": listed(taken),
        "values": ", ".join(f"{v} AS {quoted(c)}" for c, v in taken.items()),
        "join": join,
    }


def moves_of(rows: Iterable[tuple[Any, ...]], removal: Removal) -> Any:
    """Return the new offsets of spans, as a relation for `values`.

    Parameters
    ----------
    rows : iterable of tuple
        Place of the row, start, end, the text before.
    removal : Removal
    """
    mention = re.compile(removal.pattern)
    moves: dict[str, list[Any]] = {"_row": [], "start": [], "end": []}
    for row, start, end, text in rows:
        new_start, new_end = moved_span(text, mention, start, end)
        if (new_start, new_end) != (start, end):
            moves["_row"].append(row)
            moves["start"].append(new_start)
            moves["end"].append(new_end)
    return integers(**moves)


def moved_span(
    text: str, mention: re.Pattern[str], start: int | None, end: int | None
) -> tuple[int | None, int | None]:
    r"""Move a span along with a text in which every mention becomes ``[name]``.

    A span that cuts a mention grows to hold all of it. Offsets count code points,
    the end exclusive.

    Examples
    --------
    >>> text = "I thanked [member m7] twice."
    >>> mention = re.compile(r"\[member m7\]")
    >>> moved_span(text, mention, 22, 27)
    (17, 22)
    >>> moved_span(text, mention, 12, 15)
    (10, 16)
    """
    new_start, new_end = start, end
    removed = 0
    for found in mention.finditer(text):
        at, stop = found.span()
        new_at = at - removed
        removed += stop - at - len(NAMELESS)
        if start is not None and start >= stop:
            new_start = start - removed
        elif start is not None and start > at:
            new_start = new_at
        if end is not None and end >= stop:
            new_end = end - removed
        elif end is not None and end > at:
            new_end = new_at + len(NAMELESS)
    return new_start, new_end


def people_in(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Return every pseudonym that the open file holds, in words too."""
    parts = []
    for name in stored_tables():
        for column in about(name):
            query = "SELECT {column} AS id FROM {table}"
            parts.append(fill(query, name, column=quoted(column)))
        for column in worded(name):
            query = (
                "SELECT unnest(regexp_extract_all({column}, $mention, 1)) AS id "
                "FROM {table}"
            )
            parts.append(fill(query, name, column=quoted(column)))
    query = "SELECT DISTINCT id FROM ({parts}) WHERE id IS NOT NULL"
    query = query.format(parts=" UNION ALL ".join(parts))
    found = con.execute(query, {"mention": MENTIONED_MEMBERS}).fetchall()
    return {str(member) for (member,) in found}


def people_of_sets(con: duckdb.DuckDBPyConnection, *, texts: bool) -> pd.DataFrame:
    """Return who stands in the record of which set.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
    texts : bool
        Whether those who wrote are among them, or only those whom other tables name.

    Returns
    -------
    pandas.DataFrame
        Columns ``member`` and ``set_id``, which is None where none is said.
    """
    parts = []
    for name in stored_tables():
        if name in _NO_RECORD or (name == "reflections" and not texts):
            continue
        set_id = quoted("set_id") if "set_id" in TABLES[name].names else "NULL"
        for column in TABLES[name].of_kind("person"):
            query = "SELECT {column} AS member, {set_id} AS set_id FROM {table}"
            parts.append(fill(query, name, column=quoted(column), set_id=set_id))
    query = (
        "SELECT DISTINCT member, set_id::VARCHAR AS set_id FROM ({parts}) "
        "WHERE member IS NOT NULL ORDER BY ALL"
    )
    found = con.sql(query.format(parts=" UNION ALL ".join(parts))).fetchall()
    return pd.DataFrame(found, columns=["member", "set_id"], dtype="str")
