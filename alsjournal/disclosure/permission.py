"""What each writer allowed: the first fact about every text, before its content.

A permission has a *use* (``self`` < ``counts`` < ``paraphrase`` < ``quote``) and a
*reach* (``set`` < ``programme`` < ``public``), is given on a day, and can be taken
back. One for a reflection goes before one for its member; of several, the one
given last that still stands. Taking one back leaves of the earlier ones only those
that allowed less, so that it never allows more than before; a member who takes back
everything takes back what was allowed for single texts until then, too. One given
on the day that another was taken back replaces it. Where all were taken back
nothing may be used; where none was declared, the text may be counted in the
programme and is not quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.disclosure.audience import Audience
from alsjournal.disclosure.unread import is_unread
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal

__all__ = ["Use", "audience_of", "permissions_of", "permitted"]

Use = Literal["self", "counts", "paraphrase", "quote"]

_USE = {"self": 0, "counts": 1, "paraphrase": 2, "quote": 3}
_REACH = {"set": 0, "programme": 1, "public": 2}
_UNDECLARED = ("counts", "programme")
_WITHDRAWN = ("self", "set")
_OF_MEMBERS = ("members", "memberships", "attendance")
_OF_SETS = (
    *("sets", "sessions", "turns", "actions", "outcomes"),
    *("reflections", "survey", "memberships", "facilitations", "stories"),
)


def audience_of(journal: object, audience: str | Audience) -> Audience:
    """Return the audience, if something may be made for it of this journal.

    What a programme or the public sees is made of the whole journal: a part would be
    that part's own numbers, and two parts that overlap could be subtracted.

    Parameters
    ----------
    journal : Journal
    audience : str or Audience

    Returns
    -------
    Audience

    Raises
    ------
    DisclosureError
        For the programme or the public, if the journal is a part of another.
    InputError
        If it is no journal, or the audience cannot be read or is not of it.
    """
    if not isinstance(journal, Journal):
        msg = (
            f"journal must be a Journal, as Anonymiser().fit_transform(raw) makes it. "
            f"Got {type(journal).__name__}."
        )
        raise InputError(msg)
    who = Audience.parse(audience)
    narrowed = sorted(journal.selection)
    if who.kind in ("programme", "public") and narrowed:
        msg = (
            f"What is made for the audience {str(who)!r} must be made of the whole "
            f"journal. This one was selected by {', '.join(narrowed)}. Use the whole "
            f"journal, or make it for 'research' or 'set:<set_id>'."
        )
        raise DisclosureError(msg)
    if not narrowed:
        _check_known(journal, who)
    return who


def _check_known(journal: Journal, who: Audience) -> None:
    """Refuse a set or a member that the whole journal does not have."""
    if who.kind == "set" and not len(journal.select(set_id=who.name)):
        known = _known(journal, "set_id", _OF_SETS)
        if who.name not in known:
            msg = (
                f"An audience 'set:<set_id>' must name a set of the journal: "
                f"{', '.join(sorted(known)) or 'it has none'}. Got {who.name!r}."
            )
            raise InputError(msg)
    if who.kind != "member" or len(journal.select(member=who.name)):
        return
    known = _known(journal, "member", _OF_MEMBERS)
    if who.name not in known | _known(journal, "person", ("facilitations",)):
        msg = (
            "An audience 'member:<pseudonym>' must name a member of the journal by "
            "the pseudonym that it has there, letter for letter. Got one that it does "
            "not have. `alsjournal who` tells the pseudonym of somebody whose id or "
            "name you type."
        )
        raise InputError(msg)


def _known(journal: Journal, column: str, tables: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for name in tables:
        found.update(journal.table(name, [column])[column].dropna())
    return found


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
        The words of a text in another language go nowhere until a person has read it.
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
    if _USE[use] > _USE["counts"]:
        allowed &= ~is_unread(journal, reflections["reflection_id"])
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
        Columns ``use`` and ``reach``, with the index of ``reflections``; ``declared``
        is False where both are only assumed.
    """
    by_text, by_member = journal.kept("permissions that stand", lambda: _both(journal))
    out = pd.DataFrame(index=reflections.index)
    void = pd.Series(data=False, index=reflections.index)
    if by_member["emptied"].notna().any():
        taken_back = _looked_up(by_member["emptied"], reflections["member"])
        given = _looked_up(by_text["given"], reflections["reflection_id"])
        void = taken_back.notna() & ~(given >= taken_back)
    for i, column in enumerate(("use", "reach")):
        own = _looked_up(by_text[column], reflections["reflection_id"])
        general = _looked_up(by_member[column], reflections["member"])
        said = own.mask(void).fillna(general)
        out[column], out["declared"] = said.fillna(_UNDECLARED[i]), said.notna()
    return out


def _both(journal: Journal) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what stands by text, and by member."""
    declared = journal.table("permissions")
    of_text = declared[declared["reflection_id"].notna()]
    of_member = declared[declared["reflection_id"].isna() & declared["member"].notna()]
    return _standing(of_text, "reflection_id"), _standing(of_member, "member")


def _looked_up(values: pd.Series[Any], keys: pd.Series[str]) -> pd.Series[Any]:
    """Map keys to values; an empty table keeps its dtype, as ``map`` would not."""
    return pd.Series(values.reindex(keys).array, index=keys.index)


def _standing(declared: pd.DataFrame, key: str) -> pd.DataFrame:
    """Of each key's permissions, the last that still stands.

    ``emptied`` is the last day on which everything given before was taken back, also
    where something was given again since.
    """
    rows = declared.sort_values("given", kind="stable", na_position="first")
    rows = rows.assign(reach=rows["reach"].fillna(_UNDECLARED[1]))
    back = rows[rows["withdrawn"].notna()].sort_values("withdrawn", kind="stable")
    stands = rows[rows["withdrawn"].isna()]
    if len(back):
        stands = stands[~_taken_back(stands, back, key)]
    gone = back.assign(use=_WITHDRAWN[0], reach=_WITHDRAWN[1])
    both = pd.concat([gone, stands]).drop_duplicates(key, keep="last").set_index(key)
    both["emptied"] = _emptied(stands, back, key).reindex(both.index)
    return both[["use", "reach", "given", "emptied"]]


def _emptied(stands: pd.DataFrame, back: pd.DataFrame, key: str) -> pd.Series[Any]:
    """Return, by key, when it was last so that nothing given before still stood."""
    pairs = back[[key, "withdrawn"]].assign(row=range(len(back)))
    pairs = pairs.merge(stands[[key, "given"]], on=key)
    stood = pairs.loc[~(pairs["given"] >= pairs["withdrawn"]), "row"]
    whole = np.ones(len(back), dtype=bool)
    whole[stood.to_numpy()] = False
    latest: pd.Series[Any] = back[whole].groupby(key)["withdrawn"].max()
    return latest


def _taken_back(
    stands: pd.DataFrame, back: pd.DataFrame, key: str
) -> npt.NDArray[np.bool_]:
    """Say which allow no less than one that was taken back after they were given."""
    pairs = stands[[key, "use", "reach", "given"]].assign(row=range(len(stands)))
    pairs = pairs.merge(back[[key, "use", "reach", "withdrawn"]], on=key)
    use, gone_use = (pairs[f"use_{side}"].map(_USE) for side in "xy")
    reach, gone_reach = (pairs[f"reach_{side}"].map(_REACH) for side in "xy")
    at_most = (use <= gone_use) & (reach <= gone_reach)
    less = at_most & ((use < gone_use) | (reach < gone_reach))
    void = ~(pairs["given"] >= pairs["withdrawn"]) & ~less
    out = np.zeros(len(stands), dtype=bool)
    out[pairs.loc[void, "row"].to_numpy()] = True
    return out
