"""Counts of a record for a programme: none that is one set's or a few people's."""

from __future__ import annotations

import pandas as pd

from alsjournal.disclosure import Rule, mask_counts

__all__ = ["LESS_A_SET", "few_behind", "points_at_few", "shown_counts"]

LESS_A_SET = (
    "A set knows its own numbers and can subtract them, so a count is withheld too "
    "where, less any one set, it would be of fewer than {k}, or its rest would be, or "
    "the people behind it."
)


def few_behind(rows: pd.DataFrame, person: str, rule: Rule) -> bool:
    """Say whether rows are of too few people or bodies, or of one set alone.

    Examples
    --------
    >>> rows = pd.DataFrame({"set_id": ["A", "B"], "owner": ["m1", "m2"]})
    >>> few_behind(rows, "owner", Rule(5)), few_behind(rows, "owner", Rule(2))
    (True, False)
    """
    return rows[person].nunique() < rule.minimum or rows["set_id"].nunique() < 2


def points_at_few(
    rows: pd.DataFrame,
    counted: pd.Series[bool],
    person: str,
    rule: Rule,
    *,
    unit: str | None = None,
) -> bool:
    """Say whether a count, or what is left of it without one set, is of too few.

    A set's own page is exact, and anybody of the set may hold it, on record or not:
    who has it subtracts the set's numbers from the programme's. Of two sets each so
    learns the other's. What is left must be nothing, or as large as a count that is
    shown: the minimum is applied to those counted, to the others, and to the people
    behind them all. Several sets that put their pages together are not reckoned with.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``set_id`` and ``person``: those of whom it is N.
    counted : pandas.Series of bool
        Which of the rows are the n.
    person : str
        The column that says whose a row is.
    rule : Rule
    unit : str, optional
        The column whose different values are counted, as people are who come back.
        By default each row is one: an action, an offer, an outcome.

    Examples
    --------
    >>> rows = pd.DataFrame({"set_id": list("AABB"), "owner": list("mnop")})
    >>> heard = pd.Series([True, False, True, False])
    >>> points_at_few(rows, heard, "owner", Rule(1))
    False
    >>> points_at_few(rows, heard | (rows["owner"] == "p"), "owner", Rule(1))
    True
    """
    if few_behind(rows, person, rule):
        return True
    rows = rows if unit else rows.assign(one=range(len(rows)))
    unit = unit or "one"
    sets = rows.groupby("set_id")
    of = rows[unit].nunique() - sets[unit].nunique()
    own = rows[counted].groupby("set_id")[unit].nunique()
    n = rows.loc[counted, unit].nunique() - own.reindex(of.index, fill_value=0)
    of[""], n[""] = rows[unit].nunique(), rows.loc[counted, unit].nunique()
    # Whoever is in another set too is among the people that are left.
    pairs = rows[["set_id", person]].drop_duplicates()
    alone = pairs[~pairs.duplicated(person, keep=False)].groupby("set_id")[person]
    people = rows[person].nunique() - alone.nunique().reindex(of.index, fill_value=0)
    few = pd.concat([n, of - n, people], axis=1).min(axis=1) < rule.minimum
    return bool((few & ((n != 0) | (of != 0))).any())


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
