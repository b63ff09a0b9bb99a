"""A journal without words: whose each row is, before any text was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from alsjournal.anonymise.finders.roster import RosterFinder
from alsjournal.anonymise.identities import Identities, roster_of
from alsjournal.anonymise.key import KEY_ENV, fingerprint
from alsjournal.anonymise.raw_key import key_of
from alsjournal.anonymise.read_texts import READ_LABELS
from alsjournal.journal import Journal, RawJournal
from alsjournal.schema import TABLES

__all__ = ["skeleton_of", "texts_of"]

_WORDLESS = "-"


def skeleton_of(raw: RawJournal, *, key_env: str = KEY_ENV) -> Journal:
    """Return who is in each row of a journal, as `Anonymiser` will have them.

    Parameters
    ----------
    raw : RawJournal
    key_env : str
        As for `Anonymiser`.

    Returns
    -------
    Journal
        Each table that finders read, with its rows in order: people and ids of
        records as pseudonyms, and a dash for each text.

    Raises
    ------
    MissingKeyError
        If there is no key.

    Examples
    --------
    >>> frame = pd.DataFrame({"reflection_id": ["r"], "text": ["x"], "member": ["Ann"]})
    >>> raw = RawJournal(
    ...     {"reflections": frame}, provenance={"published_key": "a key of the docs"}
    ... )
    >>> row = skeleton_of(raw).table("reflections").iloc[0]
    >>> row["text"], row["member"][:2]
    ('-', 'm-')
    """
    key = key_of(raw, key_env)
    roster = roster_of(raw)
    identities = Identities(raw, key, RosterFinder(roster) if roster else None)
    frames = {n: _table(raw, n, identities) for n in raw.tables() if _read_in(n)}
    said = {"anonymiser": {"key_fingerprint": fingerprint(key)}}
    return Journal(frames, provenance=said)


def _table(raw: RawJournal, name: str, identities: Identities) -> pd.DataFrame:
    frame, table = raw.identifiable_frame(name), TABLES[name]
    for column in _read_in(name):
        frame[column] = frame[column].where(frame[column].isna(), _WORDLESS)
    for column in table.of_kind("key"):
        frame[column] = _mapped(frame[column], identities.key)
    for column in table.of_kind("person"):
        change = partial(identities.person, table=name, column=column)
        frame[column] = _mapped(frame[column], change)
    return frame


def _read_in(name: str) -> list[str]:
    """Return the columns of a table that finders read."""
    table = TABLES[name]
    if table.raw_only:
        return []
    return [*table.of_kind("text"), *(c for t, c in READ_LABELS if t == name)]


def _mapped(column: pd.Series[Any], change: Callable[[str], str]) -> pd.Series[Any]:
    changed = {v: change(v) if v else v for v in column.dropna().unique()}
    return column.map(changed, na_action="ignore").astype("str")


def texts_of(raw: RawJournal, rows: Mapping[str, Sequence[int]]) -> frozenset[str]:
    """Return all that finders read in some rows.

    Parameters
    ----------
    raw : RawJournal
    rows : mapping of str to sequence of int
        By table, which rows, counted from 0.

    Returns
    -------
    frozenset of str
    """
    found: set[str] = set()
    for name, chosen in rows.items():
        frame = raw.identifiable_frame(name, _read_in(name)).iloc[list(chosen)]
        for column in frame.columns:
            found.update(frame[column].dropna())
    return frozenset(found)
