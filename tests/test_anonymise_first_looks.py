"""A cheap first look at a text must never spare a pattern that would have matched."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.anonymise.finders import (
    adjoining,
    dates,
    identifiers,
    initials,
    organisations,
    people,
    postcodes,
    streets,
    towns,
    traits,
    villages,
)
from alsjournal.anonymise.normalise import keeps_to_case
from alsjournal.anonymise.reading import Reading

_PARTS = (
    # numbers, alone and joined to what makes a code or a date of them
    *("7", "12", "93", "102", "2019", "07", "20395", "123456", "1st", "3rd", "AB", "A"),
    *("w1x", "4LP", "LS", "lsI", "6ab", "'", "-", "/", ".", ",", "(", ")", ":", "%"),
    # months, ages
    *("may", "Sept", "march", "september", "the", "twenty-seventh", "of", "'23", "in"),
    *("ninety", "-three", "hundred", "and two", "a hundred", "aged", "years old", "he"),
    *("Mum is", "turned", "nearly", "well past", "birthday", "'s", "is", "was", "next"),
    *("nonagenarian", "A" + "b" * 120, "great grandmother", "getting on for", "her"),
    # words that lead to a name, a code or a place
    *("Dr", "mrs.", "Nurse", "B", "dear", "hello", "Monday", "my name is", "called"),
    *("Ann", "winnie", "insta", "log in", "screen name", "handle_1", "double", "seven"),
    *("NHS", "gmc no", "ODS code", "practice id", "ext", "bleep", "car", "reg", "ref"),
    *("flat", "Apartment. no. ", "floor", "Fern", "Lane", "The Old Mill", "Cottage"),
    *(
        "live in",
        "home in",
        "bath",
        "St Ives",
        "library",
        "on the",
        "Tyne",
        "-",
        "upon",
    ),
    *(
        "surgery",
        "Medical Centre",
        "walk-in centre",
        "children's centre",
        "Ho\u017fpice",
    ),
    *("S.T.", "J. ", "The Elms", "staff at", "a village called", "oakthorpe", "from"),
    *("\u0130n", "\u212aing", "\u0131", "\u00a3", "\u2022", "\u0663", "x" * 40, "_"),
)
_texts = st.lists(
    st.tuples(st.sampled_from(_PARTS), st.sampled_from(["", " ", " ", " ", "\n\n"])),
    max_size=14,
).map(lambda parts: "".join(a + b for a, b in parts))


def _every(pattern: re.Pattern[str], text: str, group: str | int = 0) -> set[object]:
    return {match.span(group) for match in pattern.finditer(text)}


def test_letters_taken_for_others_are_known() -> None:
    letter = re.compile("[a-z]", re.IGNORECASE)
    found = {c for c in map(chr, range(128, sys.maxunicode + 1)) if letter.match(c)}
    assert found == {c for c in found if not keeps_to_case(c)} != set()
    assert all(keeps_to_case(c) for c in "\u00a3\u2022\u00e9\u00df\u03c3")


@settings(max_examples=600)
@given(_texts)
def test_ages_are_the_same_around_the_hints(text: str) -> None:
    for whole in (text, " " * 200 + text + " " + text + " so it went on." * 20):
        every = [m.span("age") for p in traits._AGES for m in p.finditer(whole)]
        if traits._HINT.search(whole) is not None:
            assert list(traits.ages(whole)) == every


@settings(max_examples=600)
@given(_texts)
def test_what_a_match_must_hold_is_held(text: str) -> None:
    for pattern, held in (
        *((row[0], row[4]) for row in identifiers._CODES),
        (identifiers._CODE, identifiers._CODE_BODY),
        (postcodes._SPACED, postcodes._CAPITAL_DIGIT),
        (postcodes._SLIP, postcodes._MIXED),
        (dates.NUMERIC_DATE, dates._JOINED_DIGITS),
        (traits._SHAPED, traits._CAPITAL_DIGIT),
        (traits._SMALL, traits._LETTER_DIGIT),
        (streets._NUMBERED, streets._ANY_ROAD),
        (streets._HOUSE_FIRST, streets._BEHIND_COMMA),
        (towns._ON_RIVER, towns._AT_RIVER),
        (villages._SMALL, villages._ENDED),
        (villages._CALLED, villages._VILLAGE),
        (initials._DOTTED, initials._DOT),
        (organisations._HOUSE, organisations._THE),
    ):
        assert held.search(text) or not pattern.search(text), pattern.pattern[:40]
    assert dates._year_after_month(text) or not dates._WRITTEN.search(text)
    for pattern in streets._DOORS:
        assert streets._has_door(text) or not pattern.search(text)
    if keeps_to_case(text) and not postcodes._MIXED.search(text):
        named = (postcodes._NAMED, postcodes._AREA, postcodes._PREPOSITION)
        for pattern in (postcodes._WHOLE, *named, postcodes._BESIDE):
            assert not pattern.search(text)


_BY_WORDS = (
    (identifiers._SPOKEN_HINT, identifiers._SPOKEN_HINTS),
    (identifiers._ACCOUNT, identifiers._ACCOUNTS),
    (identifiers._REGISTER, frozenset(identifiers._REGISTERS)),
    (people._TITLE, people._TITLES),
    (people._PLAIN_TITLE, people._TITLES),
    (people._TITLE_LETTER, people._TITLES),
    (people._INTRODUCED, people._INTRODUCING),
    (people._CALLED, people._CALLING),
    (people._GREETED_DAY, people._GREETINGS),
)


@settings(max_examples=600)
@given(_texts)
def test_words_that_a_pattern_needs_are_looked_up_as_it_would(text: str) -> None:
    reading = Reading(text)
    for pattern, words in _BY_WORDS:
        assert reading.may_hold(words) or not pattern.search(reading.text)


@pytest.mark.parametrize(("pattern", "words"), _BY_WORDS)
def test_no_other_word_leads_to_a_match(
    pattern: re.Pattern[str], words: frozenset[str]
) -> None:
    # Each word that the pattern itself spells, in a place where it could match.
    spelled = set(re.findall(r"[A-Za-z]{2,}", pattern.pattern)) - words
    spelled -= {w.capitalize() for w in words}
    for word in spelled:
        for text in (f"{word} ann_1", f"{word} B said", f"{word}: AB 123456"):
            assert not _every(pattern, text) or Reading(text).may_hold(words), word


@settings(max_examples=600)
@given(_texts)
def test_heads_are_those_of_a_search(text: str) -> None:
    reading = Reading(text)
    found = [match.span() for match in organisations._heads(reading)]
    assert found == [m.span() for m in organisations._HEAD.finditer(reading.text)]


@settings(max_examples=600)
@given(_texts)
def test_joined_words_start_where_they_did(text: str) -> None:
    # Nothing is given back: behind fewer letters stands a letter, and no join.
    plain = re.compile(adjoining._COMPOUND.pattern.replace("}+", "}"))
    for whole in (text, text.replace(" ", "-")):
        assert _every(adjoining._COMPOUND, whole) == _every(plain, whole)


@settings(max_examples=600)
@given(_texts)
def test_towns_are_those_of_all_patterns(text: str) -> None:
    every = {
        match.span()
        for match in towns._TOWN.finditer(text)
        if match.group().lower() in towns._KNOWN
    }
    for pattern in (towns._LIVES, towns._FACILITY):
        every |= {match.span("name") for match in pattern.finditer(text)}
    assert every <= set(towns.towns(text))
