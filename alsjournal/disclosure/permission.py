"""What each writer allowed: the first fact about every text, before its content.

A permission has a *use* (``self`` < ``counts`` < ``paraphrase`` < ``quote``) and a
*reach* (``set`` < ``programme`` < ``public``), is given on a day, and can be taken
back. One for a reflection goes before one for its member; of several, the one
given last that still stands. Where all were taken back nothing may be used; where
none was declared, the text may be counted in the programme and is not quoted.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from alsjournal.disclosure.audience import Audience
from alsjournal.journal import Journal

__all__ = ["Use", "permissions_of", "permitted"]

Use = Literal["self", "counts", "paraphrase", "quote"]

_USE = {"self": 0, "counts": 1, "paraphrase": 2, "quote": 3}
_REACH = {"set": 0, "programme": 1, "public": 2}
_UNDECLARED = ("counts", "programme")
_WITHDRAWN = ("self", "set")


def permitted(
    journal: Journal,
    reflections: pd.DataFrame,
    *,
    audience: str | Audience = "research",
    use: Use = "counts",
) -> pd.Series[bool]:
    """Say which of these reflections may be used so, for this audience.

    Parameters
    ----------
    journal : Journal
        For its permissions.
    reflections : pandas.DataFrame
        With the columns reflection_id, set_id and member.
    audience : str or Audience, default="research"
        Research needs the use alone. A set sees its own texts only, a member
        theirs (whatever they allowed others).
    use : {"self", "counts", "paraphrase", "quote"}, default="counts"

    Returns
    -------
    pandas.Series of bool
        With the index of ``reflections``.

    Examples
    --------
    >>> frame = pd.DataFrame({"text": ["One.", "Two."], "set_id": ["A", "B"]})
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> rows = journal.table("reflections")
    >>> list(permitted(journal, rows, audience="set:A"))
    [True, False]
    >>> list(permitted(journal, rows, audience="programme", use="quote"))
    [False, False]
    """
    who = Audience.parse(audience)
    if who.kind == "member":
        return (reflections["member"] == who.name).fillna(False).astype(bool)
    declared = permissions_of(journal, reflections)
    allowed = declared["use"].map(_USE) >= _USE[use]
    if who.kind == "research":
        return allowed.astype(bool)
    if who.kind == "set":
        own = (reflections["set_id"] == who.name).fillna(False)
        return (allowed & own).astype(bool)
    reaches = declared["reach"].map(_REACH) >= _REACH[who.kind]
    return (allowed & reaches).astype(bool)


def permissions_of(journal: Journal, reflections: pd.DataFrame) -> pd.DataFrame:
    """Return the use and the reach that hold for each of these reflections.

    Parameters
    ----------
    journal : Journal
    reflections : pandas.DataFrame
        With the columns reflection_id and member.

    Returns
    -------
    pandas.DataFrame
        Columns ``use`` and ``reach``, with the index of ``reflections``.
    """
    declared = journal.table("permissions")
    by_text = _standing(declared[declared["reflection_id"].notna()], "reflection_id")
    of_member = declared[declared["reflection_id"].isna() & declared["member"].notna()]
    by_member = _standing(of_member, "member")
    out = pd.DataFrame(index=reflections.index)
    for i, column in enumerate(("use", "reach")):
        own = reflections["reflection_id"].map(by_text[column])
        general = reflections["member"].map(by_member[column])
        out[column] = own.fillna(general).fillna(_UNDECLARED[i]).astype("str")
    return out


def _standing(declared: pd.DataFrame, key: str) -> pd.DataFrame:
    """Of each key's permissions, the last that still stands."""
    rows = declared.sort_values("given", kind="stable", na_position="first")
    stands = rows[rows["withdrawn"].isna()].drop_duplicates(key, keep="last")
    gone = rows[~rows[key].isin(stands[key])].drop_duplicates(key).copy()
    gone["use"], gone["reach"] = _WITHDRAWN
    both = pd.concat([stands, gone]).set_index(key)[["use", "reach"]]
    both["reach"] = both["reach"].fillna(_UNDECLARED[1])
    return both
