"""Slopes within groups, and how sure they are when people write again and again.

A share is modelled as linear in the session (a linear probability model): a slope is
then in points of a share, it can be averaged over groups without changing its
meaning (which odds ratios cannot), and nothing has to converge in a set of six.
Effects of groups, as of members or sets, are taken out by centring within them.

Standard errors are the jackknife over people (CV3): each is left out in turn with
all that they wrote. Of the estimators for few clusters it errs least (MacKinnon,
Nielsen and Webb 2023, "Fast and reliable jackknife and bootstrap methods for
cluster-robust inference", Journal of Applied Econometrics 38). Above `MAX_BLOCKS`
people, groups of them are left out instead (Kott 2001, "The delete-a-group
jackknife", Journal of Official Statistics 17).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = [
    "MAX_BLOCKS",
    "Slopes",
    "blocks_of",
    "p_values",
    "remaining",
    "slopes",
    "spread",
]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

MAX_BLOCKS = 400
"""People left out one at a time; of more, groups are."""

_RCOND = 1e-9


@dataclass(frozen=True, eq=False, repr=False)
class Slopes:
    """The coefficients of one fit, of which the first is the one that is asked for.

    Parameters
    ----------
    estimate : numpy.ndarray of shape (n_columns, n_themes)
    left_out : numpy.ndarray of shape (n_blocks, n_columns, n_themes)
        The estimates with each block left out.
    blocks : float
        The effective number of blocks: as many as there are where they tell alike,
        fewer where a few tell most of it (Carter, Schnepel and Steigerwald 2017).
    """

    estimate: Floats
    left_out: Floats
    blocks: float

    @property
    def df(self) -> float:
        """Return the degrees of freedom, effective blocks less one."""
        return max(self.blocks - 1, 0.0)

    def error(self, column: int = 0) -> Floats:
        """Return the standard errors of a coefficient, theme by theme."""
        return spread(self.left_out[:, column] - self.estimate[column])

    def p(self, column: int = 0) -> Floats:
        """Return the p-values of a coefficient, two-sided, by Student's t."""
        return p_values(self.estimate[column], self.error(column), self.df)


def spread(differences: Floats) -> Floats:
    """Return the jackknife standard error of estimates that differ so.

    Parameters
    ----------
    differences : numpy.ndarray of shape (n_blocks, n_themes)
        From the estimate on everything.
    """
    n = len(differences)
    total: Floats = np.sqrt((n - 1) / max(n, 1) * (differences**2).sum(axis=0))
    return total


def p_values(estimate: Floats, error: Floats, df: float) -> Floats:
    """Return two-sided p-values by Student's t; missing where nothing varies."""
    from scipy.stats import t

    out = np.full(np.shape(estimate), np.nan)
    known = (error > 1e-12) & (df >= 1)
    out[known] = 2 * t.sf(np.abs(estimate[known] / error[known]), df)
    return out


def blocks_of(unit: Codes, place: Codes) -> Codes:
    """Return which rows are left out together: those of one person, or of several.

    Where they are several, each block takes people of all places in turn, and who is
    in which depends on the order of the rows alone.
    """
    _, first, own = np.unique(unit, return_index=True, return_inverse=True)
    if len(first) <= MAX_BLOCKS:
        return own.astype(np.intp)
    order = np.lexsort((first, place[first]))
    block = np.empty(len(first), dtype=np.intp)
    block[order] = np.arange(len(first)) % MAX_BLOCKS
    return block[own]


def slopes(y: Floats, x: Floats, effect: Codes, block: Codes) -> Slopes:
    """Regress on columns within the groups of an effect, leaving out each block.

    Parameters
    ----------
    y : numpy.ndarray of shape (n_rows, n_themes)
    x : numpy.ndarray of shape (n_rows, n_columns)
        The first is what is asked for; columns that tell nothing more are ignored.
    effect : numpy.ndarray of shape (n_rows,)
        Numbers of the groups that have a level of their own.
    block : numpy.ndarray of shape (n_rows,)
        Numbers of what is left out together.

    Returns
    -------
    Slopes
        Exactly what separate fits without each block would give.

    Examples
    --------
    >>> t = np.array([[1.0], [2.0], [1.0], [2.0]])
    >>> y = np.array([[0.0], [1.0], [0.0], [0.0]])
    >>> person = np.array([0, 0, 1, 1])
    >>> found = slopes(y, t, person, person)
    >>> found.estimate.tolist(), found.error().round(2).tolist()
    ([[0.5]], [0.5])
    """
    x = x - x.mean(axis=0, keepdims=True)
    both = np.hstack([x, y])
    n_x = x.shape[1]
    cross = _Cross.of(both, n_x, effect, block)
    whole = _solve(cross.whole[None], n_x)[0]
    left_out = _solve(cross.without, n_x)
    return Slopes(whole, left_out, _effective(cross, n_x))


def remaining(y: Floats, x: Floats, effect: Codes) -> Floats:
    """Return what columns and the groups of an effect leave of others.

    Parameters
    ----------
    y : numpy.ndarray of shape (n_rows, n_wanted)
    x : numpy.ndarray of shape (n_rows, n_columns)
    effect : numpy.ndarray of shape (n_rows,)

    Returns
    -------
    numpy.ndarray of shape (n_rows, n_wanted)

    Examples
    --------
    >>> one = np.zeros(2, dtype=int)
    >>> remaining(np.array([[1.0], [3.0]]), np.empty((2, 0)), one).ravel().tolist()
    [-1.0, 1.0]
    """
    both = np.hstack([x, y])
    n = int(effect.max()) + 1
    size = np.bincount(effect, minlength=n)[:, None]
    both = both - (_added(both, effect, n) / np.maximum(size, 1))[effect]
    own, wanted = both[:, : x.shape[1]], both[:, x.shape[1] :]
    if not x.shape[1]:
        return wanted
    left: Floats = wanted - own @ np.linalg.lstsq(own, wanted, rcond=_RCOND)[0]
    return left


@dataclass(frozen=True, eq=False)
class _Cross:
    """Sums of products within effects: of all rows, and without each block."""

    whole: Floats
    without: Floats

    @classmethod
    def of(cls, both: Floats, n_x: int, effect: Codes, block: Codes) -> _Cross:
        n_blocks = int(block.max()) + 1
        cell = effect.astype(np.int64) * n_blocks + block
        cells, cell = np.unique(cell, return_inverse=True)
        in_effect, in_block = cells // n_blocks, cells % n_blocks
        n_effects = int(effect.max()) + 1
        size = np.bincount(cell).astype(float)
        sums = _added(both, cell, len(cells))
        of_effect = _added(sums, in_effect, n_effects)
        of_size = np.bincount(in_effect, weights=size, minlength=n_effects)
        products = np.stack(
            [_added(both[:, [j]] * both, block, n_blocks) for j in range(n_x)], axis=1
        )
        levels = _levels(of_effect, of_size, n_x)
        whole = products.sum(axis=0) - levels.sum(axis=0)
        # Of each effect that a block has rows in, its level changes without them.
        rest = _levels(of_effect[in_effect] - sums, of_size[in_effect] - size, n_x)
        moved = rest - levels[in_effect]
        flat = _added(moved.reshape(len(cells), -1), in_block, n_blocks)
        without = products.sum(axis=0) - products - levels.sum(axis=0)
        return cls(whole, without - flat.reshape(without.shape))


def _added(values: Floats, to: npt.NDArray[np.integer[Any]], n: int) -> Floats:
    from scipy.sparse import csr_array

    ones = np.ones(len(values))
    gather = csr_array((ones, (to, np.arange(len(values)))), shape=(n, len(values)))
    return np.asarray(gather @ values, dtype=float)


def _levels(sums: Floats, size: npt.NDArray[Any], n_x: int) -> Floats:
    """Return what the level of each group takes from the sums of products."""
    mean = sums[:, :n_x] / np.maximum(size, 1)[:, None]
    taken: Floats = mean[:, :, None] * sums[:, None, :]
    return taken * (size > 0)[:, None, None]


def _solve(cross: Floats, n_x: int) -> Floats:
    """Return coefficients from sums of products, of shape (..., n_x, n_x + n_y)."""
    left, right = cross[..., :n_x], cross[..., n_x:]
    scale = np.sqrt(np.maximum(np.diagonal(left, axis1=-2, axis2=-1), 0))
    scale = np.where(scale > _RCOND, scale, 1.0)
    alike = left / scale[..., :, None] / scale[..., None, :]
    inverse = np.linalg.pinv(alike, rcond=_RCOND, hermitian=True)
    found: Floats = inverse @ (right / scale[..., :, None]) / scale[..., :, None]
    return found


def _effective(cross: _Cross, n_x: int) -> float:
    """Return how many blocks tell, from how much each adds to what the slope has."""
    from_all = _information(cross.whole[None], n_x)
    told = np.maximum(from_all - _information(cross.without, n_x), 0)
    total = told.sum()
    if not total > _RCOND * max(float(from_all[0]), 1e-300):
        return 0.0
    return float(total**2 / (told**2).sum())


def _information(cross: Floats, n_x: int) -> Floats:
    """Return the sum of squares of the first column that the others leave."""
    left = cross[..., :n_x]
    first = left[..., 0, 0]
    if n_x == 1:
        return first
    others = np.linalg.pinv(left[..., 1:, 1:], rcond=_RCOND, hermitian=True)
    along = left[..., 1:, 0]
    explained = np.einsum("...i,...ij,...j->...", along, others, along)
    kept: Floats = first - explained
    return kept
