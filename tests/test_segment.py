"""Segments keep their offsets, their order and every word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import InputError
from alsjournal.segment import SEPARATORS, ClauseSegmenter, passages, segments

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


SENTENCE = "We agreed a rota and nobody kept to it."  # nine words


def quotes_of(text: str) -> list[str]:
    return [text[s.start : s.end] for s in passages(text)]


@given(TEXTS)
def test_passages_cover_all_words_in_order(text: str) -> None:
    at = 0
    for start, end in passages(text):
        assert at <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert all(c.isspace() or c in SEPARATORS for c in text[at:start])
        at = end
    assert all(c.isspace() or c in SEPARATORS for c in text[at:])


@given(TEXTS)
def test_every_word_has_a_passage_if_it_has_a_segment(text: str) -> None:
    assert bool(passages(text)) == bool(segments(text))


@pytest.mark.parametrize("n", [1, 2, 5])
def test_a_text_of_up_to_45_words_is_one_passage(n: int) -> None:
    text = " ".join([SENTENCE] * n)
    assert quotes_of(f"  {text}\n") == [text]


def test_a_longer_text_is_cut_into_whole_sentences_of_about_thirty_words() -> None:
    found = quotes_of(" ".join([SENTENCE] * 20))
    assert len(found) == 5
    for quote in found:
        assert quote == " ".join([SENTENCE] * 4)


def test_a_short_rest_joins_the_passage_before() -> None:
    found = quotes_of(" ".join([SENTENCE] * 9))
    assert [len(quote.split()) for quote in found] == [36, 45]


def test_a_short_beginning_does_not_swell_a_long_sentence() -> None:
    long = " ".join(["word"] * 50) + "."
    assert quotes_of(f"{SENTENCE} {SENTENCE} {long}") == [
        f"{SENTENCE} {SENTENCE}",
        long,
    ]
    assert len(quotes_of(f"Well. {long}")) == 1


def test_dictation_without_stops_is_cut_between_clauses() -> None:
    text = " ".join(["and then we sat in the room and the phone rang"] * 20)
    found = quotes_of(text)
    assert " ".join(found) == text
    assert [len(quote.split()) for quote in found] == [33] * 6 + [22]
    assert all(quote.startswith("and ") for quote in found)


def test_a_passage_keeps_the_marks_that_a_quote_needs() -> None:
    for text in ("Who decides?", '"Who decides?" she asked.', "[name] asked [name]."):
        assert quotes_of(text) == [text]
    text = f"{' '.join([SENTENCE] * 4)} \u201cWho decides?\u201d {SENTENCE * 3}"
    assert quotes_of(text)[1].startswith("\u201cWho decides?\u201d We")


def test_what_stands_for_a_name_is_never_cut() -> None:
    assert words_of("[name] told me. I met [name]") == [
        "[name] told me",
        "I met [name]",
    ]


def test_a_very_long_text_without_stops_is_no_trouble() -> None:
    text = " ".join(["and the rota was late"] * 4_000)
    assert len(passages(text)) > 300


@pytest.mark.parametrize("bad", [None, 3, b"bytes"])
def test_passages_need_a_text(bad: object) -> None:
    with pytest.raises(InputError, match="must be a str"):
        passages(bad)  # type: ignore[arg-type]
