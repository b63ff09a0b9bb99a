"""In how many roles a theme was raised, as far as it may be told.

What people work as points at them. So a set is not told (its policy breaks nothing down
by role), and beyond it a role that fewer people hold than the policy's smallest count
is folded with the others like it; if these are still too few, they count as no role.
"""

from __future__ import annotations

import pandas as pd

from alsjournal.disclosure import Rule
from alsjournal.trends.coded import Coded
from alsjournal.trends.counts import Units

__all__ = ["FOLDED", "with_roles"]

FOLDED = "\0other roles"


def with_roles(
    counts: pd.DataFrame, coded: Coded, units: Units, rule: Rule
) -> pd.DataFrame:
    """Add ``roles_raised`` and ``roles`` to the counts of each theme.

    Parameters
    ----------
    counts : pandas.DataFrame
        With ``theme``, ``raised``, ``wrote`` and ``held``, a row a theme.
    coded : Coded
    units : Units
    rule : Rule
        Below its ``minimum`` roles are folded.

    Returns
    -------
    pandas.DataFrame
        Missing where a single role would be left, and where the number would tell that
        nearly all who hold some roles raised it.
    """
    out = counts.copy()
    missing = pd.Series(pd.NA, index=out.index, dtype="Int64")
    out["roles_raised"], out["roles"] = missing, missing
    folded = _folded(units.rows, rule.minimum)
    sizes = folded.groupby("role")["unit"].nunique().sort_values(ascending=False)
    if len(sizes) < 2:
        return out
    found = coded.codings[["reflection_id", "code"]].drop_duplicates()
    found = found.merge(folded, on="reflection_id")
    raised = out["theme"].map(found.groupby("code")["role"].nunique())
    raised = raised.fillna(0).astype("Int64")
    # At most so many people can hold these roles: if all of them raised it, or nearly,
    # the number of roles would say of each what they wrote.
    most = sizes.cumsum().reset_index(drop=True)
    room = [int(most[n - 1]) if n else 0 for n in raised]
    safe = (pd.Series(room, index=out.index) - out["raised"]) >= rule.minimum
    safe &= (out["raised"] >= rule.minimum) & ~out["held"].astype(bool)
    out["roles_raised"] = raised.where(safe | (rule.minimum == 0))
    out["roles"] = pd.Series(len(sizes), index=out.index, dtype="Int64")
    return out


def _folded(rows: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Return who wrote what in which role, small roles put together."""
    known = rows.loc[rows["role"].notna(), ["reflection_id", "unit", "role"]]
    holders = known.groupby("role")["unit"].nunique()
    few = holders.index[holders < minimum]
    known = known.assign(role=known["role"].mask(known["role"].isin(few), FOLDED))
    others = known.loc[known["role"] == FOLDED, "unit"].nunique()
    return known[(known["role"] != FOLDED) | (others >= minimum)]
