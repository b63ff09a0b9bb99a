"""What may be said of a difference between groups: verdicts, and their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan

import numpy as np
import numpy.typing as npt

from alsjournal.trends._contrast import Contrast
from alsjournal.trends._evidence import margin, part, points
from alsjournal.trends._slopes import p_values
from alsjournal.trends._verdict import (
    FALSE_DISCOVERIES,
    FEWEST,
    LEVEL,
    false_discovery,
    fewest,
    ruled_out,
    standing,
)

__all__ = ["Difference", "Seen", "Told", "differences", "sentence", "warning"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Difference(StrEnum):
    """What is said of a group beside others: of its share, or of its change."""

    MORE = "more"
    LESS = "less"
    ROSE_MORE = "rose more"
    ROSE_LESS = "rose less"
    FELL_MORE = "fell more"
    FELL_LESS = "fell less"
    ALIKE = "alike"
    TOO_FEW = "too few to tell"


@dataclass(frozen=True, eq=False, repr=False)
class Told:
    """Verdicts on the themes of one contrast, with their p- and q-values.

    ``length`` says where a difference does not stand at equal length of text.
    """

    verdict: tuple[Difference, ...]
    p: Floats
    q: Floats
    pooled_p: Floats
    length: Flags


@dataclass(frozen=True)
class Seen:
    """What is known of one theme in one contrast, for sentences."""

    verdict: Difference
    group: str
    against: str
    basis: str
    apart: bool
    own: float
    others: float
    level: float
    low: float
    high: float
    q: float
    smallest: float
    people: tuple[int, int]
    raisers: int
    leavers: int
    unit: str
    by_length: bool
    difference: float
    pooled: float
    pooled_p: float
    sessions: tuple[int, int] | None


def differences(
    made: Sequence[tuple[Contrast, Flags]], *, of_change: bool
) -> list[Told]:
    """Judge contrasts of one kind, all groups and themes of a table together.

    Parameters
    ----------
    made : sequence of tuple
        Each contrast, and of which themes enough is known to look.
    of_change : bool
        Whether changes are compared, not shares.

    Returns
    -------
    list of Told
    """
    looked = [enough & (c.main.df >= FEWEST - 1 - 1e-9) for c, enough in made]
    ps = [_p(contrast) for contrast, _ in made]
    masked = [np.where(own, p, np.nan) for own, p in zip(looked, ps, strict=True)]
    q_all = false_discovery(np.concatenate(masked))
    qs = np.split(q_all, np.cumsum([len(p) for p in ps])[:-1])
    return [
        _told(contrast, own, p, q, of_change=of_change)
        for (contrast, _), own, p, q in zip(made, looked, ps, qs, strict=True)
    ]


def _p(seen: Contrast) -> Floats:
    p = p_values(seen.difference, seen.error(), seen.main.df)
    if seen.even is None:
        return p
    even = p_values(
        seen.even.estimate[0] * seen.span, seen.error(seen.even), seen.even.df
    )
    return standing(p, even, seen.main.estimate[0], seen.even.estimate[0])


def _told(
    seen: Contrast, enough: Flags, p: Floats, q: Floats, *, of_change: bool
) -> Told:
    called = enough & (p <= LEVEL) & (q <= FALSE_DISCOVERIES)
    plain = p_values(seen.difference, seen.error(), seen.main.df)
    even = enough & ~(p <= LEVEL)
    even &= ruled_out(seen.difference, seen.error(), seen.main.df, seen.level)
    verdict = np.full(len(p), Difference.TOO_FEW, dtype=object)
    verdict[even] = Difference.ALIKE
    for i in np.flatnonzero(called):
        verdict[i] = _which(seen.difference[i], seen.own[i], of_change=of_change)
    by_length = enough & (plain <= LEVEL) & ~(p <= LEVEL)
    return Told(tuple(map(Difference, verdict)), p, q, seen.crude.p(), by_length)


def _which(difference: float, own: float, *, of_change: bool) -> Difference:
    if not of_change:
        return Difference.MORE if difference > 0 else Difference.LESS
    if difference > 0:
        return Difference.ROSE_MORE if own > 0 else Difference.FELL_LESS
    return Difference.FELL_MORE if own < 0 else Difference.ROSE_LESS


def sentence(seen: Seen, *, exact: bool) -> str:
    """Say what a verdict rests on, in one or two sentences.

    Parameters
    ----------
    seen : Seen
    exact : bool
        Whether intervals may be told, as to the analysts.
    """
    if seen.verdict is Difference.TOO_FEW:
        return _too_few(seen, exact=exact)
    if seen.verdict is Difference.ALIKE:
        what = "in change " if seen.sessions else ""
        said = (
            f"A difference {what}of {margin(seen.level)} points or more can be ruled "
            f"out ({seen.basis})."
        )
    else:
        said = (
            f"{seen.group}: {_amount(seen, seen.own)}; {seen.against}: "
            f"{_amount(seen, seen.others)} ({seen.basis})."
        )
    return f"{said} {_interval(seen)}" if exact else said


def _amount(seen: Seen, value: float) -> str:
    fewest_of_both = min(seen.people)
    if not seen.sessions:
        return part(value, fewest_of_both)
    amount = part(abs(value), fewest_of_both)
    if amount == "hardly any":
        return "hardly any change"
    way = "a rise" if value > 0 else "a fall"
    return f"{way} of {amount} over sessions {seen.sessions[0]} to {seen.sessions[1]}"


def _interval(seen: Seen) -> str:
    between = f"{points(seen.low)} to {points(seen.high)}"
    told = f"Difference {points(seen.difference)} points (95 % interval {between}"
    return f"{told})." if isnan(seen.q) else f"{told}; q = {seen.q:.3f})."


def _too_few(seen: Seen, *, exact: bool) -> str:
    least = fewest(sum(seen.people))
    if min(seen.people) < FEWEST:
        return f"Fewer than {FEWEST} {seen.unit} are on one side."
    if seen.raisers < least:
        return f"Fewer than {least} {seen.unit} raised it."
    if seen.leavers < least:
        return f"Fewer than {least} {seen.unit} ever left it out."
    if seen.apart:
        return (
            "No set holds people of both: what is of the group cannot be told from "
            "what is of the set."
        )
    if seen.by_length:
        return (
            "They differ, but so does the length of their texts, and at equal length "
            "the difference does not stand."
        )
    if isnan(seen.smallest):
        return "Too few can be compared for a difference to be told from chance."
    differs = "What differs is within what chance gives"
    if exact:
        differs += f". {_interval(seen).removesuffix('.')}"
    if seen.smallest >= 1:
        return f"{differs}; no difference, however large, was likely to be seen."
    return (
        f"{differs}; only a difference of {seen.smallest * 100:.0f} points or more was "
        f"likely to be seen."
    )


def warning(seen: Seen) -> str:
    """Warn where pooled figures say something else; else say nothing."""
    if not seen.pooled_p <= LEVEL:
        return ""
    up, down = _UP, _DOWN
    pooled = "more" if seen.pooled > 0 else "less"
    if seen.verdict in (up if seen.pooled > 0 else down):
        return ""
    seems = f"Pooled, {seen.group} seems to {'rise' if seen.sessions else 'have'}"
    if seen.verdict in (*up, *down):
        return (
            f"{seems} {pooled}; in {seen.basis} it is the other way: the mix of who "
            f"wrote differs (Simpson's reversal)."
        )
    return f"{seems} {pooled}; in {seen.basis} no such difference is shown."


_UP = (Difference.MORE, Difference.ROSE_MORE, Difference.FELL_LESS)
_DOWN = (Difference.LESS, Difference.ROSE_LESS, Difference.FELL_MORE)
