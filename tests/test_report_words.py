from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import InputError
from alsjournal.report.words import LANGUAGES, words_in
from alsjournal.report.words.values import in_words_of

BLANK = re.compile(r"\{(\w+)\}")


def blanks(sentence: str) -> set[str]:
    return set(BLANK.findall(sentence))


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_every_language_has_every_sentence(language: str) -> None:
    english, own = words_in("en").sentences, words_in(language).sentences
    assert sorted(set(english) - set(own)) == [], "to be translated"
    assert sorted(set(own) - set(english)) == [], "not in English any more"


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_sentences_have_the_same_blanks(language: str) -> None:
    english, own = words_in("en").sentences, words_in(language).sentences
    both = sorted(set(english) & set(own))
    assert [k for k in both if blanks(english[k]) != blanks(own[k])] == []


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(InputError, match="en, cy"):
        words_in("fr")


def test_a_translation_that_nobody_read_says_so() -> None:
    cymraeg = words_in("cy")
    assert cymraeg("about.read_by") == ""
    assert "siaradwr Cymraeg" in cymraeg("about.unread")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("18 of 23", "18 o 23"),
        ("1,018 of 2,300", "1,018 o 2,300"),
        ("fewer than 5", "llai na 5"),
        ("withheld", "heb ei ddangos"),
        ("a member of set A", "aelod o set A"),
        ("a member of Set 3", "aelod o Set 3"),
        ("people served", "y bobl a wasanaethir"),
        ("17 July 2019", "17 Gorffennaf 2019"),
        ("0.35 to 0.60", "0.35 i 0.60"),
        (
            "heard back on 3 of 4: 2 done, 1 dropped; 1 not due yet",
            (
                "clywyd yn ôl am 3 o 4: gwnaed 2, gollyngwyd 1; "
                "nid yw'r dyddiad wedi dod eto ar gyfer 1"
            ),
        ),
        (
            "all 18 who answered (of 26 invited)",
            "pob un o'r 18 a atebodd (gwahoddwyd 26)",
        ),
    ],
)
def test_values_of_tables_are_said_in_welsh(value: str, said: str) -> None:
    assert words_in("cy").shown(value) == said
    assert words_in("en").shown(value) == value


@pytest.mark.parametrize("value", ["What of 3 of 4?", "18 of 23 and more", "", "Cover"])
def test_other_words_stay_as_they_are(value: str) -> None:
    assert words_in("cy").shown(value) == value


@given(st.text(max_size=60))
def test_english_is_never_changed(text: str) -> None:
    assert words_in("en").shown(text) == text


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_numbers_come_through(x: int, y: int) -> None:
    english = words_in("en").part("value")
    assert in_words_of(f"{x} of {y}", english, english) == f"{x} of {y}"
    assert words_in("cy").shown(f"{x:,} of {y:,}") == f"{x:,} o {y:,}"


def test_verdicts_and_standings_of_the_tables_are_known() -> None:
    from alsjournal.cycle import memberships
    from alsjournal.report.parts.themes import CALLED
    from alsjournal.survey.words import paired_words, said_by, unpaired_words
    from alsjournal.themes.holds import Held, Stability

    held = Held("beds", "t1", (0,), 0.81, 0.6, 0.95, 0.96)
    measured = Stability((held,), 0.7, 50, 0.8, "texts", 200)
    values = (
        *CALLED,
        *memberships._ORDER,
        *(said_by(n, 9, asked) for n in (0, 4, 9) for asked in (None, 12)),
        *(paired_words(9, up, down) for up in (0, 2) for down in (0, 2)),
        unpaired_words((6, 20), (18, 18)),
        measured.words(held),
    )
    english = words_in("en").part("value")
    assert [v for v in values if in_words_of(v, english, english) != v] == []


def sentences() -> list[str]:
    said = words_in("en").part("easy").values()
    return [one for text in said for one in re.split(r"(?<=[.?:])\s+", text)]


def test_sentences_of_easy_read_are_short() -> None:
    assert [one for one in sentences() if len(one.split()) > 15] == []
    lengths = [len(one.split()) for one in sentences()]
    assert sum(length > 12 for length in lengths) <= 1
