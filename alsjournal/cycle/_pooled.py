"""Counts of a record for a programme: none that is one set's or a few people's."""

from __future__ import annotations

import pandas as pd

from alsjournal.disclosure import Rule, mask_counts

__all__ = ["few_behind", "shown_counts"]


def few_behind(rows: pd.DataFrame, person: str, rule: Rule) -> bool:
    """Say whether rows are of too few people or bodies, or of one set alone.

    Examples
    --------
    >>> rows = pd.DataFrame({"set_id": ["A", "B"], "owner": ["m1", "m2"]})
    >>> few_behind(rows, "owner", Rule(5)), few_behind(rows, "owner", Rule(2))
    (True, False)
    """
    return rows[person].nunique() < rule.minimum or rows["set_id"].nunique() < 2


def shown_counts(
    counts: pd.DataFrame,
    rule: Rule,
    *,
    count: str,
    of: str = "of",
    within: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Mask the counts that are too small, and say in ``shown`` what may be said.

    Parameters
    ----------
    counts : pandas.DataFrame
        With the columns ``count`` and ``of``; where ``held`` is true both are masked.
    rule : Rule
        From the policy.
    count, of : str
        Names of the columns: n of N.
    within : tuple of str, default=()
        Columns whose groups add up to N, where they do.

    Returns
    -------
    pandas.DataFrame
        With ``shown``: *3 of 7*, *fewer than 5* or *withheld*.
    """
    asked = counts.rename(columns={count: "raised", of: "wrote"})
    asked["wrote_held"] = asked.get("held", False)
    masked = mask_counts(asked, rule, within=within, adds_up=bool(within))
    out = counts.assign(**{count: masked["raised"], of: masked["wrote"]})
    held = asked["wrote_held"].astype(bool) | out[of].isna()
    return out.assign(shown=masked["shown"].mask(held, "withheld").astype("str"))
