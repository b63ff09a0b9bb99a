"""`settle_proposals`: what people confirm goes into the record, the rest is noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from alsjournal.cycle._decisions import STATUSES, checked_decisions
from alsjournal.cycle._proposed import (
    STATES,
    commitments_of,
    construct_of,
    members_texts,
    proposal_id,
    states_of,
)
from alsjournal.cycle._told_later import windows
from alsjournal.errors import InputError
from alsjournal.journal import Journal

if TYPE_CHECKING:
    from alsjournal.store import JournalStore

__all__ = ["Settled", "settle_proposals"]

_ID = "from-text-"


@dataclass(frozen=True)
class Settled:
    """What became of decisions on proposals, by ``proposal_id``; none is lost.

    Parameters
    ----------
    confirmed, rejected : tuple of str
        Decided now.
    unchanged : tuple of str
        Decided so before.
    contrary : tuple of str
        Confirmed before and now rejected: left as they are, since the row is in the
        record, where a person can take it out.
    on_record : tuple of str
        Of ``confirmed``, reports on an action and a session that has one: that one
        stays.
    unknown : tuple of str
        No proposal of this journal has that id.
    held_back : int
        Rows that were not written, as they belong to somebody who was forgotten.
    """

    confirmed: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()
    on_record: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    held_back: int = 0


def settle_proposals(store: JournalStore, decisions: pd.DataFrame) -> Settled:
    """Put into the record what people confirm, and note what they reject.

    Parameters
    ----------
    store : JournalStore
    decisions : pandas.DataFrame
        ``proposal_id``, ``decision`` (confirm or reject), ``by`` (a role, no name),
        ``when`` (a day), and for a report that is confirmed ``status``: done, part,
        changed or dropped.

    Returns
    -------
    Settled

    Raises
    ------
    InputError
        If a decision cannot be meant. Nothing is written then.
    StoreError
        If there is no journal, or it cannot be written.

    Notes
    -----
    A confirmed action is a row of the table ``actions``: the words and the session of
    the passage, its owner the writer, the set, or nobody where the words say neither;
    on no issue. A confirmed report is a row of ``action_reports``. Words go only
    into a row that is the writer's own, with whom they can go again. Who decided, and
    when, stands in ``codings``, construct "proposed action" or "proposed report".
    All is written at once or not at all.

    Examples
    --------
    >>> from alsjournal import JournalStore, settle_proposals
    >>> store = JournalStore("journal.duckdb")
    >>> row = {"decision": "reject", "by": "set", "when": "2026-05-04"}
    >>> rows = pd.DataFrame([{"proposal_id": "0f3a", **row}])
    >>> settle_proposals(store, rows).unknown  # doctest: +SKIP
    ('0f3a',)
    """
    given = checked_decisions(decisions)
    journal = store.read()
    before = states_of(journal)
    wish = given["decision"].map(STATES)
    had = given["proposal_id"].map(before)
    same, contrary = had == wish, (had == "confirmed") & (wish == "rejected")
    fresh = given[~same & ~contrary]
    found = _found(journal, frozenset(fresh["proposal_id"]))
    known = fresh[fresh["proposal_id"].isin(found)]
    _check_statuses(known, found)
    tables, on_record = _tables(journal, known, found)
    held = 0
    if len(known):
        report = store.write(Journal(tables, provenance=journal.provenance))
        held = sum(report.held_back.values())
    ids = given["proposal_id"]
    decided = known.set_index("proposal_id")["decision"]
    return Settled(
        confirmed=tuple(decided.index[decided == "confirm"]),
        rejected=tuple(decided.index[decided == "reject"]),
        unchanged=tuple(ids[same]),
        contrary=tuple(ids[contrary]),
        on_record=on_record,
        unknown=tuple(one for one in fresh["proposal_id"] if one not in found),
        held_back=held,
    )


@dataclass(frozen=True, repr=False)
class _Passage:
    kind: str
    text: dict[Any, Any]
    start: int
    end: int
    owner: str | None
    action_id: str = ""

    @property
    def id(self) -> str:
        own = self.text["reflection_id"]
        return proposal_id(self.kind, own, self.start, self.end, self.action_id)

    def words(self) -> str | None:
        """The words, if the row is the writer's own.

        Else they would stay when the writer takes them back, or is forgotten.
        """
        said: str = self.text["text"][self.start : self.end]
        return said if self.owner == self.text["member"] else None


def _found(journal: Journal, asked: frozenset[str]) -> dict[str, _Passage]:
    """Return the passages with these ids; the parser is the last resort."""
    if not asked:
        return {}
    texts = members_texts(journal)
    rows = texts.to_dict("records")
    found: dict[str, _Passage] = {}
    for passages in (_reports, _commitments):
        if len(found) < len(asked):
            found |= {p.id: p for p in passages(journal, rows) if p.id in asked}
    return found


def _reports(journal: Journal, texts: list[dict[Any, Any]]) -> Iterator[_Passage]:
    actions = journal.table("actions").dropna(subset=["set_id", "session"])
    by_set = dict(list(actions.groupby("set_id")))
    for text in texts:
        own = by_set.get(text["set_id"])
        if own is None or pd.isna(text["session"]):
            continue
        before = own[own["session"] < text["session"]]
        places = list(windows(text["text"]))
        for action_id, owner in zip(before["action_id"], before["owner"], strict=True):
            whose = owner if isinstance(owner, str) else None
            for start, end in places:
                yield _Passage("report", text, start, end, whose, action_id)


def _commitments(_: Journal, texts: list[dict[Any, Any]]) -> Iterator[_Passage]:
    found = commitments_of([text["text"] for text in texts])
    for text, own in zip(texts, found, strict=True):
        owners = {"writer": text["member"], "set": "set"}
        for one in own:
            owner = owners.get(one.owner)
            yield _Passage("action", text, one.start, one.end, owner)


def _check_statuses(known: pd.DataFrame, found: dict[str, _Passage]) -> None:
    reports = [found[one].kind == "report" for one in known["proposal_id"]]
    wrong = pd.Series(reports, index=known.index, dtype=bool)
    wrong &= (known["decision"] == "confirm") & known["status"].isna()
    if wrong.any():
        msg = (
            f"decisions, column 'status': a report that is confirmed must say one of "
            f"{', '.join(STATUSES)}. {int(wrong.sum())} do(es) not, first "
            f"{known.loc[wrong, 'proposal_id'].iloc[0]!r}. Nothing was written."
        )
        raise InputError(msg)


def _tables(
    journal: Journal, known: pd.DataFrame, found: dict[str, _Passage]
) -> tuple[dict[str, pd.DataFrame], tuple[str, ...]]:
    """Return the rows to write, and reports in whose place there is one already."""
    kept = journal.table("action_reports", ["action_id", "session"])
    there = set(zip(kept["action_id"], kept["session"], strict=True))
    rows: dict[str, list[dict[str, object]]] = {
        "actions": [],
        "action_reports": [],
        "codings": [],
    }
    on_record = []
    for decision in known.to_dict("records"):
        passage = found[decision["proposal_id"]]
        rows["codings"].append(_noted(decision, passage))
        if decision["decision"] == "reject":
            continue
        if passage.kind == "action":
            rows["actions"].append(_action(passage))
            continue
        place = (passage.action_id, passage.text["session"])
        if place in there:
            on_record.append(passage.id)
            continue
        there.add(place)
        report = {"action_id": place[0], "session": place[1], "text": passage.words()}
        rows["action_reports"].append({**report, "status": decision["status"]})
    tables = {name: pd.DataFrame(own) for name, own in rows.items() if own}
    return tables, tuple(on_record)


def _action(passage: _Passage) -> dict[str, object]:
    text = passage.text
    place = {"set_id": text["set_id"], "session": text["session"]}
    own = {"owner": passage.owner, "text": passage.words()}
    return {"action_id": _ID + passage.id, **place, **own}


def _noted(decision: dict[Any, Any], passage: _Passage) -> dict[str, object]:
    return {
        "coding_id": passage.id,
        "reflection_id": passage.text["reflection_id"],
        "start": passage.start,
        "end": passage.end,
        "code": STATES[decision["decision"]],
        "construct": construct_of(passage.kind),
        "coder": decision["by"],
        "made_at": decision["when"],
    }
