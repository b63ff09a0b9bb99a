"""Memos that were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alsjournal.anonymise.unlinked import unlinked
from alsjournal.disclosure import permitted
from alsjournal.errors import InputError
from alsjournal.journal import Journal

__all__ = ["KINDS", "Memo", "chosen_memos"]

KINDS = ("reflexive", "analytic", "method")
"""Kinds of memo, each of which can be asked for as a whole."""

_FROM_TEXT, _FROM_MEMBER = "text", "member"


@dataclass(frozen=True)
class Memo:
    """A note of those who analyse. ``about`` never names a text or a member."""

    memo_id: str
    kind: str
    author: str
    date: str
    about: str
    text: str


def chosen_memos(journal: Journal, wanted: Sequence[str]) -> tuple[Memo, ...]:
    """Return the memos that were asked for; memos are private by default.

    A memo about a text or a member that may not be counted stays out, even if it was
    asked for.

    Parameters
    ----------
    journal : Journal
    wanted : sequence of str
        Ids of memos, or kinds.

    Raises
    ------
    InputError
        If one is neither.
    """
    if isinstance(wanted, str):
        wanted = (wanted,)
    if not wanted:
        return ()
    memos = journal.table("memos")
    known = set(memos["memo_id"]) | set(KINDS)
    lost = [one for one in wanted if one not in known]
    if lost:
        msg = (
            f"memos must be ids of memos of the journal, or kinds: {', '.join(KINDS)}. "
            f"Got {len(lost)} that it does not have."
        )
        raise InputError(msg)
    rows = memos[memos["memo_id"].isin(wanted) | memos["kind"].isin(wanted)]
    texts = journal.table("reflections", ["reflection_id", "set_id", "member"])
    may = permitted(journal, texts)
    held = set(texts.loc[~may, "reflection_id"])
    members = set(journal.table("members", ["member"])["member"]) | set(
        texts["member"].dropna()
    )
    silent = members - set(texts.loc[may, "member"].dropna())
    rows = rows[~rows["target"].isin(held | silent)]
    ids = set(texts["reflection_id"])
    rows = rows.sort_values(["date", "memo_id"], kind="stable", na_position="first")
    days = rows["date"].astype("str").where(rows["date"].notna(), "")
    rows = rows.assign(date=days.str[:10])
    return tuple(
        Memo(
            str(row.memo_id),
            str(row.kind),
            str(row.author),
            str(row.date),
            _about(str(row.target), ids, members),
            unlinked(str(row.text)),
        )
        for row in rows.itertuples()
    )


def _about(target: str, texts: set[str], members: set[str]) -> str:
    if target in texts:
        return _FROM_TEXT
    return _FROM_MEMBER if target in members else unlinked(target)
