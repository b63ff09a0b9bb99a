"""`issue_trail`: what became of each issue, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from alsjournal.cleared import IssueTrail
from alsjournal.cycle._seen import (
    KEPT,
    looked_up,
    made_by,
    only_for,
    or_nothing,
    rendered,
    seen,
    told_ids,
    with_words,
)
from alsjournal.disclosure import Audience, audience_of, clear, policy_of
from alsjournal.errors import InputError
from alsjournal.journal import Journal

__all__ = ["issue_trail", "outcome_in_words"]

_KINDS = ("issue", "turn", "report back", "question", "action", "offer", "outcome")
"""In this order within a session: a set hears back before it goes on."""

_WORDLESS = (
    "An entry without its words is there, but whose it is has not allowed quotes, or "
    "the record does not say whose it is."
)
_OF_NO_ISSUE = (
    "What hangs on no issue, as an outcome that came of no action, stands after the "
    "issues of its set, by session."
)


def issue_trail(
    journal: Journal,
    *,
    audience: str | Audience,
    issue: str | None = None,
    release: str | None = None,
) -> IssueTrail:
    """Tell issue by issue what was asked, agreed and offered, and what came of it.

    Parameters
    ----------
    journal : Journal
    audience : str or Audience
        A set, which has its own issues, or research.
    issue : str, optional
        The ``issue_id`` of one issue; by default all.
    release : str, optional
        What the output is called. Another name gives people in it other letters.

    Returns
    -------
    IssueTrail
        One row an entry of the record: the issues of a set by when each was first
        presented, within one by session, and within a session turns, reports back,
        questions, actions, offers and outcomes. Whose an entry is, is never said.

    Raises
    ------
    DisclosureError
        For other audiences.
    InputError
        If the audience cannot be read, or there is no such issue for it.

    Notes
    -----
    Words are shown if the presenter, who asked, who took the action on (its reports
    too), who offered or who claimed the outcome has allowed quotes; what a set or a
    body took on is nobody's own. An issue is left out with all that belongs to it if
    its presenter keeps everything to themselves. People who are named read as in
    `quotes`.

    Examples
    --------
    >>> place = {"set_id": "A", "issue_id": "i1"}
    >>> journal = Journal(
    ...     {
    ...         "turns": pd.DataFrame([{**place, "session": 1, "order": 1}]),
    ...         "actions": pd.DataFrame(
    ...             [{**place, "session": 1, "action_id": "a1", "owner": "set"}]
    ...         ).assign(text="Ring the practices."),
    ...         "action_reports": pd.DataFrame(
    ...             [{"action_id": "a1", "session": 2, "status": "changed"}]
    ...         ),
    ...     }
    ... )
    >>> trail = issue_trail(journal, audience="research").to_frame()
    >>> trail[["session", "kind", "about", "how"]].fillna("").values.tolist()
    [[1, 'turn', '', ''], [1, 'action', 'action 1', ''], \
[2, 'report back', 'action 1', 'changed']]
    """
    who = audience_of(journal, audience)
    only_for(who, ("set", "research"), "A trail of issues")
    rows = _entries(journal, who)
    kept = rows["issue_id"]
    rows = rows.assign(issue_id=told_ids(kept, "issue", who))
    if issue is not None:
        asked = (rows["issue_id"] == issue) | (kept == issue)
        rows = rows[asked.fillna(value=False).astype(bool)]
        if not len(rows):
            msg = (
                f"issue= must be the issue_id of an issue that is on record for the "
                f"audience {str(who)!r}. Got {issue!r}, which is none."
            )
            raise InputError(msg)
    words, named = rendered(journal, rows.assign(theme=rows["kind"]), who, release)
    notes = [KEPT]
    if (rows["said"].isna() & rows["worded"]).any():
        notes.append(_WORDLESS)
    if rows["issue_id"].isna().any():
        notes.append(_OF_NO_ISSUE)
    return clear(
        IssueTrail,
        rows.assign(text=words),
        audience=who,
        policy=policy_of(journal),
        unit="entries",
        notes=or_nothing(
            (*notes, *named), rows, "issues are", "turns, issues, questions, actions"
        ),
        provenance=made_by(),
    )


def outcome_in_words(row: pd.Series) -> str:
    """Say of an outcome for whom, whether intended, and whether anybody checked.

    Examples
    --------
    >>> outcome_in_words(pd.Series({"level": "team", "intended": False}))
    'team, not intended, claimed'
    """
    level, intended = row.get("level"), row.get("intended")
    said = [str(level)] if pd.notna(level) else []
    if pd.notna(intended):
        said.append("intended" if intended else "not intended")
    verified = row.get("verified")
    said.append("checked" if pd.notna(verified) and verified else "claimed")
    return ", ".join(said)


def _entries(journal: Journal, who: Audience) -> pd.DataFrame:
    """Return all entries in order, with the words that may be shown."""
    actions = _numbered(with_words(journal, "actions", who))
    parts = {
        "issue": _issues(journal, who),
        "turn": seen(journal, "turns", who).sort_values("order", kind="stable"),
        "report back": _reports(journal, actions),
        "question": with_words(journal, "questions", who),
        "action": actions,
        "offer": with_words(journal, "offers", who),
        "outcome": _outcomes(journal, who, actions),
    }
    how: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
        "turn": lambda rows: rows["form"],
        "report back": lambda rows: rows["status"],
        "offer": lambda rows: rows["kind"],
        "outcome": lambda rows: rows.apply(outcome_in_words, axis="columns"),
    }
    columns = ["set_id", "issue_id", "session", "about", "said", "worded"]
    told = []
    for kind in _KINDS:
        rows = parts[kind]
        part = rows.assign(worded="text" in rows).reindex(columns=columns)
        part = part.assign(kind=kind, how=None)
        if kind in how and len(rows):
            part["how"] = how[kind](rows)
        told.append(part)
    out = pd.concat([t.astype(_DTYPES) for t in told], ignore_index=True)
    return _in_order(out)


_DTYPES = {
    **dict.fromkeys(("set_id", "issue_id", "about", "said", "how"), "str"),
    "session": "Int64",
    "worded": "bool",
}


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Sort by set, by the first session of each issue, by session, and by kind."""
    rows = rows.assign(
        rank=rows["kind"].map({kind: i for i, kind in enumerate(_KINDS)}),
        first=rows.groupby(["set_id", "issue_id"])["session"].transform("min"),
        at=range(len(rows)),
    )
    # Issues that began at one session stand as they were presented there.
    begun = rows[rows["kind"] == "turn"].groupby("issue_id")["at"].min()
    rows["begun"] = looked_up(begun, rows["issue_id"]).fillna(len(rows))
    rows["loose"] = rows["issue_id"].isna()
    keys = ["set_id", "loose", "first", "begun", "issue_id", "session", "rank", "at"]
    return rows.sort_values(keys, kind="stable").reset_index(drop=True)


def _issues(journal: Journal, who: Audience) -> pd.DataFrame:
    """Return the issues, each at the session at which it is first on record."""
    rows = with_words(journal, "issues", who)
    parts = [
        seen(journal, name, who)[["issue_id", "session"]]
        for name in ("turns", "questions", "actions", "offers")
    ]
    first = pd.concat(parts).dropna().groupby("issue_id")["session"].min()
    return rows.assign(session=looked_up(first, rows["issue_id"]))


def _numbered(actions: pd.DataFrame) -> pd.DataFrame:
    """Number the actions of each issue in the order in which they were agreed."""
    rows = actions.sort_values("session", kind="stable")
    number = rows.groupby(["set_id", "issue_id"], dropna=False).cumcount() + 1
    return rows.assign(about=("action " + number.astype("str")).astype("str"))


def _reports(journal: Journal, actions: pd.DataFrame) -> pd.DataFrame:
    """Return the reports on these actions; their words go by the action's owner."""
    reports = journal.table("action_reports")
    may = ["action_id", "set_id", "issue_id", "about", "may"]
    rows = reports.merge(actions[may], on="action_id")
    return rows.assign(said=rows["text"].where(rows["may"]))


def _outcomes(journal: Journal, who: Audience, actions: pd.DataFrame) -> pd.DataFrame:
    rows = with_words(journal, "outcomes", who)
    # The issue is known also of an action that is not told itself.
    issues = journal.table("actions", ["action_id", "issue_id"])
    issue = issues.set_index("action_id")["issue_id"]
    about = actions.set_index("action_id")["about"]
    return rows.assign(
        issue_id=looked_up(issue, rows["action_id"]),
        about=looked_up(about, rows["action_id"]),
    )
