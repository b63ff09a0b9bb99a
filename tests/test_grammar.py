"""Grammar read the short way is what spaCy's pipeline says."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alsjournal.datasets import load_sample
from alsjournal.grammar.reader import GRAMMAR, docs_of
from alsjournal.nlp import load_pipeline

_SAID = ["ORTH", "TAG", "DEP", "POS", "MORPH", "LEMMA", "HEAD", "SENT_START"]
_WORDS = st.sampled_from(
    [
        *("we", "I", "they", "nobody", "staff", "the", "a", "of", "to", "not", "n't"),
        *("waited", "waiting", "was", "is", "had", "said", "can't", "gonna", "would"),
        *("better", "worst", "leaves", "data", "GP", "ICB", "PCN's", "2019", "£3"),
        *("because", "which", "there", "that", "all", "half", "—", "...", "😀", "zqxv"),
    ]
)
_GAPS = st.sampled_from([" ", " ", " ", ", ", ". ", "? ", "  ", "\n", "\n\n", "/"])


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline(components=GRAMMAR)


def both(nlp, texts):
    with nlp.memory_zone():
        ours = [doc.to_array(_SAID).tolist() for doc in docs_of(nlp, texts)]
    with nlp.memory_zone():
        theirs = [doc.to_array(_SAID).tolist() for doc in nlp.pipe(texts)]
    return ours, theirs


@given(
    st.lists(
        st.lists(st.tuples(_WORDS, _GAPS), max_size=20).map(
            lambda pairs: "".join(word + gap for word, gap in pairs)
        ),
        max_size=4,
    )
)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_words_in_any_place(nlp, texts):
    ours, theirs = both(nlp, texts)
    assert ours == theirs


def test_the_sample(nlp):
    sample = load_sample().identifiable_frame("reflections", ["text"])["text"]
    ours, theirs = both(nlp, list(sample[:120]))
    assert ours == theirs
    assert sum(map(len, ours)) > 10_000
