"""`membership`: who stayed, why others' membership ended, and who came later.

A member may belong to a set in several spells, and to several sets. Spells of one
member in one set that overlap, or follow each other without a session between, are
one. That the objective changed is no loss of a member: the work went elsewhere.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alsjournal._version import __version__
from alsjournal.cleared import Membership
from alsjournal.cycle._told import own_part, policy_of, refuse_public, told
from alsjournal.disclosure import Audience, audience_of, clear
from alsjournal.ingest import records
from alsjournal.journal import Journal

__all__ = ["membership", "roll", "spells_of"]

STAYED = "on the roll at the last session"
_LEFT = "left: "
_CHANGED = "ended as the objective changed"
_NOT_TOLD = "reason not told"
_ENDED = "ended before the last session"
_UNKNOWN = "not known: it ends before it begins"
_LATER, _BACK = "joined after the first session", "was away and came back"
_SEVERAL = "belongs to several sets"
_ORDER = (
    *(STAYED, _ENDED, _CHANGED, f"{_LEFT}no funded time", f"{_LEFT}left post"),
    *(f"{_LEFT}other", f"{_LEFT}{_NOT_TOLD}", _UNKNOWN, _LATER, _BACK, _SEVERAL),
)
_NO_REASONS = (
    "Why somebody's membership ended is not told to a set: in so small a group it "
    "would be told of one person."
)
_TOGETHER = "Reasons that fewer than {} members share are put together."
_CHANGE_IS_NONE = (
    "Whose membership ended as the objective changed is not counted as a loss."
)


def membership(
    journal: Journal, *, audience: str | Audience = "research"
) -> Membership:
    """Count who stayed, why other memberships ended, and who came later.

    Parameters
    ----------
    journal : Journal
        With the table ``memberships``; ``sessions`` says which session was the last.
    audience : str or Audience, default="research"
        Research sees each set; a set itself, without reasons; the programme all sets
        together, small numbers masked; a member their own.

    Returns
    -------
    Membership
        ``what`` is *standing* (each member of a set has one) or *movement* (any of
        them may). No rows for a journal without memberships.

    Raises
    ------
    DisclosureError
        For the public, or for the programme of a part of a journal.
    InputError
        If it is no journal, or the audience cannot be read or is not of it.

    Examples
    --------
    >>> texts = pd.DataFrame({"text": ["a", "b"], "set_id": "A", "session": [1, 4]})
    >>> spells = pd.DataFrame({"member": ["m", "n"], "set_id": "A", "from_session": 1})
    >>> spells["to_session"], spells["reason"] = [4, 2], [None, "left post"]
    >>> texts["reflection_id"] = ["1", "2"]
    >>> journal = Journal({"reflections": texts, "memberships": spells})
    >>> membership(journal).to_frame()[["standing", "shown"]].values.tolist()
    [['on the roll at the last session', '1 of 2'], ['left: left post', '1 of 2']]
    """
    who = audience_of(journal, audience)
    refuse_public(who, "How membership went")
    policy = policy_of(journal)
    held = journal.table("memberships")
    held = own_part(held, who)
    spells = spells_of(held)
    standing = _standings(spells, last_sessions(journal), last_sessions(journal, "min"))
    standing = pd.concat([standing, _without_spell(held, spells)], ignore_index=True)
    notes: tuple[str, ...] = ()
    if who.kind == "set":
        ended = ~standing["standing"].isin([STAYED, _UNKNOWN, _LATER, _BACK])
        standing["standing"] = standing["standing"].mask(ended, _ENDED)
        notes += (_NO_REASONS,) * bool(ended.any())
    rule = policy.rule(who)
    if who.kind == "programme":
        few = _few(standing, rule.minimum)
        standing["standing"] = standing["standing"].mask(few, _ENDED)
        notes += (_TOGETHER.format(rule.minimum),) * bool(few.any())
    if bool((standing["standing"] == _CHANGED).any()):
        notes += (_CHANGE_IS_NONE,)
    frame = _counted(standing, spells, apart=who.kind != "programme")
    for what, rows in frame.groupby("what"):
        exact = what == "standing"
        shown = told(rows, "members", "of", rule, adds_up=exact)
        frame.loc[rows.index, ["members", "of"]] = shown[["count", "of"]].to_numpy()
        frame.loc[rows.index, "shown"] = shown["shown"].to_numpy()
    odd = [o for o in records.oddities({"memberships": held}) if o.rows]
    return clear(
        Membership,
        frame,
        audience=who,
        policy=policy,
        notes=(*notes, *(o.said(exact=who.kind == "research") for o in odd)),
        provenance={"alsjournal": __version__},
    )


def spells_of(held: pd.DataFrame) -> pd.DataFrame:
    """Return the spells of each member in each set, joined where they meet.

    Parameters
    ----------
    held : pandas.DataFrame
        The table ``memberships``.

    Returns
    -------
    pandas.DataFrame
        Columns ``member``, ``set_id``, ``first``, ``last`` (both whole numbers; a
        spell without an end ends at `records.FAR`) and ``reason``: that of the row
        that ends last. A row that ends before it begins is no spell.

    Examples
    --------
    >>> held = pd.DataFrame({"member": "m", "set_id": "A", "from_session": [1, 3, 6]})
    >>> held = held.assign(to_session=[4, 4, 7], reason=None)
    >>> spells_of(held)[["first", "last"]].values.tolist()
    [[1, 4], [6, 7]]
    """
    rows = pd.DataFrame(
        {
            "member": held["member"],
            "set_id": held["set_id"],
            "first": held["from_session"].astype("int64"),
            "last": records.spell_ends(held),
            "reason": held["reason"],
        }
    )
    rows = rows[rows["last"] >= rows["first"]]
    rows = rows.sort_values(["set_id", "member", "first", "last"], kind="stable")
    own = ["set_id", "member"]
    before = records.highest_before(rows, own, "last")
    new = ~(rows["first"] <= before + 1)
    rows = rows.assign(spell=new.cumsum()).sort_values("last", kind="stable")
    joined = rows.groupby([*own, "spell"], as_index=False, sort=True).agg(
        first=("first", "min"), last=("last", "max"), reason=("reason", _of_the_last)
    )
    joined = joined[["member", "set_id", "first", "last", "reason"]]
    return joined.astype({"reason": "str"})


def roll(spells: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Return who was on the roll of a set at which of these sessions.

    Parameters
    ----------
    spells : pandas.DataFrame
        As `spells_of` returns them.
    cells : pandas.DataFrame
        Columns ``set_id`` and ``session``.

    Returns
    -------
    pandas.DataFrame
        Columns ``set_id``, ``session`` and ``member``; each combination once.
    """
    rows = spells.merge(cells[["set_id", "session"]].drop_duplicates(), on="set_id")
    there = (rows["first"] <= rows["session"]) & (rows["session"] <= rows["last"])
    return rows.loc[there, ["set_id", "session", "member"]].reset_index(drop=True)


def last_sessions(journal: Journal, which: str = "max") -> pd.Series[Any]:
    """Return the last session of each set, or with "min" the first."""
    parts = [
        journal.table(name, ["set_id", "session"])
        for name in ("sessions", "attendance", "reflections")
    ]
    known = pd.concat(parts).dropna()
    found: pd.Series[Any] = known.groupby("set_id")["session"].agg(which)
    return found


def _of_the_last(reasons: pd.Series[Any]) -> Any:
    return reasons.iloc[-1]


def _standings(
    spells: pd.DataFrame, last: pd.Series[Any], first: pd.Series[Any]
) -> pd.DataFrame:
    """Return a row for each member of a set and each thing to be said of them."""
    own = spells.groupby(["set_id", "member"], as_index=False)
    people = own.agg(
        first=("first", "min"),
        last=("last", "max"),
        spells=("last", "size"),
        reason=("reason", _of_the_last),
    )
    ends = people["set_id"].map(last).fillna(records.FAR).astype("int64")
    begins = people["set_id"].map(first).fillna(1).astype("int64")
    said = _LEFT + people["reason"].astype("str").fillna(_NOT_TOLD)
    said = said.mask(people["reason"] == "objective changed", _CHANGED)
    said = said.mask(people["last"] >= ends, STAYED)
    key = people[["set_id", "member"]]
    parts = [key.assign(what="standing", standing=said)]
    for name, did in (
        (_LATER, people["first"] > begins),
        (_BACK, people["spells"] > 1),
    ):
        parts.append(key[did].assign(what="movement", standing=name))
    return pd.concat(parts, ignore_index=True)


def _few(standing: pd.DataFrame, minimum: int) -> pd.Series[bool]:
    """Say which rows are of a reason that too few share to be told."""
    why = standing["standing"].where(standing["what"] == "standing")
    people = standing.groupby(why)["member"].nunique()
    small = set(people.index[people < minimum]) - {STAYED}
    return why.isin(list(small))


def _without_spell(held: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Return those whose every row ends before it begins: they are not lost."""
    key = ["set_id", "member"]
    have = pd.MultiIndex.from_frame(spells[key])
    people = held[key].drop_duplicates()
    people = people[~pd.MultiIndex.from_frame(people).isin(have)]
    return people.assign(what="standing", standing=_UNKNOWN)


def _counted(
    standing: pd.DataFrame, spells: pd.DataFrame, *, apart: bool
) -> pd.DataFrame:
    """Count members by what is said of them, by set or of all sets together."""
    if not apart:
        several = spells.groupby("member")["set_id"].nunique()
        more = pd.DataFrame({"member": several.index[several > 1]})
        more = more.assign(what="movement", standing=_SEVERAL)
        standing = pd.concat([standing, more], ignore_index=True)
        standing["set_id"] = None
    keys = ["set_id", "what", "standing"]
    people = standing.groupby(keys, dropna=False)["member"].nunique()
    frame = people.rename("members").reset_index()
    ever = standing.groupby("set_id", dropna=False)["member"].nunique().rename("of")
    frame = frame.merge(ever.reset_index(), on="set_id", how="left")
    loss = frame["standing"].str.startswith(_LEFT).astype("boolean")
    unsaid = frame["standing"].isin([_ENDED, _UNKNOWN])
    known = (frame["what"] == "standing") & ~unsaid
    rank = frame["standing"].map({name: i for i, name in enumerate(_ORDER)})
    frame = frame.assign(attrition=loss.where(known), rank=rank, shown=None)
    frame = frame.sort_values(["set_id", "rank"], kind="stable").reset_index(drop=True)
    return frame.astype({"members": "Int64", "of": "Int64", "shown": "str"})
