"""The codebook: decisions are added, never overwritten, and can be taken back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import InputError
from alsjournal.themes import Codebook

DAY = "2025-03-01"


@pytest.fixture
def book() -> Codebook:
    return Codebook().make(["beds, ward", "rota, staff", "trust, set"], by="themes/1")


def test_groupings_become_candidates_and_adopted(book: Codebook) -> None:
    assert [t.status for t in book.themes()] == ["grouping"] * 3
    book = book.rename("t1", "No beds", by="Ade", on=DAY)
    assert book.status("No beds") == "candidate"
    idea = "People wait where no one should wait."
    book = book.adopt("No beds", central_idea=idea, by="Ade", date="2025-04-01")
    assert book.theme("t1").central_idea == idea
    assert book.status("t1") == "adopted"
    last = book.history("t1")[-1]
    assert (last.action, last.by, last.when) == ("adopted", "Ade", "2025-04-01")


def test_every_method_returns_a_new_codebook(book: Codebook) -> None:
    before = book.to_json()
    book.rename("t1", "x", by="A")
    book.reject("t2", by="A")
    book.merge(["t1", "t2"], by="A")
    book.split("t1", ["a", "b"], by="A")
    assert book.to_json() == before
    assert book.version == 3


def test_merge(book: Codebook) -> None:
    merged = book.merge(
        ["trust, set", "t1"], by="Ade", name="Both", why="one idea", on=DAY
    )
    assert merged.names() == ("rota, staff", "Both")
    assert merged.root("t1") == "t3"
    assert merged.status("Both") == "candidate"
    assert merged.theme("t1").merged_into == "t3"
    with pytest.raises(InputError, match="stand by itself"):
        merged.rename("t1", "x", by="Ade")
    with pytest.raises(InputError, match="two different"):
        book.merge(["t1", "beds, ward"], by="Ade")


def test_split_declares_parts(book: Codebook) -> None:
    parts = book.split("t2", ["Nights", "Agency"], by="Ade", on=DAY)
    assert parts.names()[-2:] == ("Nights", "Agency")
    assert parts.theme("Nights").split_from == "t2"
    assert parts.next_id() == "t6"
    with pytest.raises(InputError, match="into must be"):
        book.split("t2", ["one"], by="Ade")


def test_undo_takes_back_the_last_decision_each_time(book: Codebook) -> None:
    first = book.rename("t1", "No beds", by="Ade", on=DAY)
    second = first.merge(["t1", "t2"], by="Ade", on=DAY)
    once = second.undo(by="Bea", why="too soon", on=DAY)
    assert once.themes() == first.themes()
    twice = once.undo(by="Bea", on=DAY)
    assert twice.themes() == book.themes()
    assert twice.version == 7  # nothing was taken out
    with pytest.raises(InputError, match="decision to take back"):
        twice.undo(by="Bea")


def test_names_stay_different(book: Codebook) -> None:
    with pytest.raises(InputError, match="that of another theme"):
        book.rename("t1", "rota, staff", by="Ade")
    more = book.make(["rota, staff"], by="themes/2")
    assert len(set(more.names())) == 4


@pytest.mark.parametrize("bad", ["", "  ", None, 3])
def test_who_and_what_are_required(book: Codebook, bad: object) -> None:
    with pytest.raises(InputError, match="must be a text"):
        book.rename("t1", "x", by=bad)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="must be a text"):
        book.rename("t1", bad, by="Ade")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="must be a text"):
        book.adopt("t1", central_idea=bad, by="Ade", date=DAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ["yesterday", "2025-13-01", "01/02/2025", 7])
def test_the_date_is_a_day(book: Codebook, bad: object) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        book.adopt("t1", central_idea="x", by="Ade", date=bad)  # type: ignore[arg-type]


def test_an_unknown_theme_is_refused_without_repeating_it(book: Codebook) -> None:
    with pytest.raises(InputError, match="t1, t2, t3") as error:
        book.status("Zebedee")
    assert "Zebedee" not in str(error.value)


def test_json_round_trip(book: Codebook) -> None:
    full = book.rename("t1", "Né 🙂", by="Ade", on=DAY).merge(
        ["t1", "t2"], by="B", on=DAY
    )
    full = full.split("t3", ["a", "b"], by="Ade", on=DAY).undo(by="C", on=DAY)
    again = Codebook.from_json(full.to_json())
    assert again == full
    assert again.to_json() == full.to_json()


def tampered(book: Codebook, **changes: object) -> str:
    kept = json.loads(book.to_json())
    kept["events"].append({**kept["events"][0], **changes})
    return json.dumps(kept)


def test_hostile_json_is_refused(book: Codebook) -> None:
    loop = book.merge(["t1", "t2"], by="A", on=DAY)
    bad = [
        *("", "[]", "{}", "null", "[" * 100_000, '{"format": 2, "events": []}'),
        '{"format": 1, "events": [3]}',
        tampered(book, action="exploded"),
        tampered(book, action="named", theme="t99"),
        tampered(book, action="undone", value="x"),
        tampered(book, action="split", value="[1", others=["t9"]),
        tampered(book, others="t1"),
        tampered(book, by=3),
        tampered(book, more="x"),
        tampered(loop, action="merged", theme="t2", others=["t1"]),
        tampered(book, action="merged", theme="t1", others=["t1"]),
    ]
    for text in bad:
        with pytest.raises(InputError, match="odebook must be"):
            Codebook.from_json(text)


@given(st.text())
def test_any_text_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="odebook must be"):
        Codebook.from_json(text)
