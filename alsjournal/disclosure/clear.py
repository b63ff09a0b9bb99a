"""The only maker of `Cleared` tables: exact counts go in, what may be shown comes out.

Masking happens before shares and intervals are computed, so that neither can be
turned back into a count that was withheld.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from alsjournal.cleared import SEAL, Cleared
from alsjournal.disclosure.audience import Audience
from alsjournal.disclosure.policy import Policy, Rule

__all__ = ["clear", "mask_counts", "wilson"]

C = TypeVar("C", bound=Cleared)

_COUNTS = ("raised", "wrote", "present", "on_roll")


def clear(
    kind: type[C],
    counts: pd.DataFrame,
    *,
    audience: Audience,
    policy: Policy,
    by: tuple[str, ...] = (),
    unit: str = "members",
    notes: tuple[str, ...] = (),
    provenance: Mapping[str, object] | None = None,
) -> C:
    """Turn exact counts into a table released to one audience.

    Parameters
    ----------
    kind : type of Cleared
        The table to make.
    counts : pandas.DataFrame
        The columns of ``kind`` as far as known; missing ones are made empty. If it
        has ``raised`` and ``wrote``, small ones are masked, and ``share``, ``low``,
        ``high`` and ``shown`` are made from what is left.
    audience : Audience
    policy : Policy
    by : tuple of str, default=()
        The columns that the counts are broken down by.
    unit : {"members", "reflections"}, default="members"
    notes : tuple of str, default=()
    provenance : mapping, optional

    Returns
    -------
    Cleared
        Of the type ``kind``.

    Raises
    ------
    DisclosureError
        If the audience may not see counts broken down so.
    """
    rule = policy.rule(audience, by)
    frame = counts.reset_index(drop=True)
    if {"raised", "wrote"} <= set(frame.columns):
        frame = mask_counts(frame, rule, within=("theme",) if by else ())
    for column in kind.COLUMNS:
        if column not in frame:
            frame[column] = None
    return kind(
        frame[list(kind.COLUMNS)],
        str(audience),
        policy.name,
        unit,
        notes,
        provenance or {},
        seal=SEAL,
    )


def mask_counts(
    counts: pd.DataFrame, rule: Rule, *, within: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Mask the counts that are too small, and make shares of the others.

    Parameters
    ----------
    counts : pandas.DataFrame
        With ``raised`` and ``wrote``; ``present`` and ``on_roll`` may be there.
    rule : Rule
        A count n of N is kept if n and N - n reach ``rule.minimum``.
    within : tuple of str, default=()
        Columns whose groups add up to a total that may be shown elsewhere. Where
        just one row of a group is masked, its smallest other row is masked too:
        else the total would give it away.

    Returns
    -------
    pandas.DataFrame
        With ``share``, ``low``, ``high`` and ``shown`` added.
    """
    out = counts.copy()
    for column in _COUNTS:
        values = out[column] if column in out else pd.Series(pd.NA, index=out.index)
        out[column] = values.astype("Int64")
    raised, wrote = out["raised"], out["wrote"]
    few = raised < rule.minimum
    hidden = few | (wrote - raised < rule.minimum)
    if within and rule.minimum:
        hidden |= _second(out, hidden, within)
    step = rule.rounded_to
    for column in _COUNTS:
        small = out[column] < rule.minimum
        rounded = ((out[column] + step // 2) // step) * step
        out[column] = rounded.mask(small.fillna(False))
    out["raised"] = out["raised"].mask(hidden)
    shares = wilson(out["raised"], out["wrote"])
    out[["share", "low", "high"]] = shares
    words = out["raised"].astype("str") + " of " + out["wrote"].astype("str")
    out["shown"] = words.mask(hidden, "withheld").astype("str")
    out.loc[few & hidden, "shown"] = f"fewer than {rule.minimum}"
    out.loc[wrote == 0, "shown"] = "nobody wrote"
    return out


def wilson(raised: pd.Series[Any], wrote: pd.Series[Any]) -> pd.DataFrame:
    """Shares with their Wilson 95 % intervals.

    The Wilson score interval (Wilson 1927) keeps its coverage in sets of six to
    twelve people, where the usual one covers 62-86 % instead of 95 % (Brown, Cai
    and DasGupta 2001 recommend it for small n).

    Parameters
    ----------
    raised, wrote : pandas.Series of Int64
        Counts; missing or zero denominators give missing shares.

    Returns
    -------
    pandas.DataFrame
        Columns ``share``, ``low``, ``high`` (Float64), with the index of ``raised``.

    Examples
    --------
    >>> x, n = pd.Series([3], dtype="Int64"), pd.Series([7], dtype="Int64")
    >>> wilson(x, n).round(2).values.tolist()
    [[0.43, 0.16, 0.75]]
    """
    from statsmodels.stats.proportion import proportion_confint  # slow to import

    x = raised.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    n = wrote.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(x) & (n > 0)
    out = np.full((len(x), 3), np.nan)
    if known.any():
        low, high = proportion_confint(x[known], n[known], method="wilson")
        out[known] = np.column_stack([x[known] / n[known], low, high])
    frame = pd.DataFrame(out, columns=["share", "low", "high"], index=raised.index)
    return frame.astype("Float64")


def _second(
    counts: pd.DataFrame, hidden: pd.Series[Any], within: tuple[str, ...]
) -> pd.Series[bool]:
    """Pick the second row to mask in groups where only one is masked."""
    second = np.zeros(len(counts), dtype=bool)
    for _, rows in counts.groupby(list(within), dropna=False):
        masked = hidden[rows.index].fillna(False)
        if masked.sum() == 1 and len(rows) > 1:
            smallest = rows.loc[~masked, "raised"].astype(float).idxmin()
            second[counts.index.get_loc(smallest)] = True
    return pd.Series(second, index=counts.index, dtype=bool)
