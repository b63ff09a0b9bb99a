"""Shares of times that somebody wrote, where the same people write again and again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["PRIOR_ICC", "design_effect", "repeated_shares"]

Floats = npt.NDArray[np.float64]

PRIOR_ICC = 0.15
"""How alike what one person writes is, where little is known: an intraclass
correlation. Of repeated yes-or-no answers of one person 0.1 to 0.3 is usual."""

_PRIOR_WEIGHT = 10.0
"""The weight of that, in people."""


def design_effect(
    n: Floats, squares: Floats, people: Floats, again: Floats, x: Floats, alike: Floats
) -> Floats:
    """Return by how much repeated answers inflate the variance of their share.

    All arguments have the shape of what is returned: one entry a group.

    Parameters
    ----------
    n, squares : numpy.ndarray
        How often people wrote, and the sum of the squares of that, person by person.
    people, again : numpy.ndarray
        How many wrote, and how many more than once.
    x : numpy.ndarray
        How often it was raised.
    alike : numpy.ndarray
        The sum over people of the square of how often they raised it, divided by how
        often they wrote.

    Returns
    -------
    numpy.ndarray
        At least 1. Kish's ``1 + (m - 1) icc`` with ``m`` the mean size weighted by
        size (Kish 1965, "Survey Sampling"), the intraclass correlation that of a
        one-way analysis of variance (Donner 1986), drawn towards `PRIOR_ICC`.
    """
    inner = np.maximum(n - people, 1)
    outer = np.maximum(people - 1, 1)
    between = np.maximum(alike - x**2 / n, 0) / outer
    within = np.maximum(x - alike, 0) / inner
    usual = (n - squares / n) / outer
    below = between + (usual - 1) * within
    known = (n > people) & (people > 1)
    icc = np.divide(between - within, below, out=np.zeros_like(n), where=below > 0)
    icc = np.where(known, np.clip(icc, 0, 1), PRIOR_ICC)
    weight = again / (again + _PRIOR_WEIGHT)
    drawn = weight * icc + (1 - weight) * PRIOR_ICC
    effect: Floats = np.maximum(1.0, 1 + (squares / n - 1) * drawn)
    return effect


def repeated_shares(
    sizes: pd.DataFrame, raised: pd.DataFrame, themes: Sequence[str], keys: list[str]
) -> pd.DataFrame:
    """Return the share of times that each theme was raised, with its interval.

    Parameters
    ----------
    sizes : pandas.DataFrame
        Columns ``unit``, those of ``keys`` and ``times`` (that they wrote), a row for
        each person in each group.
    raised : pandas.DataFrame
        Columns ``theme``, ``unit``, those of ``keys`` and ``raised``: of these times,
        where it was raised at all.
    themes : sequence of str
    keys : list of str

    Returns
    -------
    pandas.DataFrame
        Columns ``theme``, those of ``keys``, ``raised``, ``wrote``, ``est_share``,
        ``est_low`` and ``est_high``: Wilson's interval at the effective number of
        times, at Student's t over people, those of the prior among them (after Korn
        and Graubard 1998).
    """
    from scipy.stats import t

    times = sizes["times"]
    sizes = sizes.assign(squares=times**2, people=1, again=(times > 1).astype(int))
    summed = ["times", "squares", "people", "again"]
    groups = _summed(sizes, keys, summed)
    found = raised.merge(sizes[["unit", *keys, "times"]], on=["unit", *keys])
    found["alike"] = found["raised"] ** 2 / found["times"]
    found = _summed(found, ["theme", *keys], ["raised", "alike"])
    out = pd.DataFrame({"theme": list(themes)}, dtype="str").merge(groups, how="cross")
    out = out.merge(found, on=["theme", *keys], how="left")
    out[["raised", "alike"]] = out[["raised", "alike"]].fillna(0)
    n, squares, people, again, x, alike = (
        out[c].to_numpy(dtype=float) for c in (*summed, "raised", "alike")
    )
    effective = n / design_effect(n, squares, people, again, x, alike)
    z = t.ppf(0.975, people - 1 + _PRIOR_WEIGHT)
    share = x / n
    middle = (share + z * z / (2 * effective)) / (1 + z * z / effective)
    reach = z / (1 + z * z / effective)
    reach *= np.sqrt(share * (1 - share) / effective + z * z / (4 * effective**2))
    out["est_share"] = share
    out["est_low"] = np.where(x == 0, 0.0, middle - reach)
    out["est_high"] = np.where(x == n, 1.0, middle + reach)
    out["wrote"] = out["times"]
    return out[["theme", *keys, "raised", "wrote", "est_share", "est_low", "est_high"]]


def _summed(rows: pd.DataFrame, keys: list[str], columns: list[str]) -> pd.DataFrame:
    if not keys:
        return rows[columns].sum().to_frame().T
    return rows.groupby(keys, dropna=False, sort=False)[columns].sum().reset_index()
