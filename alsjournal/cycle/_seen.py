"""What an audience may see of a record, and how far a set has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from alsjournal._version import __version__
from alsjournal.anonymise.release_names import release_names
from alsjournal.cycle.own_record import allowed_rows, kept_issues
from alsjournal.disclosure import Audience, holds_pseudonym
from alsjournal.errors import DisclosureError
from alsjournal.journal import Journal

__all__ = [
    "KEPT",
    "last_held",
    "looked_up",
    "made_by",
    "only_for",
    "or_nothing",
    "rendered",
    "seen",
    "told_ids",
    "with_words",
]

_WHOSE: Mapping[str, str] = {
    "issues": "presenter",
    "turns": "presenter",
    "questions": "asked_by",
    "actions": "owner",
    "offers": "by",
    "outcomes": "claimed_by",
    "stories": "member",
}
_HAPPENED = ("turns", "questions", "actions", "offers", "outcomes", "reflections")

KEPT = "What somebody keeps to themselves is not told or counted here."
"""Said always, so that it does not tell whether somebody does."""


def only_for(who: Audience, kinds: tuple[str, ...], what: str) -> None:
    """Refuse other audiences than these.

    Raises
    ------
    DisclosureError
        If ``who`` is of another kind.
    """
    if who.kind not in kinds:
        named = {"set": "set:<set_id>", "member": "member:<pseudonym>"}
        allowed = ", ".join(named.get(kind, kind) for kind in kinds)
        msg = f"{what} must be made for one of: {allowed}. Got {who.kind!r}."
        raise DisclosureError(msg)


def seen(journal: Journal, table: str, who: Audience) -> pd.DataFrame:
    """Return the rows of a record that an audience may have, as counts.

    Parameters
    ----------
    journal : Journal
    table : str
        issues, turns, questions, actions, offers, outcomes or stories.
    who : Audience

    Returns
    -------
    pandas.DataFrame
        The columns of the table, in its order.
    """
    rows = journal.table(table)
    if who.kind == "set":
        rows = rows[(rows["set_id"] == who.name).fillna(value=False).astype(bool)]
    allowed = allowed_rows(journal, rows, _WHOSE[table], who, "counts")
    if table == "outcomes" and who.kind != "member":
        actions = journal.table("actions", ["action_id", "issue_id"])
        kept = actions["issue_id"].isin(kept_issues(journal))
        allowed &= ~rows["action_id"].isin(actions.loc[kept, "action_id"])
    return rows[allowed].reset_index(drop=True)


def with_words(journal: Journal, table: str, who: Audience) -> pd.DataFrame:
    """Return `seen` with ``said``, the words, empty where they ``may`` not be shown."""
    rows = seen(journal, table, who)
    told = allowed_rows(journal, rows, _WHOSE[table], who, "quote")
    return rows.assign(said=rows["text"].where(told), may=told)


def rendered(
    journal: Journal,
    rows: pd.DataFrame,
    who: Audience,
    release: str | None,
    *,
    writers: pd.Series[str] | None = None,
) -> tuple[pd.Series[str], tuple[str, ...]]:
    """Return the words with people renamed for this output, and a note on that.

    Nobody is "[the writer]" in a record: whose an entry is did not always write it,
    and is not told. In what a member wrote they are, as in a quote.

    Parameters
    ----------
    journal : Journal
    rows : pandas.DataFrame
        ``theme`` (any heading) and ``said``.
    who : Audience
    release : str or None
    writers : pandas.Series of str, optional
        Who wrote it, with the index of ``rows``; empty where it is an entry.

    Returns
    -------
    words : pandas.Series of str
        With the index of ``rows``; empty where ``said`` is.
    notes : tuple of str
    """
    told = rows[rows["said"].notna()].assign(member=None)
    if writers is not None:
        wrote = writers.loc[told.index].astype(object)
        told["member"] = wrote.where(wrote.notna(), None)
    names = release_names(journal, told, who, release)
    words = [
        names.render(said, writer=writer)
        for said, writer in zip(told["said"], told["member"], strict=True)
    ]
    out = pd.Series(words, index=told.index, dtype="str").reindex(rows.index)
    note = names.note.replace("the table of quotes", "this table")
    return out, (note,) * bool(note)


def last_held(journal: Journal) -> pd.Series[int]:
    """Return, by set, the last session of which anything is on record.

    Not the last of the table ``sessions``, which may hold those that are planned. It
    is taken only for a set that has nothing else.
    """
    held = [journal.table(name, ["set_id", "session"]) for name in _HAPPENED]
    there = journal.table("attendance", ["set_id", "session", "present"])
    held.append(there.loc[there["present"].astype(bool), ["set_id", "session"]])
    reports = journal.table("action_reports", ["action_id", "session"])
    actions = journal.table("actions", ["action_id", "set_id"])
    held.append(reports.merge(actions, on="action_id")[["set_id", "session"]])
    rows = pd.concat(held, ignore_index=True).dropna()
    found: pd.Series[int] = rows.groupby("set_id")["session"].max()
    planned = journal.table("sessions", ["set_id", "session"])
    return found.combine_first(planned.groupby("set_id")["session"].max())


def told_ids(ids: pd.Series[str], word: str, who: Audience) -> pd.Series[str]:
    """Return ids by which nobody can be followed into another output.

    Sets name what they keep as they like, also by a member's own id, as ``A01-I1``.
    Such an id was made a pseudonym; what goes out says ``"issue 1"``, in order.
    """
    if who.kind == "research":
        return ids
    telling = [i for i in ids.dropna().unique() if holds_pseudonym(str(i))]
    numbers = {one: f"{word} {n}" for n, one in enumerate(telling, 1)}
    return ids.map(lambda one: numbers.get(one, one), na_action="ignore")


def looked_up(values: pd.Series[Any], keys: pd.Series[str]) -> pd.Series[Any]:
    """Map keys to values; an empty table keeps its dtype, as ``map`` would not."""
    return pd.Series(values.reindex(keys).array, index=keys.index)


def or_nothing(
    notes: Iterable[str], rows: pd.DataFrame, what: str, tables: str
) -> tuple[str, ...]:
    """Return the notes on a table; where it is empty, only why it is.

    Examples
    --------
    >>> or_nothing(["Read this."], pd.DataFrame(), "offers are", "offers")[0][:20]
    'No offers are on rec'
    """
    if len(rows):
        return tuple(notes)
    note = (
        f"No {what} on record that may be told here. They come from the record of the "
        f"sessions ({tables}), not from reflections."
    )
    return (note,)


def made_by() -> dict[str, object]:
    """Return what a released table says of how it was made."""
    return {"coder": "the record of the sessions", "alsjournal": __version__}
