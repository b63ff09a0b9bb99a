"""Feelings of the writer, and of nobody else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.reflection import FeelingFinder
from alsjournal.reflection.feelings import _lexicon


def felt(text: str) -> list[str]:
    return [p.code for p in FeelingFinder().spans([text])[0]]


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("I was furious with the whole table.", "angry"),
        ("We were all relieved when the phone rang.", "relieved"),
        ("That letter worried me for a week.", "anxious"),
        ("It left me exhausted.", "tired"),
        ("Proud of this lot.", "proud"),
        ("A bit ashamed of my notes.", "ashamed"),
        ("My heart sank at the agenda.", "sad"),
        ("There was a lump in my throat.", "moved"),
        ("I enjoyed the second hour.", "glad"),
        ("To my relief the boiler held.", "relieved"),
        ("I felt torn between the two of them.", "torn"),
        ("I have never been so proud of a spreadsheet.", "proud"),
        ("I went in nervous.", "anxious"),
    ],
)
def test_the_writer_names_it(text: str, feeling: str) -> None:
    assert felt(text) == [feeling]


@pytest.mark.parametrize(
    "text",
    [
        "I was not angry.",
        "I am no longer afraid of the meeting.",
        "I felt no shame about it.",
        "I don't think I was scared.",
        "The nurses were furious.",
        "Her frustration was plain to see.",
        "She said she was worried.",
        "He went quiet and said, I am frightened of it.",
        "She told the room 'I am so tired of this' and left.",
        "The letter worried them.",
        "Are you happy?",
        "I would be glad of a reply.",
        "I would like to add a line.",
        "Happy to help!",
        "The council moved us to another room.",
        "Rota for May attached.",
    ],
)
def test_what_is_none(text: str) -> None:
    assert felt(text) == []


def test_two_in_a_sentence_are_two() -> None:
    text = "I was relieved and, I admit, a little sad."
    found = FeelingFinder().spans([text])[0]
    assert [(p.of(text), p.code) for p in found] == [
        ("relieved", "relieved"),
        ("sad", "sad"),
    ]


def test_there_is_no_sum_of_them() -> None:
    held = FeelingFinder().predict(["I was sad.", "I was glad.", "It rained."])
    assert held.sum(axis=1).tolist() == [1, 1, 0]
    assert held.shape[1] == len(FeelingFinder().codes) >= 25


def test_a_word_names_one_feeling_in_one_way() -> None:
    lexicon = _lexicon()
    for words in (lexicon.state, lexicon.do, lexicon.name):
        assert set(words.values()) <= set(lexicon.codes)


def test_the_card_hides_it_below_its_bar() -> None:
    card = FeelingFinder().card()
    assert card.least_kappa == 0.6
    assert card.shown_beyond_research() == (card.headline.value >= 0.6)


@settings(max_examples=25)
@given(st.text() | st.text("I am sad.'\" not\n", max_size=80))
def test_any_text_gives_places_in_it(text: str) -> None:
    found = FeelingFinder().spans([text])[0] if text.strip() else []
    starts = [p.start for p in found]
    assert starts == sorted(starts)
    assert all(0 <= p.start < p.end <= len(text) for p in found)
