"""Codes with many examples: regression where a mean says too little."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator

from alsjournal.embed import unit
from alsjournal.themes import Codebook, FrameworkCoder, _heads
from alsjournal.themes._heads import MANY

SIDES = {"left": 0.6, "right": -0.6}
NAMES = list(SIDES)


class LoudEmbedder(BaseEstimator):
    """A small step to one side, and much else that has nothing to do with it."""

    def fit(self, X: object, y: object = None) -> Self:
        return self

    def transform(self, X: list[str]) -> Any:
        rows = [np.zeros(12)]
        for text in X:
            row = np.random.default_rng(zlib.crc32(text.encode())).normal(size=12)
            row[0] = SIDES.get(text.split()[0], 0.0) if text.strip() else 0.0
            rows.append(row)
        return unit(np.asarray(rows[1:]).reshape(len(X), 12)).astype(np.float32)


def written(name: str, n: int, start: int = 0) -> list[str]:
    return [f"{name} word{i}" for i in range(start, start + n)]


def book_of(**sizes: int) -> Codebook:
    book = Codebook()
    for name, n in sizes.items():
        book = book.add(name.title(), by="Ade", examples=written(name, n))
    return book


TEXTS = [text for name in NAMES for text in written(name, 150, 1000)]
WHOSE = np.repeat([0, 1], 150)


def fitted(book: Codebook, **parameters: Any) -> FrameworkCoder:
    return FrameworkCoder(book, embedder=LoudEmbedder(), **parameters).fit(TEXTS)


def right(coder: FrameworkCoder) -> float:
    return float((coder.transform(TEXTS).argmax(axis=1) == WHOSE).mean())


def without(book: Codebook, monkeypatch: pytest.MonkeyPatch) -> FrameworkCoder:
    with monkeypatch.context() as patch:
        patch.setattr(_heads, "MANY", 10**6)
        return fitted(book)


def test_it_finds_what_a_mean_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    book = book_of(left=120, right=120)
    coder, means = fitted(book), without(book, monkeypatch)
    assert coder.regression_.tolist() == [True, True]
    assert not means.regression_.any()
    assert right(coder) > 0.9
    assert right(means) < 0.8
    scores = coder.transform(TEXTS)
    assert (scores > -1).all()
    assert (scores < 1).all()


def test_few_examples_are_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    for sizes in ({"left": MANY - 1, "right": 60}, {"left": 60}):
        book = book_of(**sizes)
        coder, means = fitted(book), without(book, monkeypatch)
        assert not coder.regression_.any()
        assert (coder.transform(TEXTS) == means.transform(TEXTS)).all()
        assert coder.threshold_ == means.threshold_
        assert not coder.intercepts_.any()


def test_one_code_of_either_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    book = book_of(left=60, right=15, none=15)
    coder, means = fitted(book), without(book, monkeypatch)
    assert coder.regression_.tolist() == [True, False, False]
    scores, before = coder.transform(TEXTS), means.transform(TEXTS)
    assert (scores[:, 1:] == before[:, 1:]).all()
    # One threshold finds about as many of either kind.
    assert abs(coder._own[:60].mean() - means._own[:60].mean()) < 0.05
    assert abs(coder._own[:60].std() - means._own[:60].std()) < 0.05


def test_examples_are_scored_without_themselves() -> None:
    """What examples expect of others holds for texts that nobody gave."""
    book = book_of(left=200, right=200)
    for recall in (0.5, 0.8):
        coder = fitted(book, recall=recall)
        found = coder.predict(TEXTS)[np.arange(300), WHOSE].mean()
        assert found == pytest.approx(recall, abs=0.1)


def test_the_same_text_many_times_is_one_example() -> None:
    book = Codebook()
    for name in NAMES:
        book = book.add(name.title(), by="Ade", examples=written(name, 60))
    book = book.add("Both", by="Ade", examples=written("left", 60))
    coder = fitted(book)
    assert coder.regression_.all()
    again = fitted(book.add("Once", by="Ade", examples=["right word1"] * 40))
    assert not again.regression_[3]


def test_no_text_is_held() -> None:
    coder = fitted(book_of(left=60, right=60))
    own = {k: v for k, v in vars(coder).items() if "codebook" not in k}
    assert "word1" not in repr(own)


@pytest.mark.slow
def test_a_saved_one_comes_back_the_same(tmp_path: Path) -> None:
    book = Codebook()
    for name, what in {"Cover": "No locum for", "Beds": "Too few beds on"}.items():
        own = [f"{what} day {i} of week {i % 7}." for i in range(MANY + 5)]
        book = book.add(name, by="Ade", examples=own)
    texts = ["There was no locum.", "The ward had no beds.", ""]
    coder = FrameworkCoder(book.add("Rare", by="Ade", examples=["Rare."])).fit(texts)
    again = FrameworkCoder.load(coder.save(tmp_path / "frame"))
    assert again.regression_.tolist() == [True, True, False]
    assert (again.transform(texts) == coder.transform(texts)).all()
    assert (again.predict(texts) == coder.predict(texts)).all()
    assert (again.intercepts_ == coder.intercepts_).all()
    pd.testing.assert_frame_equal(again.threshold_curve(), coder.threshold_curve())
