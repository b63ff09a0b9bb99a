"""Which facet of an issue a passage is about."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.reflection import FacetFinder
from alsjournal.reflection.facets import FACETS

OWN, SYSTEM, NEEDED = FACETS


def shown(text: str) -> list[tuple[str, str]]:
    return [(p.of(text), p.code) for p in FacetFinder().spans([text])[0]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I was ashamed of it", OWN),
        ("I did not say so", OWN),
        ("I should have rung her first", OWN),
        ("The trust and the council share no budget", SYSTEM),
        ("Commissioners change every spring", SYSTEM),
        ("What it needs is a key", NEEDED),
        ("Next time I ring first", NEEDED),
        ("Somebody has to sign it", NEEDED),
    ],
)
def test_one_facet(text: str, code: str) -> None:
    assert shown(text) == [(text, code)]


def test_a_sentence_may_show_two() -> None:
    codes = {code for _, code in shown("I was angry with the council.")}
    assert codes == {OWN, SYSTEM}


def test_or_none() -> None:
    assert shown("The tea was cold.") == []


def test_neighbours_with_the_same_facet_are_one_passage() -> None:
    text = "I was ashamed. I did not say so. The tea was cold. I was sad."
    assert shown(text) == [("I was ashamed. I did not say so", OWN), ("I was sad", OWN)]


@settings(max_examples=25)
@given(st.text() | st.text("I was sad.\nthe trust needs to", max_size=80))
def test_any_text_gives_places_in_it(text: str) -> None:
    found = FacetFinder().spans([text])[0] if text.strip() else []
    assert [p.start for p in found] == sorted(p.start for p in found)
    for code in FACETS:
        own = [p for p in found if p.code == code]
        assert all(a.end <= b.start for a, b in pairwise(own))
    assert all(0 <= p.start < p.end <= len(text) for p in found)
