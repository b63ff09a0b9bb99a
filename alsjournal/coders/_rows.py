"""A row of the table: the figures of one code, with a warning where one is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

import numpy as np

from alsjournal.coders._figures import NONE, Answers, Figures, figures
from alsjournal.coders._who import kind_of

__all__ = ["FEW_TEXTS", "OVERALL", "Resampling", "row_of"]

OVERALL = "overall"

FEW_TEXTS = 10
"""Texts below which no figure is given."""

RARE = 0.1
"""Prevalence below which, and above whose complement, kappa is warned of: with it
kappa falls for the same disagreement (Feinstein and Cicchetti 1990). The bound is our
own choice."""

FEW_POSITIVES = 5
"""Texts with the code, of either coder, below which a figure hangs on single texts."""

_UNDEFINED = 0.05
_NAN = float("nan")


@dataclass(frozen=True)
class Resampling:
    """How intervals are made.

    Each row begins at the same seed, so that it does not depend on the other rows.
    """

    n_bootstraps: int
    random_state: int

    def rng(self) -> np.random.Generator:
        """Return a generator at its beginning."""
        return np.random.default_rng(self.random_state)


def row_of(
    coders: tuple[str, ...], code: str, answers: Answers, resampling: Resampling
) -> dict[str, object]:
    """Return a row of an ``Agreement``.

    Parameters
    ----------
    coders : tuple of str
    code : str
    answers : Answers
        0 for "no code".
    resampling : Resampling

    Returns
    -------
    dict
    """
    answers = answers.read_by()
    few = answers.n_texts < FEW_TEXTS
    found = NONE
    if not few:
        found = figures(
            answers, n_bootstraps=resampling.n_bootstraps, rng=resampling.rng()
        )
    same = _same(answers)
    if same == 1:  # the resamples of no disagreement have none either
        found = Figures(found.kappa, _NAN, _NAN, found.alpha, _NAN, _NAN, 0.0)
    pair = len(coders) == 2
    margins = [_share(answers, i) for i in range(len(coders))]
    positive, negative = _specific(answers) if pair else (_NAN, _NAN)
    return {
        "coder_a": coders[0] if pair else None,
        "coder_b": coders[1] if pair else None,
        "kind": kind_of(coders),
        "code": code,
        "n_units": answers.n_units,
        "n_texts": answers.n_texts,
        "kappa": found.kappa,
        "kappa_low": found.kappa_low,
        "kappa_high": found.kappa_high,
        "alpha": found.alpha,
        "alpha_low": found.alpha_low,
        "alpha_high": found.alpha_high,
        "agreement": same,
        "positive_agreement": positive,
        "negative_agreement": negative,
        "prevalence": float(np.mean(margins)),
        "prevalence_a": margins[0] if pair else _NAN,
        "prevalence_b": margins[1] if pair else _NAN,
        "warning": "; ".join(_warnings(answers, found, code, same)),
    }


def _same(answers: Answers) -> float:
    """Return the share of pairs of coders that gave a unit the same answer."""
    given = answers.counts()
    pairs = given * (given - 1)
    n = given.sum(axis=1)
    total = (answers.weight * n * (n - 1)).sum()
    return float((answers.weight @ pairs).sum() / total) if total else _NAN


def _share(answers: Answers, coder: int) -> float:
    """Return the share of units that a coder gave the code, of those they read."""
    own = answers.values[coder]
    read = (answers.weight * (own >= 0)).sum()
    return float((answers.weight * (own > 0)).sum() / read) if read else _NAN


def _specific(answers: Answers) -> tuple[float, float]:
    """Return positive and negative specific agreement.

    Of the units that one coder gave the code, how often the other did too, and the
    same for units without it (Cicchetti and Feinstein 1990, Journal of Clinical
    Epidemiology 43, 551-558). Of several answers any code is positive if it is the
    same.
    """
    table = answers.table()
    yes = 2 * int(np.trace(table[1:, 1:]))
    said_yes = int(table[1:].sum() + table[:, 1:].sum())
    said_no = int(table[0].sum() + table[:, 0].sum())
    return (
        yes / said_yes if said_yes else _NAN,
        2 * int(table[0, 0]) / said_no if said_no else _NAN,
    )


def _warnings(
    answers: Answers, found: Figures, code: str, same: float
) -> Iterator[str]:
    if not answers.n_texts:
        yield "no text that both read"
        return
    if answers.n_texts < FEW_TEXTS:
        yield f"too few to tell: fewer than {FEW_TEXTS} texts"
        return
    if isnan(found.alpha):
        yield "not defined: all units got the same answer"
        return
    if code != OVERALL:
        yield from _of_prevalence(answers)
    if same == 1:
        yield "no disagreement was seen, so there is no interval"
    if found.undefined > _UNDEFINED:
        yield f"not defined in {found.undefined:.0%} of the resamples"


def _of_prevalence(answers: Answers) -> Iterator[str]:
    held = (answers.values > 0).any(axis=0)
    positives = len(np.unique(answers.text[held]))
    if positives < FEW_POSITIVES:
        yield f"few: {positives} text(s) with the code"
    share = float(np.mean([_share(answers, i) for i in range(len(answers.values))]))
    if share < RARE:
        yield f"rare ({share:.0%}): kappa is low for little disagreement"
    elif share > 1 - RARE:
        yield f"nearly everywhere ({share:.0%}): kappa is low for little disagreement"
