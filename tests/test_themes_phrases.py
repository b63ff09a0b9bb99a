"""Phrases from the parse: things and deeds, no fragments, no names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.themes.light_words import LIGHT
from alsjournal.themes.phrases import Phrase, gerund, read


def phrases(text: str) -> list[Phrase]:
    return next(read([text]))[0]


def shown(text: str) -> list[str]:
    return [phrase.shown for phrase in phrases(text)]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I had to arrange cover for the clinic.", "arranging cover"),
        ("They arranged the cover last week.", "arranging cover"),
        ("The cover was arranged by our manager.", "arranging cover"),
        ("We waited for the transport all day.", "waiting for transport"),
        ("Patients were treated with respect.", "being treated with respect"),
        ("The staff were friendly and helpful.", "friendly staff"),
        ("Continuity of care suffers.", "continuity of care"),
        ("Another delayed discharge.", "delayed discharge"),
        ("Nobody listened to me.", "listening"),
        ("She wanted to complain.", "complaining"),
        ("Our GP surgery closed.", "GP surgery"),
    ],
)
def test_people_would_call_it_that(text: str, phrase: str) -> None:
    assert phrase in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "She said that he thought so.",
        "It was them and their own.",
        "Sarah Whitcombe rang Ahmed.",
        "SARAH TOLD AHMED.",
        "[name 1] asked [name 2] [2 weeks before session 3].",
        "",
        "!!!",
    ],
)
def test_no_names_no_marks_no_stories(text: str) -> None:
    assert shown(text) == []


def test_what_was_not_done_is_no_deed() -> None:
    assert "arranging cover" not in shown("Nobody could not arrange cover.")
    assert "friendly staff" not in shown("The staff were not friendly.")


def test_inflections_are_the_same_phrase() -> None:
    many, one = "The waiting times are long.", "The waiting time was bad."
    assert {p.key for p in phrases(many)} == {p.key for p in phrases(one)}


@pytest.mark.parametrize(
    ("verb", "form"),
    [("plan", "planning"), ("die", "dying"), ("agree", "agreeing"), ("use", "using")],
)
def test_gerunds(verb: str, form: str) -> None:
    assert gerund(verb) == form


def test_how_words_stand_by_themselves() -> None:
    text = "The ICB verified our busy rota quickly after Brexit."
    [(_, words)] = read([text])
    assert {w: form for w, form in words if form} == {
        "icb": "ICB",
        "verified": "verifying",
        "rota": "rota",
        "brexit": "Brexit",
    }


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for phrase in phrases(text):
        assert phrase.shown == phrase.shown.strip() != ""
        assert not LIGHT & set(phrase.content[-1:])
        assert "[" not in phrase.shown
