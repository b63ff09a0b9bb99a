"""What the tables of this room tell whom: one mask for every count, n of N."""

from __future__ import annotations

import pandas as pd

from alsjournal.disclosure import Audience, Policy, Rule, mask_counts, policy_named
from alsjournal.errors import DisclosureError
from alsjournal.journal import Journal

__all__ = ["NOT_RECORDED", "own_part", "policy_of", "refuse_public", "told"]

NOT_RECORDED = "not recorded"
NOBODY = "nobody on the roll"


def refuse_public(audience: Audience, what: str) -> None:
    """Refuse the public what is for those who took part.

    Raises
    ------
    DisclosureError
        For the public.
    """
    if audience.kind == "public":
        msg = (
            f"{what} must be for those who took part: set:<set_id>, programme, "
            f"member:<pseudonym> or research. Got 'public'."
        )
        raise DisclosureError(msg)


def policy_of(journal: Journal) -> Policy:
    """Return the small-number policy that the programme chose."""
    return policy_named(journal.provenance.get("policy", "default"))


def own_part(rows: pd.DataFrame, audience: Audience) -> pd.DataFrame:
    """Return the rows of the set, or of the member, that an output is for; or all."""
    column = {"set": "set_id", "member": "member"}.get(audience.kind)
    if column is None:
        return rows
    return rows[(rows[column] == audience.name).fillna(value=False)]


def told(
    rows: pd.DataFrame,
    count: str,
    of: str,
    rule: Rule,
    *,
    adds_up: bool,
    held: pd.Series[bool] | None = None,
) -> pd.DataFrame:
    """Mask a count beside its total: n of N, if both n and N - n are enough.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows that may be subtracted from a total.
    count, of : str
        Columns; a row in which either is empty is "not recorded".
    rule : Rule
    adds_up : bool
        Whether the rows add up exactly.
    held : pandas.Series of bool, optional
        Rows whose count is masked whatever it is, with the index of ``rows``.

    Returns
    -------
    pandas.DataFrame
        Columns ``count``, ``of`` (Int64, empty where they may not be shown) and
        ``shown``, with the index of ``rows``.
    """
    pairs = pd.DataFrame({"raised": rows[count], "wrote": rows[of]}).astype("Int64")
    known = pairs.notna().all(axis=1)
    pairs["held"] = False if held is None else held
    masked = mask_counts(
        pairs[known].assign(all="").reset_index(drop=True),
        rule,
        within=("all",),
        adds_up=adds_up,
    )
    out = pd.DataFrame({"count": pairs["raised"], "of": pairs["wrote"]})
    if rule.minimum:
        out.loc[~known, ["count", "of"]] = pd.NA
    out["shown"] = NOT_RECORDED
    out.loc[known, "count"] = masked["raised"].to_numpy()
    out.loc[known, "of"] = masked["wrote"].to_numpy()
    out.loc[known, "shown"] = masked["shown"].to_numpy()
    out.loc[(pairs["wrote"] == 0).fillna(value=False), "shown"] = NOBODY
    return out.astype({"count": "Int64", "of": "Int64", "shown": "str"})
