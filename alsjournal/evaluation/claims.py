"""`contribution`: what the programme is said to have had a part in, and against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from alsjournal.cleared import Claims
from alsjournal.cycle._pooled import few_behind
from alsjournal.cycle._seen import KEPT, made_by, only_for, seen
from alsjournal.cycle.own_record import allowed_rows, is_body
from alsjournal.disclosure import (
    Audience,
    Rule,
    audience_of,
    clear,
    policy_of,
    preview_gate,
)
from alsjournal.evaluation._words import in_words, nothing_to_tell
from alsjournal.ingest.theory_data import theory_of
from alsjournal.journal import Journal

__all__ = ["contribution"]

_OWN = ("text", "evidence_for", "evidence_against", "other_explanations")
"""The words of who made the claim: they retell an outcome, and do not quote it."""

_JUDGED = (
    "How strong a claim is, a person judged from what stands beside it. It is not "
    "computed, and strengths are neither counted up nor averaged."
)
_PART = (
    "A claim says that the programme had a part in an outcome, among other things; not "
    "that it alone brought it about. An amount is what was claimed, in whatever its "
    "outcome counts: amounts are not added up."
)
_POOLED = (
    "Told of outcomes alone whose claimers let them go beyond their set, all sets "
    "together; withheld where those are fewer than {k} people, or of one set."
)
_FEW = (
    "Withheld: the claims that may go beyond their sets are about outcomes of fewer "
    "than {k} people, or of one set."
)
_GATED = (
    "Previews for this audience were made, and the words of outcomes stood in none: "
    "they are left out."
)
_OFF = "{n} on no outcome of the record: told here alone, and to be tied to one."
_UNKNOWN = "the outcome is not on record: correct its outcome_id"
_ON_NOTHING = "tied to no outcome: say which"
_NOT_SHOWN = "its words are not shown: who claimed the outcome has not allowed it"
_NONE_AGAINST = "nothing written down against it: look for what speaks against it"
_NONE_OTHER = "no other explanation written down: look for one"
_NOT_JUDGED = "nobody has judged how strong it is"
_NO_JUDGE = "who judged it is not said"


def contribution(
    journal: Journal,
    *,
    audience: str | Audience = "research",
    release: str | None = None,
) -> Claims:
    """Lay out what is claimed for the programme, with what speaks against each claim.

    Parameters
    ----------
    journal : Journal
        With the table ``claims``, and ``outcomes`` that they are about.
    audience : str or Audience, default="research"
        Research has all; a set those about its own outcomes; the programme those
        whose outcome's claimer allowed paraphrases beyond the set, if they are about
        outcomes of as many people as its policy asks, in two sets or more.
    release : str, optional
        What the output is called. Another name gives people in it other letters.

    Returns
    -------
    Claims
        A row a claim, in the order of the theory's steps.

    Raises
    ------
    DisclosureError
        For the public and for a member.
    InputError
        If the audience cannot be read.

    Notes
    -----
    The parts of a claim are those of contribution analysis (Mayne 2001): what is
    claimed, the evidence for and against it, and other explanations. A claim without
    counter-evidence, or without another explanation, says so. Nothing is computed
    from ``strength``.

    The words of a claim are shown if who claimed its outcome allows paraphrases, the
    outcome's own words and its amount if they allow quotes. What nobody in particular
    claimed (a set, an organisation) goes to the set and to research alone. A claim on
    an outcome that is not on record is told to research, and says so.

    Examples
    --------
    >>> claims = pd.DataFrame({"claim_id": ["c1"], "text": ["The set made room."]})
    >>> told = contribution(Journal({"claims": claims.assign(strength="some")}))
    >>> told.to_frame()["note"].item().split("; ")[0]
    'tied to no outcome: say which'
    """
    who = audience_of(journal, audience)
    only_for(who, ("set", "research", "programme"), "Claims of contribution")
    policy = policy_of(journal)
    rows = _allowed(journal, who)
    notes = [_JUDGED, _PART, KEPT]
    withheld = False
    if who.kind == "programme":
        rule: Rule = policy.rule(who)
        rows = _beyond(rows)
        withheld = len(rows) > 0 and few_behind(rows, "whose", rule)
        notes.append((_FEW if withheld else _POOLED).format(k=rule.minimum))
        rows = rows.iloc[:0] if withheld else rows
        if preview_gate(journal, who).closed:
            rows = rows.assign(quoted=False)
            notes.append(_GATED)
    off = int((~rows["on_record"]).sum())
    if off:
        notes.append(_OFF.format(n=f"{off:,} claim{'s' if off != 1 else ''}"))
    words = (*_OWN, "outcome", "judged_by", "step")
    frame, named = in_words(journal, _told(rows), words, who, release)
    frame = _in_order(journal, frame, who)
    if who.kind != "research":  # an id may have been made of somebody's
        frame["claim_id"] = pd.NA
    if who.kind == "programme":
        frame[["set_id", "session"]] = pd.NA
    told = (*notes, *named)
    if not len(frame) and not withheld:
        told = nothing_to_tell("claims", "claims")
    return clear(
        Claims,
        frame,
        audience=who,
        policy=policy,
        unit="claims",
        notes=told,
        provenance={**made_by(), "coder": "people"},
    )


def _allowed(journal: Journal, who: Audience) -> pd.DataFrame:
    """Return the claims that an audience may have, each with its outcome.

    ``retold`` says whether the words of a claim may be shown, ``quoted`` whether the
    outcome's own may, ``on_record`` whether it has an outcome at all.
    """
    outcomes = seen(journal, "outcomes", who)
    about = outcomes[["outcome_id", "set_id", "session", "level", "amount"]].assign(
        outcome=outcomes["text"],
        whose=outcomes["claimed_by"],
        checked=outcomes["verified"].fillna(value=False).astype(bool),
        retold=allowed_rows(journal, outcomes, "claimed_by", who, "paraphrase"),
        quoted=allowed_rows(journal, outcomes, "claimed_by", who, "quote"),
        claimed_by=_kinds(journal, outcomes),
    )
    claims = journal.table("claims")
    known = journal.table("outcomes", ["outcome_id"])["outcome_id"]
    on_record = claims["outcome_id"].isin(known)
    may = claims["outcome_id"].isin(outcomes["outcome_id"])
    if who.kind == "research":  # no one's outcome is told by it
        may |= ~on_record
    rows = claims.assign(on_record=on_record)[may].merge(about, "left", on="outcome_id")
    off = ~rows["on_record"]
    return rows.assign(
        retold=rows["retold"].eq(other=True) | off,
        quoted=rows["quoted"].eq(other=True),
    )


def _kinds(journal: Journal, outcomes: pd.DataFrame) -> pd.Series[str]:
    """Return who claimed each outcome, by kind alone."""
    sets = frozenset(journal.table("sets", ["set_id"])["set_id"])

    def kind(whose: object) -> str:
        if not isinstance(whose, str):
            return "not said"
        if whose.startswith("o-"):
            return "organisation"
        return "set" if whose in sets or is_body(whose) else "member"

    kinds = [kind(whose) for whose in outcomes["claimed_by"]]
    return pd.Series(kinds, index=outcomes.index, dtype="str")


def _beyond(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what members let go: that a set's own may go is declared nowhere."""
    return rows[rows["retold"] & rows["claimed_by"].eq("member")]


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of the table, without the words that may not be shown."""
    out = rows.copy()
    for column in _OWN:
        out[column] = rows[column].where(rows["retold"])
    for column in ("outcome", "amount"):
        out[column] = rows[column].where(rows["quoted"])
    checked = rows["checked"].map({True: "checked", False: "claimed"})
    out["checked"] = checked.astype("str")
    out["judged_at"] = rows["judged_at"].dt.strftime("%Y-%m-%d").astype("str")
    out["note"] = [_note(row) for row in rows.to_dict("records")]
    return out.reset_index(drop=True)


def _note(row: Mapping[Any, Any]) -> str:
    said = []
    if not row["on_record"]:
        said.append(_ON_NOTHING if pd.isna(row["outcome_id"]) else _UNKNOWN)
    if not row["retold"]:
        said.append(_NOT_SHOWN)
    if _empty(row["evidence_against"]):
        said.append(_NONE_AGAINST)
    if _empty(row["other_explanations"]):
        said.append(_NONE_OTHER)
    if _empty(row["strength"]):
        said.append(_NOT_JUDGED)
    elif _empty(row["judged_by"]):
        said.append(_NO_JUDGE)
    return "; ".join(said)


def _empty(value: object) -> bool:
    return not isinstance(value, str) or not value.strip()


def _in_order(journal: Journal, frame: pd.DataFrame, who: Audience) -> pd.DataFrame:
    """Order by step; for the programme, where the order would be that of sets, by text.

    A step that the theory does not have comes last.
    """
    places = {step.id: i for i, step in enumerate(theory_of(journal.provenance))}
    place = frame["step"].map(places).fillna(len(places))
    ordered = frame.assign(place=place)
    keys = ["place", "step"]
    if who.kind == "programme":
        keys.append("text")
    ordered = ordered.sort_values(keys, kind="stable")
    return ordered.drop(columns="place").reset_index(drop=True)
