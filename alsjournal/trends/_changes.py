"""The rows of one group in a table of changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.disclosure import Audience
from alsjournal.trends._adjusted import Adjusted, adjusted, prompts_overlap, within
from alsjournal.trends._echo import Topic, echoes
from alsjournal.trends._evidence import Figures, evidence, warning
from alsjournal.trends._mix import mix_of
from alsjournal.trends._observed import PLACE, Observed
from alsjournal.trends._slopes import Slopes, p_values
from alsjournal.trends._verdict import (
    FEWEST,
    Judged,
    Verdict,
    errors_needed,
    fewest,
    judge,
)
from alsjournal.trends.coded import Coded

__all__ = ["Asked", "changes"]

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.intp]

_FINE = 50
"""From so many people on, rounded shares are told in steps of 5 instead of 10."""

_SHAKY = (
    " The grouping itself falls apart when some of what was written is left out: read "
    "its passages before anything is built on this."
)

_NUMBERS = (
    *("start", "end", "change", "change_low", "change_high", "p", "q", "smallest"),
    *("pooled_change", "pooled_low", "pooled_high"),
    *("continuing", "continuing_change", "continuing_low", "continuing_high"),
)


@dataclass(frozen=True, repr=False)
class Asked:
    """What a table of changes is made from, and for whom.

    ``least`` is how many people a number must stand for to be shown.
    """

    coded: Coded
    topics: tuple[Topic, ...]
    audience: Audience
    unit: str
    least: int


def changes(asked: Asked, seen: Observed, where: Mapping[str, object]) -> pd.DataFrame:
    """Return a row for each theme in one group.

    Parameters
    ----------
    asked : Asked
    seen : Observed
        The rows of the group.
    where : mapping of str to object
        Its ``parent``, ``set_id`` and ``role``, as far as it has one.

    Returns
    -------
    pandas.DataFrame
        Columns of `Change` but ``shown``.
    """
    raisers = seen.people_who(seen.raised > 0)
    leavers = seen.people_who(seen.raised < 1)
    t = seen.session
    frame = pd.DataFrame({"theme": list(seen.themes)}, dtype="str")
    for column in PLACE:
        value = where.get(column)
        frame[column] = pd.Series(value, index=frame.index, dtype="object")
    frame["raised"] = pd.Series(raisers, dtype="Int64")
    people = seen.rows["unit"].nunique()
    frame["wrote"] = pd.Series(people, index=frame.index, dtype="Int64")
    frame["first_session"], frame["last_session"] = int(t.min()), int(t.max())
    refused = _refusal(seen)
    if refused:
        frame["verdict"], frame["evidence"] = str(Verdict.TOO_FEW), refused
        return frame.assign(warning="")
    at_equal_length = asked.coded.construct == "element"
    fit = adjusted(seen, at_equal_length=at_equal_length)
    judged = judge(fit, np.minimum(raisers, leavers) >= fewest(people))
    numbers = _numbers(fit, judged) | _of_continuing(seen, fit)
    frame = frame.join(pd.DataFrame(numbers, index=frame.index))
    rare = np.minimum(raisers, leavers) < FEWEST
    frame.loc[rare, list(numbers)] = np.nan
    frame["basis"] = f"the same {fit.basis}"
    frame["verdict"] = [str(verdict) for verdict in judged.verdict]
    frame["evidence"], frame["warning"] = _said(
        asked, seen, fit, judged, frame, raisers, leavers
    )
    frame["warning"] += echoes(asked.topics, asked.coded, seen)
    frame["warning"] += _shaky(asked.coded, frame)
    frame["warning"] = frame["warning"].str.strip()
    hidden = np.minimum(raisers, leavers) < asked.least
    return _withheld(frame, hidden, asked)


def _shaky(coded: Coded, frame: pd.DataFrame) -> pd.Series[str]:
    """Warn of a change of a grouping that falls apart when texts are left out."""
    moved = ~frame["verdict"].isin([Verdict.TOO_FEW, Verdict.STEADY])
    shaky = [(coded.held(theme) or "").startswith("shaky") for theme in frame["theme"]]
    said = np.where(moved & np.array(shaky, dtype=bool), _SHAKY, "")
    return pd.Series(said, index=frame.index, dtype="str")


def _refusal(seen: Observed) -> str:
    """Say why no change can be looked for in this group, if so."""
    if len(np.unique(seen.session)) < 2:
        return "Only one session has texts."
    if not prompts_overlap(seen):
        return (
            "The question that was asked changed, and the two were never asked over "
            "the same sessions: what it did cannot be told from what time did."
        )
    return ""


def _numbers(fit: Adjusted, judged: Judged) -> dict[str, Floats]:
    """Return shares and changes over all sessions of the group, with intervals."""
    slope, span, df = fit.main.estimate[0], fit.span, fit.main.df
    change, low, high = _interval(fit.main, span)
    pooled, pooled_low, pooled_high = _interval(fit.crude, span)
    error = fit.main.error() * span
    return {
        "start": np.clip(fit.level + slope * (fit.first - fit.middle), 0, 1),
        "end": np.clip(fit.level + slope * (fit.last - fit.middle), 0, 1),
        "change": change,
        "change_low": low,
        "change_high": high,
        "p": judged.p,
        "q": judged.q,
        "pooled_change": pooled,
        "pooled_low": pooled_low,
        "pooled_high": pooled_high,
        "smallest": np.where(error > 0, errors_needed(df) * error, np.nan),
    }


def _interval(slope: Slopes, span: float) -> tuple[Floats, Floats, Floats]:
    from scipy.stats import t

    change = slope.estimate[0] * span
    if slope.df < 1:
        missing = np.full_like(change, np.nan)
        return change, missing, missing
    reach = t.ppf(0.975, slope.df) * slope.error() * span
    reach = np.where(reach > 0, reach, np.nan)
    return change, np.maximum(change - reach, -1), np.minimum(change + reach, 1)


def _of_continuing(seen: Observed, fit: Adjusted) -> dict[str, Floats]:
    """Return the change of those who wrote early and late, over the same span."""
    names = ("continuing_change", "continuing_low", "continuing_high")
    missing = np.full(len(seen.themes), np.nan)
    stayed = seen.at(seen.continuing())
    people = stayed.rows["unit"].nunique()
    out = dict.fromkeys(names, missing)
    if people > 1 and len(np.unique(stayed.session)) > 1:
        own = _interval(within(stayed), fit.span)
        out = dict(zip(names, own, strict=True))
    return {"continuing": np.full(len(seen.themes), float(people)), **out}


def _said(
    asked: Asked,
    seen: Observed,
    fit: Adjusted,
    judged: Judged,
    frame: pd.DataFrame,
    raisers: Counts,
    leavers: Counts,
) -> tuple[list[str], list[str]]:
    """Return the evidence and the warning of each theme."""
    exact = asked.audience.kind == "research"
    gap, error = fit.mixed()
    gap_p = p_values(gap, error, fit.main.df)
    mix = mix_of(seen)
    told, warned = [], []
    for i, row in enumerate(frame.to_dict("records")):
        figures = Figures(
            verdict=judged.verdict[i],
            basis=fit.basis,
            first=int(fit.first),
            last=int(fit.last),
            level=float(fit.level[i]),
            start=float(row["start"]),
            end=float(row["end"]),
            change=float(row["change"]),
            low=float(row["change_low"]),
            high=float(row["change_high"]),
            q=float(row["q"]),
            smallest=float(row["smallest"]),
            people=int(row["wrote"]),
            raisers=int(raisers[i]),
            leavers=int(leavers[i]),
            looked=int((~np.isnan(judged.q)).sum()),
            unit="people" if asked.unit == "members" else "texts",
            by_length=bool(judged.length[i]),
            pooled=float(row["pooled_change"]),
            pooled_p=float(judged.pooled_p[i]),
            gap_p=float(gap_p[i]),
        )
        few = asked.audience.kind not in ("research", "set")
        told.append(evidence(figures, exact=exact, rounded=few))
        warned.append(warning(figures, mix, name=exact))
    return told, warned


def _withheld(
    frame: pd.DataFrame, hidden: npt.NDArray[np.bool_], asked: Asked
) -> pd.DataFrame:
    """Take away what an audience may not see: small numbers, and exact ones."""
    if asked.audience.kind in ("research", "set"):
        return frame
    out = frame.copy()
    fine = int(out["wrote"].max()) >= _FINE
    step = 0.05 if fine else 0.1
    called = ~out["verdict"].isin([Verdict.TOO_FEW, Verdict.STEADY])
    # Only where something is called, and rounded.
    change = ((out["change"] / step).round() * step).where(called & ~hidden)
    out[list(_NUMBERS)] = np.nan
    out["change"] = change
    out.loc[hidden, "verdict"] = str(Verdict.TOO_FEW)
    out.loc[hidden, "warning"] = ""
    few = "Too few raised it, or too few left it out, for more to be said."
    out.loc[hidden, "evidence"] = few
    return out
