"""How many wrote is held back where an earlier output could be subtracted from it."""

from __future__ import annotations

import pandas as pd

from alsjournal.cycle._record import writers
from alsjournal.disclosure import Audience, Policy
from alsjournal.disclosure.subtracted import ALL, small_cells
from alsjournal.journal import Journal

__all__ = ["HELD", "held_rows", "small_sessions"]

HELD = (
    "How many wrote is held back where an earlier page could be subtracted from it, "
    "and what is left would be of too few people; or where it would lead to such a "
    "number."
)


def small_sessions(journal: Journal, who: Audience, policy: Policy) -> frozenset[str]:
    """Return of which sessions an earlier output leaves too few of those who wrote.

    It is the rule by which the tables of themes hold back how many wrote, so that
    none of them tells what another leaves unsaid. Here and there all are counted who
    wrote, on the roll or not.

    Parameters
    ----------
    journal : Journal
        With the record of outputs, if it is in a file.
    who : Audience
    policy : Policy

    Returns
    -------
    frozenset of str
        Sessions as the record has them, and `ALL`. Empty where counts are exact
        anyway, or rounded.
    """
    if who.kind not in ("programme", "public") or policy.rule(who).rounded_to > 1:
        return frozenset()
    wrote = writers(journal, who)
    counts = {ALL: wrote["member"].nunique()}
    by_session = wrote.groupby("session")["member"].nunique()
    counts |= {str(session): int(n) for session, n in by_session.items()}
    cells = pd.DataFrame(
        {"cell": [f"{place}:" for place in counts], "wrote": list(counts.values())}
    )
    cells = cells.assign(theme="", raised=cells["wrote"])
    small = small_cells(journal, cells, {}, who, policy)
    return frozenset(cell.removesuffix(":") for cell in small)


def held_rows(rows: pd.DataFrame, small: frozenset[str]) -> pd.Series[bool]:
    """Say which rows of `presence` may not tell how many wrote.

    Those by role and type of organisation add up to the total: they go with any.
    """
    place = rows["session"].astype("str").fillna(ALL)
    return place.isin(list(small)) | (rows["group"].notna() & bool(small))
