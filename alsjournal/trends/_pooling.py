"""Partial pooling: each set's share, with what the other sets are like behind it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["pooled_shares"]

Floats = npt.NDArray[np.float64]

_MEANS = np.linspace(0.005, 0.995, 100)
_WEIGHTS = np.geomspace(1, 200, 30)
"""The mean share of sets, and how alike they are: a set's own share counts for as many
people as wrote in it, the others for so many more. Even odds for each beforehand."""

_KEPT = 0.999
"""The part of the odds that is gone on with; the rest changes no figure shown."""

_HALVINGS = 40


def pooled_shares(raised: Floats, wrote: Floats) -> Floats:
    """Return shares of several groups that borrow strength from one another.

    Parameters
    ----------
    raised, wrote : numpy.ndarray of shape (n_groups,)

    Returns
    -------
    numpy.ndarray of shape (n_groups, 3)
        The mean of what each share may be, and its 95 % interval. Groups are taken
        to be drawn from a beta distribution, whose mean and spread are averaged over
        by how well they explain all groups (a beta-binomial model; Gelman and others
        2013, "Bayesian Data Analysis", 5.3). Missing where nobody wrote.

    Examples
    --------
    >>> found = pooled_shares(np.array([0.0, 4.0, 3.0]), np.array([6.0, 6.0, 6.0]))
    >>> bool(0 < found[0, 0] < found[2, 0] < found[1, 0] < 4 / 6)
    True
    """
    there = wrote > 0
    out = np.full((len(raised), 3), np.nan)
    if not there.any():
        return out
    both = np.column_stack([raised[there], wrote[there]])
    pairs, which, many = np.unique(
        both, axis=0, return_inverse=True, return_counts=True
    )
    x, n = pairs[:, 0], pairs[:, 1]
    mean, weight, odds = _odds(x, n, many)
    first = mean * weight + x[:, None]
    second = (1 - mean) * weight + (n - x)[:, None]
    centre = (first / (first + second)) @ odds
    low = _quantile(0.025, first, second, odds)
    high = _quantile(0.975, first, second, odds)
    out[there] = np.column_stack([centre, low, high])[which]
    return out


def _odds(
    raised: Floats, wrote: Floats, many: npt.NDArray[np.intp]
) -> tuple[Floats, Floats, Floats]:
    """Return the means and weights that explain the groups, and how well."""
    from scipy.special import betaln

    mean, weight = (part.ravel() for part in np.meshgrid(_MEANS, _WEIGHTS))
    x, n = raised[:, None], wrote[:, None]
    a, b = mean * weight, (1 - mean) * weight
    likely = many @ (betaln(a + x, b + n - x) - betaln(a, b))
    odds = np.exp(likely - likely.max())
    odds /= odds.sum()
    order = np.argsort(-odds)
    kept = order[: int(np.searchsorted(np.cumsum(odds[order]), _KEPT)) + 1]
    return mean[kept], weight[kept], odds[kept] / odds[kept].sum()


def _quantile(level: float, first: Floats, second: Floats, odds: Floats) -> Floats:
    """Return a quantile of a mixture of beta distributions, for each group."""
    from scipy.special import betainc

    low, high = np.zeros(len(first)), np.ones(len(first))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = betainc(first, second, middle[:, None]) @ odds < level
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    found: Floats = (low + high) / 2
    return found
