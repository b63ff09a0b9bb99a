"""How far quotes can be traced to their writers by style, and who is one of a kind.

Style is taken as characters in runs of two to four inside words, weighted as TF-IDF; a
quote is traced to whoever wrote the other text that is nearest to it (cosine). It is
a simple attack, as somebody in the programme with their colleagues' texts could make
it in an hour: what it finds is a lower bound. (Stamatatos 2009, "A survey of modern
authorship attribution methods", on runs of characters.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alsjournal.disclosure import Audience, permitted, wilson
from alsjournal.journal import Journal
from alsjournal.release.findings import Linkage, Unique

__all__ = ["linkage", "traced", "uniqueness"]

_MOST = 4_000
"""Texts to compare with; of more, so many are drawn."""


def linkage(
    journal: Journal, chosen: pd.DataFrame, *, random_state: int = 0
) -> tuple[list[Linkage], pd.Series[bool]]:
    """Trace quotes to their writers, within each set and in the programme.

    Parameters
    ----------
    journal : Journal
    chosen : pandas.DataFrame
        Columns ``quote``, ``reflection_id``, ``member`` and ``set_id``.
    random_state : int, default=0
        For the draw, where there are many texts.

    Returns
    -------
    measured : list of Linkage
        Within sets (all together), then in the programme.
    traced : pandas.Series of bool
        Which quotes were traced in either, with the index of ``chosen``.
    """
    quotes = chosen[chosen["member"].notna()]
    quotes = quotes.drop_duplicates(["reflection_id", "quote"])
    hit = pd.Series(data=False, index=chosen.index)
    if quotes.empty:
        return [], hit
    others = _others(journal, random_state)
    measured = []
    near = _nearness(quotes, others)
    for within in ("each set", "the programme"):
        same_set = quotes["set_id"].to_numpy()[:, None] == others["set_id"].to_numpy()
        allowed = np.ones_like(same_set) if within != "each set" else same_set
        right, chance, writers = traced(quotes, others, near, allowed)
        known = ~np.isnan(chance)
        if known.any():
            measured.append(_measured(within, right[known], chance[known], writers))
        hit.loc[quotes.index] |= right & known
    return measured, hit


def traced(
    quotes: pd.DataFrame, others: pd.DataFrame, near: Any, allowed: Any
) -> tuple[Any, Any, int]:
    """Say of each quote whether the nearest other text is of its writer.

    Parameters
    ----------
    quotes, others : pandas.DataFrame
        Columns ``reflection_id`` and ``member``.
    near : ndarray of shape (n_quotes, n_others)
        How near they are.
    allowed : ndarray of bool, of the same shape
        Which others are candidates.

    Returns
    -------
    right : ndarray of bool
    chance : ndarray of float
        What guessing a writer would give; missing where the writer has no other text
        or is the only candidate.
    writers : int
        The candidates, at most.
    """
    codes, names = pd.factorize(others["member"])
    own = pd.Categorical(quotes["member"], categories=names).codes
    same_text = (
        quotes["reflection_id"].to_numpy()[:, None]
        == others["reflection_id"].to_numpy()
    )
    candidates = np.asarray(allowed) & ~same_text
    right = np.zeros(len(quotes), dtype=bool)
    chance = np.full(len(quotes), np.nan)
    most = 0
    for i, mine in enumerate(own):
        at = np.flatnonzero(candidates[i])
        people = np.unique(codes[at])
        if mine not in people or len(people) < 2:
            continue
        best = at[np.argmax(near[i, at])]
        right[i] = codes[best] == mine
        chance[i] = 1 / len(people)
        most = max(most, len(people))
    return right, chance, most


def uniqueness(journal: Journal, audience: Audience) -> list[Unique]:
    """Count, of the people in an output, those who are the only ones of their kind.

    Of their kind in the whole journal: who looks for somebody knows the others too.

    Parameters
    ----------
    journal : Journal
    audience : Audience

    Returns
    -------
    list of Unique
        By set and role; by set, role and session (unique in at least one).
    """
    columns = ["reflection_id", "set_id", "session", "member", "role", "author_kind"]
    rows = journal.table("reflections", columns)
    own = rows["author_kind"].isna() | (rows["author_kind"] == "member")
    rows = rows[own & rows["member"].notna()].copy()
    roles = journal.table("members", ["member", "role"]).set_index("member")["role"]
    rows["role"] = rows["role"].fillna(rows["member"].map(roles).astype("str"))
    seen = permitted(journal, rows, audience=audience)
    found = []
    for by in (("set_id", "role"), ("set_id", "role", "session")):
        people = rows.groupby(list(by), dropna=False)["member"]
        alone = seen & (people.transform("nunique") == 1)
        n = rows["member"]
        found.append(Unique(by, n[seen].nunique(), n[alone].nunique()))
    return found


def _others(journal: Journal, random_state: int) -> pd.DataFrame:
    """Return the texts of members, as whoever has them all would.

    Not those that their writers keep to themselves.
    """
    columns = ["reflection_id", "set_id", "member", "author_kind", "text"]
    rows = journal.table("reflections", columns)
    own = rows["author_kind"].isna() | (rows["author_kind"] == "member")
    rows = rows[own & rows["member"].notna()]
    rows = rows[permitted(journal, rows)]
    if len(rows) > _MOST:
        rows = rows.sample(_MOST, random_state=random_state).sort_index()
    return rows.reset_index(drop=True)


def _nearness(quotes: pd.DataFrame, others: pd.DataFrame) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, dtype=np.float32
    )
    texts = vectorizer.fit_transform(others["text"])
    return np.asarray((vectorizer.transform(quotes["quote"]) @ texts.T).todense())


def _measured(within: str, right: Any, chance: Any, writers: int) -> Linkage:
    n, x = len(right), int(right.sum())
    counts = pd.Series([x], dtype="Int64"), pd.Series([n], dtype="Int64")
    share, low, high = map(float, wilson(*counts).iloc[0])
    return Linkage(within, n, writers, x, share, low, high, float(chance.mean()))
