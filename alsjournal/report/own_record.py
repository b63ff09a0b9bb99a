"""What is on record of what one member did, in the order of the sessions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from alsjournal.disclosure import Audience
from alsjournal.journal import Journal
from alsjournal.report.rows import plain_rows

__all__ = ["Deed", "deeds_of"]

_WHOSE = {
    "issues": "presenter",
    "questions": "asked_by",
    "actions": "owner",
    "action_reports": "owner",
    "offers": "by",
    "outcomes": "claimed_by",
    "stories": "member",
    "objectives": "member",
}
"""The tables that hold words on what somebody did, and who that is in each."""


@dataclass(frozen=True, repr=False)
class Deed:
    """An entry of theirs in the record.

    ``what`` is the table, ``how`` the status of what was heard back.
    """

    what: str
    session: int | None
    words: str
    how: str = ""


def deeds_of(journal: Journal, who: Audience) -> list[Deed]:
    """Return a member's own entries, session by session.

    Parameters
    ----------
    journal : Journal
    who : Audience
        A member.

    Returns
    -------
    list of Deed
        With the words as the journal has them, pseudonyms and all.
    """
    found = [deed for name in _WHOSE for deed in _of(journal, name, who)]
    return sorted(found, key=lambda deed: (deed.session is None, deed.session or 0))


def _of(journal: Journal, name: str, who: Audience) -> Iterator[Deed]:
    rows = journal.table(name)
    if name == "action_reports":
        owners = journal.table("actions", ["action_id", "owner"])
        rows = rows.merge(owners, on="action_id")
    if name == "issues":
        rows = rows.assign(session=_first_turn(journal, rows["issue_id"]))
    own = (rows[_WHOSE[name]] == who.name).fillna(value=False).astype(bool)
    for row in plain_rows(rows[own]):
        words, how = row["text"], row.get("status")
        if words is None and how is None:
            continue
        at = row["session"]
        yield Deed(name, None if at is None else int(at), words or "", how or "")


def _first_turn(journal: Journal, issues: pd.Series[str]) -> pd.Series[int]:
    turns = journal.table("turns", ["issue_id", "session"]).dropna()
    first = turns.groupby("issue_id")["session"].min()
    return pd.Series(first.reindex(issues).array, index=issues.index)
