"""How sure a coefficient is where any two rows of one person are equally alike.

The working model of repeated answers: one variance, and one intraclass correlation
within people (Liang and Zeger 1986, "Longitudinal data analysis using generalized
linear models", Biometrika 73). It says what an error will be before anybody raised
anything, and what it would be were there no difference between groups.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["error_of", "likeness"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]


def likeness(left: Floats, block: Codes) -> tuple[Floats, Floats]:
    """Return the variance of residuals, and how alike those of one person are.

    Parameters
    ----------
    left : numpy.ndarray of shape (n_rows, n_themes)
        Residuals.
    block : numpy.ndarray of shape (n_rows,)
        Whose each row is.

    Returns
    -------
    variance, alike : numpy.ndarray of shape (n_themes,)
        The mean square, and the mean product of two rows of one person as a part of
        it, between 0 and 1.

    Examples
    --------
    >>> left = np.array([[1.0], [1.0], [-1.0], [-1.0]])
    >>> [found.tolist() for found in likeness(left, np.array([0, 0, 1, 1]))]
    [[1.0], [1.0]]
    """
    variance: Floats = (left**2).mean(axis=0)
    sums = np.zeros((int(block.max()) + 1, left.shape[1]))
    np.add.at(sums, block, left)
    size = np.bincount(block).astype(float)
    pairs = float((size * (size - 1)).sum())
    if not pairs:
        return variance, np.zeros_like(variance)
    shared = ((sums**2).sum(axis=0) - (left**2).sum(axis=0)) / pairs
    alike = np.clip(shared / np.where(variance > 0, variance, 1.0), 0, 1)
    return variance, alike


def error_of(told: Floats, block: Codes, variance: Floats, alike: Floats) -> Floats:
    """Return the standard error of a coefficient.

    Parameters
    ----------
    told : numpy.ndarray of shape (n_rows,)
        The column that it is of, as far as the other columns leave it.
    block : numpy.ndarray of shape (n_rows,)
        Whose each row is.
    variance, alike : numpy.ndarray of shape (n_themes,)

    Returns
    -------
    numpy.ndarray of shape (n_themes,)
        Endless where the column tells nothing.

    Examples
    --------
    >>> person = np.array([0, 0, 1, 1])
    >>> error_of(np.array([-0.5, 0.5, -0.5, 0.5]), person, np.ones(1), np.zeros(1))
    array([1.])
    """
    square = float((told**2).sum())
    if square < 1e-12:
        return np.full(len(variance), np.inf)
    by_person = np.bincount(block, weights=told)
    spread = (1 - alike) * square + alike * float((by_person**2).sum())
    error: Floats = np.sqrt(variance * spread) / square
    return error
