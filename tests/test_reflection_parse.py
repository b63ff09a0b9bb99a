"""`parsed` says what spaCy's own pipe says, word for word."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.grammar import reader as short
from alsjournal.nlp import load_pipeline
from alsjournal.reflection._parse import GRAMMAR, parsed

SAID: Any = ["ORTH", "TAG", "DEP", "POS", "MORPH", "LEMMA", "HEAD", "SENT_START"]

RULED = [
    "There's nobody; there were two of them, and it ain't so.",
    "They've gotta ask. Let's see what y'all are gonna do, c'mon.",
    "I did not know that she'd had it.\n\n  It gets better  \n",
    "He got told which of these that was. Do you mind? I have.",
    "",
    "   ",
    "\n",
]
SMALL = """there 's is are were ai n't ain't gon na gonna got ta gotta let c'm on y all
do did have had 'd that which these gets better I we not . , ?"""
WORDS = st.sampled_from([*SMALL.split(), "\n"])


def said(docs: Any) -> list[list[list[int]]]:
    return [doc.to_array(SAID).tolist() for doc in docs]


def spacys_own(texts: list[str]) -> list[list[list[int]]]:
    nlp = load_pipeline(components=GRAMMAR)
    with nlp.memory_zone():
        return said(nlp.pipe(texts))


def test_rules_over_one_word_and_over_several_give_the_same() -> None:
    assert short._reader() is not None
    assert said(parsed(RULED)) == spacys_own(RULED)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=1, max_size=4))
def test_words_that_rules_name_in_any_order_give_the_same(texts: list[str]) -> None:
    assert said(parsed(texts)) == spacys_own(texts)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=3))
def test_any_text_gives_the_same(texts: list[str]) -> None:
    assert said(parsed(texts)) == spacys_own(texts)


def test_vectors_do_not_depend_on_what_is_parsed_together() -> None:
    texts = ["We asked the ward why beds were full. " * 8] * 9 + RULED
    together = [doc.tensor.copy() for doc in parsed(texts)]
    for text, vectors in zip(texts, together, strict=True):
        (alone,) = (doc.tensor.copy() for doc in parsed([text]))
        np.testing.assert_allclose(vectors, alone, atol=1e-4)


def test_another_pipeline_is_asked_in_its_own_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(short, "_reader", lambda: None)
    assert said(parsed(RULED)) == spacys_own(RULED)


def test_nothing_is_remembered_but_words_that_rules_name() -> None:
    reader: Any = short._reader()
    for _ in parsed(["Zephyrine told Quillfeather there is no bed."]):
        pass
    named = {word for word, *_ in reader._rules._of_kind if word}
    known = set(reader._rules._named.tolist())
    strings = load_pipeline(components=GRAMMAR).vocab.strings
    assert {strings[word] for word in named - known} <= {"n't", "nt", "y", "y'"}
    assert not reader._rules._lemmatizer.cache
    assert "Zephyrine" not in strings
    assert "zephyrine" not in strings
