"""What is unclear: the passages nearer to another grouping than to their own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import silhouette_samples
from test_themes_model import TOPICS, fitted, written

from alsjournal.embed import unit
from alsjournal.themes._confidence import UNCLEAR_BELOW, confidence


def mixed(n: int, seed: int = 0) -> list[str]:
    """Texts that have as many words of one topic as of another."""
    rng = np.random.default_rng(seed)
    topics = [words.split() for words in TOPICS.values()]
    out = []
    for i in range(n):
        one, other = (topics[j] for j in rng.permutation(3)[:2])
        words = [*rng.choice(one, 3), *rng.choice(other, 3)]
        out.append(" ".join([*rng.permutation(words), f"x{i}."]))
    return out


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(8, 40))
def test_it_is_the_silhouette(seed: int, k: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    raw = unit(rng.normal(size=(n, 6)))
    labels = np.concatenate([np.arange(k), rng.integers(0, k, n - k)])
    theirs = silhouette_samples(raw, labels, metric="cosine")
    assert confidence(raw, labels) == pytest.approx(theirs, abs=1e-5)


def test_one_group_and_none() -> None:
    raw = np.eye(3, dtype=np.float32)
    assert confidence(raw, np.zeros(3, dtype=np.int64)).tolist() == [1, 1, 1]
    assert len(confidence(raw[:0], np.zeros(0, dtype=np.int64))) == 0


def test_themes_that_lie_apart_leave_few_unclear() -> None:
    texts, _ = written(90)
    model = fitted(texts, n_themes=3)
    assert (model.labels_ == -1).mean() < 0.05
    assert model.predict(written(30, seed=9)[0]).tolist().count(-1) < 10


def test_what_mixes_themes_is_unclear() -> None:
    apart, both = written(90)[0], mixed(90)
    model = fitted([*apart, *both], n_themes=3)
    unclear = model.labels_ == -1
    assert unclear[90:].mean() > 3 * max(unclear[:90].mean(), 0.02)


def test_a_share_takes_the_least_sure_first() -> None:
    texts = [*written(60)[0], *mixed(60)]
    few, many = (
        fitted(texts, n_themes=3, unclear=share).labels_ == -1 for share in (0.1, 0.4)
    )
    assert few.sum() == 12
    assert many.sum() == 48
    assert many[few].all()
    assert not (fitted(texts, n_themes=3, unclear=0.0).labels_ == -1).any()


def test_the_same_words_have_the_same_label() -> None:
    texts = [*written(60)[0], *mixed(30)]
    labels = fitted([*texts, *texts[::-1]], n_themes=3).labels_
    assert (labels[:90] == labels[90:][::-1]).all()


def test_what_is_about_nothing_of_the_fit_is_unclear_by_default() -> None:
    model = fitted(written(90)[0], n_themes=3)
    odd = ["parking " + " ".join(words.split()[0] for words in TOPICS.values())]
    assert model.predict(odd).tolist() == [-1]
    assert UNCLEAR_BELOW == 0.0
