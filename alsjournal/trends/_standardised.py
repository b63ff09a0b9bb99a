"""Shares by session as they would be had the same mix of sets written at each."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.trends._observed import PLACE, codes_of
from alsjournal.trends.coded import Coded
from alsjournal.trends.counts import Units

__all__ = ["standardised"]

Floats = npt.NDArray[np.float64]


def standardised(coded: Coded, units: Units) -> pd.DataFrame:
    """Return the share of each theme at each session for a fixed mix of who wrote.

    Parameters
    ----------
    coded : Coded
    units : Units

    Returns
    -------
    pandas.DataFrame
        Columns ``theme``, ``session`` and ``standardised``; no rows where there is
        one set or one session only. What somebody raises is modelled as a level of
        their set and role and a level of the session, which add up; the share is the
        mean over all who ever wrote. Where all sets wrote alike at every session it
        is the plain share.
    """
    texts = units.rows[units.rows["session"].notna()]
    place = codes_of(texts, PLACE)
    known = texts.assign(place=place)[["reflection_id", "unit", "place", "session"]]
    cells = known[["unit", "place", "session"]].drop_duplicates(ignore_index=True)
    if cells["place"].nunique() < 2 or cells["session"].nunique() < 2:
        return _table([], [], [])
    cells["row"] = np.arange(len(cells))
    row = known.merge(cells, on=["unit", "place", "session"])
    found = coded.codings[["reflection_id", "code"]].drop_duplicates()
    found = found.merge(row[["reflection_id", "row"]], on="reflection_id")
    theme = pd.Index(coded.themes).get_indexer(pd.Index(found["code"]))
    y = np.zeros((len(cells), len(coded.themes)))
    y[found["row"].to_numpy()[theme >= 0], theme[theme >= 0]] = 1
    session, sessions = pd.factorize(cells["session"], sort=True)
    level = _levels(y, session, cells["place"].to_numpy(), len(sessions))
    share = np.clip(y.mean(axis=0) + level - level[session].mean(axis=0), 0, 1)
    return _table(
        np.repeat(list(coded.themes), len(sessions)),
        np.tile(sessions, len(coded.themes)),
        share.T.ravel(),
    )


def _table(themes: Any, sessions: Any, shares: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "theme": pd.Series(themes, dtype="str"),
            "session": pd.Series(sessions, dtype="Int64"),
            "standardised": pd.Series(shares, dtype="float64"),
        }
    )


def _levels(
    y: Floats, session: npt.NDArray[np.intp], place: npt.NDArray[np.intp], n: int
) -> Floats:
    """Return what each session adds, the level of each place apart."""
    from scipy.sparse import csr_array

    rows = np.arange(len(y))
    when = csr_array((np.ones(len(y)), (session, rows)), shape=(n, len(y)))
    n_places = int(place.max()) + 1
    where = csr_array((np.ones(len(y)), (place, rows)), shape=(n_places, len(y)))
    size = np.bincount(place, minlength=n_places).astype(float)
    both = (where @ when.T).toarray()  # how many wrote, by place and session
    part = both / size[:, None]
    left = np.diag(both.sum(axis=0)) - both.T @ part
    right = when @ y - part.T @ (where @ y)
    levels: Floats = np.linalg.pinv(left, hermitian=True) @ right
    return levels
