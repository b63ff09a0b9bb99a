"""What proposals are made of: texts that may be read, their ids, and their state."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import cast

import pandas as pd

from alsjournal.cycle._seen import only_for, with_words
from alsjournal.disclosure import Audience, audience_of, permitted
from alsjournal.errors import DisclosureError
from alsjournal.journal import Journal
from alsjournal.reflection.commitments import Commitment, CommitmentFinder
from alsjournal.themes._input import reads_as_english

__all__ = [
    "STATES",
    "actions_for",
    "commitments_of",
    "construct_of",
    "members_texts",
    "proposal_id",
    "proposers",
    "states_of",
    "texts_for",
]

_COLUMNS = ["reflection_id", "set_id", "session", "member", "author_kind", "text"]
_CONSTRUCT = "proposed "
STATES = {"confirm": "confirmed", "reject": "rejected"}


def proposers(journal: Journal, audience: str | Audience) -> Audience:
    """Return for whom something is proposed, if that may be.

    Raises
    ------
    DisclosureError
        For the programme and the public, and for a set unless the set agreed.
    InputError
        If the audience cannot be read.
    """
    who = audience_of(journal, audience)
    only_for(who, ("member", "set", "research"), "What is proposed from texts")
    said = journal.provenance.get("record")
    agreed = isinstance(said, Mapping) and said.get("proposals") == "set"
    if who.kind == "set" and not agreed:
        msg = (
            "What is proposed from texts must go to those who wrote them, "
            "member:<pseudonym>, unless their set agreed that its own page may show "
            "it. This programme did not say so. If the set agreed, write "
            '[record] proposals = "set" into programme.toml and ingest again.'
        )
        raise DisclosureError(msg)
    return who


def members_texts(journal: Journal) -> pd.DataFrame:
    """Return members' own texts that are in English and belong to a set."""
    rows = journal.table("reflections", [*_COLUMNS, "language"])
    own = rows["author_kind"].isna() | (rows["author_kind"] == "member")
    there = rows[["set_id", "member", "text"]].notna().all(axis=1)
    kept = rows[own & there & reads_as_english(rows["language"])]
    return kept[_COLUMNS].reset_index(drop=True)


def texts_for(journal: Journal, who: Audience) -> pd.DataFrame:
    """Return the texts that proposals for this audience are made of.

    Parameters
    ----------
    journal : Journal
    who : Audience
        A member, a set or research.

    Returns
    -------
    pandas.DataFrame
        The texts of the audience's sets that may be counted, with ``shown``, whether
        this audience may read their words, and ``candidate``, whether they stand for
        election: a member's own must be better than those of others.
    """
    rows = members_texts(journal)
    if who.kind == "member":
        own = (rows["member"] == who.name).astype(bool)
        beside = rows["set_id"].isin(rows.loc[own, "set_id"])
        counted = own | (beside & permitted(journal, rows, use="counts"))
        return rows.assign(shown=own, candidate=True)[counted]
    counted = permitted(journal, rows, audience=who, use="counts")
    shown = permitted(journal, rows, audience=who, use="quote")
    return rows.assign(shown=shown, candidate=shown)[counted]


def commitments_of(texts: Sequence[str]) -> list[list[Commitment]]:
    """Return what each text takes on to do; what it only wishes is left out."""
    found = cast("list[list[Commitment]]", CommitmentFinder().spans(texts))
    return [[one for one in own if one.code == "commitment"] for own in found]


def actions_for(journal: Journal, who: Audience, sets: set[str]) -> pd.DataFrame:
    """Return the actions whose words this audience may see; a member, their sets' too.

    Returns
    -------
    pandas.DataFrame
        ``action_id``, ``set_id``, ``session``, ``owner``, ``text``: none is empty but
        the owner.
    """
    parts = [with_words(journal, "actions", who)]
    if who.kind == "member":
        parts += [with_words(journal, "actions", Audience.set(s)) for s in sorted(sets)]
    rows = pd.concat(parts, ignore_index=True).drop_duplicates("action_id")
    rows = rows[rows[["set_id", "session", "said"]].notna().all(axis=1)]
    return rows[["action_id", "set_id", "session", "owner", "text"]]


def proposal_id(
    kind: str, reflection_id: str, start: int, end: int, action_id: str = ""
) -> str:
    """Return the id of a proposal: the same passage always has the same.

    Examples
    --------
    >>> proposal_id("action", "r1", 0, 9) == proposal_id("action", "r1", 0, 9)
    True
    """
    parts = (kind, reflection_id, str(start), str(end), action_id)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def construct_of(kind: str) -> str:
    """Return the construct under which decisions on proposals of a kind are kept."""
    return _CONSTRUCT + kind


def states_of(journal: Journal) -> dict[str, str]:
    """Return, by proposal, what was decided on it."""
    rows = journal.table("codings", ["coding_id", "construct", "code"])
    mine = rows["construct"].isin([construct_of("action"), construct_of("report")])
    return dict(zip(rows.loc[mine, "coding_id"], rows.loc[mine, "code"], strict=True))
