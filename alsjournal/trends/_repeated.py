"""Shares of times that somebody wrote, where the same people write again and again."""

from __future__ import annotations

from typing import Any

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


def design_effect(sizes: Floats, means: Floats) -> float:
    """Return by how much repeated answers inflate the variance of their share.

    Parameters
    ----------
    sizes : numpy.ndarray of shape (n_people,)
        How often each wrote.
    means : numpy.ndarray of shape (n_people,)
        In which part of these times they raised it.

    Returns
    -------
    float
        At least 1. Kish's ``1 + (m - 1) icc`` with ``m`` the mean size weighted by
        size (Kish 1965, "Survey Sampling"), the intraclass correlation that of a
        one-way analysis of variance (Donner 1986), drawn towards `PRIOR_ICC`.

    Examples
    --------
    >>> round(design_effect(np.array([1.0, 1.0]), np.array([0.0, 1.0])), 2)
    1.0
    """
    total = sizes.sum()
    weighted = float((sizes**2).sum() / total)
    icc = _intraclass(sizes, means)
    people = float((sizes > 1).sum())
    weight = people / (people + _PRIOR_WEIGHT)
    drawn = weight * icc + (1 - weight) * PRIOR_ICC if people else PRIOR_ICC
    return max(1.0, 1 + (weighted - 1) * drawn)


def _intraclass(sizes: Floats, means: Floats) -> float:
    """Return the intraclass correlation of yes-or-no answers, from 0 to 1."""
    n, k = sizes.sum(), len(sizes)
    if n <= k or k < 2:
        return PRIOR_ICC
    grand = (sizes * means).sum() / n
    between = (sizes * (means - grand) ** 2).sum() / (k - 1)
    within = (sizes * means * (1 - means)).sum() / (n - k)
    usual = (n - (sizes**2).sum() / n) / (k - 1)
    below = between + (usual - 1) * within
    return float(np.clip((between - within) / below, 0, 1)) if below > 0 else 0.0


def repeated_shares(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the share of times that each theme was raised, with its interval.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns ``theme``, those of ``keys``, ``unit``, ``times`` (that they wrote)
        and ``raised`` (of these), one row a person, theme and group.
    keys : list of str

    Returns
    -------
    pandas.DataFrame
        Columns ``theme``, those of ``keys``, ``raised``, ``wrote``, ``est_share``,
        ``est_low`` and ``est_high``: Wilson's interval at the effective number of
        times, at Student's t over people, those of the prior among them
        (after Korn and Graubard 1998).
    """
    out = []
    for where, own in rows.groupby(["theme", *keys], dropna=False, sort=False):
        sizes = own["times"].to_numpy(dtype=float)
        raised = own["raised"].to_numpy(dtype=float)
        share, low, high = _interval(sizes, raised)
        counts = (int(raised.sum()), int(sizes.sum()))
        out.append((*_tuple(where), *counts, share, low, high))
    names = ["theme", *keys, "raised", "wrote", "est_share", "est_low", "est_high"]
    return pd.DataFrame(out, columns=names)


def _tuple(where: Any) -> tuple[Any, ...]:
    return where if isinstance(where, tuple) else (where,)


def _interval(sizes: Floats, raised: Floats) -> tuple[float, float, float]:
    from scipy.stats import t

    n, x = sizes.sum(), raised.sum()
    share = x / n
    effect = design_effect(sizes, raised / sizes)
    people = len(sizes)
    z = float(t.ppf(0.975, people - 1 + _PRIOR_WEIGHT))
    effective = n / effect
    middle = (share + z * z / (2 * effective)) / (1 + z * z / effective)
    reach = z / (1 + z * z / effective)
    reach *= np.sqrt(share * (1 - share) / effective + z * z / (4 * effective**2))
    low, high = middle - reach, middle + reach
    return share, 0.0 if x == 0 else float(low), 1.0 if x == n else float(high)
