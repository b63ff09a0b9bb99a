"""Segments keep their offsets, their order and every word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import InputError
from alsjournal.segment import SEPARATORS, ClauseSegmenter, segments

PIECES = st.sampled_from(
    [
        *(
            "We agreed.",
            "the rota",
            "and",
            "but",
            "because",
            ", ",
            " - ",
            "; ",
            "e.g. ",
        ),
        *(
            "\n",
            "\r\n",
            "\t",
            "…",
            "?!",
            "(so)",
            "3.5",
            "9:30",
            "Dr. A",
            "🙂",
            "é",
            " ",
        ),
        *("\u2028", "“quoted”", "’s", "\x00", "x" * 30, "\u3000", "—", "* item"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map(" ".join))


def words_of(text: str) -> list[str]:
    return [text[s.start : s.end] for s in segments(text)]


@given(TEXTS, st.integers(1, 6))
def test_segments_cover_all_words_in_order(text: str, min_words: int) -> None:
    at = 0
    for start, end in ClauseSegmenter(min_words)(text):
        assert at <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        between = text[at:start]
        assert all(c.isspace() or c in SEPARATORS for c in between)
        at = end
    assert all(c.isspace() or c in SEPARATORS for c in text[at:])


@given(TEXTS)
def test_the_same_text_gives_the_same_segments(text: str) -> None:
    assert segments(text) == segments(text)


def test_sentences_and_clauses() -> None:
    text = "Staff were kind. I waited for four hours, and nobody told me why."
    assert words_of(text) == [
        "Staff were kind",
        "I waited for four hours",
        "and nobody told me why",
    ]


@pytest.mark.parametrize(
    "text",
    ["Good", "Very kind, and quick", "We paid 3.5 per cent at 9:30 and left"],
)
def test_short_texts_and_numbers_stay_whole(text: str) -> None:
    assert words_of(text) == [text]


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert len(segments("We asked Dr. A about it.")) == 1
    assert len(segments("Some things, e.g. rotas, went well.")) == 1


def test_bullets_become_segments() -> None:
    assert words_of("- more beds\n- fewer forms\n") == ["more beds", "fewer forms"]


@pytest.mark.parametrize("text", ["", "  ", "...", "\n\n", "—"])
def test_nothing_gives_nothing(text: str) -> None:
    assert segments(text) == []


def test_a_long_unbroken_sentence_is_cut_only_where_both_sides_are_long() -> None:
    for found in segments("one two three four five, six seven and eight nine ten"):
        assert found.end - found.start > len("one two three four")


@pytest.mark.parametrize("bad", [0, -1, 2.0, True, "4"])
def test_min_words_must_be_a_whole_number(bad: object) -> None:
    with pytest.raises(InputError, match="min_words must be"):
        ClauseSegmenter(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", [None, 3, b"bytes", ["a list"]])
def test_a_text_must_be_str(bad: object) -> None:
    with pytest.raises(InputError, match="must be a str"):
        segments(bad)  # type: ignore[arg-type]
