"""Who was on the roll, who was there and who wrote, session by session."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from alsjournal.cycle._told import own_part
from alsjournal.cycle.memberships import roll, spells_of
from alsjournal.disclosure import Audience, permitted
from alsjournal.journal import Journal

__all__ = ["Record", "record_of", "writers"]

_KEYS = ["set_id", "session", "member"]


@dataclass(frozen=True, repr=False)
class Record:
    """The record of those on the roll, as far as it may be counted for an audience.

    Parameters
    ----------
    rows : pandas.DataFrame
        A row for each member on the roll at each session of a set: ``set_id``,
        ``session``, ``member``, ``present`` and ``wrote`` (both bool).
    cells : pandas.DataFrame
        A row for each session of each set: ``set_id``, ``session``, ``listed``
        (whether there is a list of who was there), ``rolled`` (whether its set has a
        roll), ``off_roll`` (how many were there, or wrote, and are not on the roll).
    """

    rows: pd.DataFrame
    cells: pd.DataFrame


def record_of(journal: Journal, who: Audience) -> Record:
    """Return the record of a journal, as far as it is this audience's.

    Where a session has a list, whoever is on the roll and not on it as present was
    missing: some lists name only those who came. In a set without a roll, those
    who were there or wrote at any of its sessions are taken for it.
    """
    attendance = own_part(journal.table("attendance"), who)
    wrote = own_part(writers(journal, who).dropna(), who)
    held = own_part(journal.table("memberships"), who)
    sessions = journal.table("sessions", ["set_id", "session"])
    if who.kind == "set":
        sessions = own_part(sessions, who)
    parts = [sessions, attendance[_KEYS[:2]], wrote[_KEYS[:2]]]
    cells = pd.concat(parts).dropna().drop_duplicates()
    if who.kind == "member":
        own = pd.concat([held["set_id"], attendance["set_id"], wrote["set_id"]])
        cells = cells[cells["set_id"].isin(own)]
    there = attendance[attendance["present"].fillna(value=False).astype(bool)][_KEYS]
    on = pd.concat([roll(spells_of(held), cells), _without_roll(held, there, wrote)])
    rows = on.assign(present=_among(on, there), wrote=_among(on, wrote))
    off = pd.concat([there, wrote]).drop_duplicates()
    beyond = off[~_among(off, on)].groupby(_KEYS[:2]).size().rename("off_roll")
    listed = attendance[_KEYS[:2]].drop_duplicates()
    cells = cells.assign(
        listed=_among(cells, listed), rolled=cells["set_id"].isin(held["set_id"])
    )
    cells = cells.merge(beyond.reset_index(), on=_KEYS[:2], how="left")
    cells["off_roll"] = cells["off_roll"].fillna(0).astype("Int64")
    return Record(rows.reset_index(drop=True), cells.sort_values(_KEYS[:2]))


def writers(journal: Journal, who: Audience) -> pd.DataFrame:
    """Return the members who wrote of which session, as far as it may be counted.

    Each once for a session of a set; where a text is of none, that is missing.
    """
    texts = journal.table("reflections", ["reflection_id", *_KEYS, "author_kind"])
    own = texts["author_kind"].isna() | (texts["author_kind"] == "member")
    texts = texts[own & texts["member"].notna()]
    texts = texts[permitted(journal, texts, audience=who)]
    return texts[_KEYS].drop_duplicates()


def _without_roll(
    held: pd.DataFrame, there: pd.DataFrame, wrote: pd.DataFrame
) -> pd.DataFrame:
    """Return who came or wrote in sets that keep no roll."""
    seen = pd.concat([there, wrote]).drop_duplicates()
    return seen[~seen["set_id"].isin(held["set_id"])]


def _among(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series[bool]:
    """Say which rows are among others, by the columns that these have."""
    keys = list(others.columns)
    found = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(others))
    return pd.Series(found, index=rows.index, dtype=bool)
