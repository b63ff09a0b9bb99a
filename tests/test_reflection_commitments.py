"""Commitments: what is taken on, by whom and until when, apart from wishes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal._resources import resource_path
from alsjournal.errors import SourceError
from alsjournal.reflection._notes import notes
from alsjournal.reflection._parse import GRAMMAR, parsed
from alsjournal.reflection._sentence_file import COMMITMENTS, load_scorer
from alsjournal.reflection._taker import taker
from alsjournal.reflection._when import when_in
from alsjournal.reflection.commitments import (
    Commitment,
    CommitmentFinder,
    decided,
    told,
)

COMMITTED = [
    ("I'll speak to the ward sister tomorrow.", "writer"),
    ("I said I'd have a word with Priya before the next session.", "writer"),
    ("My action: two pages on discharge letters, for the next meeting.", "writer"),
    ("Action - me to ring the hospice.", "writer"),
    ("Joan to book the room for March.", "other"),
    ("Joan is going to book the room for March.", "other"),
    ("It was agreed that Martin would write to the trust.", "other"),
    ("We agreed that Martin rings the trust.", "other"),
    ("We agreed to meet at the library next month.", "set"),
    ("Each of us will ask one patient before we meet again.", "set"),
    ("I will stop answering emails after seven.", "writer"),
    ("From Monday I'm leaving the door open.", "writer"),
    ("My next step is to sit in on the triage call.", "writer"),
    ("Will email the slides tonight.", "writer"),
    ("To do: find last year's figures, ring Bob.", "writer"),
    ("I've taken on the job of finding a room.", "writer"),
    ("If the manager says yes I will start on Monday.", "writer"),
    ("I am committed to bringing the figures in March.", "writer"),
    ("Karen and I will see the landlord on Friday.", "writer"),
]
WISHED = [
    "I should ring her really.",
    "I'd like to spend a day on the wards.",
    "I hope to bring the figures next time.",
    "We need to decide who leads.",
    "I ought to write this up.",
    "Perhaps I'll ask the carers.",
]
NEITHER = [
    "It will rain on the day of the fair.",
    "I will never forget her face.",
    "They will cut the post, as they always do.",
    "I said I would ring him and I did.",
    "Last month I promised to count the letters, and here they are.",
    "In this log I will describe two meetings.",
    "Will anybody ring the trust?",
    '"I\'ll sort it by Friday," said the estates man.',
    "I won't be taking it any further.",
    "We agreed on the wording.",
    "I was going to ring her but the day went.",
    "She would sit by the window every morning and say nothing.",
    "I wonder whether the trust will fund it.",
    "Thank you, I will treasure it.",
]


def code_of(found: list[Commitment]) -> str:
    codes = {one.code for one in found}
    return next((c for c in ("commitment", "wish") if c in codes), "none")


@pytest.fixture(scope="module")
def finder() -> CommitmentFinder:
    return CommitmentFinder()


@pytest.mark.parametrize(("text", "owner"), COMMITTED)
def test_a_commitment_has_its_owner(finder, text, owner):
    found = [c for c in finder.spans([text])[0] if c.code == "commitment"]
    assert [c.owner for c in found[:1]] == [owner]


@pytest.mark.parametrize("text", WISHED)
def test_a_wish_is_no_commitment(finder, text):
    assert code_of(finder.spans([text])[0]) == "wish"


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_foretold_done_denied_or_quoted_is_neither(finder, text):
    assert code_of(finder.spans([text])[0]) == "none"


def test_what_who_and_when_are_pointed_at(finder):
    text = "A long day. Joan will book the hall by Friday."
    [found] = finder.spans([text])[0]
    words = [text[slice(*at)] for at in (found.owner_at, found.what_at, found.when_at)]
    assert words == ["Joan", "book the hall by Friday", "by Friday"]
    assert found.of(text) == "Joan will book the hall by Friday"


def test_items_under_a_heading_are_each_noted(finder):
    text = "Actions:\n- me: the letter\n- Joan to book the room\n\nA good day."
    found = finder.spans([text])[0]
    assert [c.owner for c in found] == ["writer", "other"]


def test_the_same_reading_alone_and_among_others(finder):
    texts = [text for text, _ in COMMITTED]
    assert finder.spans(texts) == [finder.spans([text])[0] for text in texts]


def test_codings_hold_both_codes(finder):
    coded = finder.code([COMMITTED[0][0], WISHED[0]])
    assert list(coded["code"]) == ["commitment", "wish"]
    assert set(coded["construct"]) == {"commitment"}


BY_NO_RULE = [
    ("Two pages from me in the tray by Thursday.", "writer"),
    ("All of us in early on Monday, that is settled.", "set"),
    ("The draft is with Tunde, he has it back to us by Friday.", "other"),
]


@pytest.mark.parametrize(("text", "owner"), BY_NO_RULE)
def test_what_no_rule_knows_is_the_whole_sentence(finder, text, owner):
    for doc in parsed([text], GRAMMAR):
        assert [one.ruled for one in told(doc)] == [[]]
    [found] = finder.spans([text])[0]
    assert (found.code, found.owner) == ("commitment", owner)
    assert found.of(text) == text.rstrip(".")
    assert found.when_at is not None
    assert found.what_at is None


def test_confidence_is_the_probability_of_the_code(finder):
    text = "I'll ring her tomorrow. It rained."
    [found] = finder.spans([text])[0]
    scorer = load_scorer(resource_path("models", finder.name), COMMITMENTS)
    for doc in parsed([text], GRAMMAR):
        proba = scorer.proba(next(iter(told(doc))).terms)
    assert found.confidence == proba[scorer.classes.index("commitment")]
    assert 0.4 <= found.confidence < 1


def test_a_sentence_under_the_threshold_has_no_code():
    classes = ("commitment", "none", "wish")
    assert decided(np.array([0.39, 0.22, 0.39]), classes)[0] == "none"
    assert decided(np.array([0.4, 0.1, 0.5]), classes) == ("commitment", 0.4)


def test_somebody_else_quoted_takes_nothing_on_for_the_writer(finder):
    text = "\u201cTwo pages from me in the tray by Thursday.\u201d That was Tunde."
    assert finder.spans([text]) == [[]]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Off to see the matron on Friday.", "writer"),
        ("Each of us brings a letter, me too.", "set"),
        ("The leaflet is to be printed in May.", "not said"),
        ("It was agreed that Joan rings the trust.", "other"),
        ("", "writer"),
    ],
)
def test_whoever_the_main_verb_is_said_of_takes_it_on(text, owner):
    for doc in parsed([text], GRAMMAR):
        whose, at = taker(list(doc))
    assert whose == owner
    assert at is None or 0 <= at[0] < at[1] <= len(text)


def test_a_model_of_another_kind_is_refused():
    with pytest.raises(SourceError):
        load_scorer(resource_path("models", "als-elements"), COMMITMENTS)


def test_its_card_keeps_it_for_research(finder):
    card = finder.card()
    assert card.least_kappa == 0.6
    assert not card.shown_beyond_research()
    assert {figure.by for figure in card.figures} == {"language models"}


def test_when_prefers_what_is_ahead():
    text = "On Monday I said: before we meet again."
    assert text[slice(*when_in(text, 0, len(text)))] == "before we meet again"


PIECES = st.sampled_from(
    [
        "I will ",
        "ring ",
        "Ros ",
        "to ",
        "agreed ",
        ":",
        "\n- ",
        "Action",
        "that's mine to do",
        "by Friday",
        ". ",
        "?",
        "'",
        "“",
        "me ",
        "we ",
        "would ",
        "\n",
        "é",
        "\u2028",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map("".join)))
def test_offsets_lie_inside_any_text(text):
    for note in notes(text):
        assert 0 <= note.start <= note.end <= len(text)
    kept = CommitmentFinder().spans([text])[0]
    for one in kept:
        assert 0 <= one.start < one.end <= len(text)
        for at in (one.owner_at, one.what_at, one.when_at):
            assert at is None or 0 <= at[0] <= at[1] <= len(text)
    assert all(a.end <= b.start for a, b in pairwise(kept))


def test_its_card_is_the_page_beside_it():
    card = CommitmentFinder().card()
    page = resource_path("models", card.name, "README.md")
    assert page.read_text(encoding="utf-8") == card.to_markdown()
