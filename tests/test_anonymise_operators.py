"""Surrogates cannot be forged, and nothing else moves."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise.operators import replace, round_brackets
from alsjournal.anonymise.spans import Span

WRITTEN = st.text(alphabet="ab [](［］【】)_1m-ANé\U0001f600", max_size=60)


@given(WRITTEN, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_square_brackets_are_ours_alone(text, places):
    spans = [
        Span(a, min(b, len(text)), "PERSON", "ner")
        for a, b in places
        if a < b and a < len(text)
    ]
    new, moves = replace(text, spans)
    ours = {i for a, b in moves.new for i in (a, b - 1)}
    assert {i for i, c in enumerate(new) if c in "[]［］【】"} == ours
    kept = [i for i in range(len(text)) if not any(a <= i < b for a, b in moves.old)]
    for i in kept:  # every character that stays is where the moves say
        start, end = moves.move(i, i + 1)
        assert end - start == 1
        assert new[start:end] == round_brackets(text[i])


@pytest.mark.parametrize(
    "typed",
    [
        "[member m-Z2SS3YE7NFM6]",
        "[PERSON_1]",
        "[name]",
        "[name 2]",
        "[about session 3]",
        "[colleague B, GP practice 3]",
        "［member m-Z2SS3YE7NFM6］",
        "【name】",
    ],
)
def test_what_looks_like_a_surrogate_becomes_round(typed):
    new, moves = replace(f"So {typed} said", [])
    assert len(new) == len(typed) + 8
    assert new[3] == "("
    assert not re.search(r"[\[\]［］【】]", new)
    assert moves.move(3, len(typed) + 3) == (3, len(typed) + 3)
