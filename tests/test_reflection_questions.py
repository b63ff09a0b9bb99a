"""Questions: open or closed by form, and what holds one's own question closed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import InputError
from alsjournal.reflection.questions import (
    QuestionReader,
    check_question,
    question_kinds,
)
from alsjournal.trends.open_questions import library

OPEN = [
    "What was it like?",
    "And how would she know?",
    "If nobody minded, what would you do first?",
    "Joan, what do you make of it?",
    "In whose name is it done?",
    "Could you say more about the morning?",
    "Tell me about the day.",
]
CLOSED = [
    "Is it the money?",
    "Do you know why he left?",
    "How many came?",
    "You rang her, didn't you?",
    "So you went home?",
]
STEERING = [
    ("Don't you think the nurses know?", "leading"),
    ("It was rude, wasn't it?", "leading"),
    ("Surely you saw it coming?", "leading"),
    ("Why do you never ask?", "leading"),
    ("Have you tried the library?", "advice"),
    ("Why not ask the porters?", "advice"),
    ("What about a rota?", "advice"),
    ("What if you rang them?", "advice"),
    ("Would it help to write it down?", "advice"),
    ("Couldn't you ring her?", "advice"),
    ("Are you cross because he left?", "answers itself"),
    ("Did it go well? Who came?", "several"),
    ("I once ran a clinic. What is yours like?", "told first"),
    ("Did it help?", "closed"),
    ("It was hot.", "no question"),
]


@pytest.mark.parametrize("question", library().every)
def test_what_the_product_suggests_is_open_and_steers_nobody(question):
    check = check_question(question)
    assert (check.kind, check.found) == ("open", ())


@pytest.mark.parametrize("question", OPEN)
def test_open_by_its_form(question):
    assert question_kinds([question]) == ["open"]
    assert check_question(question).fine


def test_closed_by_its_form():
    assert question_kinds(CLOSED) == ["closed"] * len(CLOSED)


@pytest.mark.parametrize(("question", "code"), STEERING)
def test_what_steers_is_found_with_a_hint(question, code):
    check = check_question(question)
    assert code in {one.code for one in check.found}
    assert len(check.hints) == len(check.found)


def test_a_text_is_split_into_its_questions():
    text = "We sat. Dr. Shah, what now? Nobody spoke! My question: who pays? Right."
    found = QuestionReader().spans([text])[0]
    assert [one.of(text) for one in found] == ["Dr. Shah, what now?", "who pays?"]


def test_no_question_no_kind():
    assert check_question("").kind == "none"
    assert QuestionReader().spans(["No question here."]) == [[]]


@pytest.mark.parametrize("wrong", [None, 3, ["What?"]])
def test_what_is_no_text_is_refused_without_being_shown(wrong):
    with pytest.raises(InputError, match="must be a str"):
        check_question(wrong)


def test_one_question_is_no_list_of_questions():
    with pytest.raises(InputError, match="put it in a list"):
        question_kinds("What?")


PIECES = st.sampled_from(
    [
        "why ",
        "not ",
        "?",
        ". ",
        "Dr",
        ", ",
        "isn't it",
        "have you tried ",
        "because ",
        "\n",
        "“",
        "- ",
        ": ",
        "who ",
        "’",
        "…",
        "\u2028",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map("".join)))
def test_offsets_lie_inside_any_text(text):
    found = [*QuestionReader().spans([text])[0], *check_question(text).found]
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
    assert {one.code for one in QuestionReader().spans([text])[0]} <= {"open", "closed"}


def test_its_card_is_the_page_beside_it():
    from alsjournal._resources import resource_path

    card = QuestionReader().card()
    page = resource_path("models", card.name, "README.md")
    assert page.read_text(encoding="utf-8") == card.to_markdown()
