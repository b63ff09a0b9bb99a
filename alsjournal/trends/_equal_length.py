"""Elements of reflection at equal length: as if everybody had written as much.

Who writes more shows more elements, so that a series of raw counts would draw tired
writers as less learning. Rarefaction asks instead what would be found among a fixed
number of sentences drawn from what each wrote (Hurlbert 1971, "The nonconcept of
species diversity", Ecology 52, formula 14).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.disclosure.clear import wilson
from alsjournal.trends.coded import Coded
from alsjournal.trends.counts import Units

__all__ = ["NOTHING", "present_at", "shares_of", "shown_in"]

Floats = npt.NDArray[np.float64]

NOTHING = "Other"
"""The code of a sentence that shows no element."""


def shown_in(x: Floats, n: Floats, m: int) -> Floats:
    """Return the chance that a draw of sentences holds one with the element.

    Parameters
    ----------
    x, n : numpy.ndarray
        How many of a writer's n sentences show it.
    m : int
        How many are drawn, without putting back; at most n.

    Returns
    -------
    numpy.ndarray
        Between 0 and 1.

    Examples
    --------
    >>> shown_in(np.array([0.0, 1.0, 6.0]), np.array([10.0, 10.0, 10.0]), 5)
    array([0. , 0.5, 1. ])
    """
    from scipy.special import gammaln

    left = n - x
    can_miss = left >= m
    left = np.where(can_miss, left, m)
    chosen = gammaln(left + 1) - gammaln(left - m + 1)
    of_all = gammaln(n + 1) - gammaln(n - m + 1)
    missed = np.where(can_miss, np.exp(chosen - of_all), 0.0)
    return np.asarray(np.where(x > 0, 1 - missed, 0.0), dtype=float)


def present_at(coded: Coded, units: Units, by: tuple[str, ...], m: int) -> pd.DataFrame:
    """Return what each writer shows among m of their sentences, in each group.

    Parameters
    ----------
    coded : Coded
        One coding a sentence, also of those that show nothing.
    units : Units
    by : tuple of str
    m : int

    Returns
    -------
    pandas.DataFrame
        Columns of ``by``, ``unit``, ``theme`` and ``present``, from 0 to 1: a row for
        each code and each writer of m sentences and more in the group.
    """
    found = coded.codings[["reflection_id", "code"]].rename(columns={"code": "theme"})
    rows = found.merge(units.rows, on="reflection_id")
    keys = [*by, "unit"]
    n = rows.groupby(keys, dropna=False).size().rename("n").reset_index()
    n = n[n["n"] >= m]
    grid = n.merge(
        pd.DataFrame({"theme": list(coded.themes)}, dtype="str"), how="cross"
    )
    x = rows.groupby([*keys, "theme"], dropna=False).size().rename("x").reset_index()
    grid = grid.merge(x, on=[*keys, "theme"], how="left")
    many = grid["x"].fillna(0).to_numpy(dtype=float)
    grid["present"] = shown_in(many, grid["n"].to_numpy(dtype=float), m)
    return grid[[*keys, "theme", "present"]]


def shares_of(
    present: pd.DataFrame, by: tuple[str, ...], *, least: int
) -> pd.DataFrame:
    """Return the mean of each code in each group, with its interval.

    Parameters
    ----------
    present : pandas.DataFrame
        As `present_at` returns it.
    by : tuple of str
    least : int
        Of how many writers at least; groups of fewer are left out.

    Returns
    -------
    pandas.DataFrame
        Columns ``theme``, those of ``by``, ``equal_wrote`` (how many wrote enough),
        ``at_equal_length``, ``equal_low`` and ``equal_high``. The interval is
        Wilson's: it is wide enough for a mean of numbers between 0 and 1 too, whose
        variance is never more than that of ones and zeros with the same mean (Bhatia
        and Davis 2000).
    """
    at = ["theme", *by]
    own = present.groupby(at, dropna=False)["present"].agg(["sum", "size"])
    out = own[own["size"] >= least].reset_index().rename(columns={"size": "wrote"})
    estimate = wilson(out["sum"], out["wrote"])
    out[["at_equal_length", "equal_low", "equal_high"]] = estimate
    return out.drop(columns="sum").rename(columns={"wrote": "equal_wrote"})
