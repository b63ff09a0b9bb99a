"""Who took which part in facilitating which session, and what cannot be in that."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from alsjournal.cycle.memberships import roll, spells_of
from alsjournal.ingest.records import Oddity
from alsjournal.journal import Journal

__all__ = ["NOT_SAID", "oddities_of", "parts_of"]

NOT_SAID = "not said"
_CELL = ["set_id", "session"]


def parts_of(journal: Journal) -> pd.DataFrame:
    """Return who took which part in facilitating which session.

    Parameters
    ----------
    journal : Journal

    Returns
    -------
    pandas.DataFrame
        ``set_id``, ``session``, ``person``, ``part`` ("not said" where it is not) and
        ``member``: whether the person is, or was, a member of that set. Where a set
        keeps no roll, whoever was listed as there or wrote as a member is one.

    Examples
    --------
    >>> rows = pd.DataFrame({"set_id": "A", "session": [1], "person": "p"})
    >>> parts_of(Journal({"facilitations": rows}))[["part", "member"]].values.tolist()
    [['not said', False]]
    """
    rows = journal.table("facilitations")[[*_CELL, "person", "part"]]
    rows = rows.dropna(subset=[*_CELL, "person"]).drop_duplicates()
    pairs = pd.MultiIndex.from_frame(_members(journal))
    among = pd.MultiIndex.from_frame(rows[["set_id", "person"]]).isin(pairs)
    out = rows.assign(part=rows["part"].fillna(NOT_SAID), member=among)
    return out.sort_values([*_CELL, "person"]).reset_index(drop=True)


def _members(journal: Journal) -> pd.DataFrame:
    """Return the members of each set."""
    held = journal.table("memberships", ["set_id", "member"])
    there = journal.table("attendance", ["set_id", "member"])
    wrote = journal.table("reflections", ["set_id", "member", "author_kind"])
    own = wrote["author_kind"].isna() | (wrote["author_kind"] == "member")
    seen = pd.concat([there, wrote.loc[own, ["set_id", "member"]]])
    seen = seen[~seen["set_id"].isin(held["set_id"])]
    return pd.concat([held, seen]).dropna().drop_duplicates()


def oddities_of(journal: Journal, parts: pd.DataFrame) -> Iterator[Oddity]:
    """Yield what cannot be in these rows, or hardly; none of them is left out.

    Parameters
    ----------
    journal : Journal
    parts : pandas.DataFrame
        From `parts_of`, or some of its rows.
    """
    cells = pd.MultiIndex.from_frame(parts[_CELL])
    people = pd.MultiIndex.from_frame(parts[[*_CELL, "person"]])
    sessions = journal.table("sessions", _CELL)
    known = parts["set_id"].isin(sessions["set_id"])
    lost = known & ~cells.isin(pd.MultiIndex.from_frame(sessions.dropna()))
    yield Oddity(
        "facilitations",
        int(lost.sum()),
        "is of a session that is not in sessions",
        "are of sessions that are not in sessions",
        "They are told as they stand",
    )
    there = journal.table("attendance", [*_CELL, "member", "present"])
    away = there[~there["present"].fillna(value=True).astype(bool)]
    missing = people.isin(pd.MultiIndex.from_frame(away[[*_CELL, "member"]]))
    yield Oddity(
        "facilitations",
        int(missing.sum()),
        "is of somebody whom the list of that session has as not there",
        "are of people whom the list of that session has as not there",
        "They count as on record",
    )
    on = roll(spells_of(journal.table("memberships")), parts[_CELL].drop_duplicates())
    off = people.isin(pd.MultiIndex.from_frame(on[[*_CELL, "member"]]))
    yield Oddity(
        "facilitations",
        int((parts["member"] & known_roll(journal, parts) & ~off).sum()),
        "is of a member who is not on the roll at that session",
        "are of members who are not on the roll at that session",
        "They count as members",
    )


def known_roll(journal: Journal, parts: pd.DataFrame) -> pd.Series[bool]:
    """Say which rows are of a set that keeps a roll."""
    return parts["set_id"].isin(journal.table("memberships", ["set_id"])["set_id"])
