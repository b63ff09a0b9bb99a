"""What may be said of a change, in words from a closed list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from alsjournal.trends._adjusted import Adjusted

__all__ = [
    "FALSE_DISCOVERIES",
    "FEWEST",
    "LEVEL",
    "POWER",
    "STEADY",
    "Judged",
    "Verdict",
    "errors_needed",
    "false_discovery",
    "fewest",
    "judge",
    "level_of_slope",
    "ruled_out",
    "standing",
]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Verdict(StrEnum):
    """What is said of a theme over the sessions."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"
    CAME_BACK = "moved and came back"
    TOO_FEW = "too few to tell"


LEVEL = 0.05
"""The most that chance may give a single change."""

POWER = 0.80
"""How often the smallest change, or difference, that is told of would be found."""

FALSE_DISCOVERIES = 0.10
"""The most of the changes told of in one table that may be false (Benjamini and
Hochberg 1995, "Controlling the false discovery rate")."""

STEADY = 0.10
"""A theme is steady where a change of ten points of those who wrote can be ruled out,
or of half of how many raise it where that is less: two one-sided tests (Schuirmann
1987). A judgement: less matters to few sets."""

_SLOPE, _CURVE = 0.9, 0.1
"""How the level is shared by the two questions that are asked of each theme."""

_BEND = 3
"""Sessions from the first to the last before a bend is looked for: four points."""

FEWEST = 5
"""People who must have raised a theme, and people who must have left it out, for a
change to be looked for; and effective people behind a slope. A jackknife over fewer
does not keep its level (benchmarks/README.md)."""

_ENOUGH = 25
"""Where many wrote, a tenth of them is asked for instead, and no more than this: what
is raised less often cannot be told from chance, and would only make the others harder
to tell (Bourgon, Gentleman and Huber 2010, "Independent filtering increases detection
power", PNAS 107)."""


@dataclass(frozen=True, eq=False, repr=False)
class Judged:
    """Verdicts on the themes of one group, and what they rest on.

    Arrays have shape (n_themes,). ``length`` says where a change does not stand at
    equal length of text.
    """

    verdict: tuple[Verdict, ...]
    p: Floats
    q: Floats
    pooled_p: Floats
    length: Flags


def fewest(people: int) -> int:
    """Return how many of the people must have raised a theme, and have left it out.

    Examples
    --------
    >>> fewest(24), fewest(120), fewest(3_000)
    (5, 12, 25)
    """
    return max(FEWEST, min(_ENOUGH, people // 10))


def judge(fit: Adjusted, enough: Flags) -> Judged:
    """Judge every theme of one group, with the rate of false discoveries held.

    Parameters
    ----------
    fit : Adjusted
    enough : numpy.ndarray of bool
        The themes with people enough to look at; the others are too few to tell.

    Returns
    -------
    Judged
    """
    main, bends = fit.main, fit.span >= _BEND
    enough = enough & (main.df >= FEWEST - 1 - 1e-9)
    slope_p = main.p() / (_SLOPE if bends else 1.0)
    even_p = _at_equal_length(fit) / (_SLOPE if bends else 1.0)
    curve_p = fit.curve.p() / _CURVE if bends else np.full_like(slope_p, np.nan)
    p = np.minimum(np.fmin(even_p, curve_p), 1.0)
    q = false_discovery(np.where(enough, p, np.nan))
    called = enough & (p <= LEVEL) & (q <= FALSE_DISCOVERIES)
    back = called & (curve_p <= LEVEL) & _ends_alike(fit)
    sloped = called & ~back & (even_p <= LEVEL)
    rises = main.estimate[0] > 0
    steady = enough & ~(p <= LEVEL) & _steady(fit)
    verdicts = np.full(len(p), Verdict.TOO_FEW, dtype=object)
    for verdict, where in (
        (Verdict.STEADY, steady),
        (Verdict.CAME_BACK, back),
        (Verdict.RISING, sloped & rises),
        (Verdict.FALLING, sloped & ~rises),
    ):
        verdicts[where] = verdict
    uneven = enough & (slope_p <= LEVEL) & ~(even_p <= LEVEL)
    return Judged(tuple(map(Verdict, verdicts)), p, q, fit.crude.p(), uneven)


def false_discovery(p: Floats) -> Floats:
    """Return the q-values of those p-values that are known.

    Examples
    --------
    >>> false_discovery(np.array([0.01, np.nan, 0.04])).tolist()
    [0.02, nan, 0.04]
    """
    from statsmodels.stats.multitest import multipletests

    out = np.full(len(p), np.nan)
    known = ~np.isnan(p)
    if known.any():
        out[known] = multipletests(p[known], method="fdr_bh")[1]
    return out


def _ends_alike(fit: Adjusted) -> Flags:
    """Whether a bend ends where it began, but for a quarter of its depth each way."""
    bend, tilt = fit.curve.estimate[0], fit.curve.estimate[1]
    depth = np.abs(bend) * (fit.span / 2) ** 2
    alike: Flags = np.abs(tilt) * fit.span <= depth / 2
    return alike


def _steady(fit: Adjusted) -> Flags:
    main = fit.main
    error = main.error() * fit.span
    return ruled_out(main.estimate[0] * fit.span, error, main.df, fit.level)


def ruled_out(change: Floats, error: Floats, df: float, level: Floats) -> Flags:
    """Say of which themes a change, or difference, of `STEADY` can be ruled out."""
    from scipy.stats import t

    if df < 1:
        return np.zeros(len(level), dtype=bool)
    reach = np.abs(change) + t.ppf(1 - LEVEL, df) * error
    rarer = np.minimum(level, 1 - level)
    steady: Flags = (error > 0) & (reach <= np.minimum(STEADY, rarer / 2))
    return steady


def _at_equal_length(fit: Adjusted) -> Floats:
    p = fit.main.p()
    if fit.even is None:
        return p
    return standing(p, fit.even.p(), fit.main.estimate[0], fit.even.estimate[0])


def standing(p: Floats, even_p: Floats, estimate: Floats, even: Floats) -> Floats:
    """Return the p-values of estimates that must stand at equal length of text too.

    The larger of the two, and 1 where they point opposite ways.
    """
    same = np.sign(even) == np.sign(estimate)
    return np.where(same, np.fmax(p, even_p), 1.0)


def errors_needed(df: float, level: float = LEVEL) -> float:
    """Return how many standard errors a change must have to be found often enough.

    That is, called at this level in `POWER` of cases, by Student's t; missing where
    nothing is known of errors.

    Examples
    --------
    >>> round(errors_needed(1_000), 2)
    2.8
    """
    from scipy.stats import t

    if df < 1:
        return float("nan")
    return float(t.ppf(1 - level / 2, df) + t.ppf(POWER, df))


def level_of_slope(span: float) -> float:
    """Return the p-value that a slope over so many sessions may reach to be called."""
    return LEVEL * (_SLOPE if span >= _BEND else 1.0)
