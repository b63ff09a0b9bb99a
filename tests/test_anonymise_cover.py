"""One look-up says what a walk through all spans would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise.cover import Cover
from alsjournal.anonymise.spans import Span

_PLACES = st.tuples(st.integers(0, 20), st.integers(0, 8)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)


@given(places=st.lists(_PLACES, max_size=12), asked=_PLACES)
def test_as_a_walk_through_all(places, asked):
    cover = Cover(Span(start, end, "PERSON", "ner") for start, end in places)
    walked = any(start <= asked[0] and asked[1] <= end for start, end in places)
    assert cover.holds(*asked) is walked
    assert bool(cover) is bool(places)


def test_two_that_touch_are_not_one():
    cover = Cover([Span(0, 4, "PERSON", "ner"), Span(4, 8, "PERSON", "ner")])
    assert cover.holds(4, 8)
    assert not cover.holds(2, 6)
