"""Figures are those of the textbooks and of the libraries, and their intervals hold."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import cohen_kappa_score

from alsjournal.coders._figures import Answers, alphas, figures, kappas

# Krippendorff (2011), Computing Krippendorff's alpha-reliability, example C: four
# observers, twelve units, missing values.
FOUR = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ]
)
# Cohen (1960): 200 units, three categories, kappa .49.
COHEN = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])


def answers(values, n_values=None, text=None, weight=None) -> Answers:
    values = np.asarray(values, dtype=np.int64)
    n = values.shape[1]
    text = np.arange(n) if text is None else np.asarray(text)
    weight = np.ones(n, dtype=np.int64) if weight is None else np.asarray(weight)
    return Answers(values, n_values or int(values.max()) + 1, text, weight)


def measured(of: Answers, n: int = 100, seed: int = 0):
    return figures(of, n_bootstraps=n, rng=np.random.default_rng(seed))


def spread(table) -> np.ndarray:
    """Two coders' answers, from how often they met."""
    table = np.asarray(table)
    cells = np.repeat(np.arange(table.size), table.ravel())
    return np.array(np.divmod(cells, len(table)))


def test_four_observers_of_krippendorff():
    of = answers(FOUR - 1, 5).read_by()
    assert of.n_units == 11
    found = measured(of)
    assert found.alpha == pytest.approx(0.743, abs=5e-4)
    assert np.isnan(found.kappa)
    assert found.alpha_low < found.alpha < found.alpha_high


def test_cohens_own_table():
    of = answers(spread(COHEN))
    # Agreement 140 of 200, by chance 0.6 x 0.5 + 0.3 x 0.3 + 0.1 x 0.2 = 0.41.
    assert measured(of).kappa == pytest.approx((0.7 - 0.41) / 0.59)
    assert (of.table() == COHEN).all()


def test_two_observers_with_two_values_of_krippendorff():
    # Krippendorff (2011), example A: ten units, alpha 0.095.
    one = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    two = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert measured(answers([one, two])).alpha == pytest.approx(0.095, abs=5e-4)


TABLES = arrays(np.int64, (3, 3), elements=st.integers(0, 20))


@given(TABLES)
def test_fast_forms_are_those_of_the_libraries(table):
    values = spread(table)
    if len(np.unique(values)) < 2:
        assert np.isnan(kappas([table])).all()
        return
    assert kappas([table])[0] == pytest.approx(cohen_kappa_score(*values), abs=1e-12)
    of = answers(values, 3)
    patterns, n = np.unique(of.counts(), axis=0, return_counts=True)
    theirs = krippendorff.alpha(values, level_of_measurement="nominal")
    assert alphas([n], patterns)[0] == pytest.approx(theirs, abs=1e-12)


@given(arrays(np.int64, (4, 12), elements=st.integers(-1, 2)))
def test_fast_alpha_is_the_librarys_for_more_coders_and_gaps(values):
    of = answers(values, 3).read_by()
    if np.count_nonzero(of.counts().sum(axis=0)) < 2:
        return
    patterns, n = np.unique(of.counts(), axis=0, return_counts=True)
    theirs = krippendorff.alpha(
        value_counts=of.counts(), level_of_measurement="nominal"
    )
    assert alphas([n], patterns)[0] == pytest.approx(theirs, abs=1e-12)


@given(TABLES, st.permutations([0, 1, 2]))
def test_order_of_coders_and_names_of_codes_change_nothing(table, names):
    values = spread(table)
    if len(np.unique(values)) < 2:
        return
    one = measured(answers(values, 3))
    for other in (
        answers(values[::-1], 3),
        answers(np.array(names)[values], 3),
    ):
        again = measured(other)
        for field in ("kappa", "alpha", "kappa_low", "alpha_high"):
            expected = pytest.approx(getattr(one, field), abs=1e-9, nan_ok=True)
            assert getattr(again, field) == expected
    for value in (one.kappa, one.alpha):
        assert -1 - 1e-9 <= value <= 1 + 1e-9


@given(arrays(np.int64, 30, elements=st.integers(0, 3)))
def test_perfect_agreement_is_one(values):
    found = measured(answers([values, values], 4))
    if len(np.unique(values)) < 2:
        assert np.isnan(found.kappa)
        assert np.isnan(found.alpha)
    else:
        assert found.kappa == pytest.approx(1)
        assert found.alpha == pytest.approx(1)


def test_chance_is_about_zero():
    rng = np.random.default_rng(1)
    found = measured(answers(rng.random((2, 5_000)) < 0.3, 2))
    assert abs(found.kappa) < 0.05
    assert abs(found.alpha) < 0.05


def test_weights_stand_for_as_many_units():
    values = np.array([[1, 0, 1, 0], [1, 1, 0, 0]])
    weight = np.array([5, 2, 1, 7])
    once = measured(answers(values, text=[0, 0, 1, 1], weight=weight))
    spelt = np.repeat(values, weight, axis=1)
    text = np.repeat([0, 0, 1, 1], weight)
    assert once == measured(answers(spelt, text=text))


def coded_by_two(rng, n_texts: int, per_text: int):
    """Sentences of a text are alike: how often it has the code varies by text."""
    share = rng.beta(0.6, 1.4, size=n_texts).repeat(per_text)
    truth = rng.random(n_texts * per_text) < share
    slip = rng.beta(0.5, 2.0, size=n_texts).repeat(per_text)
    noisy = [np.where(rng.random(truth.shape) < slip, ~truth, truth) for _ in "ab"]
    return np.array(noisy).astype(np.int64), np.arange(n_texts).repeat(per_text)


@pytest.mark.slow
def test_intervals_hold_over_texts_and_are_too_narrow_over_units():
    values, _ = coded_by_two(np.random.default_rng(0), 100_000, 8)
    true = cohen_kappa_score(*values)
    rng, held, naive, n = np.random.default_rng(3), 0, 0, 300
    for i in range(n):
        values, text = coded_by_two(rng, 40, 8)
        found = measured(answers(values, 2, text), 400, i)
        held += found.kappa_low <= true <= found.kappa_high
        alone = measured(answers(values, 2), 400, i)
        naive += alone.kappa_low <= true <= alone.kappa_high
    assert 0.90 <= held / n <= 0.98
    assert naive / n < 0.85
