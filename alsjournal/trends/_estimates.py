"""Which share and interval stand beside a count, other than the plain ones."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from alsjournal.disclosure import Audience
from alsjournal.errors import InputError
from alsjournal.trends._correction import checked_errors, corrected_share
from alsjournal.trends._pooling import pooled_shares
from alsjournal.trends._repeated import repeated_shares
from alsjournal.trends.coded import Coded
from alsjournal.trends.counts import Units

__all__ = ["INTERVALS", "Estimate", "checked_estimate", "estimated"]

Estimate = Literal["observed", "each session", "partial pooling", "corrected"]

INTERVALS: dict[str, str] = {
    "observed": "Wilson",
    "each session": "Wilson, members repeat",
    "partial pooling": "partial pooling over sets",
    "corrected": "corrected for the machine's errors",
}
"""What each estimate's interval is called in tables."""

_NOT_CORRECTED = "not corrected: too little is known of the machine's errors"

_NOTES = {
    "each session": "Counts are of the times that somebody wrote at a session; the "
    "interval knows that the same people wrote several times.",
    "partial pooling": "Shares of sets are drawn towards those of the other sets, the "
    "more the fewer wrote; counts are as they were.",
    "corrected": "Shares are corrected for what the machine misses and finds too "
    "much, as measured on texts that a person coded too; counts are the machine's.",
}


def checked_estimate(
    estimate: Estimate, by: tuple[str, ...], audience: Audience, coded: Coded
) -> None:
    """Refuse an estimate that cannot be had.

    Raises
    ------
    InputError
        If it is none, is not for this audience, or does not go with ``by`` or with
        whoever coded.
    """
    if estimate not in get_args(Estimate):
        known = ", ".join(map(repr, get_args(Estimate)))
        msg = f"estimate must be one of {known}. Got {estimate!r}."
        raise InputError(msg)
    if estimate == "observed":
        return
    own = estimate != "partial pooling" and audience.kind == "set"
    if audience.kind != "research" and not own:
        allowed = "research" + " or a set" * (estimate != "partial pooling")
        msg = (
            f"estimate={estimate!r} must be for {allowed}. Got the audience "
            f"{str(audience)!r}; leave estimate out, or make it for those."
        )
        raise InputError(msg)
    if estimate == "each session" and "session" in by:
        msg = (
            "estimate='each session' pools sessions, so 'session' must not be in by=. "
            f"Got {by}."
        )
        raise InputError(msg)
    if estimate == "partial pooling" and not {"set_id", "parent"} & set(by):
        msg = (
            "estimate='partial pooling' is over sets or their organisations, so by= "
            f"must have 'set_id' or 'parent'. Got {by}."
        )
        raise InputError(msg)
    if estimate == "corrected" and "session" not in by:
        msg = (
            "estimate='corrected' must have 'session' in by=: rates of error are of "
            f"single texts, not of what somebody raised at least once. Got {by}."
        )
        raise InputError(msg)
    people = set(coded.status.values()) == {"coded"}
    if estimate == "corrected" and people:
        msg = (
            "estimate='corrected' is for codings of a machine. Got codings of people, "
            "whose coding is the measure."
        )
        raise InputError(msg)


def estimated(
    counts: pd.DataFrame,
    estimate: Estimate,
    by: tuple[str, ...],
    *,
    coded: Coded,
    units: Units,
    errors: object = None,
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the counts with the share and interval that were asked for.

    Parameters
    ----------
    counts : pandas.DataFrame
        As `count_themes` returns them.
    estimate : Estimate
    by : tuple of str
    coded : Coded
    units : Units
    errors : pandas.DataFrame, optional
        For ``"corrected"``: as `error_rates` returns it.

    Returns
    -------
    counts : pandas.DataFrame
        With ``interval``, and ``est_share``, ``est_low`` and ``est_high`` unless
        they are the plain ones.
    notes : tuple of str
    """
    out = counts.assign(interval=INTERVALS[estimate])
    if estimate == "each session":
        out = _each_session(out, by, coded, units)
    elif estimate == "partial pooling":
        out = _pooled(out, by)
    elif estimate == "corrected":
        out = _corrected(out, checked_errors(errors))
    return out, tuple(filter(None, [_NOTES.get(estimate)]))


_EST = ["est_share", "est_low", "est_high"]


def _each_session(
    counts: pd.DataFrame, by: tuple[str, ...], coded: Coded, units: Units
) -> pd.DataFrame:
    keys = list(by)
    time = ["unit", "set_id", "session"]
    texts = units.rows[["reflection_id", *dict.fromkeys([*time, *keys])]]
    person = ["unit", *keys]
    times = texts.drop_duplicates([*time, *keys])
    sizes = times.groupby(person, dropna=False).size().rename("times").reset_index()
    found = coded.codings[["reflection_id", "code"]].drop_duplicates()
    found = found.rename(columns={"code": "theme"}).merge(texts, on="reflection_id")
    found = found.drop_duplicates(["theme", *time, *keys])
    raised = found.groupby(["theme", *person], dropna=False).size().rename("raised")
    shares = repeated_shares(sizes, raised.reset_index(), coded.themes, keys)
    out = counts.drop(columns=["raised", "wrote", "present", "on_roll"])
    out = out.merge(shares, on=["theme", *keys], how="left")
    for column in ("raised", "wrote"):
        out[column] = out[column].fillna(0).astype("Int64")
    return out


def _pooled(counts: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    others = ["theme", *(name for name in by if name not in ("set_id", "parent"))]
    out = counts.copy()
    out[_EST] = np.nan
    for _, rows in counts.groupby(others, dropna=False, sort=False):
        raised = rows["raised"].to_numpy(dtype=float)
        wrote = rows["wrote"].to_numpy(dtype=float)
        out.loc[rows.index, _EST] = pooled_shares(raised, wrote)
    return out


def _corrected(counts: pd.DataFrame, errors: pd.DataFrame) -> pd.DataFrame:
    rows = []
    known: dict[tuple[str, int, int], list[float]] = {}
    for theme, raised, wrote in counts[["theme", "raised", "wrote"]].itertuples(
        index=False
    ):
        key = (str(theme), int(raised), int(wrote))
        if key not in known:
            missing = theme not in errors.index
            known[key] = (
                [np.nan] * 3
                if missing
                else corrected_share(key[1], key[2], errors.loc[theme]).tolist()
            )
        rows.append(known[key])
    shares = np.array(rows).reshape(-1, 3)
    out = counts.assign(**dict(zip(_EST, shares.T, strict=True)))
    out["interval"] = out["interval"].mask(np.isnan(shares[:, 0]), _NOT_CORRECTED)
    return out
