"""`record_problems`: where a record does not hang together, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from alsjournal.cycle._seen import looked_up
from alsjournal.ingest.theory_data import theory_of
from alsjournal.journal import Journal

__all__ = ["record_problems"]

_COLUMNS = ("table", "row", "rule", "what_to_do")
_ON_ISSUES = ("turns", "questions", "actions", "offers")

Found = tuple[str, pd.Series, str, str]
"""A table, which of its rows break a rule, the rule, and what to do."""


def record_problems(journal: Journal) -> pd.DataFrame:
    """List the entries of a record that do not fit the others.

    None of them is lost for that: they are counted and told as far as they go. What
    `check` refuses, as a status that is none or an id that comes twice, never gets
    here; ids that lead nowhere, which it counts, are found here row by row.

    Parameters
    ----------
    journal : Journal

    Returns
    -------
    pandas.DataFrame
        ``table``, ``row`` (its place in the table of the journal, counted from 0),
        ``rule`` and ``what_to_do``; never what the entry says or whose it is.

    Examples
    --------
    >>> actions = pd.DataFrame({"action_id": ["1"], "set_id": "A", "session": [2]})
    >>> reports = pd.DataFrame({"action_id": ["1", "2"], "session": [1, 3]})
    >>> journal = Journal({"actions": actions, "action_reports": reports})
    >>> record_problems(journal)[["table", "row", "rule"]].values.tolist()
    [['actions', 0, 'an action has no owner'], \
['action_reports', 0, 'heard back on before it was agreed'], \
['action_reports', 1, 'the action is not on record']]
    """
    parts = [
        pd.DataFrame(
            {"table": table, "row": rows.to_numpy().nonzero()[0], "rule": rule}
        ).assign(what_to_do=what)
        for table, rows, rule, what in _found(journal)
    ]
    out = pd.concat(parts, ignore_index=True)[list(_COLUMNS)]
    return out.astype({"table": "str", "row": "int64", "rule": "str"})


def _found(journal: Journal) -> Iterator[Found]:
    yield from _of_sessions(journal)
    yield from _of_issues(journal)
    yield from _of_actions(journal)
    yield from _of_outcomes(journal)
    yield from _of_claims(journal)


def _of_sessions(journal: Journal) -> Iterator[Found]:
    rows = journal.table("sessions", ["set_id", "session", "date"])
    ordered = rows.sort_values("session", kind="stable")
    latest = ordered.groupby("set_id")["date"].cummax().groupby(ordered["set_id"])
    before = latest.shift().reindex(rows.index)
    yield (
        "sessions",
        _true(rows["date"] < before),
        "its date is before that of an earlier session of the set",
        "Correct the date, or the numbers of the sessions.",
    )


def _of_issues(journal: Journal) -> Iterator[Found]:
    known = journal.table("issues", ["issue_id"])["issue_id"]
    if not len(known):
        return  # a set need not keep a list of its issues
    for table in _ON_ISSUES:
        issue = journal.table(table, ["issue_id"])["issue_id"]
        yield (
            table,
            issue.notna() & ~issue.isin(known),
            "the issue is not on record",
            "Add the issue to issues, or correct its issue_id.",
        )


def _of_actions(journal: Journal) -> Iterator[Found]:
    actions = journal.table("actions")
    yield (
        "actions",
        actions["owner"].isna(),
        "an action has no owner",
        "Write who took it on, or set; leave it if they have been forgotten.",
    )
    yield (
        "actions",
        _true(actions["due_session"] < actions["session"]),
        "due before it was agreed",
        "Correct due_session, or the session at which it was agreed.",
    )
    reports = journal.table("action_reports")
    known = reports["action_id"].isin(actions["action_id"])
    agreed = looked_up(_sessions(actions), reports["action_id"])
    yield (
        "action_reports",
        _true(reports["session"] < agreed),
        "heard back on before it was agreed",
        "Correct the session of the report, or of the action.",
    )
    yield (
        "action_reports",
        ~known,
        "the action is not on record",
        "Add the action to actions, or correct its action_id.",
    )


def _of_outcomes(journal: Journal) -> Iterator[Found]:
    actions, rows = journal.table("actions"), journal.table("outcomes")
    agreed = looked_up(_sessions(actions), rows["action_id"])
    yield (
        "outcomes",
        rows["action_id"].notna() & ~rows["action_id"].isin(actions["action_id"]),
        "the action is not on record",
        "Add the action to actions, correct its action_id, or leave action_id empty.",
    )
    yield (
        "outcomes",
        _true(rows["session"] < agreed),
        "told before its action was agreed",
        "Correct the session of the outcome, or of the action.",
    )


def _of_claims(journal: Journal) -> Iterator[Found]:
    rows, steps = journal.table("claims"), theory_of(journal.provenance)
    known = journal.table("outcomes", ["outcome_id"])["outcome_id"]
    yield (
        "claims",
        rows["outcome_id"].notna() & ~rows["outcome_id"].isin(known),
        "the outcome is not on record",
        "Add the outcome to outcomes, correct its outcome_id, or leave it empty.",
    )
    if steps:
        yield (
            "claims",
            rows["step"].notna() & ~rows["step"].isin([step.id for step in steps]),
            "its step is not in the theory of change",
            "Add the step to [[theory.steps]] in programme.toml, or correct step.",
        )


def _sessions(actions: pd.DataFrame) -> pd.Series[Any]:
    return actions.set_index("action_id")["session"]


def _true(rows: pd.Series[Any]) -> pd.Series[bool]:
    return rows.fillna(value=False).astype(bool)
