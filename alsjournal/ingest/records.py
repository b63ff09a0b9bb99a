"""What cannot be in the record of a set: said with counts, and nothing is left out.

The record is of memberships, attendance, sessions, objectives and actions. Rows that
contradict each other stay, as nobody but who kept the record can say which is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

__all__ = ["Oddity", "highest_before", "oddities", "record_notes", "spell_ends"]

FAR = 10**9
"""A session after all sessions: the end of a spell that has none."""


@dataclass(frozen=True)
class Oddity:
    """What cannot be, in how many rows of which table.

    Parameters
    ----------
    table : str
    rows : int
    what : str
        Of one row, as "overlaps an earlier one".
    whats : str
        Of several.
    then : str
        What is made of them.
    """

    table: str
    rows: int
    what: str
    whats: str
    then: str

    def said(self, *, exact: bool = True) -> str:
        """Return a sentence, with the count or, where that may not be told, without.

        Examples
        --------
        >>> odd = Oddity("attendance", 2, "is odd", "are odd", "It counts")
        >>> odd.said(), odd.said(exact=False)
        ('attendance: 2 rows are odd. It counts.', 'attendance: some rows are odd. \
It counts.')
        """
        many = f"{self.rows:,} row{'s' * (self.rows != 1)}" if exact else "some rows"
        what = self.what if exact and self.rows == 1 else self.whats
        return f"{self.table}: {many} {what}. {self.then}."


def record_notes(frames: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """List what cannot be in the record of the sets.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        Clean tables.

    Returns
    -------
    tuple of str
        A sentence each, with counts and no ids.

    Examples
    --------
    >>> spells = pd.DataFrame({"member": ["m", "m"], "set_id": "A"})
    >>> spells = spells.assign(from_session=[1, 3], to_session=[4, 6], reason=None)
    >>> for note in record_notes({"memberships": spells}):
    ...     print(note)
    memberships: 1 row overlaps an earlier one of the same member and set. The member \
counts once.
    """
    return tuple(o.said() for o in oddities(frames) if o.rows)


def oddities(frames: Mapping[str, pd.DataFrame]) -> tuple[Oddity, ...]:
    """Look for all that cannot be, as far as the tables are there.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame

    Returns
    -------
    tuple of Oddity
        With no rows where all is well.
    """
    there = {name: frame for name, frame in frames.items() if len(frame)}
    return tuple(
        look(*(there[name] for name in needed))
        for needed, looks in _LOOKS
        for look in looks
        if set(needed) <= set(there)
    )


def spell_ends(spells: pd.DataFrame) -> pd.Series[int]:
    """Return the last session of each spell; one without an end goes on for ever."""
    return spells["to_session"].fillna(FAR).astype("int64")


def highest_before(
    rows: pd.DataFrame, keys: Sequence[str], column: str
) -> pd.Series[Any]:
    """Return, of each row, the highest value in the rows of its group before it.

    Empty for the first of a group. A group with missing keys is one too.

    Examples
    --------
    >>> rows = pd.DataFrame({"set_id": list("AAAB"), "session": [3, 1, 4, 2]})
    >>> highest_before(rows, ["set_id"], "session").fillna(0).astype(int).tolist()
    [0, 3, 3, 0]
    """
    group = rows.groupby(list(keys), dropna=False, sort=False).ngroup()
    highest = rows[column].groupby(group).cummax()
    before: pd.Series[Any] = highest.groupby(group).shift()
    return before


def _overlapping(spells: pd.DataFrame) -> Oddity:
    ordered = spells.assign(end=spell_ends(spells)).sort_values("from_session")
    ordered = ordered[ordered["end"] >= ordered["from_session"]]
    before = highest_before(ordered, ["member", "set_id"], "end")
    return Oddity(
        "memberships",
        int((ordered["from_session"] <= before).sum()),
        "overlaps an earlier one of the same member and set",
        "overlap an earlier one of the same member and set",
        "The member counts once",
    )


def _backwards(spells: pd.DataFrame) -> Oddity:
    return Oddity(
        "memberships",
        int((spell_ends(spells) < spells["from_session"]).sum()),
        "ends before it begins",
        "end before they begin",
        "Nobody is on the roll by it; correct which session is the last",
    )


def _unsaid(spells: pd.DataFrame) -> Oddity:
    """A reason with no end: it is not known from when on it holds."""
    odd = spells["to_session"].isna() & spells["reason"].notna()
    return Oddity(
        "memberships",
        int(odd.sum()),
        "has a reason for ending and no last session",
        "have a reason for ending and no last session",
        "The member counts as on the roll to the end",
    )


def _off_roll(attendance: pd.DataFrame, spells: pd.DataFrame) -> Oddity:
    listed = attendance[attendance["present"].fillna(value=False).astype(bool)]
    listed = listed[listed["set_id"].isin(spells["set_id"])].reset_index(drop=True)
    both = listed.reset_index().merge(
        spells.assign(end=spell_ends(spells)), on=["member", "set_id"]
    )
    on = (both["from_session"] <= both["session"]) & (both["session"] <= both["end"])
    return Oddity(
        "attendance",
        int((~listed.index.isin(both.loc[on, "index"])).sum()),
        "has somebody present who is not on the roll at that session",
        "have somebody present who is not on the roll at that session",
        "They are none of those on the roll",
    )


def _back_in_time(sessions: pd.DataFrame) -> Oddity:
    dated = sessions[sessions["date"].notna()].sort_values(["set_id", "session"])
    latest = highest_before(dated, ["set_id"], "date")
    return Oddity(
        "sessions",
        int((dated["date"] < latest).sum()),
        "has a date before that of an earlier session of its set",
        "have a date before that of an earlier session of their set",
        "The number is the order; the date is as it was given",
    )


def _skipping(wordings: pd.DataFrame) -> Oddity:
    """Count versions before which a number is missing; levels may share the numbers."""
    skipped = 0
    for _, own in wordings.groupby("set_id", dropna=False):
        taken = set(own["version"].astype(int))
        # From 1 or from what all versions begin with, as 0.
        skipped += sum(v - 1 not in taken and v > 1 for v in taken)
    return Oddity(
        "objectives",
        skipped,
        "has a version whose number before is missing",
        "have a version whose number before is missing",
        "It is compared with the last that there is",
    )


def _out_of_turn(wordings: pd.DataFrame) -> Oddity:
    dated = wordings[wordings["session"].notna()]
    keys = [k for k in ("set_id", "level", "member") if k in dated]
    dated = dated.sort_values([*keys, "version"])
    latest = highest_before(dated, keys, "session")
    return Oddity(
        "objectives",
        int((dated["session"] < latest).fillna(value=False).sum()),
        "is a later version of an earlier session",
        "are later versions of earlier sessions",
        "They stand in the order of their versions",
    )


def _unowned(actions: pd.DataFrame) -> Oddity:
    return Oddity(
        "actions",
        int(actions["owner"].isna().sum()),
        "has no owner",
        "have no owner",
        "Its words are not shown; write who took it on, or set",
    )


def _heard_too_soon(reports: pd.DataFrame, actions: pd.DataFrame) -> Oddity:
    agreed = actions.drop_duplicates("action_id").set_index("action_id")["session"]
    before = reports["session"] < reports["action_id"].map(agreed)
    return Oddity(
        "action_reports",
        int(before.fillna(value=False).sum()),
        "is of a session before its action was agreed",
        "are of a session before their action was agreed",
        "It counts as heard back on; correct one of the two sessions",
    )


_Look = Callable[..., Oddity]
_LOOKS: tuple[tuple[tuple[str, ...], tuple[_Look, ...]], ...] = (
    (("memberships",), (_overlapping, _backwards, _unsaid)),
    (("attendance", "memberships"), (_off_roll,)),
    (("sessions",), (_back_in_time,)),
    (("objectives",), (_skipping, _out_of_turn)),
    (("actions",), (_unowned,)),
    (("action_reports", "actions"), (_heard_too_soon,)),
)
