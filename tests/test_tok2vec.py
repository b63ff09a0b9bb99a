"""Vectors of words are spaCy's own, whatever company a text has."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.datasets import load_sample
from alsjournal.grammar.reader import GRAMMAR
from alsjournal.nlp import load_pipeline
from alsjournal.tok2vec import Tok2Vec, distinct


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline(components=GRAMMAR)


def model_of(nlp, name):
    model = nlp.get_pipe(name).model
    return model if name == "tok2vec" else model.get_ref("tok2vec").layers[0]


@pytest.mark.parametrize("name", ["tok2vec", "ner"])
def test_the_same_numbers(name):
    nlp = load_pipeline(components=GRAMMAR if name == "tok2vec" else ("ner",))
    model = model_of(nlp, name)
    assert Tok2Vec.reads(model)
    sample = load_sample().identifiable_frame("reflections", ["text"])["text"]
    texts = ["", *sample[:40], "", "Don't!", "\n", *sample[40:44], ""]
    with nlp.memory_zone():
        docs = [nlp.make_doc(text) for text in texts]
        ours = [own for run in Tok2Vec(model).runs(docs) for own in run]
        theirs = model.predict(docs)
    assert len(ours) == len(texts)
    for own, doc, their in zip(ours, docs, theirs, strict=True):
        assert own.shape[0] == len(doc)
        np.testing.assert_allclose(own, their.reshape(own.shape), atol=1e-4)


def test_nothing_to_read(nlp):
    reader = Tok2Vec(model_of(nlp, "tok2vec"))
    assert list(reader.runs([])) in ([], [[]])
    (only,) = reader.runs([nlp.make_doc("")])
    assert [own.shape for own in only] == [(0, 96)]


def test_another_network_is_not_read():
    from spacy.ml.models.tok2vec import (
        MaxoutWindowEncoder,
        MultiHashEmbed,
        build_Tok2Vec_model,
    )

    def built(window, last):
        embed = MultiHashEmbed(8, ["NORM", last], [50, 50], False)
        return build_Tok2Vec_model(embed, MaxoutWindowEncoder(8, window, 3, 2))

    assert Tok2Vec.reads(built(1, "SHAPE"))
    assert not Tok2Vec.reads(built(2, "SHAPE"))
    assert not Tok2Vec.reads(built(1, "ENT_TYPE"))
    assert not Tok2Vec.reads(built(1, "SHAPE").get_ref("embed"))


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1))
@settings(max_examples=50)
def test_distinct_rows(rows):
    table = np.array(rows, dtype=np.uint64)
    first, place = distinct(table)
    assert (table[first][place] == table).all()
    assert len(first) == len(set(rows))
