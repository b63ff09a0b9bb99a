"""Assumptions that came to light, and what is seen now."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.reflection import InsightFinder
from alsjournal.reflection.insights import ABOUT, InsightPassage


def found(text: str) -> list[InsightPassage]:
    out = InsightFinder().spans([text])[0]
    assert all(isinstance(one, InsightPassage) for one in out)
    return out  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "code", "about"),
    [
        (
            "We had always taken for granted that the council would pay.",
            "assumption-surfaced",
            "system",
        ),
        ("I had assumed they did not want it.", "assumption-surfaced", "others"),
        ("I now see that I talk too long.", "insight-self", "own part"),
        (
            "It dawned on me that the budget was never the point.",
            "insight-system",
            "system",
        ),
        (
            "I realised that patients had stopped asking.",
            "insight-system",
            "people served",
        ),
    ],
)
def test_what_it_shows_and_what_about(text: str, code: str, about: str) -> None:
    assert [(p.code, p.about) for p in found(text)] == [(code, about)]


def test_what_was_believed_and_what_is_seen() -> None:
    text = "I had thought the ward would refuse, but they had been waiting for us."
    (one,) = found(text)
    assert one.before is not None
    assert one.after is not None
    assert text[slice(*one.before)] == "the ward would refuse"
    assert text[slice(*one.after)] == "but they had been waiting for us"


def test_the_contrary_may_follow_in_the_next_sentence() -> None:
    text = "I had assumed it was money. It turned out nobody had asked."
    first, second = found(text)
    assert first.code == "assumption-surfaced"
    assert first.of(text) == text.rstrip(".")
    assert second.code == "insight-system"


def test_a_thought_alone_is_no_assumption() -> None:
    assert found("I thought the tea was good.") == []
    assert [p.code for p in found("I thought the tea was free, but it was not.")] == [
        "assumption-surfaced"
    ]


@pytest.mark.parametrize(
    "text", ["It turned out well.", "The lesson began at nine.", "We met.", ""]
)
def test_what_is_none(text: str) -> None:
    assert found(text) == []


@settings(max_examples=25)
@given(
    st.text()
    | st.lists(
        st.sampled_from(
            ["I had assumed", "it turned out", "but", "now I see", ".", "\n", ",", "me"]
        )
    ).map(" ".join)
)
def test_any_text_gives_places_in_it(text: str) -> None:
    out = found(text) if text.strip() else []
    assert [p.start for p in out] == sorted(p.start for p in out)
    for one in out:
        assert 0 <= one.start < one.end <= len(text)
        assert one.about in ABOUT
        for part in (one.before, one.after):
            assert part is None or one.start <= part[0] < part[1] <= one.end
        if one.before and one.after:
            assert one.before[1] <= one.after[0]
