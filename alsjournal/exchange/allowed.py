"""Which rows of a journal may leave it for the analysts.

A text that its writer keeps to themselves, or whose permission was taken back, stays,
with its codings, its permission and memos about it. Of a member for whom that holds
altogether, nothing that they said or wrote leaves: issues, questions, actions and what
became of them, offers, outcomes and what is claimed of these, stories, answers. That
they belonged and were there leaves: it is the roll that numbers are read against.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

from alsjournal.disclosure import permissions_of, permitted
from alsjournal.journal import Journal
from alsjournal.schema import TABLES

__all__ = ["Allowed"]

BATCH = 10_000
_OF_ACTIONS = ("action_reports", "outcomes")


class Allowed:
    """Hands out the rows of a journal that may leave, and counts the others.

    Parameters
    ----------
    journal : Journal
    memos : bool, default=False
        Whether memos leave too; they are private by default.

    Attributes
    ----------
    texts : pandas.DataFrame
        Of the texts that may leave: reflection_id, set_id, session and member.
    left_out : Counter of str
        Rows that stayed, by table, of the tables gone through so far.
    """

    def __init__(self, journal: Journal, *, memos: bool = False) -> None:
        self._journal = journal
        self._memos = memos
        columns = ["reflection_id", "set_id", "session", "member"]
        rows = journal.table("reflections", columns)
        may = permitted(journal, rows, audience="research", use="counts")
        # What may leave is listed, not what may not: a text that comes in meanwhile
        # is in no list.
        self._ids = frozenset(rows.loc[may, "reflection_id"])
        self._silent = _silent(journal)
        actions = journal.table("actions", ["action_id", "owner"])
        silent = actions["owner"].isin(self._silent)
        self._silent_actions = frozenset(actions.loc[silent, "action_id"])
        outcomes = journal.table("outcomes", ["outcome_id", "claimed_by", "action_id"])
        silent = outcomes["claimed_by"].isin(self._silent)
        silent |= outcomes["action_id"].isin(self._silent_actions)
        self._silent_outcomes = frozenset(outcomes.loc[silent, "outcome_id"])
        self._untold = self._subjects(rows.loc[~may, "reflection_id"])
        self.texts = rows[may].reset_index(drop=True)
        self.left_out: Counter[str] = Counter()

    def batches(self, name: str) -> Iterator[pd.DataFrame]:
        """Yield the rows of a table that may leave, in order."""
        self.left_out[name] = 0
        for frame in self._journal.batches(name, size=BATCH):
            may = self._may_leave(name, frame)
            self.left_out[name] += int((~may).sum())
            yield frame[may].reset_index(drop=True)

    def _may_leave(self, name: str, frame: pd.DataFrame) -> pd.Series[bool]:
        may = pd.Series(data=True, index=frame.index)
        if name in ("reflections", "codings"):
            may &= _among(frame["reflection_id"], self._ids)
        elif name == "permissions":
            of_text = frame["reflection_id"].notna()
            may &= ~of_text | _among(frame["reflection_id"], self._ids)
        elif name == "memos":
            may &= self._memos & ~_among(frame["target"], self._untold)
        elif TABLES[name].of_kind("text"):
            for person in TABLES[name].of_kind("person"):
                may &= ~_among(frame[person], self._silent)
        if name in _OF_ACTIONS:
            may &= ~_among(frame["action_id"], self._silent_actions)
        if name == "claims":
            may &= ~_among(frame["outcome_id"], self._silent_outcomes)
        return may

    def _subjects(self, texts: pd.Series[str]) -> frozenset[str]:
        """What a memo must not be about: texts that stay, their codings, members."""
        codings = self._journal.table("codings", ["coding_id", "reflection_id"])
        of_them = codings.loc[codings["reflection_id"].isin(texts), "coding_id"]
        return frozenset((*texts, *of_them, *self._silent))


def _among(values: pd.Series[Any], ids: frozenset[str]) -> pd.Series[bool]:
    """``values.isin(ids)``, which would go through all the ids for each batch."""
    return pd.Series(
        [v in ids for v in values.tolist()], index=values.index, dtype=bool
    )


def _silent(journal: Journal) -> frozenset[str]:
    """Members who keep all that they write to themselves."""
    declared = journal.table("permissions", ["member"])["member"].dropna().unique()
    rows = pd.DataFrame({"member": declared}, dtype="str")
    rows["reflection_id"] = pd.Series(None, index=rows.index, dtype="str")
    use = permissions_of(journal, rows)["use"]
    return frozenset(rows.loc[use == "self", "member"])
