import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.trends._slopes import MAX_BLOCKS, blocks_of, slopes


def dummies(groups: np.ndarray) -> np.ndarray:
    return (groups[:, None] == np.unique(groups)[None, :]).astype(float)


def by_hand(y, x, effect, kept):
    columns = np.hstack([x[kept], dummies(effect)[kept]])
    return np.linalg.lstsq(columns, y[kept], rcond=None)[0][: x.shape[1]]


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32 - 1), nested=st.booleans())
def test_estimates_are_those_of_separate_fits(seed, nested):
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(8), 5)
    effect = person if nested else person % 3
    x = np.column_stack([np.tile(np.arange(5.0), 8), rng.random(40)])
    y = (rng.random((40, 2)) < 0.4).astype(float)
    found = slopes(y, x, effect, person)
    assert np.allclose(found.estimate, by_hand(y, x, effect, np.ones(40, bool)))
    for i in range(8):
        assert np.allclose(found.left_out[i], by_hand(y, x, effect, person != i))


def test_errors_agree_with_generalised_estimating_equations():
    import statsmodels.api as sm

    rng = np.random.default_rng(7)
    person = np.repeat(np.arange(60), 6)
    place, t = person % 4, np.tile(np.arange(6.0), 60)
    own = rng.normal(0, 0.2, 60)[person]
    y = (rng.random(360) < np.clip(0.2 + 0.05 * t + own, 0.02, 0.98)).astype(float)
    columns = np.column_stack([t, dummies(place)])
    peer = sm.GEE(y, columns, groups=person).fit(cov_type="bias_reduced")
    found = slopes(y[:, None], t[:, None], place, person)
    assert found.estimate[0, 0] == pytest.approx(peer.params[0], abs=1e-9)
    assert found.error()[0] == pytest.approx(peer.bse[0], rel=0.03)
    assert found.df == pytest.approx(59)


def test_a_column_that_tells_nothing_more_is_ignored():
    person = np.repeat(np.arange(6), 4)
    t = np.tile(np.arange(4.0), 6)[:, None]
    y = (np.arange(24) % 5 == 0).astype(float)[:, None]
    once = slopes(y, t, person, person)
    same = slopes(y, np.hstack([t, np.ones_like(t)]), person, person)
    assert np.allclose(once.estimate[0], same.estimate[0])
    assert np.allclose(once.error(), same.error())
    assert once.df == pytest.approx(same.df)


def test_who_wrote_once_tells_nothing_of_change():
    person = np.array([0, 0, 1, 1, 2, 3])
    t = np.array([1.0, 2, 1, 2, 1, 2])[:, None]
    y = np.array([0.0, 1, 0, 0, 1, 1])[:, None]
    found = slopes(y, t, person, person)
    assert found.estimate[0, 0] == 0.5
    assert found.df == pytest.approx(1)


def test_where_time_does_not_vary_nothing_is_said():
    person = np.arange(4)
    found = slopes(np.ones((4, 1)), np.ones((4, 1)), person, person)
    assert found.df == 0
    assert np.isnan(found.p()).all()


def test_of_many_people_groups_are_left_out():
    person = np.repeat(np.arange(3 * MAX_BLOCKS), 2)
    block = blocks_of(person, person % 7)
    assert len(np.unique(block)) == MAX_BLOCKS
    assert all(len(set(block[person == i])) == 1 for i in range(20))
    assert len(np.unique(blocks_of(person[:100], person[:100] % 7))) == 50
