"""Kappa, alpha and their intervals, from how often which answers met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["NONE", "Answers", "Figures", "alphas", "figures", "kappas"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LEVEL = 95
"""Per cent that an interval is to hold."""

_AT_ONCE = 2_000_000
"""Draws of a text held at once, so that memory is bounded."""


@dataclass(frozen=True, repr=False)
class Answers:
    """What coders answered to one question, unit by unit.

    Parameters
    ----------
    values : numpy.ndarray of int, shape (coders, units)
        From 0 to ``n_values`` - 1; -1 where the coder did not read the unit.
    n_values : int
        How many answers there are: 2 for yes and no.
    text : numpy.ndarray of int, shape (units,)
        The number of the text that holds the unit, from 0.
    weight : numpy.ndarray of int, shape (units,)
        How many units alike stand for it: characters of a run, else 1.
    """

    values: Ints
    n_values: int
    text: Ints
    weight: Ints

    def read_by(self, least: int = 2) -> Answers:
        """Leave out the units that fewer coders read."""
        kept = (self.values >= 0).sum(axis=0) >= least
        _, text = np.unique(self.text[kept], return_inverse=True)
        return Answers(
            self.values[:, kept],
            self.n_values,
            text.astype(np.int64),
            self.weight[kept],
        )

    @property
    def n_texts(self) -> int:
        """How many texts the units come from."""
        return len(np.unique(self.text))

    @property
    def n_units(self) -> int:
        """How many units there are."""
        return int(self.weight.sum())

    def counts(self) -> Ints:
        """Return, for each unit, how many coders gave each answer."""
        answers = np.arange(self.n_values)
        given: Ints = (self.values[:, :, None] == answers).sum(axis=0)
        return given

    def table(self) -> Ints:
        """Return how often the answers of two coders met, the first coder's down."""
        cells = np.bincount(self.cells(), self.weight, self.n_values**2)
        return cells.astype(np.int64).reshape(self.n_values, self.n_values)

    def cells(self) -> Ints:
        """Return which cell of `table` each unit of two coders falls into."""
        first, second = self.values
        cells: Ints = first * self.n_values + second
        return cells


@dataclass(frozen=True)
class Figures:
    """Cohen's kappa and Krippendorff's alpha, each with its interval; NaN for none.

    ``undefined`` is the share of resamples in which a figure could not be computed,
    as where every text that has the code was left out.
    """

    kappa: float
    kappa_low: float
    kappa_high: float
    alpha: float
    alpha_low: float
    alpha_high: float
    undefined: float


_NAN = float("nan")
NONE = Figures(_NAN, _NAN, _NAN, _NAN, _NAN, _NAN, undefined=1.0)
"""Where nothing can be computed."""


def figures(
    answers: Answers, *, n_bootstraps: int, rng: np.random.Generator
) -> Figures:
    """Return kappa (of two coders) and alpha, with percentile bootstrap intervals.

    Whole texts are drawn again, not units: the sentences of one text are alike, and
    intervals that took them for independent would be too narrow (Davison and Hinkley
    1997, section 3.8).

    Parameters
    ----------
    answers : Answers
        Of units that at least two coders read.
    n_bootstraps : int
    rng : numpy.random.Generator

    Returns
    -------
    Figures
        Kappa is NaN for more than two coders, and where it is not defined: where
        both gave every unit the same answer.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and
    Psychological Measurement 20, 37-46; as in ``sklearn.metrics.cohen_kappa_score``.
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability; as in the
    package ``krippendorff``, nominal.
    """
    given = answers.counts()
    if np.count_nonzero(given.sum(axis=0)) < 2:  # both figures would be 0 / 0
        return NONE
    values = answers.n_values
    pair = len(answers.values) == 2
    if pair:
        own = np.eye(values, dtype=np.int64)
        patterns = (own[:, None] + own[None]).reshape(-1, values)
        which = answers.cells()
    else:
        patterns, which = np.unique(given, axis=0, return_inverse=True)
    by_text = _by_text(answers, which.ravel(), len(patterns))
    found: list[tuple[Floats, Floats]] = []
    for drawn in _draws(answers.n_texts, n_bootstraps, rng):
        counts = drawn @ by_text
        alpha = alphas(counts, patterns)
        tables = counts.reshape(-1, values, values) if pair else None
        kappa = np.full(len(alpha), np.nan) if tables is None else kappas(tables)
        found.append((kappa, alpha))
    kappa, alpha = (np.concatenate(part) for part in zip(*found, strict=True))
    return Figures(
        _kappa(answers) if pair else float("nan"),
        *_interval(kappa),
        _alpha(answers),
        *_interval(alpha),
        float(np.isnan(alpha).mean()),
    )


def kappas(tables: npt.ArrayLike) -> Floats:
    """Return Cohen's kappa of many tables at once.

    The figures that are shown come from scikit-learn; this is for the thousands of
    resamples, where it is some hundred times as fast. Tests hold the two equal.

    Parameters
    ----------
    tables : array-like, shape (n, values, values)

    Returns
    -------
    numpy.ndarray of float, shape (n,)
        NaN where both coders gave every unit the same answer.

    Examples
    --------
    >>> kappas([[[20, 5], [10, 15]]]).round(2).tolist()
    [0.4]
    """
    cells = np.asarray(tables, dtype=float)
    n = cells.sum(axis=(1, 2))
    chance = (cells.sum(axis=1) * cells.sum(axis=2)).sum(axis=1)
    same = np.trace(cells, axis1=1, axis2=2) * n
    return _ratio(same - chance, n * n - chance)


def alphas(counts: npt.ArrayLike, patterns: npt.ArrayLike) -> Floats:
    """Return Krippendorff's nominal alpha of many samples at once.

    The figures that are shown come from the package ``krippendorff``; see `kappas`.

    Parameters
    ----------
    counts : array-like, shape (n, patterns)
        How many units of each pattern a sample has.
    patterns : array-like, shape (patterns, values)
        How many coders gave each answer; at least two in each pattern.

    Returns
    -------
    numpy.ndarray of float, shape (n,)
        NaN where everybody gave the same answer.

    Examples
    --------
    >>> alphas([[20, 15, 15]], [[2, 0], [1, 1], [0, 2]]).round(2).tolist()
    [0.4]
    """
    given = np.asarray(patterns, dtype=float)
    pairs = given[:, :, None] * given[:, None, :]
    pairs -= given[:, :, None] * np.eye(given.shape[1])
    pairs /= (given.sum(axis=1) - 1)[:, None, None]
    values = given.shape[1]
    seen = np.asarray(counts, dtype=float) @ pairs.reshape(len(given), -1)
    seen = seen.reshape(-1, values, values)
    margin = seen.sum(axis=2)
    n = margin.sum(axis=1)
    differ = n - np.trace(seen, axis1=1, axis2=2)
    chance = n * n - (margin * margin).sum(axis=1)
    return 1 - _ratio(differ * (n - 1), chance)


def _ratio(above: Floats, below: Floats) -> Floats:
    defined = below > 1e-9  # both are whole numbers but for rounding
    out = np.full(len(above), np.nan)
    out[defined] = above[defined] / below[defined]
    return out


def _kappa(answers: Answers) -> float:
    from sklearn.metrics import cohen_kappa_score

    first, second = answers.values
    return float(cohen_kappa_score(first, second, sample_weight=answers.weight))


def _alpha(answers: Answers) -> float:
    import krippendorff

    units = np.repeat(answers.counts(), answers.weight, axis=0)
    return float(krippendorff.alpha(value_counts=units, level_of_measurement="nominal"))


def _by_text(answers: Answers, what: Ints, n_kinds: int) -> Floats:
    """Count the units of each kind, text by text."""
    n_texts = answers.n_texts
    flat = np.bincount(answers.text * n_kinds + what, answers.weight, n_texts * n_kinds)
    return flat.reshape(n_texts, n_kinds).astype(float)


def _draws(n_texts: int, n: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Yield how often each text is in each resample, some resamples at a time."""
    step = max(1, _AT_ONCE // n_texts)
    even = np.full(n_texts, 1 / n_texts)
    for start in range(0, n, step):
        drawn = rng.multinomial(n_texts, even, size=min(step, n - start))
        yield drawn.astype(float)


def _interval(values: Floats) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    if not len(known):
        return float("nan"), float("nan")
    edge = (100 - LEVEL) / 2
    low, high = np.percentile(known, [edge, 100 - edge])
    return float(low), float(high)
