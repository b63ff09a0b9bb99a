"""How far coders agree, where the declared approach lets that be asked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from alsjournal.coders import Agreement, agreement
from alsjournal.disclosure import permitted
from alsjournal.errors import InputError
from alsjournal.journal import Journal

__all__ = ["Agreed", "agreed"]

_RESAMPLES = 500
_REFLEXIVE = "reflexive"


@dataclass(frozen=True)
class Agreed:
    """How far two coders agree on the codes that both of them use.

    Parameters
    ----------
    construct : str
    table : Agreement
    people : bool
        Whether both are people; else it is the error of an instrument.
    """

    construct: str
    table: Agreement
    people: bool


def agreed(journal: Journal, read: pd.DataFrame) -> tuple[Agreed, ...]:
    """Compare those who coded the same texts with some of the same codes.

    A machine is compared with a person always; two people only where the approach that
    ``programme.toml`` declares expects them to code alike, and never where it is
    reflexive. Groupings of a model have names of their own, so that nothing is said
    of them unless somebody coded under the same names.

    Parameters
    ----------
    journal : Journal
    read : pandas.DataFrame
        Codings by machine that are not in the journal.
    """
    rows = journal.table("reflections", ["reflection_id", "set_id", "member"])
    known = rows.loc[permitted(journal, rows), "reflection_id"]
    every = _joined(journal.codings(), read)
    every = every[every["reflection_id"].isin(known)]
    approach = journal.provenance.get("approach")
    out = []
    for construct, own in every.groupby("construct", sort=True):
        if construct == "identifier":
            continue
        for pair in combinations(sorted(own["coder"].dropna().unique()), 2):
            machines = sum("/" in coder for coder in pair)
            if machines == 2 or (not machines and approach in (None, _REFLEXIVE)):
                continue
            found = _pair(own, pair, known, str(construct), approach)
            if found is not None:
                out.append(Agreed(str(construct), found, people=not machines))
    return tuple(out)


def _joined(codings: pd.DataFrame, read: pd.DataFrame) -> pd.DataFrame:
    columns = ["reflection_id", "code", "construct", "coder"]
    if not {"construct", "coder"} <= set(read.columns) or read.empty:
        return codings[columns]
    of_people = codings[~codings["coder"].fillna("/").str.contains("/")]
    asked = read[read["construct"].isin(of_people["construct"])]
    return pd.concat([codings[columns], asked[columns]], ignore_index=True)


def _pair(
    codings: pd.DataFrame,
    pair: tuple[str, str],
    known: pd.Series[str],
    construct: str,
    approach: object,
) -> Agreement | None:
    """Compare on the texts that both read: all for a machine, else those coded."""
    own = codings[codings["coder"].isin(pair)]
    used = [set(own.loc[own["coder"] == coder, "code"]) for coder in pair]
    both = used[0] & used[1]
    seen = {
        coder: frozenset(known)
        if "/" in coder
        else frozenset(own.loc[own["coder"] == coder, "reflection_id"])
        for coder in pair
    }
    if not both or not seen[pair[0]] & seen[pair[1]]:
        return None
    try:
        return agreement(
            own,
            unit="text",
            coders=pair,
            construct=construct,
            codes=sorted(both),
            read=seen,
            approach=None if approach is None else str(approach),
            n_bootstraps=_RESAMPLES,
        )
    except InputError:  # nothing that can be compared
        return None
