"""Which rows of a set's record it may see again: as those whose they are allowed."""

from __future__ import annotations

import pandas as pd

from alsjournal.disclosure import (
    PSEUDONYM,
    Audience,
    Use,
    permissions_of,
    permitted,
)
from alsjournal.journal import Journal

__all__ = ["allowed_rows", "is_body", "kept_issues", "own_record"]

_SET_ITSELF = frozenset({"set", "group", "als"})


def own_record(
    journal: Journal, table: str, person: str, audience: Audience, use: Use = "quote"
) -> pd.DataFrame:
    """Return the rows of a set's own record that it may see again.

    Parameters
    ----------
    journal : Journal
    table : {"actions", "questions", "outcomes"}
    person : {"owner", "asked_by", "claimed_by"}
        Who must have allowed it. What the set or a body took on is nobody's own.
    audience : Audience
        A set.
    use : {"counts", "quote"}, default="quote"
        Whether the words are shown, or only told that there is a row.

    Returns
    -------
    pandas.DataFrame
        The columns of the table. Without those about an issue whose presenter keeps
        everything to themselves.
    """
    rows = journal.table(table)
    rows = rows[(rows["set_id"] == audience.name).fillna(value=False).astype(bool)]
    allowed = allowed_rows(journal, rows, person, audience, use)
    return rows[allowed & (rows["text"].notna() | (use == "counts"))]


def allowed_rows(
    journal: Journal, rows: pd.DataFrame, person: str, audience: Audience, use: Use
) -> pd.Series[bool]:
    """Say which rows of a record an audience may have, for this use.

    A member has their own. To others, what the set or a body took on is nobody's own,
    and nothing is told about an issue whose presenter keeps everything to themselves.

    Parameters
    ----------
    journal : Journal
    rows : pandas.DataFrame
        With ``set_id`` and ``person``.
    person : str
        The column that says whose a row is.
    audience : Audience
    use : {"counts", "quote"}

    Returns
    -------
    pandas.Series of bool
        With the index of ``rows``.
    """
    asked = _as_texts(rows, person)
    allowed = permitted(journal, asked, audience=audience, use=use)
    if audience.kind == "member":
        return allowed
    if person != "asked_by":
        allowed |= rows[person].map(is_body).astype(bool)
    if "issue_id" in rows:
        allowed &= ~rows["issue_id"].isin(kept_issues(journal))
    return allowed


def kept_issues(journal: Journal) -> frozenset[str]:
    """Return the issues whose presenters keep everything to themselves."""
    issues = journal.table("issues")
    declared = permissions_of(journal, _as_texts(issues, "presenter"))["use"]
    return frozenset(issues.loc[declared == "self", "issue_id"])


def _as_texts(rows: pd.DataFrame, person: str) -> pd.DataFrame:
    """Return whose rows they are, in the columns that permissions go by."""
    nothing = pd.Series(pd.NA, index=rows.index, dtype="str")
    who = rows[[person, "set_id"]].rename(columns={person: "member"})
    return who.assign(reflection_id=nothing)


def is_body(owner: object) -> bool:
    """Whether an action is the set's or an organisation's own.

    Examples
    --------
    >>> is_body("set"), is_body("o-KP675VPSTAFD"), is_body("m-KP675VPSTAFD")
    (True, True, False)
    """
    if not isinstance(owner, str):
        return False
    named = PSEUDONYM.fullmatch(owner) is not None and owner.startswith("o-")
    return named or owner.lower() in _SET_ITSELF
