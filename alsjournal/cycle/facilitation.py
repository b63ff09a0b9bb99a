"""`facilitation_parts`: who facilitates as what, by members and from outside.

Nobody is counted by name here, and no facilitator is laid beside another: how a set
is facilitated is the set's, not a mark for whoever does it.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alsjournal.cleared import Facilitation
from alsjournal.cycle._part_changes import changes
from alsjournal.cycle._parts import NOT_SAID, oddities_of, parts_of
from alsjournal.cycle._seen import last_held, made_by
from alsjournal.cycle._told import NOT_RECORDED, policy_of, refuse_public
from alsjournal.disclosure import Audience, Rule, audience_of, clear
from alsjournal.journal import Journal

__all__ = ["HOW", "PARTS", "facilitation_parts"]

PARTS = ("lead", "co", "trainee", "rotating", NOT_SAID)
HOW = ("from outside the set", "from outside and by members", "by members alone")
"""By whom a session is facilitated."""

_SAID = {
    "external": "by somebody external",
    "internal": "from inside the organisation",
    "co": "by several together",
    "rotating": "by members in turn",
    "self": "by the set itself",
}
_MOMENTS = ("first session", "last session")
_WITHHELD = "withheld"
_ONE_IS_FEW = (
    "A set's facilitator is often one person: how sets are facilitated is told where "
    "each kind is of two sets or more and {} people or more facilitate them, and else "
    "for none."
)
_OF_RECORD = (
    "First and last are the first and last sessions of each set of which it is on "
    "record who facilitated."
)
_UNSIGNED = (
    "Of {} logs by facilitators {} do not name their writer (`member`), and go to "
    "nobody's own page."
)


def facilitation_parts(
    journal: Journal, *, audience: str | Audience = "research"
) -> Facilitation:
    """Say which parts there were in facilitating each session, and how that changes.

    Parameters
    ----------
    journal : Journal
        With the table ``facilitations``, and ``memberships``, which tells members
        from people from outside.
    audience : str or Audience, default="research"
        Research sees all sets, a set its own, a member those that they belong to or
        facilitate; the programme how many sets were facilitated how.

    Returns
    -------
    Facilitation
        A row a set that is described, a session, and a part at it; for the programme
        one for each way of facilitating at the first and at the last session. No rows
        where no facilitation is on record.

    Raises
    ------
    DisclosureError
        For the public, or for the programme of a part of a journal.
    InputError
        If it is no journal, or the audience cannot be read or is not of it.

    Notes
    -----
    Who facilitated is a fact of the session, as who was there: it is no text, and no
    permission for texts covers it. People are counted within one session of one set
    and never over sets or sessions.

    Examples
    --------
    >>> rows = pd.DataFrame({"set_id": "A", "session": [1, 2], "person": ["p", "m"]})
    >>> rows["part"] = ["lead", "rotating"]
    >>> spells = pd.DataFrame({"member": ["m"], "set_id": "A", "from_session": 1})
    >>> journal = Journal({"facilitations": rows, "memberships": spells})
    >>> table = facilitation_parts(journal, audience="set:A").to_frame()
    >>> table.loc[table["what"] == "session", "how"].tolist()
    ['from outside the set', 'by members alone']
    """
    who = audience_of(journal, audience)
    refuse_public(who, "How sets are facilitated")
    policy = policy_of(journal)
    parts = _own(journal, parts_of(journal), who)
    odd = [o for o in oddities_of(journal, parts) if o.rows]
    notes = [o.said(exact=who.kind == "research") for o in odd]
    if who.kind == "programme":
        rule = policy.rule(who)
        frame = _moments(parts, rule)
        if len(frame):
            notes = [_ONE_IS_FEW.format(rule.minimum), _OF_RECORD, *notes]
    else:
        frame = pd.concat(
            [_described(journal, who, parts), _sessions(journal, parts), _apart(parts)]
        )
        order = {name: i for i, name in enumerate(("set", "session", "part"))}
        rank = frame["what"].map(order).astype("int64")
        frame = frame.assign(rank=rank).sort_values(
            ["set_id", "session", "rank"], na_position="first", kind="stable"
        )
    if who.kind == "research":
        notes += _unsigned(journal)
    return clear(
        Facilitation,
        _whole(frame),
        audience=who,
        policy=policy,
        unit="sets" if who.kind == "programme" else "members",
        notes=tuple(notes),
        provenance=made_by(),
    )


def _own(journal: Journal, parts: pd.DataFrame, who: Audience) -> pd.DataFrame:
    """Return the rows of the sets that are this audience's."""
    if who.kind not in ("set", "member"):
        return parts
    sets = {who.name} if who.kind == "set" else _sets_of(journal, parts, who.name)
    return parts[parts["set_id"].isin(sets)].reset_index(drop=True)


def _sets_of(journal: Journal, parts: pd.DataFrame, person: str) -> set[str]:
    """Return the sets that somebody belongs to, or facilitates."""
    found = set(parts.loc[parts["person"] == person, "set_id"])
    for name in ("memberships", "attendance", "reflections"):
        rows = journal.table(name, ["set_id", "member"])
        own = (rows["member"] == person).fillna(value=False).astype(bool)
        found |= set(rows.loc[own, "set_id"].dropna())
    return found


def _described(journal: Journal, who: Audience, parts: pd.DataFrame) -> pd.DataFrame:
    """Return what is said of each set as a whole."""
    sets = journal.table("sets", ["set_id", "facilitation"])
    sets = sets[sets["facilitation"].notna()]
    if who.kind != "research":
        own = [who.name] if who.kind == "set" else parts["set_id"]
        sets = sets[sets["set_id"].isin(own)]
    how = sets["facilitation"].map(_SAID)
    return pd.DataFrame(
        {
            "what": "set",
            "set_id": sets["set_id"],
            "how": how,
            "shown": "described as facilitated " + how,
        }
    )


def _sessions(journal: Journal, parts: pd.DataFrame) -> pd.DataFrame:
    """Return a row a session; also those held of which nobody is on record."""
    rows = []
    for (set_id, session), own in parts.groupby(["set_id", "session"]):
        people = own.drop_duplicates("person")
        in_parts = (
            f"{part}: {_people(own[own['part'] == part])}"
            for part in PARTS
            if (own["part"] == part).any()
        )
        rows.append(
            {
                "what": "session",
                "set_id": set_id,
                "session": session,
                "how": _how(people),
                **_numbers(people),
                "shown": "; ".join(in_parts),
            }
        )
    out = pd.DataFrame(rows, columns=["what", "set_id", "session", "how", "shown"])
    if not rows:
        return out
    out = pd.DataFrame(rows)
    since = {
        (set_id, session): words
        for set_id, own in parts.groupby("set_id")
        for session, words in changes(own).items()
    }
    keys = zip(out["set_id"], out["session"], strict=True)
    return pd.concat([out.assign(since=[since[k] for k in keys]), _gaps(journal, out)])


def _gaps(journal: Journal, told: pd.DataFrame) -> pd.DataFrame:
    """Return the sessions that were held, of sets that are told, without a record."""
    held = journal.table("sessions", ["set_id", "session"]).dropna()
    held = held[held["set_id"].isin(told["set_id"])].drop_duplicates()
    held = held[held["session"] <= held["set_id"].map(last_held(journal))]
    there = pd.MultiIndex.from_frame(told[["set_id", "session"]])
    gaps = held[~pd.MultiIndex.from_frame(held).isin(there)]
    return gaps.assign(what="session", how=NOT_RECORDED, shown=NOT_RECORDED)


def _apart(parts: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            "what": "part",
            "set_id": set_id,
            "session": session,
            "part": part,
            "how": _how(own),
            **_numbers(own),
            "shown": _people(own),
        }
        for (set_id, session), at in parts.groupby(["set_id", "session"])
        for part in PARTS
        if len(own := at[at["part"] == part])
    ]
    return pd.DataFrame(rows, columns=[*Facilitation.COLUMNS])


def _numbers(people: pd.DataFrame) -> dict[str, int]:
    members = int(people["member"].sum())
    return {"members": members, "outside": len(people) - members}


def _people(rows: pd.DataFrame) -> str:
    many = _numbers(rows)
    members, outside = many["members"], many["outside"]
    said = [f"{members} member{'s' * (members != 1)}"] * bool(members)
    return ", ".join([*said, *[f"{outside} from outside"] * bool(outside)])


def _how(people: pd.DataFrame) -> str:
    if not people["member"].any():
        return HOW[0]
    return HOW[2] if people["member"].all() else HOW[1]


def _moments(parts: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Count the sets that were facilitated how, at their first and last sessions."""
    out: list[dict[str, Any]] = []
    before: pd.Series[str] | None = None
    own = parts.groupby("set_id")["session"]
    spans = (own.transform("min"), own.transform("max"))
    for moment, when in zip(_MOMENTS, spans, strict=True):
        rows = parts[parts["session"] == when]
        how = pd.Series({str(s): _how(held) for s, held in rows.groupby("set_id")})
        groups = [set(how.index[how == kind]) for kind in HOW]
        told = [*groups]
        if before is not None:  # else the first could be subtracted from the last
            told.append(set(how.index[how != before.reindex(how.index)]))
        few = any(_few(rows, sets, rule) for sets in told if sets)
        for kind, sets in zip(HOW, groups, strict=True):
            row: dict[str, Any] = {"what": moment, "how": kind, "shown": _WITHHELD}
            if not few:
                row |= {"sets": len(sets), "of": len(how)}
                row["shown"] = f"{len(sets)} of {len(how)} sets"
            out.append(row)
        before = how
    return pd.DataFrame(out if len(parts) else [], columns=[*Facilitation.COLUMNS])


def _few(rows: pd.DataFrame, sets: set[str], rule: Rule) -> bool:
    """Whether these are one set, or of fewer people than may be told of."""
    people = rows.loc[rows["set_id"].isin(sets), "person"].nunique()
    return len(sets) < 2 or people < rule.minimum


def _unsigned(journal: Journal) -> list[str]:
    logs = journal.table("reflections", ["member", "author_kind"])
    logs = logs[(logs["author_kind"] == "facilitator").fillna(value=False)]
    unnamed = int(logs["member"].isna().sum())
    return [_UNSIGNED.format(f"{len(logs):,}", f"{unnamed:,}")] if unnamed else []


def _whole(rows: pd.DataFrame) -> pd.DataFrame:
    """Give rows all columns of the table, each of its kind."""
    numbers = ("session", "members", "outside", "sets", "of")
    kinds = {c: "Int64" if c in numbers else "str" for c in Facilitation.COLUMNS}
    return rows.reindex(columns=list(Facilitation.COLUMNS)).astype(kinds)
