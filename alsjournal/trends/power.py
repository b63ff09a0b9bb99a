"""`smallest_change`: which changes over the sessions could have been seen at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.cleared import Power
from alsjournal.disclosure import Audience, Rule, audience_of, clear
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.trends._adjusted import asked_columns, people_of, same_people
from alsjournal.trends._evidence import part
from alsjournal.trends._exchangeable import error_of, likeness
from alsjournal.trends._observed import KEYS, PLACE, Observed, codes_of, observe
from alsjournal.trends._slopes import blocks_of, remaining, slopes
from alsjournal.trends._verdict import (
    FALSE_DISCOVERIES,
    FEWEST,
    LEVEL,
    errors_needed,
    fewest,
    level_of_slope,
)
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.counts import Units, units_of
from alsjournal.trends.prevalence import policy_of, provenance_of

__all__ = [
    "ALIKE",
    "Design",
    "design_of",
    "said",
    "smallest_change",
    "smallest_found",
]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

ALIKE = 0.15
"""How alike what one person writes at two sessions is taken to be, where no codings
say: an intraclass correlation as of the planted journals of benchmarks/trends."""


@dataclass(frozen=True, eq=False, repr=False)
class Design:
    """Who wrote when, as far as a change over the sessions rests on it.

    Parameters
    ----------
    told : numpy.ndarray of shape (n_rows,)
        The session, as far as people, sets and questions leave it.
    t : numpy.ndarray of shape (n_rows,)
        The part of the way from the first session to the last, from 0 to 1.
    block : numpy.ndarray of shape (n_rows,)
        Who wrote.
    df : float
        The effective people who tell, less one.
    basis : {"members", "sets"}
        Within what changes are looked for.
    """

    told: Floats
    t: Floats
    block: Codes
    df: float
    first: int
    last: int
    people: int
    sets: int
    basis: str

    @property
    def span(self) -> int:
        """Return the sessions from the first to the last."""
        return self.last - self.first


def smallest_change(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame | None = None,
    *,
    audience: str | Audience = "research",
    starts: Sequence[float] = (0.1, 0.3, 0.5),
    alike: float | None = None,
) -> Power:
    """Say which change over its sessions could have been seen in this programme.

    Read it before "too few to tell" is taken for "nothing happened".

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame, optional
        A fitted model, or codings. They say how many themes are looked at together,
        and how alike what one person writes again is.
    audience : str or Audience, default="research"
    starts : sequence of float, default=(0.1, 0.3, 0.5)
        By which shares of those who write a theme is raised at first.
    alike : float, optional
        The intraclass correlation of what one person writes at two sessions; by
        default as the codings have it, without them 0.15.

    Returns
    -------
    Power
        A row for each of ``starts``, with a sentence. None where there is one session.

    Raises
    ------
    DisclosureError
        For a member, or if fewer wrote than the audience may be told of.
    InputError
        If an argument cannot be read.

    See Also
    --------
    theme_change : What changed.
    what_not_to_claim : What this journal cannot carry.

    Notes
    -----
    `theme_change` finds a change if its estimate is beyond t standard errors. With
    the sum of squares S of the session within people (or within sets), the error of
    a slope is the root of p (1 - p) (1 - r) / S, where r is the intraclass
    correlation: people who write twice are compared with themselves. Within sets the
    error also holds how alike the texts of one person are. The smallest change is
    t(0.975) + t(0.80) errors, with as many degrees of freedom as people tell, less
    one, and p (1 - p) the mean along the way (Cohen 1988, Statistical Power Analysis
    for the Behavioral Sciences; for slopes of repeated answers Liang and Zeger 1986).
    A theme that starts above a half is taken to fall. ``smallest_of_many`` is for the
    level that the control of false discoveries leaves to a theme that alone moves.
    How near that is to journals with a planted change: see benchmarks/README.md.

    Examples
    --------
    >>> rows = [(s, f"m{m}") for s in range(1, 7) for m in range(24)]
    >>> frame = pd.DataFrame(rows, columns=["session", "member"]).assign(text="Words.")
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> smallest_change(journal, starts=[0.3]).to_frame()["sentence"].iloc[0][-53:]
    'only a change of about 3 in 10 was likely to be seen.'
    """
    who = audience_of(journal, audience)
    if who.kind == "member":
        msg = (
            "What could be seen is told of sets and programmes, never of a person. Got "
            "a member's audience; use set:<id> or programme."
        )
        raise DisclosureError(msg)
    _check(starts, alike)
    policy, units = policy_of(journal), units_of(journal, who)
    coded = None if themes is None else as_coded(journal, themes)
    design = design_of(units)
    many, own = 1, ALIKE
    if coded is not None and design is not None:
        coded = seen_by(journal, coded, who)
        many, own = _of_codings(observe(journal, coded, units))
    if alike is None:
        alike = own if who.kind in ("research", "set") else round(own, 1)
    _refuse_few(design, policy.rule(who))
    rows = [] if design is None else [_row(design, s, alike, many) for s in starts]
    frame = pd.DataFrame(rows, columns=list(Power.COLUMNS))
    if who.kind == "public":
        frame["sets"] = pd.NA
    return clear(
        Power,
        frame,
        audience=who,
        policy=policy,
        unit=units.unit,
        notes=units.notes,
        provenance={} if coded is None else provenance_of(coded),
    )


def design_of(units: Units) -> Design | None:
    """Return who wrote when; None where there are no two sessions.

    Parameters
    ----------
    units : Units

    Returns
    -------
    Design or None
    """
    rows = units.rows[units.rows["session"].notna()]
    rows = rows[list(KEYS)].drop_duplicates().reset_index(drop=True)
    if rows["session"].nunique() < 2:
        return None
    seen = Observed(rows, np.empty((len(rows), 0)), ())
    place, t = codes_of(rows, PLACE), seen.session
    same = same_people(seen)
    effect = people_of(seen) if same else place
    x = np.hstack([t[:, None], asked_columns(rows["prompt"])])
    block = blocks_of(seen.unit, place)
    return Design(
        told=remaining(x[:, :1], x[:, 1:], effect)[:, 0],
        t=(t - t.min()) / (t.max() - t.min()),
        block=seen.unit,
        df=slopes(seen.raised, x, effect, block).df,
        first=int(t.min()),
        last=int(t.max()),
        people=int(rows["unit"].nunique()),
        sets=int(rows["set_id"].nunique()),
        basis="members" if same else "sets",
    )


def smallest_found(
    design: Design, start: float, *, alike: float, level: float
) -> float | None:
    """Return the smallest change that is found four times in five.

    Parameters
    ----------
    design : Design
    start : float
        The share at the first session.
    alike : float
        The intraclass correlation.
    level : float
        The p-value at which a change is called.

    Returns
    -------
    float or None
        Of a share, in hundredths; None where not even the largest is.
    """
    if design.df < FEWEST - 1 - 1e-9:
        return None
    needed = errors_needed(design.df, level)
    room = max(start, 1 - start)
    way = 1 if start <= 1 - start else -1
    for change in np.arange(1, round(room * 100) + 1) / 100:
        share = start + way * change * design.t
        variance = np.array([float((share * (1 - share)).mean())])
        error = error_of(design.told, design.block, variance, np.array([alike]))
        if change >= needed * error[0] * design.span:
            return float(change)
    return None


def _check(starts: Sequence[float], alike: float | None) -> None:
    given: object = starts
    listed = isinstance(given, Sequence) and not isinstance(given, str)
    if not listed or not all(0 < float(start) < 1 for start in starts):
        msg = "starts must be a list of shares between 0 and 1, as [0.1, 0.5]."
        raise InputError(msg)
    if alike is not None and not 0 <= alike < 1:
        msg = f"alike must be from 0 to below 1. Got {alike}."
        raise InputError(msg)


def _refuse_few(design: Design | None, rule: Rule) -> None:
    if design is not None and design.people < rule.minimum:
        msg = (
            f"How many wrote must be {rule.minimum} or more to be told to this "
            f"audience. Make it for research."
        )
        raise DisclosureError(msg)


def _of_codings(seen: Observed) -> tuple[int, float]:
    """Return how many themes are looked at, and how alike people's texts are.

    Variances within people are subtracted, theme by theme, from those of all.
    """
    raisers = seen.people_who(seen.raised > 0)
    leavers = seen.people_who(seen.raised < 1)
    people = seen.rows["unit"].nunique()
    looked = np.minimum(raisers, leavers) >= fewest(people)
    if not looked.any():
        return 1, ALIKE
    left = seen.raised[:, looked] - seen.raised[:, looked].mean(axis=0)
    variance, alike = likeness(left, people_of(seen))
    return int(looked.sum()), float(np.average(alike, weights=variance))


def _row(design: Design, start: float, alike: float, many: int) -> dict[str, object]:
    level = level_of_slope(design.span)
    strict = level * min(1.0, FALSE_DISCOVERIES / many / LEVEL)
    smallest = smallest_found(design, start, alike=alike, level=level)
    of_many = smallest_found(design, start, alike=alike, level=strict)
    return {
        "starts": start,
        "smallest": smallest,
        "smallest_of_many": of_many,
        "themes": many,
        "alike": alike,
        "people": design.people,
        "sets": design.sets,
        "first_session": design.first,
        "last_session": design.last,
        "basis": f"the same {design.basis}",
        "sentence": said(design, start, smallest),
    }


def said(design: Design, start: float, smallest: float | None) -> str:
    """Say what could be seen, in one sentence."""
    sessions = len(np.unique(design.t))
    begun = part(start, design.people)
    among = (
        f"With {design.people:,} people over {sessions} sessions, of what {begun} "
        f"raise at first"
    )
    if smallest is None:
        return f"{among}, no change, however large, was likely to be seen."
    amount = part(smallest, design.people)
    return f"{among}, only a change of {amount} was likely to be seen."
