"""What a person should judge, and patterns of a programme's own."""

from __future__ import annotations

import pytest
from sklearn.base import clone

from alsjournal.anonymise import Anonymiser, PatternFinder
from alsjournal.anonymise.finders.telling import TellingFinder
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import LABELS, REVIEW_LABELS
from alsjournal.errors import InputError

FAST = ("identifiers", "roster", "organisations", "people")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("She is the only female partner in Ripon.", "ROLE"),
        ("He was our longest-serving porter.", "ROLE"),
        ("a GP partner from Densham told us", "ROLE"),
        ("the nurse who won the lottery", "ROLE"),
        ("After the fire on 3 March we moved.", "EVENT"),
        ("In 2019 there was an inquest.", "EVENT"),
        ("They won £2.3 million between them.", "EVENT"),
    ],
)
def test_what_may_give_somebody_away(text, label):
    (spans,) = TellingFinder().find([Reading(text)])
    assert label in {span.label for span in spans}
    assert all(span.confidence < 0.5 for span in spans)


@pytest.mark.parametrize(
    "text",
    [
        "The only way is to ask a nurse.",
        "A nurse and a manager met on Monday.",
        "In 2019 we spent £200 on biscuits.",
    ],
)
def test_what_fits_many(text):
    assert TellingFinder().find([Reading(text)]) == [[]]


def test_only_who_asks_gets_what_is_for_review():
    texts = [
        "So Ann is the only female partner in Ripon.",
        "",
        "Ann rang 01632 960123.",
    ]
    anonymiser = Anonymiser(finders=FAST)
    plain = anonymiser.spans(texts, roster=["Ann Lee"])
    full = anonymiser.spans(texts, roster=["Ann Lee"], review=True)
    assert all(span.label in LABELS for spans in plain for span in spans)
    for some, more in zip(plain, full, strict=True):
        assert [s for s in more if s.label not in REVIEW_LABELS] == some
    assert [s.label for s in full[0]] == ["PERSON", "ROLE", "PLACE"]
    assert not set(LABELS) & set(REVIEW_LABELS)


def test_what_is_masked_needs_no_review():
    class All:
        name = "all"

        def find(self, readings):
            return [[r.span(0, len(r.text), "ORG", "all")] for r in readings]

    (spans,) = Anonymiser(finders=[All()]).spans(
        ["the only female partner in Ripon"], review=True
    )
    assert [s.label for s in spans] == ["ORG"]


def test_patterns_of_ones_own():
    own = PatternFinder({"NUMBER": r"\bals-\d{4}\b", "WARD": r"ward (?P<value>[a-z]+)"})
    text = "Ask ALS-0042 on ward Nightingale, or als-12."
    (spans,) = own.find([Reading(text)])
    assert [(text[s.start : s.end], s.label) for s in spans] == [
        ("ALS-0042", "NUMBER"),
        ("Nightingale", "WARD"),
    ]
    anonymiser = Anonymiser(finders=[*FAST, own])
    assert len(clone(anonymiser).spans([text])[0]) == 2
    assert "als-" in repr(own)


@pytest.mark.parametrize("pattern", ["(", "[a-", "x*", ""])
def test_patterns_that_are_none(pattern):
    with pytest.raises(InputError, match="must"):
        PatternFinder({"NUMBER": pattern})
