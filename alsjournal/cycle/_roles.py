"""What people work as, told only where enough of them do."""

from __future__ import annotations

from typing import Any

import pandas as pd

__all__ = ["OTHERS", "folded"]

OTHERS = "others"
_UNTOLD = "not told"


def folded(of_members: pd.Series[Any], minimum: int) -> pd.Series[Any]:
    """Put small groups together, until no group is smaller than the minimum.

    Parameters
    ----------
    of_members : pandas.Series
        The role, or the type of organisation, of each member, by pseudonym.
    minimum : int
        0 leaves all as they are.

    Returns
    -------
    pandas.Series
        With the same index. A group that fewer hold is "others"; where these are too
        few, the smallest of the other groups goes with them.

    Examples
    --------
    >>> roles = pd.Series(["nurse"] * 3 + ["GP"] * 2 + ["porter"])
    >>> sorted(set(folded(roles, 2)))
    ['nurse', 'others']
    """
    named = of_members.astype("str").fillna(_UNTOLD)
    sizes = named.value_counts().sort_index().sort_values(kind="stable")
    small = list(sizes.index[sizes < minimum])
    rest = [group for group in sizes.index if group not in small]
    while small and rest and sizes[small].sum() < minimum:
        small.append(rest.pop(0))
    return named.mask(named.isin(small), OTHERS)
