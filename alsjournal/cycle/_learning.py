"""Where members wrote of something learned, and which of it may be told."""

from __future__ import annotations

import pandas as pd

from alsjournal.anonymise.pointing import pointing
from alsjournal.disclosure import (
    QUOTES_A_PERSON,
    Audience,
    goes_out,
    permitted,
    preview_gate,
)
from alsjournal.disclosure.quotable import LONGEST, SHORTEST, canonical, stretch
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.reflection import ReflectionElements
from alsjournal.reflection.gate import may_see
from alsjournal.wording import PROMPTS

__all__ = [
    "ASKED",
    "OTHERS",
    "PRESENTED",
    "found_in",
    "members_texts",
    "quotable",
    "read_for_learning",
]

ASKED = PROMPTS[1]
"""The question of the reflection sheet whose answers say what was learned."""

PRESENTED, OTHERS = "presented", "others"

_LEARNING = "Learning"
_BY_PEOPLE = (_LEARNING, "Perspective")
"""A machine's Perspective is mostly somebody's words told again: it is left out."""

_TEXT = (
    *("reflection_id", "set_id", "session", "member", "author_kind"),
    *("position", "prompt", "issue_id", "text"),
)
_PLACE = ["reflection_id", "start", "end", "source", "machine", "coder"]


def members_texts(journal: Journal, who: Audience) -> pd.DataFrame:
    """Return the texts of members that count for an audience, with their position.

    Parameters
    ----------
    journal : Journal
    who : Audience

    Returns
    -------
    pandas.DataFrame
        With ``unit``, whom or what it counts as, and ``position``: who presented says
        so, or is known from ``turns``. Empty where the record does not say.
    """
    rows = journal.table("reflections", list(_TEXT))
    rows = rows[rows["author_kind"].isna() | (rows["author_kind"] == "member")]
    rows = rows[permitted(journal, rows, audience=who)]
    known = rows["member"].notna()
    rows = rows[known] if known.any() else rows
    unit = rows["member"].fillna(rows["reflection_id"])
    return rows.assign(unit=unit, position=_positions(journal, rows))


def _positions(journal: Journal, rows: pd.DataFrame) -> pd.Series[str]:
    turns = journal.table("turns", ["set_id", "session", "presenter"]).dropna()
    place = ["set_id", "session"]
    took = pd.MultiIndex.from_frame(turns[[*place, "presenter"]])
    held = pd.MultiIndex.from_frame(turns[place])
    had_turn = pd.MultiIndex.from_frame(rows[[*place, "member"]]).isin(took)
    known = pd.MultiIndex.from_frame(rows[place]).isin(held)
    said = rows["position"].notna()
    presented = (rows["position"] == "presenter").fillna(value=False) | had_turn
    out = pd.Series(pd.NA, index=rows.index, dtype="str")
    return out.mask(said | known, OTHERS).mask(presented, PRESENTED)


def read_for_learning(
    journal: Journal, codings: pd.DataFrame | None, who: Audience
) -> pd.DataFrame:
    """Return the elements that were coded; where none are given, read for them.

    Raises
    ------
    InputError
        If ``codings`` have no ``reflection_id`` and ``code``.
    """
    if codings is None:
        # What another set wrote need not be read for a set's own page.
        own = journal.select(set_id=who.name) if who.kind == "set" else journal
        codings = ReflectionElements().code(own) if len(own) else pd.DataFrame()
    elif len(codings) and not {"reflection_id", "code"} <= set(codings.columns):
        msg = (
            "codings must have the columns reflection_id and code, as those that "
            "alsjournal.code_reflections returns. Got others."
        )
        raise InputError(msg)
    columns = ["reflection_id", "start", "end", "code", "construct", "coder"]
    rows = codings.reindex(columns=[*columns, "confidence"])
    rows = rows[rows["construct"].isna() | (rows["construct"] == "element")]
    coder = rows["coder"].astype("str").fillna("")
    rows = rows.assign(coder=coder, machine=coder.str.contains("/"))
    taken = (rows["code"] == _LEARNING) | (
        rows["code"].isin(_BY_PEOPLE) & ~rows["machine"]
    )
    told = {one: may_see("element", one, who) for one in coder.unique()}
    return rows[taken & coder.map(told).astype(bool)]


def found_in(texts: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Return where something was learned: of each text the one surest place.

    Parameters
    ----------
    texts : pandas.DataFrame
        From `members_texts`.
    codings : pandas.DataFrame
        From `read_for_learning`.

    Returns
    -------
    pandas.DataFrame
        The texts with ``start``, ``end``, ``source`` (*answer*, as a whole, or
        *passage*) and ``machine``. What a person coded goes before what a machine
        found.
    """
    words = texts["text"].str.count(r"\S+")
    answers = texts.loc[
        (texts["prompt"] == ASKED).fillna(value=False) & (words >= SHORTEST),
        ["reflection_id"],
    ].assign(source="answer", machine=False)
    # Too long to be quoted: a passage of it is told instead, if there is one.
    long = answers["reflection_id"].isin(texts.loc[words > LONGEST, "reflection_id"])
    passages = codings.assign(source="passage").sort_values(
        ["machine", "confidence", "start"], ascending=[True, False, True], kind="stable"
    )
    parts = [answers[~long], passages, answers[long]]
    both = pd.concat([p.reindex(columns=_PLACE).astype("object") for p in parts])
    first = both.drop_duplicates("reflection_id")
    return texts.merge(first, on="reflection_id").astype({"machine": "bool"})


def quotable(journal: Journal, found: pd.DataFrame, who: Audience) -> pd.DataFrame:
    """Return what was found, with the words in ``said``, as far as it may be quoted.

    Beyond the set nobody is quoted more than `QUOTES_A_PERSON` times, and only what
    its writer kept, where they were asked, and what points at nobody (`pointing`).
    """
    may = permitted(journal, found, audience=who, use="quote")
    rows = found[may]
    words = [
        stretch(text, start, end)
        for text, start, end in zip(
            rows["text"], rows["start"], rows["end"], strict=True
        )
    ]
    gate = preview_gate(journal, who)
    points = pointing(journal, who)
    fit = [
        (quote := canonical(said)) is not None
        and gate.lets(str(text_id), quote)
        and not points(quote)
        for text_id, said in zip(rows["reflection_id"], words, strict=True)
    ]
    rows = rows.assign(said=pd.Series(words, index=rows.index, dtype="str"))
    rows = rows[pd.Series(fit, index=rows.index, dtype="bool")]
    if goes_out(who) and who.kind != "set":
        rows = rows[rows.groupby("unit").cumcount() < QUOTES_A_PERSON]
    return rows
