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
        their set and role and a level of the session, which add up; the mix is what
        each wrote over all sessions. Where all of them wrote at every session, it is
        direct standardisation; where none links the sessions, it is missing.
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
    share = _shares(y, session, cells["place"].to_numpy(), len(sessions))
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


def _shares(
    y: Floats, session: npt.NDArray[np.intp], place: npt.NDArray[np.intp], n: int
) -> Floats:
    """Return the share at each session, the levels of places and sessions adding up.

    Each place counts for as much at every session as it wrote over all of them.
    Missing where no place links the sessions.
    """
    from scipy.sparse import csr_array

    rows, n_places = np.arange(len(y)), int(place.max()) + 1
    size = np.bincount(place, minlength=n_places).astype(float)
    cell = place * n + session
    many = np.bincount(cell, minlength=n_places * n)
    weight = size[place] / many[cell]
    when = csr_array((weight, (session, rows)), shape=(n, len(y)))
    where = csr_array((weight, (place, rows)), shape=(n_places, len(y)))
    both = (size[:, None] * (many.reshape(n_places, n) > 0)).astype(float)
    part = both / both.sum(axis=1, keepdims=True)
    left = np.diag(both.sum(axis=0)) - both.T @ part
    if np.linalg.matrix_rank(left, tol=1e-9 * left.max(), hermitian=True) < n - 1:
        return np.full((n, y.shape[1]), np.nan)
    of_place = where @ y
    level = np.linalg.pinv(left, hermitian=True) @ (when @ y - part.T @ of_place)
    own = of_place / both.sum(axis=1, keepdims=True) - part @ level
    mean = (size[:, None] * own).sum(axis=0) / size.sum()
    return np.asarray(np.clip(mean + level, 0, 1), dtype=float)
