"""`returned_questions`: what counts as asked again, and what is not said."""

from __future__ import annotations

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.cycle.returned import pairs_of
from alsjournal.errors import DisclosureError
from alsjournal.journal import Journal

M1, M2, M3 = (f"m-{c * 12}" for c in "123")  # M3 allows counts alone


def asked(number: int, session: int, by: str, said: str, issue: str = "I1") -> dict:
    place = {"set_id": "A", "session": session, "issue_id": issue}
    return {"question_id": f"q{number}", **place, "asked_by": by, "text": said}


OLD = "Which part do the providers keep going?"
QUESTIONS = [
    asked(1, 1, M1, OLD),
    asked(2, 2, M2, "Which part could those of us who provide keep?", "I2"),
    asked(3, 2, M1, "Where is the kettle?"),
    asked(4, 2, M3, "Which part of Zebedee do the providers keep going?"),
    asked(5, 1, M2, "Which part did the providers keep going then?"),
]
TURNS = [
    {"set_id": "A", "session": 1, "order": 1, "presenter": M2, "issue_id": "I1"},
    {"set_id": "A", "session": 2, "order": 1, "presenter": M1, "issue_id": "I2"},
]
PERMISSIONS = [
    {"member": M1, "use": "quote", "reach": "set"},
    {"member": M2, "use": "quote", "reach": "set"},
    {"member": M3, "use": "counts", "reach": "set"},
]


@pytest.fixture
def journal() -> Journal:
    members = [{"member": M1}, {"member": M2}, {"member": M3}]
    tables = {"questions": QUESTIONS, "turns": TURNS, "permissions": PERMISSIONS}
    tables["members"] = members
    return Journal({name: pd.DataFrame(rows) for name, rows in tables.items()})


def test_a_question_turned_round_comes_first(journal: Journal) -> None:
    for audience in ("set:A", "research"):
        found = als.returned_questions(journal, audience=audience)
        first = found.to_frame().iloc[0]
        assert first["text_before"] == OLD
        assert "those of us who provide" in first["text"]
        assert (first["session_before"], first["session"]) == (1, 2)
        assert (first["place"], first["how"]) == (1, "turned round")


def test_who_asked_is_not_said_and_words_go_by_who_asked(journal: Journal) -> None:
    frame = als.returned_questions(journal, audience="set:A").to_frame()
    said = frame.astype("str").to_string()
    assert not any(one in said for one in (M1, M2, M3, "Zebedee"))


@pytest.mark.parametrize("audience", ["programme", "public", f"member:{M1}"])
def test_others_are_refused(journal: Journal, audience: str) -> None:
    with pytest.raises(DisclosureError, match=r"set:<set_id>, research"):
        als.returned_questions(journal, audience=audience)


def test_the_same_question_by_the_same_to_nobody_known_did_not_come_back() -> None:
    rows = pd.DataFrame([asked(1, 1, M1, OLD), asked(2, 2, M1, OLD)])
    none = pd.DataFrame(TURNS).iloc[:0]
    texts = pd.DataFrame({"set_id": ["A"], "text": ["We met."]})
    assert not len(pairs_of(rows, none, texts))
    other = rows.assign(asked_by=[M1, M3])
    assert pairs_of(other, none, texts)["how"].tolist() == ["in another round"]


def test_a_set_without_questions_is_told_why() -> None:
    empty = Journal({"turns": pd.DataFrame(TURNS)})
    found = als.returned_questions(empty, audience="set:A")
    assert not len(found)
    assert "record of the sessions" in found.notes[0]


@pytest.mark.slow
def test_the_question_of_the_providers_is_among_five() -> None:
    journal = als.Anonymiser().fit_transform(als.load_sample())
    found = als.returned_questions(journal, audience="set:D").to_frame()
    assert len(found) <= 5
    right = found["text_before"].str.contains("providers themselves keep going")
    right &= found["text"].str.contains("those of us who provide")
    assert right.any()
