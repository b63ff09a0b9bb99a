"""A sentence transformer beside, or in place of, the word vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from alsjournal.embed import SpacyEmbedder, TransformerEmbedder
from alsjournal.errors import (
    InputError,
    MissingExtraError,
    NotFittedError,
    SourceError,
)
from alsjournal.themes import ThemeModel

TEXTS = ["No beds on the ward", "The rota has gaps", "Beds again", "..."]


class Letters:
    """Counts letters: enough to see what is done with an encoder."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def encode(self, texts: list[str]) -> list[list[int]]:
        self.asked.append(len(texts))
        return [[t.lower().count(c) for c in "abcdefghij"] for t in texts]


def test_stands_beside_the_words_at_equal_weight() -> None:
    out = TransformerEmbedder(model=Letters()).fit_transform(TEXTS)
    words = SpacyEmbedder(projection=None).fit_transform(TEXTS)
    assert out.shape == (4, 310)
    assert np.allclose(out[:3, :300] * np.sqrt(2), words[:3], atol=1e-5)
    assert not out[3].any()


def test_alone_and_in_batches() -> None:
    model = Letters()
    embedder = TransformerEmbedder(model=model, beside_words=False, batch_size=3)
    out = embedder.fit(TEXTS).transform(TEXTS)
    assert model.asked == [1, 3, 1]
    assert np.allclose(np.linalg.norm(out[:3], axis=1), 1, atol=1e-5)
    assert not out[3].any()


def test_a_theme_model_takes_it() -> None:
    texts = [f"{t} and {w}" for t in TEXTS[:2] for w in ["one", "two", "three", "four"]]
    model = ThemeModel(
        n_themes=2, unclear=0.0, embedder=TransformerEmbedder(model=Letters())
    ).fit(texts)
    assert sorted(model.labels_) == [0] * 4 + [1] * 4


def test_wrong_use_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFittedError):
        TransformerEmbedder(model=Letters()).transform(TEXTS)
    with pytest.raises(InputError, match="model must be"):
        TransformerEmbedder(model=3).fit(TEXTS)
    with pytest.raises(InputError, match="batch_size"):
        TransformerEmbedder(model=Letters(), batch_size=0).fit(TEXTS)
    with pytest.raises((SourceError, MissingExtraError)):
        TransformerEmbedder(model=tmp_path).fit(TEXTS)


def test_an_encoder_must_give_a_row_a_text() -> None:
    class One:
        def encode(self, texts: list[str]) -> list[float]:
            return [1.0 for _ in texts]

    with pytest.raises(InputError, match="one row of numbers"):
        TransformerEmbedder(model=One()).fit(TEXTS)


def test_without_the_extra_it_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingExtraError, match=r"alsjournal\[train\]"):
        TransformerEmbedder().fit(TEXTS)


@pytest.mark.train
def test_the_packaged_one() -> None:
    pytest.importorskip("sentence_transformers")
    out = TransformerEmbedder(beside_words=False).fit_transform(
        ["We waited for hours", "A long delay", "The food was cold"]
    )
    assert out.shape == (3, 384)
    assert out[0] @ out[1] > out[0] @ out[2]
