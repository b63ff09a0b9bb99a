"""Look for ids that lead nowhere: said in the report, not refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import pandas as pd

from alsjournal.ingest.record_only import people_of_record
from alsjournal.schema import TABLES

__all__ = ["dangling", "plain", "same_sets", "unheeded"]

_HOME = {
    "set_id": ("sets", "set_id"),
    "reflection_id": ("reflections", "reflection_id"),
    "issue_id": ("issues", "issue_id"),
    "action_id": ("actions", "action_id"),
    "outcome_id": ("outcomes", "outcome_id"),
}
_OTHERS = frozenset(
    {
        ("facilitations", "person"),
        ("survey", "respondent"),
        ("actions", "owner"),
        ("roster", "member"),
        ("memos", "author"),
    }
)
# Facilitators need not be members, a survey may be anonymous, a set or an organisation
# may own an action, and the roster knows people whom the texts only mention.

_CALLED = frozenset({"set", "group", "als"})


def dangling(frames: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """List the references that lead nowhere.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        Clean tables.

    Returns
    -------
    tuple of str
        A sentence each, with counts and no ids.

    Examples
    --------
    >>> sets = pd.DataFrame({"set_id": ["A"]})
    >>> dangling({"sets": sets, "objectives": pd.DataFrame({"set_id": ["A", "B"]})})
    ('objectives: 1 row has a set_id that is not in sets.',)
    """
    notes = []
    for name, frame in frames.items():
        for column in frame.columns:
            home = _home(name, column)
            if home is None or home[0] == name or not len(frames.get(home[0], ())):
                continue
            known = frames[home[0]][home[1]]
            lost = int((frame[column].notna() & ~frame[column].isin(known)).sum())
            if lost:
                notes.append(
                    f"{name}: {_rows(lost)} {_a(column)} that is not in {home[0]}."
                )
        lost = _without_session(name, frame, frames)
        if lost:
            notes.append(f"{name}: {_rows(lost)} a session that is not in sessions.")
    beyond = _beyond_text(frames)
    if beyond:
        notes.append(f"codings: {_rows(beyond)} an end beyond the text.")
    return tuple(notes)


def same_sets(frames: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """Say where set ids of the reflections may be spellings of one.

    Case, accents, signs and a word as "Set" before it make no difference.

    Returns
    -------
    tuple of str
        One sentence, with a count and no ids; or none.

    Examples
    --------
    >>> same_sets({"reflections": pd.DataFrame({"set_id": ["A", "Set A", "a", "B"]})})
    ('set ids that may be the same set: 1 group; correct them, or name them in \
[values.reflections.set_id].',)
    """
    groups: dict[str, set[str]] = {}
    for one in frames["reflections"]["set_id"].dropna().unique():
        groups.setdefault(_bare(one), set()).add(one)
    n = sum(len(ids) > 1 for ids in groups.values())
    if not n:
        return ()
    note = (
        f"set ids that may be the same set: {n:,} group{'s' if n != 1 else ''}; "
        f"correct them, or name them in [values.reflections.set_id]."
    )
    return (note,)


def _bare(set_id: str) -> str:
    """A set's id without what people write differently; as it is if that is all."""
    words = re.sub(r"[\W_]+", " ", plain(set_id)).split()
    if len(words) > 1 and words[0] in _CALLED:
        words = words[1:]
    return " ".join(words) or set_id


def unheeded(frames: Mapping[str, pd.DataFrame]) -> list[int]:
    """List the permissions that keep or take back the texts of nobody who is known.

    A name with a slip in it would otherwise leave a person quoted who said no. Known
    are the ids of writers and members, and the roster's ids and names.

    Returns
    -------
    list of int
        Positions in the table ``permissions``.

    Examples
    --------
    >>> texts = pd.DataFrame({"reflection_id": ["r1"], "member": ["Ann"]})
    >>> said = {"member": ["ann", "Anne"], "reflection_id": None, "use": "self"}
    >>> asked = pd.DataFrame(said).assign(withdrawn=None)
    >>> unheeded({"reflections": texts, "permissions": asked})
    [1]
    """
    asked = frames.get("permissions")
    if asked is None or not len(asked):
        return []
    texts = frames["reflections"]
    people = [texts["member"], *_columns(frames, "members", "member")]
    people += _columns(frames, "roster", "member") + _columns(frames, "roster", "name")
    if not len(texts):  # of a record alone, those who stand in it are known
        people.append(people_of_record(frames))
    known = {plain(value) for column in people for value in column.dropna()}
    refuses = asked["withdrawn"].notna() | (asked["use"] == "self")
    # A single text may have been taken out of the file; a person stays known.
    of_member = asked["reflection_id"].isna()
    named = asked["member"].map(plain, na_action="ignore")
    lost = of_member & ~named.isin(known)
    return [int(i) for i in (refuses & lost).to_numpy().nonzero()[0]]


def _columns(
    frames: Mapping[str, pd.DataFrame], table: str, column: str
) -> list[pd.Series[str]]:
    return [frames[table][column]] if table in frames else []


def plain(value: str) -> str:
    """Return an id as ids are compared: without case, accents and doubled spaces.

    Examples
    --------
    >>> plain(" Zo\u00eb  Lee") == plain("zoe lee")
    True
    """
    parts = unicodedata.normalize("NFKD", value).casefold().split()
    return " ".join(
        "".join(c for c in part if not unicodedata.combining(c)) for part in parts
    )


def _a(column: str) -> str:
    return f"an {column}" if column[0] in "aeio" else f"a {column}"


def _rows(n: int) -> str:
    return f"{n:,} row{'s have' if n != 1 else ' has'}"


def _home(table: str, column: str) -> tuple[str, str] | None:
    if column in _HOME:
        return _HOME[column]
    people = TABLES[table].of_kind("person")
    if column in people and (table, column) not in _OTHERS:
        return "members", "member"
    return None


def _without_session(
    name: str, frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame]
) -> int:
    sessions = frames.get("sessions")
    if sessions is None or not len(sessions) or name == "sessions":
        return 0
    if not {"set_id", "session"} <= set(frame.columns):
        return 0
    both = frame[["set_id", "session"]].dropna()
    known = pd.MultiIndex.from_frame(sessions[["set_id", "session"]])
    return int((~pd.MultiIndex.from_frame(both).isin(known)).sum())


def _beyond_text(frames: Mapping[str, pd.DataFrame]) -> int:
    codings, reflections = frames.get("codings"), frames.get("reflections")
    if codings is None or reflections is None:
        return 0
    length = reflections.set_index("reflection_id")["text"].str.len()
    ends = codings["reflection_id"].map(length)
    return int((codings["end"] > ends).fillna(value=False).sum())
