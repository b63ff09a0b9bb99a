"""What is passed over to save time would have found nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alsjournal.anonymise.finders import organisations, streets, towns, traits
from alsjournal.anonymise.finders.lexicon import load_lexicon
from alsjournal.anonymise.finders.names import NameFinder
from alsjournal.anonymise.finders.recaser import Recaser
from alsjournal.anonymise.reading import Reading
from alsjournal.nlp import tokenizer_only

_WORDS = st.sampled_from(
    [
        *("she", "is", "He", "lives", "at", "to", "the", "The", "aged", "turned"),
        *("of", "95", "102", "9", "1", "1990s", "90's", "22", "4a", "12/14", "93rd"),
        *("ninety", "ninety-one", "hundred", "nonagenarian", "birthday", "years"),
        *("old", "M", "F", "Beech", "beech", "Hanger", "lane", "Lane", "road", "Rd"),
        *("flat", "Unit", "St.", "Riverside", "riverside", "Surgery", "surgery"),
        *("Trust", "and", "&", "O'Neill", "Leeds", "LEEDS", "leeds", "Ripon's"),
        *("mid-Leeds", "will", "Grace", "priya", "told", "we", "set", "was", "felt"),
        *("kind", "rose", "sarah", "okafor", "mercy"),
    ]
)
_GAPS = st.sampled_from([" ", " ", " ", ", ", ". ", "", "/", " (", "-", "\n\n"])
_TEXTS = st.lists(st.tuples(_WORDS, _GAPS), max_size=20).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@given(text=_TEXTS)
def test_an_age_has_its_hint(text):
    found = any(pattern.search(text) for pattern in traits._AGES)
    assert not found or traits._HINT.search(text)


@given(text=_TEXTS)
def test_a_street_is_found_at_its_number(text):
    numbers = [number.start() for number in streets._NUMBER.finditer(text)]
    for pattern in streets._AT_NUMBER:
        everywhere = [match.span() for match in pattern.finditer(text)]
        assert list(streets._at_numbers(pattern, text, numbers)) == everywhere


@given(text=_TEXTS)
def test_the_name_of_a_body_ends_in_a_capital(text):
    for head in organisations._HEAD.finditer(text):
        start = max(0, head.start() - organisations._WORD_REACH)
        if organisations._NAME_BEFORE.search(text, 0, head.start()):
            assert organisations._NAME_LAST.search(text, start, head.start())
        if organisations._SMALL_BEFORE.search(text, 0, head.start()):
            assert organisations._SMALL_LAST.search(text, start, head.start())


@given(text=_TEXTS)
def test_a_town_is_one_of_the_list(text):
    listed = {town for town in towns._KNOWN if town in text.lower()}
    found = {text[start:end].lower() for start, end in towns.towns(text)}
    assert found & towns._KNOWN <= listed


def test_every_town_of_the_list_is_found():
    for town in towns._KNOWN:
        for written in (town, town.title(), town.upper()):
            text = f"to {written}, then"
            assert (3, 3 + len(town)) in list(towns.towns(text)), town
            for more in (f"x{written}", f"{written}x", f"-{written}", f"{written}'s"):
                assert not list(towns.towns(f"for {more} again")), more


@pytest.fixture(scope="module")
def names():
    return NameFinder(load_lexicon(), Recaser(tokenizer_only()))


@given(text=_TEXTS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_word_passed_over_is_no_name_beside_any_other(names, text):
    reading = Reading(text)
    for i, (word, _, _) in enumerate(reading.words):
        kind = names._kind(word)
        if kind.never_plain:
            assert names._plain(reading, i, kind) == 0.0
