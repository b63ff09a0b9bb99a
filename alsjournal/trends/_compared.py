"""The rows of a table of comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.trends._contrast import Contrast, change_contrast, share_contrast
from alsjournal.trends._difference import (
    Seen,
    Told,
    differences,
    sentence,
    warning,
)
from alsjournal.trends._observed import Observed
from alsjournal.trends._verdict import FEWEST, LEVEL, errors_needed, fewest

__all__ = ["Wanted", "compared"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.intp]

_SESSIONS = ("first_session", "last_session")
_COUNTS = ("own_raised", "own_wrote", "others_raised", "others_wrote")
_EXACT = (
    *("difference_low", "difference_high", "p", "q", "smallest"),
    *("pooled_difference", "pooled_low", "pooled_high", "own_raised", "others_raised"),
)


@dataclass(frozen=True, repr=False)
class Wanted:
    """What is compared, and how it may be told.

    Parameters
    ----------
    name : str
        What the groups are: *role*, *set_id* ...
    places : bool
        Whether the groups are sets, or bodies that sets belong to.
    at_equal_length : bool
        Whether everything is compared at equal length of text.
    unit : str
        *people* or *texts*.
    dated : bool
        Whether the texts are of sessions.
    exact : bool
        Whether exact numbers may be told.
    """

    name: str
    places: bool
    at_equal_length: bool
    unit: str
    dated: bool
    exact: bool


@dataclass(frozen=True, eq=False, repr=False)
class _Pair:
    """A group, what it is compared with, and how many raised each theme there."""

    group: str
    against: str
    mine: Flags
    raised: tuple[Counts, Counts]
    wrote: tuple[int, int]
    raisers: Counts
    leavers: Counts

    def enough(self) -> Flags:
        people = min(self.wrote) >= FEWEST
        few = np.minimum(self.raisers, self.leavers) < fewest(sum(self.wrote))
        return ~few & people


def compared(wanted: Wanted, seen: Observed) -> pd.DataFrame:
    """Compare every group with the others: shares, then changes.

    Parameters
    ----------
    wanted : Wanted
    seen : Observed
        With a column ``group``.

    Returns
    -------
    pandas.DataFrame
        The columns of `Comparison`: for shares and for changes, for each group, a row
        for each theme.
    """
    pairs = list(_pairs(seen))
    kinds = [("share", share_contrast)]
    if wanted.dated and len(np.unique(seen.session)) > 1:
        kinds.append(("change", change_contrast))
    tables = []
    for kind, contrast in kinds:
        fits = [
            contrast(
                seen,
                pair.mine,
                places=wanted.places,
                at_equal_length=wanted.at_equal_length,
            )
            for pair in pairs
        ]
        enough = [pair.enough() for pair in pairs]
        told = differences(
            list(zip(fits, enough, strict=True)), of_change=kind == "change"
        )
        for pair, fit, verdicts in zip(pairs, fits, told, strict=True):
            tables.append(_rows(wanted, seen, kind, pair, fit, verdicts))
    return pd.concat(tables, ignore_index=True)


def _pairs(seen: Observed) -> Iterator[_Pair]:
    names = sorted(seen.rows["group"].unique())
    raisers = seen.people_who(seen.raised > 0)
    leavers = seen.people_who(seen.raised < 1)
    for name in names:
        mine = (seen.rows["group"] == name).to_numpy(dtype=bool)
        rest = [other for other in names if other != name]
        own, others = seen.at(mine), seen.at(~mine)
        yield _Pair(
            group=name,
            against=rest[0] if len(rest) == 1 else "the others",
            mine=mine,
            raised=(
                own.people_who(own.raised > 0),
                others.people_who(others.raised > 0),
            ),
            wrote=(own.rows["unit"].nunique(), others.rows["unit"].nunique()),
            raisers=raisers,
            leavers=leavers,
        )


def _rows(
    wanted: Wanted, seen: Observed, kind: str, pair: _Pair, fit: Contrast, told: Told
) -> pd.DataFrame:
    numbers = _numbers(fit, told)
    if not wanted.exact:
        numbers |= _rounded(numbers, kind)
    frame = pd.DataFrame({"theme": list(seen.themes)}, dtype="str")
    frame["between"], frame["compared"] = wanted.name, kind
    frame["group"], frame["against"] = pair.group, pair.against
    frame["basis"] = fit.basis.words
    sessions = (int(seen.session.min()), int(seen.session.max()))
    for column, session in zip(_SESSIONS, sessions, strict=True):
        value = session if wanted.dated else pd.NA
        frame[column] = pd.Series(value, index=frame.index, dtype="Int64")
    frame = frame.join(pd.DataFrame(numbers, index=frame.index))
    counts = (pair.raised[0], pair.wrote[0], pair.raised[1], pair.wrote[1])
    for column, count in zip(_COUNTS, counts, strict=True):
        frame[column] = pd.Series(count, index=frame.index, dtype="Int64")
    found = [
        _seen(
            wanted, pair, fit, told, numbers, i, sessions if kind == "change" else None
        )
        for i in range(len(frame))
    ]
    frame["verdict"] = [str(verdict) for verdict in told.verdict]
    frame["evidence"] = [sentence(one, exact=wanted.exact) for one in found]
    frame["warning"] = [warning(one) for one in found]
    return frame if wanted.exact else _withheld(frame, ~pair.enough())


def _numbers(fit: Contrast, told: Told) -> dict[str, Floats]:
    error, df = fit.error(), fit.main.df
    low, high = _reach(fit.difference, error, df)
    pooled = fit.crude.estimate[0] * fit.span
    pooled_low, pooled_high = _reach(pooled, fit.crude.error() * fit.span, fit.crude.df)
    needed = errors_needed(df)
    return {
        "own": fit.own,
        "others": fit.others,
        "difference": fit.difference,
        "difference_low": low,
        "difference_high": high,
        "p": told.p,
        "q": told.q,
        "smallest": np.where((error > 0) & np.isfinite(error), needed * error, np.nan),
        "pooled_difference": pooled,
        "pooled_low": pooled_low,
        "pooled_high": pooled_high,
    }


def _reach(estimate: Floats, error: Floats, df: float) -> tuple[Floats, Floats]:
    from scipy.stats import t

    if df < 1:
        missing = np.full_like(estimate, np.nan)
        return missing, missing
    known = (error > 0) & np.isfinite(error)
    reach = t.ppf(1 - LEVEL / 2, df) * np.where(known, error, np.nan)
    return estimate - reach, estimate + reach


def _rounded(numbers: dict[str, Floats], kind: str) -> dict[str, Floats]:
    """Round to tenths; of a share never none or all, which would tell of everybody."""
    least, most = (0.1, 0.9) if kind == "share" else (-1.0, 1.0)
    own, others = (
        np.clip(np.round(numbers[column], 1), least, most)
        for column in ("own", "others")
    )
    return {"own": own, "others": others, "difference": own - others}


def _seen(
    wanted: Wanted,
    pair: _Pair,
    fit: Contrast,
    told: Told,
    numbers: dict[str, Floats],
    i: int,
    sessions: tuple[int, int] | None,
) -> Seen:
    return Seen(
        verdict=told.verdict[i],
        group=pair.group,
        against=pair.against,
        basis=fit.basis.words,
        apart=fit.basis.apart,
        own=float(numbers["own"][i]),
        others=float(numbers["others"][i]),
        difference=float(numbers["difference"][i]),
        low=float(numbers["difference_low"][i]),
        high=float(numbers["difference_high"][i]),
        q=float(numbers["q"][i]),
        smallest=float(numbers["smallest"][i]),
        pooled=float(numbers["pooled_difference"][i]),
        pooled_p=float(told.pooled_p[i]),
        level=float(fit.level[i]),
        people=pair.wrote,
        raisers=int(pair.raisers[i]),
        leavers=int(pair.leavers[i]),
        unit=wanted.unit,
        by_length=bool(told.length[i]),
        sessions=sessions,
    )


def _withheld(frame: pd.DataFrame, hidden: Flags) -> pd.DataFrame:
    """Take away what only analysts may see: exact numbers, and small ones."""
    out = frame.copy()
    out[list(_EXACT)] = np.nan
    out.loc[hidden, ["own", "others", "difference"]] = np.nan
    out.loc[hidden, "warning"] = ""
    return out
