"""Which columns of an export point to rows of another of its tables, and do.

A link is told to other tools only where every value finds its row: a text may be about
an issue that nobody wrote down, and a tool that checks would call that an error.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from alsjournal.schema import TABLES

__all__ = ["Link", "Links"]

_OWNERS = {
    ("set_id",): "sets",
    ("set_id", "session"): "sessions",
    ("reflection_id",): "reflections",
    ("issue_id",): "issues",
    ("action_id",): "actions",
    ("outcome_id",): "outcomes",
}
_MEMBERS = ("members", ("member",))


@dataclass(frozen=True)
class Link:
    """Columns of a table, and the table and key that they point to."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


class Links:
    """Sees the rows of every table go by, and says then which links hold."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, tuple[str, ...]], set[tuple[object, ...]]] = {}

    def see(self, name: str, frame: pd.DataFrame) -> None:
        """Take note of some rows of a table of the journal."""
        if name not in TABLES:
            return
        wanted = {link.columns for link in _candidates(name)}
        for table, key in {_MEMBERS, *((t, k) for k, t in _OWNERS.items())}:
            if table == name:
                wanted.add(key)
        for columns in wanted:
            rows = frame[list(columns)].drop_duplicates().dropna(how="all")
            plain = rows.astype(object).where(rows.notna(), None)
            found = set(plain.itertuples(index=False, name=None))
            self._seen.setdefault((name, columns), set()).update(found)

    def of(self, name: str) -> tuple[Link, ...]:
        """Return the links of a table that hold for all its rows."""
        if name not in TABLES:
            return ()
        return tuple(link for link in _candidates(name) if self._holds(name, link))

    def _holds(self, name: str, link: Link) -> bool:
        values = self._seen.get((name, link.columns), set())
        return bool(values) and values <= self._seen.get((link.table, link.key), set())


def _candidates(name: str) -> tuple[Link, ...]:
    table = TABLES[name]
    found = [
        Link(columns, owner, columns)
        for columns, owner in _OWNERS.items()
        if owner != name and set(columns) <= set(table.names)
    ]
    if name != _MEMBERS[0]:
        found += [Link((person,), *_MEMBERS) for person in table.of_kind("person")]
    return tuple(found)
