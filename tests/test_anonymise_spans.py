"""Spans, surrogates, and what moves with the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise.operators import (
    SURROGATES,
    replace,
    round_brackets,
    surrogate_for,
)
from alsjournal.anonymise.spans import LABELS, Span, resolve
from alsjournal.errors import InputError


@st.composite
def marked(draw):
    text = draw(st.text(min_size=1, max_size=60))
    spans = []
    for _ in range(draw(st.integers(0, 6))):
        a = draw(st.integers(0, len(text)))
        b = draw(st.integers(a, len(text)))
        spans.append(Span(a, b, draw(st.sampled_from(LABELS)), "test"))
    a = draw(st.integers(0, len(text)))
    return text, spans, a, draw(st.integers(a, len(text)))


@given(marked())
def test_union_is_covered_and_nothing_else(case):
    _, spans, _, _ = case
    merged = resolve(spans)
    covered = {i for s in spans for i in range(s.start, s.end)}
    assert {i for s in merged for i in range(s.start, s.end)} == covered
    assert all(x.end <= y.start for x, y in pairwise(merged))


@given(marked())
def test_text_under_a_moved_span_is_the_old_one_with_surrogates(case):
    text, spans, start, end = case
    new, moves = replace(text, spans)
    a, b = moves.move(start, end)
    wide_start, wide_end = moves.snap(start, end)
    assert wide_start <= start <= end <= wide_end
    inside = [
        Span(s.start - wide_start, s.end - wide_start, s.label, s.finder)
        for s in resolve(spans)
        if wide_start <= s.start and s.end <= wide_end
    ]
    expected = replace(text[wide_start:wide_end], inside)[0]
    if start < end or (wide_start, wide_end) != (start, end):
        assert new[a:b] == expected
    else:
        assert a == b


@given(marked())
def test_nothing_else_changes(case):
    text, spans, _, _ = case
    new, moves = replace(text, spans)
    position = there = 0
    for (a, b), (c, d) in zip(moves.old, moves.new, strict=True):
        assert round_brackets(text[position:a]) == new[there:c]
        position, there = b, d
    assert round_brackets(text[position:]) == new[there:]


def test_precedence():
    both = [Span(0, 9, "ORG", "ner"), Span(0, 9, "PERSON", "roster")]
    assert resolve(both)[0].label == "PERSON"
    longer = [Span(0, 20, "ORG", "organisations"), Span(5, 9, "PERSON", "ner")]
    assert resolve(longer) == [longer[0]]


def test_every_label_has_words():
    assert set(SURROGATES) == set(LABELS)
    assert surrogate_for(Span(0, 1, "SOMETHING", "x")) == "[removed]"


def test_impossible_spans_are_refused():
    _, moves = replace("abc", [])
    with pytest.raises(InputError):
        moves.move(2, 1)
    with pytest.raises(InputError):
        replace("abc", [Span(0, 9, "PERSON", "x")])
