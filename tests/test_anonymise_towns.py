"""Towns in any case, and bodies whose name is everyday words."""

from __future__ import annotations

import pytest

from alsjournal.anonymise.chain import build_chain
from alsjournal.anonymise.finders.towns import towns
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import resolve


@pytest.fixture(scope="module")
def masked():
    chain = build_chain(None, None, ())

    def find(text):
        (spans,) = chain.find([Reading(text)])
        return [text[s.start : s.end] for s in resolve(spans)]

    return find


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("he drove to wakefield twice", "wakefield"),
        ("his flat in deal is damp", "deal"),
        ("we sat in rugby library", "rugby"),
        ("down by burton upon trent again", "burton upon trent"),
        ("He left Moreton-in-the-Marsh early", "Moreton-in-the-Marsh"),
    ],
)
def test_towns(text, town):
    assert town in {text[a:b] for a, b in towns(text)}


@pytest.mark.parametrize(
    "text",
    [
        "it was a battle to get a deal",
        "reading about street medicine",
        "a home in reading order",
        "we walk by the sea",
        "I live in hope of a sale",
        "a state-of-the-art ward",
    ],
)
def test_no_towns(text):
    found = {text[a:b] for a, b in towns(text)}
    assert found <= {"reading"}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("a chap from lantern quay carers rang", "lantern quay carers"),
        ("bank shift at the laurels at fenwick, late", "the laurels at fenwick"),
        ("she is at barley mow nursing home now", "barley mow nursing home"),
        ("A word with New Leaf Recovery helped.", "New Leaf Recovery"),
        ("then The Poplars at Wexcombe closed", "The Poplars at Wexcombe"),
    ],
)
def test_bodies(masked, text, body):
    assert any(body in found for found in masked(text))


@pytest.mark.parametrize(
    "text",
    [
        "we went to a meeting at the local surgery",
        "he waits for knee surgery and for cataract surgery",
        "support for unpaid carers and for family carers",
        "it takes time to build trust and for recovery",
        "she works with young carers",
        "thanks for the care at the busy medical centre",
    ],
)
def test_no_bodies(masked, text):
    assert masked(text) == []
