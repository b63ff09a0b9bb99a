"""The sentences beside a verdict: what it rests on, and what to be wary of."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from alsjournal.trends._mix import Mix
from alsjournal.trends._verdict import LEVEL, STEADY, Verdict, fewest

__all__ = ["Figures", "evidence", "listed", "margin", "part", "points", "warning"]

_MANY = 50
"""Under so many people, parts of ten are said instead of percentages (DESIGN: a share
of few people is more exact in figures than it is)."""

_BASES = {"members": "people", "sets": "sets"}

_FAR = 0.05
"""By how much pooled figures must differ to be warned of, where nothing is called."""


@dataclass(frozen=True)
class Figures:
    """What is known of one theme in one group, for sentences.

    Shares are of 1. ``people`` is how many wrote, ``raisers`` how many of them raised
    it at least once and ``leavers`` how many left it out at least once; ``looked`` is
    how many themes were looked at.
    """

    verdict: Verdict
    basis: str
    first: int
    last: int
    level: float
    start: float
    end: float
    change: float
    low: float
    high: float
    q: float
    smallest: float
    people: int
    raisers: int
    leavers: int
    looked: int
    unit: str
    by_length: bool
    pooled: float
    pooled_p: float
    gap_p: float


def evidence(seen: Figures, *, exact: bool, rounded: bool = False) -> str:
    """Say what a verdict rests on, in one or two sentences.

    Parameters
    ----------
    seen : Figures
    exact : bool
        Whether intervals may be told, as to the analysts.
    rounded : bool, default=False
        Whether changes are told in tens.
    """
    if seen.verdict is Verdict.TOO_FEW:
        return _too_few(seen, exact=exact, rounded=rounded)
    within = f"Among the same {_BASES[seen.basis]}"
    when = f"{part(seen.start, seen.people)} (session {seen.first}) to "
    when += f"{part(seen.end, seen.people)} (session {seen.last})"
    line = f"{within}, a straight line through the sessions goes from {when}."
    if rounded:
        line = f"{within}, by {_tenths(seen.change)} over sessions {seen.first} to "
        line += f"{seen.last}."
    said = {
        Verdict.RISING: line,
        Verdict.FALLING: line,
        Verdict.STEADY: f"{within}, a change of {margin(seen.level)} points or more "
        f"over sessions {seen.first} to {seen.last} can be ruled out.",
        Verdict.CAME_BACK: f"{within}, it moved between sessions {seen.first} and "
        f"{seen.last} and was about where it began at the end.",
    }[seen.verdict]
    if not exact:
        return said
    return f"{said} {_interval(seen)}"


def _tenths(change: float) -> str:
    """Say how far a share moved, in tenths.

    Examples
    --------
    >>> _tenths(-0.38), _tenths(0.03)
    ('about 4 in 10', 'less than 1 in 10')
    """
    tenths = round(abs(change) * 10)
    return f"about {tenths} in 10" if tenths else "less than 1 in 10"


def margin(level: float) -> int:
    """Say in points which change, or difference, can be ruled out at this share.

    Examples
    --------
    >>> margin(0.5), margin(0.1)
    (10, 5)
    """
    rarer = min(level, 1 - level)
    return max(1, round(min(STEADY, rarer / 2) * 100))


def _interval(seen: Figures) -> str:
    between = f"{points(seen.low)} to {points(seen.high)}"
    told = f"Change {points(seen.change)} points (95 % interval {between}"
    return f"{told})." if isnan(seen.q) else f"{told}; q = {seen.q:.3f})."


def points(change: float) -> str:
    """Say a change in points of a hundred.

    Examples
    --------
    >>> points(0.123), points(-0.004)
    ('+12', '0')
    """
    whole = round(change * 100)
    return f"{whole:+d}" if whole else "0"


def _too_few(seen: Figures, *, exact: bool, rounded: bool) -> str:
    least, one = fewest(seen.people), seen.unit
    if seen.raisers < least:
        return f"Fewer than {least} {one} raised it."
    if seen.leavers < least:
        return f"Fewer than {least} {one} ever left it out."
    if seen.by_length:
        return (
            "It moved, but so did the length of the texts, and at equal length the "
            "change does not stand."
        )
    if isnan(seen.smallest):
        return "Too few wrote at several sessions for a change to be told from chance."
    moved = "What moved is within what chance gives"
    if seen.looked > 1:
        moved = f"Among {seen.looked} themes, what moved is within what chance gives"
    if exact:
        moved += f". {_interval(seen).removesuffix('.')}"
    return f"{moved}; {_seen_as(seen.smallest, rounded=rounded)}"


def _seen_as(smallest: float, *, rounded: bool) -> str:
    if smallest >= 1:
        return "no change, however large, was likely to be seen."
    least = f"{smallest * 100:.0f}"
    if rounded:
        least = f"about {max(10, round(smallest * 10) * 10)}"
    return f"only a change of {least} points or more was likely to be seen."


def part(share: float, people: int) -> str:
    """Say a share as people of ten, or in hundreds where many wrote.

    Examples
    --------
    >>> part(0.31, 24), part(0.31, 400), part(0.02, 24)
    ('about 3 in 10', '31 %', 'hardly any')
    """
    if people >= _MANY:
        return f"{share:.0%}".replace("%", " %")
    if share < LEVEL:
        return "hardly any"
    if share > 1 - LEVEL:
        return "nearly all"
    return f"about {max(1, min(9, round(share * 10)))} in 10"


def warning(seen: Figures, mix: Mix, *, name: bool) -> str:
    """Warn where pooled figures say something else, and say why.

    Parameters
    ----------
    seen : Figures
    mix : Mix
    name : bool
        Whether the groups that changed may be named.

    Returns
    -------
    str
        Empty where pooled and adjusted figures agree.
    """
    pooled = _direction(seen.pooled) if seen.pooled_p <= LEVEL else ""
    own = {Verdict.RISING: "rise", Verdict.FALLING: "fall"}.get(seen.verdict, "")
    within = f"among the same {_BASES[seen.basis]}"
    if pooled and own and pooled != own:
        said = (
            f"Pooled, it seems to {pooled}; {within} it {own}s: the pooled figures are "
            f"reversed by a change of mix (Simpson's reversal)."
        )
    elif pooled and not own and _other(seen):
        said = f"Pooled, it seems to {pooled}; {within} no such change is shown."
    elif _far(seen):
        more = abs(seen.pooled) > abs(seen.change)
        said = f"Pooled, the change looks {'larger' if more else 'smaller'} than it is."
    else:
        return ""
    if mix.factors:
        said += f" The mix of {listed(mix.factors)} changed."
    if name and mix.named:
        said += f" {mix.named}"
    return said


def _other(seen: Figures) -> bool:
    """Whether a third or more of a pooled change goes within people or sets."""
    return abs(seen.pooled - seen.change) >= abs(seen.pooled) / 3


def _far(seen: Figures) -> bool:
    gap = abs(seen.pooled - seen.change)
    return bool(seen.gap_p <= LEVEL / 5 and gap >= _FAR)


def _direction(change: float) -> str:
    return "rise" if change > 0 else "fall"


def listed(words: tuple[str, ...]) -> str:
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} and {words[-1]}"
