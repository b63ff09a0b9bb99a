"""Means over people: shown where enough wrote, and coarse where it goes further."""

from __future__ import annotations

import pandas as pd

from alsjournal.disclosure.policy import Rule

__all__ = ["LEAST", "mask_levels"]

LEAST = 3
"""Of fewer people a mean says what one of them does: for no audience is it shown."""

_STEP = 2
"""Halves: where others made the rest of a mean, one more person moves it by less."""


def mask_levels(levels: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Mask the means of too few, and say in words what is shown.

    Parameters
    ----------
    levels : pandas.DataFrame
        With ``level``, ``low``, ``high``, ``wrote`` and, where it is known, ``held``:
        whether the number of those who wrote is held back.
    rule : Rule
        Under ``rule.minimum`` people nothing is shown; if it is above 0, numbers are
        rounded to halves, and how many people a mean is of is not said.

    Returns
    -------
    pandas.DataFrame
        With ``shown`` added.

    Examples
    --------
    >>> rows = pd.DataFrame({"level": [3.2, 2.0], "low": 2.1, "high": 4.3})
    >>> rows["wrote"] = [6, 2]
    >>> mask_levels(rows, Rule(0))["shown"].tolist()
    ['3.2 (2.1 to 4.3)', 'too few to tell']
    """
    out = levels.copy()
    wrote = out["wrote"].astype("Int64")
    few = (wrote < max(LEAST, rule.minimum)).fillna(True).astype(bool)
    if "held" in out:
        few |= out["held"].astype(bool)
    for column in ("level", "low", "high"):
        values = out[column].astype("Float64").mask(few)
        out[column] = (values * _STEP).round() / _STEP if rule.minimum else values
    out["wrote"] = wrote.mask(wrote.notna()) if rule.minimum else wrote
    out["shown"] = [
        "too few to tell"
        if pd.isna(level)
        else f"{level:.1f} ({low:.1f} to {high:.1f})"
        for level, low, high in zip(out["level"], out["low"], out["high"], strict=True)
    ]
    return out
