"""How a share changed between two waves: within people who can be followed, or not.

Sources: McNemar (1947, "Note on the sampling error of the difference between
correlated proportions or percentages"), exact; Newcombe (1998a, "Interval estimation
for the difference between independent proportions", method 10) and (1998b, "Improved
confidence intervals for the difference between binomial proportions based on paired
data", method 10), both built of Wilson's (1927) intervals.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import pandas as pd

__all__ = ["Moved", "Pairs", "moved_paired", "moved_unpaired", "newcombe_paired"]


@dataclass(frozen=True)
class Pairs:
    """Those who answered in both waves.

    Parameters
    ----------
    both, down, up, neither : int
        Who said yes in both; at first only; at last only; in neither.
    """

    both: int
    down: int
    up: int
    neither: int

    @property
    def n(self) -> int:
        """How many they are."""
        return self.both + self.down + self.up + self.neither

    @classmethod
    def of(cls, first: pd.DataFrame, last: pd.DataFrame) -> Pairs:
        """Count them by their codes; an answer that is not on the scale is left out.

        Parameters
        ----------
        first, last : pandas.DataFrame
            With ``respondent``, ``yes`` and ``other``, one row a person.
        """
        columns = ["respondent", "yes"]
        both = first.loc[~first["other"].astype(bool), columns].merge(
            last.loc[~last["other"].astype(bool), columns], on="respondent"
        )
        was, now = both["yes_x"].astype(bool), both["yes_y"].astype(bool)
        cells = (was & now, was & ~now, ~was & now, ~was & ~now)
        return cls(*(int(cell.sum()) for cell in cells))


@dataclass(frozen=True)
class Moved:
    """A difference of two shares, the later less the earlier, with its 95 % interval.

    Parameters
    ----------
    change, low, high : float
        From -1 to 1.
    p : float or None, default=None
        How often chance alone would give as much; None where nobody can be followed.
    """

    change: float
    low: float
    high: float
    p: float | None = None


def moved_paired(pairs: Pairs) -> Moved:
    """Return the change of those who can be followed.

    Examples
    --------
    >>> moved = moved_paired(Pairs(both=4, down=0, up=7, neither=0))
    >>> round(moved.change, 2), round(moved.p, 3)
    (0.64, 0.016)
    """
    from statsmodels.stats.contingency_tables import mcnemar  # slow to import

    table = [[pairs.both, pairs.down], [pairs.up, pairs.neither]]
    low, high = newcombe_paired(pairs.both, pairs.up, pairs.down, pairs.neither)
    p = float(mcnemar(table, exact=True).pvalue)
    return Moved((pairs.up - pairs.down) / pairs.n, low, high, min(p, 1.0))


def moved_unpaired(first: tuple[int, int], last: tuple[int, int]) -> Moved:
    """Return the difference of two shares, as if of different people.

    Parameters
    ----------
    first, last : tuple of int
        How many said yes, of how many.

    Examples
    --------
    >>> moved = moved_unpaired((6, 20), (18, 18))
    >>> round(moved.low, 2), round(moved.change, 2), round(moved.high, 2)
    (0.42, 0.7, 0.85)
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(
        *last, *first, method="newcomb", compare="diff"
    )
    return Moved(last[0] / last[1] - first[0] / first[1], float(low), float(high))


def newcombe_paired(
    both: int, first: int, second: int, neither: int
) -> tuple[float, float]:
    """Return the 95 % interval of the difference of two shares of the same people.

    Parameters
    ----------
    both, first, second, neither : int
        People of whom both hold, only the first, only the second, none.

    Returns
    -------
    tuple of float
        Lower and upper end, of the first share less the second.

    Notes
    -----
    Newcombe (1998b), method 10: Wilson's intervals of both shares, joined by the
    correlation between them, which is corrected for continuity. The released
    statsmodels has none for pairs.

    Examples
    --------
    One of the paper's own examples:

    >>> low, high = newcombe_paired(36, 12, 2, 0)
    >>> round(low, 4), round(high, 4)
    (0.0569, 0.3404)
    """
    from statsmodels.stats.proportion import proportion_confint

    n = both + first + second + neither
    yes = (both + first, both + second)
    ends = [proportion_confint(k, n, method="wilson") for k in yes]
    (p1, low1, up1), (p2, low2, up2) = (
        (k / n, float(low), float(up)) for k, (low, up) in zip(yes, ends, strict=True)
    )
    phi = _correlation(both, first, second, neither)
    below, above = p1 - low1, up2 - p2
    under = sqrt(max(below**2 - 2 * phi * below * above + above**2, 0.0))
    below, above = p2 - low2, up1 - p1
    over = sqrt(max(below**2 - 2 * phi * below * above + above**2, 0.0))
    return max(p1 - p2 - under, -1.0), min(p1 - p2 + over, 1.0)


def _correlation(both: int, first: int, second: int, neither: int) -> float:
    n = both + first + second + neither
    sides = (both + first, second + neither, both + second, first + neither)
    spread = float(sides[0]) * sides[1] * sides[2] * sides[3]
    if not spread:
        return 0.0
    joint = float(both * neither - first * second)
    if joint > 0:
        joint = max(joint - n / 2, 0.0)
    return joint / sqrt(spread)
