"""`consultancy`: what a set offered, and whether questions and action came first."""

from __future__ import annotations

import pandas as pd

from alsjournal.cleared import Consultancy
from alsjournal.cycle._pooled import (
    LESS_A_SET,
    few_behind,
    points_at_few,
    shown_counts,
)
from alsjournal.cycle._seen import (
    KEPT,
    looked_up,
    made_by,
    only_for,
    or_nothing,
    seen,
)
from alsjournal.disclosure import Audience, Rule, audience_of, clear, policy_of
from alsjournal.journal import Journal

__all__ = ["consultancy"]

_DONE = ("done", "part")
_NOT_SAID = "kind not said"
_AFTER_QUESTION = "after a question"
_AFTER_ACTION = "after something was done"
_BEFORE_ACTION = "before anything was done"
_NO_ISSUE = "on no issue"
_KINDS = ("idea", "practice", "viewpoint", _NOT_SAID)
_PARTS = (_KINDS, (_AFTER_QUESTION,), (_AFTER_ACTION, _BEFORE_ACTION, _NO_ISSUE))
"""Each adds up to all offers, but the question alone."""

_READ = (
    "Peer consultancy makes offers once questions were asked and something was done; "
    "other approaches need not. What is on record for the same issue at the same "
    "session counts as before the offer: within a session the record has no order."
)
_POOLED = (
    "Pooled over the sets; told by the composition of a set only if each composition "
    "has two sets or more with offers of {k} people or more. " + LESS_A_SET
)


def consultancy(
    journal: Journal, *, audience: str | Audience = "research"
) -> Consultancy:
    """Count the offers by kind, and by what had come before them on their issue.

    Parameters
    ----------
    journal : Journal
    audience : str or Audience, default="research"
        A set has its own; research all, by composition and by set; the programme
        pooled, by composition where that points at no set. Never by role or person.

    Returns
    -------
    Consultancy
        The unit is offers. An offer came *after a question* if one was asked on its
        issue at its session or an earlier one, and *after something was done* if a
        report on an action of its issue said so (done or part) by then; otherwise
        *before anything was done*. Of offers on no issue neither can be told.

    Raises
    ------
    DisclosureError
        For the public and for a member.
    InputError
        If the audience cannot be read.

    Examples
    --------
    >>> place = {"set_id": "A", "issue_id": "i1"}
    >>> asked = pd.DataFrame([{**place, "question_id": "q", "session": 1}])
    >>> offers = pd.DataFrame([{**place, "offer_id": "o", "session": 2}])
    >>> journal = Journal({"questions": asked, "offers": offers.assign(kind="idea")})
    >>> table = consultancy(journal).to_frame()
    >>> table.loc[table["set_id"] == "A", ["what", "shown"]].values.tolist()
    [['idea', '1 of 1'], ['after a question', '1 of 1'], \
['before anything was done', '1 of 1']]
    """
    who = audience_of(journal, audience)
    only_for(who, ("set", "research", "programme"), "Offers")
    policy = policy_of(journal)
    rule = policy.rule(who)
    offers = _with_order(journal, seen(journal, "offers", who))
    notes = [_READ, KEPT]
    if who.kind == "programme":
        notes.append(_POOLED.format(k=rule.minimum))
    counts = _counted(offers, who, rule)
    return clear(
        Consultancy,
        counts,
        audience=who,
        policy=policy,
        unit="offers",
        notes=or_nothing(notes, counts, "offers are", "offers"),
        provenance=made_by(),
    )


def _with_order(journal: Journal, offers: pd.DataFrame) -> pd.DataFrame:
    """Say of each offer what had come before it, and in what kind of set."""
    questions = journal.table("questions", ["issue_id", "session"])
    actions = journal.table("actions", ["action_id", "issue_id"])
    reports = journal.table("action_reports", ["action_id", "session", "status"])
    done = reports[reports["status"].isin(_DONE)].merge(actions, on="action_id")
    on_issue = offers["issue_id"].notna()
    after_action = _by_then(offers, done)
    sets = journal.table("sets", ["set_id", "composition"]).set_index("set_id")
    return offers.assign(
        kind=offers["kind"].fillna(_NOT_SAID),
        composition=looked_up(sets["composition"], offers["set_id"]).fillna("not said"),
        **{
            _AFTER_QUESTION: _by_then(offers, questions),
            _AFTER_ACTION: after_action,
            _BEFORE_ACTION: on_issue & ~after_action,
            _NO_ISSUE: ~on_issue,
        },
    )


def _by_then(offers: pd.DataFrame, before: pd.DataFrame) -> pd.Series[bool]:
    """Say of which offers there was such a thing on their issue by their session."""
    known = before.dropna(subset=["issue_id", "session"])
    first = known.groupby("issue_id")["session"].min()
    begun = looked_up(first, offers["issue_id"])
    return (begun <= offers["session"]).fillna(value=False).astype(bool)


def _counted(offers: pd.DataFrame, who: Audience, rule: Rule) -> pd.DataFrame:
    if who.kind == "set":
        return _of(offers, rule).drop(columns="sets")
    composed = [rows for _, rows in offers.groupby("composition")]
    if who.kind == "programme":
        if len(composed) > 1 and not any(few_behind(r, "by", rule) for r in composed):
            # Without the sum, from which one that is withheld could be told.
            parts = [
                _of(rows, rule, what="composition", pooled=True) for rows in composed
            ]
            return pd.concat(parts, ignore_index=True)
        return _of(offers, rule, pooled=True)
    parts = [_of(rows, rule, what="composition") for rows in composed]
    parts += [_of(rows, rule, what="set") for _, rows in offers.groupby("set_id")]
    return pd.concat([*parts, _of(offers, rule)], ignore_index=True)


def _of(
    offers: pd.DataFrame, rule: Rule, *, what: str = "", pooled: bool = False
) -> pd.DataFrame:
    """Count the offers of one group, by kind and by what came before."""
    first = offers.iloc[0] if len(offers) and what else None
    parts = []
    for names in _PARTS:
        are = [_is(offers, name) for name in names]
        n = [int(is_so.sum()) for is_so in are]
        frame = pd.DataFrame({"what": list(names), "offers": n})
        # Counted are offers: the minimum is applied to them, and to who made them.
        frame["held"] = [
            pooled and points_at_few(offers, is_so, "by", rule) for is_so in are
        ]
        frame["set_id"] = None if first is None or what != "set" else first["set_id"]
        frame["composition"] = None if first is None else first["composition"]
        frame = frame.assign(of=len(offers), sets=offers["set_id"].nunique())
        within = ("set_id",) if len(names) > 1 else ()
        shown = shown_counts(frame, rule, count="offers", within=within)
        parts.append(shown if rule.minimum else shown[shown["offers"] > 0])
    out = pd.concat(parts, ignore_index=True) if len(offers) else parts[0].iloc[:0]
    return out.astype({"set_id": "str", "composition": "str"})


def _is(offers: pd.DataFrame, name: str) -> pd.Series[bool]:
    return offers["kind"] == name if name in _KINDS else offers[name].astype(bool)
