"""Shares corrected for what a machine misses, and for what it finds too much."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.errors import InputError

__all__ = ["checked_errors", "corrected_share"]

Floats = npt.NDArray[np.float64]

_NEEDED = ("code", "with_code", "found", "without_code", "left_alone")
_STEPS = 40
_CREDIBLE = 0.975
"""How sure it must be that a machine does better than chance."""


def checked_errors(errors: object) -> pd.DataFrame:
    """Return a table of error rates by code, or say what it must be.

    Raises
    ------
    InputError
        If it is none.
    """
    if not isinstance(errors, pd.DataFrame) or not set(_NEEDED) <= set(errors.columns):
        msg = (
            "errors must be the table of alsjournal.error_rates, from texts that a "
            f"person coded too (see double_coding_sample). Got {type(errors).__name__}."
        )
        raise InputError(msg)
    return errors.set_index("code")


def corrected_share(raised: int, wrote: int, rates: pd.Series[Any]) -> Floats:
    """Return a share as a person's coding would have it, with its interval.

    Parameters
    ----------
    raised, wrote : int
        As the machine counts.
    rates : pandas.Series
        ``with_code``, ``found``, ``without_code`` and ``left_alone`` of the code.

    Returns
    -------
    numpy.ndarray of shape (3,)
        The share and its 95 % interval; missing where it is not sure that the
        machine does better than chance. The estimate is Rogan and Gladen's (1978);
        the interval carries what is unsure of the share and of both rates, each with
        Jeffreys's prior (as Gelman and Carpenter 2020, "Bayesian analysis of tests
        with unknown specificity and sensitivity", JRSS C 69, with even quantiles in
        the place of draws).

    Examples
    --------
    >>> rates = pd.Series({"with_code": 40, "found": 28})
    >>> rates = pd.concat([rates, pd.Series({"without_code": 60, "left_alone": 54})])
    >>> corrected_share(13, 100, rates).round(2).tolist()
    [0.05, 0.0, 0.2]
    """
    from scipy.stats import beta

    even = (np.arange(_STEPS) + 0.5) / _STEPS
    counts = {name: float(rates[name]) for name in _NEEDED[1:]}

    def drawn(hits: float, of: float) -> Floats:
        quantiles: Floats = beta.ppf(even, hits + 0.5, of - hits + 0.5)
        return quantiles

    found = drawn(counts["found"], counts["with_code"])
    alone = drawn(counts["left_alone"], counts["without_code"])
    better = found[:, None] + alone[None, :] - 1
    if (better > 0).mean() < _CREDIBLE or not wrote:
        return np.full(3, np.nan)
    seen = drawn(raised, wrote)[:, None, None]
    might = (seen + alone[None, None, :] - 1) / np.where(better > 0, better, np.nan)
    low, high = np.nanquantile(np.clip(might, 0, 1), [0.025, 0.975])
    sensitivity = counts["found"] / max(counts["with_code"], 1)
    specificity = counts["left_alone"] / max(counts["without_code"], 1)
    told = sensitivity + specificity - 1
    share = (raised / wrote + specificity - 1) / told if told > 0 else np.nan
    return np.array([np.clip(share, 0, 1), low, high])
