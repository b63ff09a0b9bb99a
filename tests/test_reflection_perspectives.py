"""Whose view a passage tells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.reflection import PerspectiveFinder
from alsjournal.reflection.perspectives import WHOSE


def whose(text: str) -> list[str]:
    return [p.code for p in PerspectiveFinder().spans([text])[0]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("From the GP's side it is one more form.", "clinician"),
        ("The council sees it as a cost.", "council or social care"),
        ("I had not realised how it looks to a carer.", "carer or family"),
        ("She must have felt that nobody listened.", "other"),
        ("The commissioners believe that we can wait.", "manager or commissioner"),
        ("The patient was afraid of the stairs.", "patient or resident"),
        ("My colleague thinks that the rota is unfair.", "colleague or member"),
        ("Through the tenant's eyes we are a uniform.", "patient or resident"),
        ("According to the provider it cannot be done.", "provider"),
        ("The nurse came late. She feared the form.", "clinician"),
    ],
)
def test_somebody_else_sees_it(text: str, code: str) -> None:
    assert whose(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "I think that the rota is unfair.",
        "From my side it is one more form.",
        "The council sent a form.",
        "The nurse said good morning.",
        "Does the council think so?",
        "It rained.",
        "Nobody thinks that it works.",
    ],
)
def test_what_is_none(text: str) -> None:
    assert whose(text) == []


def test_the_sentence_is_the_passage() -> None:
    text = "It rained. The manager believes that it works. Tea."
    found = PerspectiveFinder().spans([text])[0]
    assert [p.of(text) for p in found] == ["The manager believes that it works"]


@settings(max_examples=25)
@given(st.text() | st.text("she thinks that of the GP's side.\n", max_size=80))
def test_any_text_gives_places_in_it(text: str) -> None:
    found = PerspectiveFinder().spans([text])[0] if text.strip() else []
    assert [p.start for p in found] == sorted(p.start for p in found)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.code in WHOSE
