"""Places in texts: every way of counting is told apart, or the selection is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qda_files import counted

from alsjournal.exchange.qda.detect import Given, land
from alsjournal.exchange.qda.evidence import COLLAPSED, EXACT, INVALID, QUOTED, quality
from alsjournal.exchange.qda.offsets import CONVENTIONS, NAMED, Convention, Places
from alsjournal.exchange.qda.profiles import PROFILES

# Emoji, a family of them, combining marks, Hebrew and Arabic, all kinds of breaks.
_WORDS = ("we", "asked", "caf\u00e9", "cafe\u0301", "\U0001f600", "\u05e9\u05dc\u05d5")
_WORDS += (
    "\u0645\u0631\u062d",
    "\U0001f469\u200d\U0001f467",
    "Trust",
    "12,5",
    "\u2014",
)
_BETWEEN = (" ", " ", ", ", ".\n", ".\r\n", "\r\n\r\n", "\n")

words = st.lists(
    st.tuples(st.sampled_from(_WORDS), st.sampled_from(_BETWEEN)),
    min_size=2,
    max_size=40,
)
conventions = st.sampled_from(CONVENTIONS)


def text_of(pairs: list[tuple[str, str]]) -> str:
    return "".join(word + between for word, between in pairs)


def spans_of(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"\S+", text)]


@pytest.mark.parametrize("convention", CONVENTIONS, ids=str)
def test_a_place_goes_there_and_back(convention: Convention) -> None:
    text = "One \U0001f600.\r\nTwo\ncaf\u00e9s."
    for span in spans_of(text):
        start, end = counted(text, span, convention, bom=True)
        assert Places(text, convention, has_bom=True).span(start, end) == span


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 2), (2, 2), (3, 1), (0, 99), (2, 4), (10**11, 10**12)]
)
def test_what_is_no_place_is_none(start: int, end: int) -> None:
    assert Places("a\U0001f600b", Convention("UTF-16 units")).span(start, end) is None


@settings(max_examples=150, deadline=None)
@given(pairs=words, convention=conventions, bom=st.booleans())
def test_named_selections_land_on_their_words(
    pairs: list[tuple[str, str]], convention: Convention, bom: bool
) -> None:
    text = text_of(pairs)
    spans = spans_of(text)
    rows = [
        Given(0, *counted(text, span, convention, bom=bom), text[slice(*span)])
        for span in spans
    ]
    for span, landed in zip(spans, land([(text, bom)], rows), strict=True):
        if landed.span is None:
            assert landed.reason
        else:
            assert text[slice(*landed.span)] == text[slice(*span)]


@settings(max_examples=150, deadline=None)
@given(pairs=words, convention=conventions, bom=st.booleans())
def test_selections_without_names_land_there_or_nowhere(
    pairs: list[tuple[str, str]], convention: Convention, bom: bool
) -> None:
    text = text_of(pairs)
    spans = [s for s in spans_of(text) if text[s[0] : s[1]].isalnum()]
    rows = [Given(0, *counted(text, span, convention, bom=bom), "") for span in spans]
    for span, landed in zip(spans, land([(text, bom)], rows), strict=True):
        assert landed.span in (span, None)


@pytest.mark.parametrize("name", NAMED)
def test_each_common_way_is_told_by_names(name: str) -> None:
    text = "\U0001f600 We asked them.\r\nNobody could cover, and caf\u00e9s closed."
    spans = spans_of(text)
    convention = NAMED[name]
    rows = [Given(0, *counted(text, s, convention), text[slice(*s)]) for s in spans]
    assert [one.span for one in land([(text, False)], rows)] == spans


def test_one_selection_without_a_name_is_not_guessed() -> None:
    (landed,) = land([("We asked them.", False)], [Given(0, 3, 8, "")])
    assert landed.span is None
    assert "cannot be told" in landed.reason


def test_one_name_is_enough() -> None:
    (landed,) = land([("We asked them.", False)], [Given(0, 3, 8, "asked")])
    assert landed.span == (3, 8)
    (landed,) = land([("We asked them.", False)], [Given(0, 3, 7, "asked")])
    assert landed.span == (3, 8)
    assert landed.convention == Convention(inclusive=True)


def test_a_name_whose_line_breaks_became_blanks_is_enough() -> None:
    text = "We asked.\r\nThey came, we left."
    rows = [Given(0, 3, 20, "asked. They came")]
    (landed,) = land([(text, False)], [Given(0, 3, 18, "asked. They came")])
    assert landed.span is None or text[slice(*landed.span)] == "asked.\r\nThey came"
    (landed,) = land([(text, False)], rows)
    assert landed.span == (3, 20)


def test_for_the_way_of_who_wrote_it_less_must_speak() -> None:
    text, nvivo = "\U0001f600 We asked them whether they came.", NAMED["nvivo"]
    spans = [span for span in spans_of(text) if text[slice(*span)].isalpha()][:4]
    rows = [Given(0, *counted(text, span, nvivo), "") for span in spans]
    alone = [one.span for one in land([(text, False)], rows)]
    told = [one.span for one in land([(text, False)], rows, prior=nvivo)]
    assert alone == [None] * 4
    assert told == spans
    # Nor is it believed of one selection that nothing speaks for.
    (landed,) = land([(text, False)], rows[:1], prior=nvivo)
    assert landed.span is None


def test_names_go_before_who_wrote_it() -> None:
    text = "\U0001f600 We asked them."
    named = [Given(0, 5, 10, "asked")]
    (landed,) = land([(text, False)], named, prior=NAMED["nvivo"])
    assert landed.span == (5, 10)  # by code points, whatever the program


def test_two_texts_may_be_counted_in_two_ways() -> None:
    texts = ["We asked.\r\nThey came, and we left.", "You said\nwhat you would do."]
    ways = [Convention(line_break="one"), Convention(line_break="two")]
    rows, wanted = [], []
    for i, (text, way) in enumerate(zip(texts, ways, strict=True)):
        for span in spans_of(text):
            wanted.append(span)
            rows.append(Given(i, *counted(text, span, way), text[slice(*span)]))
    landed = land([(text, False) for text in texts], rows)
    assert [one.span for one in landed] == wanted


def test_a_selection_whose_words_stand_elsewhere_is_refused() -> None:
    text = "\U0001f600 We asked them whether they could cover for us that day."
    rows = [Given(0, *s, text[slice(*s)]) for s in spans_of(text)]
    odd = Given(0, *counted(text, (5, 10), NAMED["nvivo"]), "asked")
    *others, landed = land([(text, False)], [*rows, odd])
    assert landed.span is None
    assert "elsewhere" in landed.reason
    assert all(one.span for one in others)


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("We asked them whether", EXACT),
        ("We  asked\nthem whether", COLLAPSED),
        ("  We asked them whether ", QUOTED),
        ("We asked them...", QUOTED),
        ("We asked them\u2026", QUOTED),
        ("We asked [...] whether", QUOTED),
        ("We asked them wheth", QUOTED),
    ],
)
def test_a_name_that_was_cut_or_tidied_still_speaks(name: str, least: int) -> None:
    assert quality("So: We asked them whether or not.", (4, 25), name) >= least


@pytest.mark.parametrize("name", ["Interview 3", "", "...", "We", "\u2026them"])
def test_a_name_that_is_no_quote_says_nothing(name: str) -> None:
    assert quality("So: We asked them whether or not.", (4, 25), name) < QUOTED
    assert quality("So", None, name) == INVALID


@settings(max_examples=80, deadline=None)
@given(pairs=words, name=st.sampled_from(sorted(PROFILES)))
def test_what_a_profile_writes_is_where_it_says(
    pairs: list[tuple[str, str]], name: str
) -> None:
    text, profile = text_of(pairs), PROFILES[name]
    at, data = profile.places(text), profile.file(text)
    written = data.decode("utf-8-sig")
    units = written.encode("utf-16-le") if name == "nvivo" else written
    size = 2 if name == "nvivo" else 1
    for start, end in spans_of(text):
        cut = units[int(at[start]) * size : int(at[end]) * size]
        quote = cut.decode("utf-16-le") if isinstance(cut, bytes) else cut
        assert quote == text[start:end]
