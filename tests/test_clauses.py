"""Clauses by the grammar."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.clauses import DependencyClauses
from alsjournal.errors import InputError
from alsjournal.themes import ThemeModel


def said(text: str, **kwargs: int) -> list[str]:
    return [text[a:b] for a, b in DependencyClauses(**kwargs)(text)]


def test_verbs_open_clauses() -> None:
    text = "We agreed a rota but the ward was full because nobody told them"
    assert said(text) == [
        "We agreed a rota but",
        "the ward was full",
        "because nobody told them",
    ]


def test_sentences_part_even_if_short() -> None:
    assert said("Good. The ward was full.") == ["Good", "The ward was full"]


def test_a_short_clause_stays_with_its_neighbour() -> None:
    text = "We agreed a rota but the ward was full because nobody told them"
    assert said(text, min_words=20) == [text]


@pytest.mark.parametrize("text", ["", "  ... ", "\n\n"])
def test_without_words_there_is_none(text: str) -> None:
    assert said(text) == []


@settings(max_examples=30)
@given(st.text(alphabet="aeb iwsn.,!\n'[]-\u00e9\U0001f600", max_size=60))
def test_segments_are_in_order_and_inside(text: str) -> None:
    at = 0
    for start, end in DependencyClauses()(text):
        assert at <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        at = end


def test_wrong_use_is_refused() -> None:
    with pytest.raises(InputError, match="whole number"):
        DependencyClauses(min_words=True)
    with pytest.raises(InputError, match="1 or more"):
        DependencyClauses(min_words=0)
    with pytest.raises(InputError, match="must be a str"):
        DependencyClauses()(3)  # type: ignore[arg-type]


def test_a_theme_model_takes_them_by_name() -> None:
    texts = [f"No beds on ward {w}" for w in ("one", "two", "three", "four", "five")]
    texts += [f"The rota has gaps on {d}" for d in ("Monday", "Tuesday", "Friday")]
    model = ThemeModel(n_themes=2, unclear=0.0, segmenter="clauses").fit(texts)
    assert model.n_themes_ == 2
    with pytest.raises(InputError, match="segmenter must be"):
        ThemeModel(segmenter="words").fit(texts)
