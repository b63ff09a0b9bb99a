"""The recogniser asked in our way finds what it finds in spaCy's way."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alsjournal import tok2vec
from alsjournal.anonymise.finders import entities
from alsjournal.anonymise.finders.entities import EntityReader
from alsjournal.datasets import load_sample
from alsjournal.nlp import load_pipeline

_WORDS = st.sampled_from(
    [
        *("we", "We", "met", "the", "of", "at", "and", "in", "didn't", "can't", "PCN"),
        *("Priya", "priya", "PRIYA", "Okafor", "O'Neill", "Anne-Marie", "Will", "will"),
        *("Leeds", "leeds", "Riverside", "Surgery", "St", "James's", "University"),
        *("last", "Tuesday", "two", "weeks", "£300", "3rd", "May", "2019", "first"),
        *("(Dr", "Patel)", '"Sam', "x.y", "...", "😀", "Łódź", "zqxv", "A.B.", "—"),
    ]
)
_GAPS = st.sampled_from([" ", " ", " ", ", ", ". ", "  ", "\n", "\n\n", " - ", "/"])
_TEXTS = st.lists(
    st.lists(st.tuples(_WORDS, _GAPS), max_size=25).map(
        lambda pairs: "".join(word + gap for word, gap in pairs)
    ),
    max_size=5,
)


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline(components=("ner",))


@pytest.fixture(scope="module")
def reader(nlp):
    return EntityReader(nlp)


def in_spacys_way(nlp, texts):
    with nlp.memory_zone():
        return [
            [(e.start_char, e.end_char, e.label_) for e in doc.ents]
            for doc in nlp.pipe(texts)
        ]


@given(texts=_TEXTS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_words_in_any_place(nlp, reader, texts):
    assert reader.read(texts) == in_spacys_way(nlp, texts)


def test_the_sample(nlp, reader):
    texts = list(load_sample().identifiable_frame("reflections", ["text"])["text"])
    found = reader.read(texts)
    assert found == in_spacys_way(nlp, texts)
    assert sum(map(len, found)) > 500


@pytest.mark.parametrize("words", [1, 7, 100_000])
def test_it_does_not_matter_what_is_read_together(reader, monkeypatch, words):
    texts = ["Priya Okafor of Leeds rang.", "", "No one came.", "  ", "Sam", "Tom Lee"]
    alone = [reader.read([text])[0] for text in texts]
    monkeypatch.setattr(tok2vec, "_TOKENS", words)
    assert reader.read(texts) == alone
    monkeypatch.setattr(entities, "_TEXTS", 2)
    assert reader.read(texts) == alone


def test_nothing_to_read(reader):
    assert reader.read([]) == []
    assert reader.read(["", " "]) == [[], []]


def test_words_are_not_kept(nlp, reader):
    word = "Qvizzelthrop"
    assert reader.read([f"We met {word} Okafor in Leeds."])[0]
    assert word not in nlp.vocab.strings


def test_the_default_pipeline_is_read_in_our_way(reader):
    assert reader._network is not None


def test_another_pipeline_is_read_in_spacys_way():
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Priya"}])
    assert EntityReader(nlp).read(["Then Priya came.", ""]) == [[(5, 10, "PERSON")], []]
