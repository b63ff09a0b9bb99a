"""The elements of reflection: what is learned, kept, found and refused."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone

import alsjournal as als
from alsjournal.errors import (
    InputError,
    MissingExtraError,
    NotFittedError,
    SourceError,
)
from alsjournal.nlp import tokenizer_only
from alsjournal.reflection import _element_backend, elements
from alsjournal.reflection._element_backend import window
from alsjournal.reflection._element_input import ELEMENTS
from alsjournal.reflection._sentence_scorer import known_terms
from alsjournal.reflection._sentence_terms import positions_between
from alsjournal.segment import sentences

pytestmark = pytest.mark.slow

FEELINGS = [
    "I was relieved.",
    "I felt ashamed of how I had spoken.",
    "We were all so glad to be back.",
    "I am worried about the winter.",
    "It made me angry.",
    "I felt calm for once.",
]
PLANS = [
    "I will ring the practice on Monday.",
    "Next time I will ask first.",
    "We are going to share one list.",
    "I shall bring it back in May.",
    "I plan to visit the ward.",
    "We will try it for a month.",
]
FACTS = [
    "The hall has a green door.",
    "There are four desks.",
    "Lunch is at noon.",
    "The report has ten pages.",
    "The ward is on the second floor.",
    "It is cold in May.",
]
SMALL = [*FEELINGS, *PLANS, *FACTS]
LABELS = ["Feeling"] * 6 + ["Intention"] * 6 + ["Other"] * 6
TEXT = (
    "On Tuesday I rang the ward and asked for the sister. I was so relieved. "
    'Nobody had told her. What could I have done differently? "Next time I will '
    'ask first," I said.'
)


@pytest.fixture(scope="module")
def fitted() -> als.ReflectionElements:
    return als.ReflectionElements().fit(SMALL, LABELS)


@pytest.mark.parametrize(
    ("sentence", "element"),
    [
        ("I was really nervous and then so relieved.", "Feeling"),
        ("What could I have done differently?", "Reflection"),
        ("Next time I will prepare the meeting better.", "Intention"),
        ("I asked him to come in and we went through the list.", "Experience"),
        ("The building has four floors.", "Other"),
        ("I have a problem with saying no.", "Difficulty"),
    ],
)
def test_says_the_obvious(sentence: str, element: str) -> None:
    assert als.ReflectionElements().predict([sentence])[0] == element


def test_probabilities_belong_to_the_classes() -> None:
    model = als.ReflectionElements()
    proba = model.predict_proba([*SMALL, "", "?!"])
    assert proba.shape == (len(SMALL) + 2, 9)
    assert proba.dtype == np.float64
    assert np.allclose(proba.sum(axis=1), 1)
    assert list(model.classes_) == sorted(ELEMENTS)
    best = model.classes_[proba.argmax(axis=1)]
    assert list(best) == list(model.predict([*SMALL, "", "?!"]))
    assert model.predict_proba([]).shape == (0, 9)
    assert set(vars(model)) == {"model", "random_state"}


def test_context_may_be_missing_and_changes_nothing_else() -> None:
    model = als.ReflectionElements()
    around = pd.Series([f"Before. {s} After." for s in SMALL])
    around[0] = None
    assert list(model.predict(SMALL, around)) == list(model.predict(SMALL))


def test_each_sentence_is_read_by_itself() -> None:
    model = als.ReflectionElements()
    many = SMALL * 20
    whole = model.predict_proba(many)
    one_by_one = np.vstack([model.predict_proba([s]) for s in SMALL])
    assert (whole[: len(SMALL)] == whole[-len(SMALL) :]).all()
    assert np.allclose(whole[: len(SMALL)], one_by_one, atol=1e-6)


def test_sentences_scored_together_are_scored_as_each_alone() -> None:
    scorer = elements.shipped_scorer("als-elements", elements.KIND)
    told = [set(), {"w nobody knows this"}, *elements._terms(SMALL), set()]
    alone = np.vstack([scorer.proba(one) for one in told])
    assert (scorer.probas(told) == alone).all()
    assert scorer.probas([]).shape == (0, len(scorer.classes))


@given(st.text(alphabet="ab'.n  \n-", max_size=30), st.data())
def test_tokens_of_a_stretch_are_those_that_begin_in_it(text: str, data) -> None:
    (doc,) = [tokenizer_only()(text)]
    for own in sentences(text):
        end = data.draw(st.integers(own.end, len(text)))
        found = doc.char_span(own.start, end, alignment_mode="expand")
        there = [t.i for t in found if t.idx >= own.start]
        assert list(positions_between(doc, own.start, end)) == there


def test_white_space_between_words_is_no_term() -> None:
    plain, spaced = elements._terms(["I met them.", "I  met\n\nthem.  "])
    words = {term for term in plain if term.startswith("w ")}
    assert words == {term for term in spaced if term.startswith("w ")}
    assert not any("\n" in term or "  " in term for term in spaced)


def test_spans_are_the_sentences() -> None:
    found = als.ReflectionElements().spans([TEXT, "", TEXT])
    assert [p.of(TEXT) for p in found[0]] == [
        TEXT[s.start : s.end] for s in sentences(TEXT)
    ]
    assert found[0][1].code == "Feeling"
    assert found[0][3].code == "Reflection"
    assert found[1] == []
    assert found[0] == found[2]
    assert all(0 < p.confidence <= 1 for p in found[0])


def test_codes_a_journal() -> None:
    frame = pd.DataFrame({"text": [TEXT, "Nothing to report."]})
    journal = als.Journal.from_frame(frame, already_anonymised=True)
    rows = als.ReflectionElements().code(journal)
    assert len(rows) == len(sentences(TEXT)) + 1
    assert set(rows["construct"]) == {"element"}
    assert rows["coder"].iloc[0].startswith("elements/")
    assert set(rows["code"]) <= set(ELEMENTS)


def test_fit_replaces_the_model_that_comes(fitted: als.ReflectionElements) -> None:
    assert list(fitted.classes_) == ["Feeling", "Intention", "Other"]
    assert list(fitted.predict(SMALL)) == LABELS
    assert fitted.coder.startswith("elements-own/")
    again = clone(fitted)
    assert list(again.classes_) == sorted(ELEMENTS)
    again.fit(SMALL, LABELS)
    assert (again.predict_proba(SMALL) == fitted.predict_proba(SMALL)).all()


def test_weights_and_authors_count() -> None:
    plain = als.ReflectionElements().fit(SMALL, LABELS)
    heavy = np.where(np.asarray(LABELS) == "Feeling", 20.0, 1.0)
    leaning = als.ReflectionElements().fit(SMALL, LABELS, weights=heavy)
    unknown = ["Perhaps so."]
    assert leaning.predict_proba(unknown)[0, 0] > plain.predict_proba(unknown)[0, 0]
    by_two = ["a", "b"] * 9
    narrow = als.ReflectionElements().fit(SMALL, LABELS, authors=by_two)
    assert narrow._scorer_.terms == ()


def test_a_term_needs_three_authors_or_five_sentences() -> None:
    terms = [{"often", "twice"}, {"often", "twice"}, {"often"}, set(), {"x"}]
    assert known_terms(terms, ["a", "b", "c", "d", "d"]) == ["often"]
    assert known_terms([{"often"}] * 5 + [{"rare"}] * 4, None) == ["often"]


def test_saved_and_read_it_is_the_same(fitted, tmp_path) -> None:
    folder = fitted.save(tmp_path / "own")
    assert sorted(p.name for p in folder.iterdir()) == [
        "arrays.safetensors",
        "config.json",
        "vocabulary.json",
    ]
    expected = fitted.predict_proba(SMALL)
    read = als.ReflectionElements.load(folder)
    assert (read.predict_proba(SMALL) == expected).all()
    assert (read._scorer_.mix == fitted._scorer_.mix).all()
    by_path = als.ReflectionElements(model=folder)
    assert (by_path.predict_proba(SMALL) == expected).all()
    assert fitted.save(folder) == folder


def test_a_folder_is_read_with_suspicion(fitted, tmp_path) -> None:
    folder = fitted.save(tmp_path / "own")
    terms = json.loads((folder / "vocabulary.json").read_text())["terms"]
    (folder / "vocabulary.json").write_text(json.dumps({"terms": terms[:-1]}))
    with pytest.raises(SourceError, match="do not belong together"):
        als.ReflectionElements.load(folder)
    (folder / "vocabulary.json").write_text(json.dumps({"terms": terms[::-1]}))
    with pytest.raises(SourceError, match="in order"):
        als.ReflectionElements.load(folder)
    (folder / "vocabulary.json").write_text(json.dumps({"terms": terms}))
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "words": "other"}))
    with pytest.raises(InputError, match="lists and classes of words"):
        als.ReflectionElements.load(folder)
    with pytest.raises(SourceError):
        als.ReflectionElements(model=tmp_path / "nowhere").predict(SMALL)


def test_only_what_was_learned_is_saved_and_only_the_shipped_has_a_card(
    fitted, tmp_path
) -> None:
    with pytest.raises(NotFittedError, match="must be fitted"):
        als.ReflectionElements().save(tmp_path / "x")
    with pytest.raises(InputError, match="of your own"):
        fitted.card()
    card = als.ReflectionElements().card()
    assert card.headline.statistic == "kappa"
    assert {f.code for f in card.figures if f.code} == set(ELEMENTS)
    assert card.headline.by == "people"
    assert card.figures[1].by == "language models"
    assert card.least_kappa == 0.4
    assert card.shown_beyond_research()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"labels": LABELS[:-1]}, "one value for each of the 18"),
        ({"labels": ["Feeling"] * 17 + ["Secret"]}, "position 17"),
        ({"labels": ["Feeling"] * 18}, "two elements or more"),
        ({"labels": ["Feeling"] * 15 + ["Other"] * 3}, "rarest 3 times"),
        ({"weights": [0.0] * 18}, "numbers over 0"),
        ({"weights": ["much"] * 18}, "numbers over 0"),
        ({"context": "one"}, "context must be a list"),
        ({"context": [1] * 18}, "must be a str"),
        ({"authors": ["a"]}, "authors must be a list"),
    ],
)
def test_refuses_what_it_cannot_learn_from(given, message) -> None:
    arguments = {"sentences": SMALL, "labels": LABELS, **given}
    with pytest.raises(InputError, match=message) as caught:
        als.ReflectionElements().fit(**arguments)
    assert "Secret" not in str(caught.value)


def test_refuses_single_texts_and_models_that_cannot_be() -> None:
    with pytest.raises(InputError, match="Put a single text in a list"):
        als.ReflectionElements().predict("I was relieved.")
    with pytest.raises(InputError, match="context must be"):
        als.ReflectionElements().predict(SMALL, ["too few"])
    with pytest.raises(InputError, match="model must be"):
        als.ReflectionElements(model=3).predict(SMALL)
    with pytest.raises(InputError, match="model=None"):
        als.ReflectionElements(model="encoder").fit(SMALL, LABELS)


def test_another_model_reads_sentences_in_their_passage(monkeypatch) -> None:
    asked: list[tuple[str, str]] = []

    class Longest:
        def proba(self, given, around):
            asked.extend(zip(given, around, strict=True))
            return np.eye(9, dtype=np.float32)[[0] * len(given)]

    monkeypatch.setattr(elements, "encoder", Longest)
    model = als.ReflectionElements(model="encoder")
    assert list(model.predict(["One.", "Two."], [None, "One. Two."])) == ["Belief"] * 2
    assert asked == [("One.", "One."), ("Two.", "One. Two.")]
    asked.clear()
    found = model.spans([TEXT])[0]
    assert [p.code for p in found] == ["Belief"] * len(found)
    assert asked[3][0] == "What could I have done differently?"
    assert model.coder.startswith("elements-encoder/")


def test_says_so_where_the_other_model_is_missing(monkeypatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    _element_backend.encoder.cache_clear()
    monkeypatch.setattr(_element_backend.importlib, "import_module", missing)
    with pytest.raises(MissingExtraError, match="model=None"):
        als.ReflectionElements(model="encoder").predict(SMALL)


def test_a_passage_is_two_sentences_on_each_side() -> None:
    text = "A one. B two. C three! D four? E five. F six."
    found = sentences(text)
    assert window(text, found, 0) == "A one. B two. C three!"
    assert window(text, found, 3) == "B two. C three! D four? E five. F six."


def test_nobody_is_told_from_what_is_kept(fitted) -> None:
    assert repr(fitted) == "ReflectionElements()"
    held = repr(vars(fitted))
    assert not [s for s in SMALL if s in held]
