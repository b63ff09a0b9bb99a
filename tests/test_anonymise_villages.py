"""Villages and estates, with capitals and without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise.finders.villages import villages


def found(text):
    return {text[start:end] for start, end in villages(text)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("She lives on the Marlpit Lane estate.", "Marlpit Lane estate"),
        ("The Ridings Estate has no bus", "Ridings Estate"),
        ("lads from the marlpit estate", "marlpit estate"),
        ("over on the beech rise estate", "beech rise estate"),
        ("the clinic in grassthorpe closed", "grassthorpe"),
        ("a bus from micklethwaite", "micklethwaite"),
        ("near little wenham", "little wenham"),
        ("moved to nether hazleby", "nether hazleby"),
        ("a village called tolpuddle, where", "tolpuddle"),
        ("the hamlet of great tew", "great tew"),
    ],
)
def test_places(text, place):
    assert place in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "on the council estate",
        "from the housing estate",
        "The Estate Strategy",
        "our NHS estate",
        "the real estate agent",
        "on the whole estate",
        "her estate was settled",
        "of little worth",
        "to great effect",
        "in long standing pain",
        "at upper body strength",
        "over cotton wool",
        "in great button boxes",
        "a village of people who care.",
        "to over hobby",
        "in the family estate car",
        "it took over ninety days",
    ],
)
def test_no_places(text):
    assert found(text) == set()


@given(st.text("abc THE estate in little wenham", max_size=200))
def test_stretches_lie_in_the_text(text):
    assert all(0 <= a < b <= len(text) for a, b in villages(text))
