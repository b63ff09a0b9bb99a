"""Tracing quotes to their writers, and people who are one of a kind."""

from __future__ import annotations

import pandas as pd
import pytest

from alsjournal.disclosure import Audience
from alsjournal.journal import Journal
from alsjournal.release.linkage import linkage, uniqueness

STYLES = {
    "a": "whilst one endeavours, hitherto, to whilst away whilst",
    "b": "gonna wanna dunno yeah cos gonna dunno",
    "c": "URGENT!!! ASAP!!! FYI!!! URGENT!!!",
}


def journal_of(rows: list[tuple[str, str, str, str]], **tables) -> Journal:
    columns = ["reflection_id", "set_id", "member", "text"]
    frame = pd.DataFrame(rows, columns=columns).assign(session=1)
    return Journal({"reflections": frame, **tables})


def quotes_of(journal: Journal, texts: list[str]) -> pd.DataFrame:
    rows = journal.table("reflections")
    rows = rows[rows["reflection_id"].isin(texts)]
    return rows.rename(columns={"text": "quote"})


def test_a_style_is_traced_beyond_chance() -> None:
    rows = [(f"{m}{i}", "A", m, s) for m, s in STYLES.items() for i in range(2)]
    journal = journal_of(rows)
    measured, hit = linkage(journal, quotes_of(journal, ["a0", "b0", "c0"]))
    assert [(m.within, m.right, m.quotes) for m in measured] == [
        ("each set", 3, 3),
        ("the programme", 3, 3),
    ]
    assert measured[0].chance == pytest.approx(1 / 3)
    assert 0 < measured[0].low < measured[0].share == measured[0].high == 1
    assert measured[0].beyond_chance
    assert hit.all()


def test_the_text_itself_is_left_out() -> None:
    """Else every quote would be found in its own text."""
    rows = [
        ("a0", "A", "a", STYLES["a"]),
        ("a1", "A", "a", STYLES["b"]),
        ("b0", "A", "b", STYLES["a"]),
    ]
    journal = journal_of(rows)
    measured, hit = linkage(journal, quotes_of(journal, ["a0"]))
    assert [m.right for m in measured] == [0, 0]
    assert not hit.any()


def test_who_wrote_once_cannot_be_traced() -> None:
    journal = journal_of([("a0", "A", "a", "x y z"), ("b0", "A", "b", "u v w")])
    measured, hit = linkage(journal, quotes_of(journal, ["a0", "b0"]))
    assert measured == []
    assert not hit.any()


def test_sets_are_looked_at_by_themselves() -> None:
    rows = [(f"{m}{i}", m, m, s) for m, s in STYLES.items() for i in range(2)]
    journal = journal_of(rows)
    measured, _ = linkage(journal, quotes_of(journal, ["a0"]))
    assert [m.within for m in measured] == ["the programme"]


def test_texts_kept_private_are_not_compared_with() -> None:
    rows = [(f"{m}{i}", "A", m, s) for m, s in STYLES.items() for i in range(2)]
    kept = pd.DataFrame({"reflection_id": ["a1"], "use": ["self"]})
    journal = journal_of(rows, permissions=kept)
    measured, _ = linkage(journal, quotes_of(journal, ["a0"]))
    assert measured == []


def test_no_quotes_no_measure() -> None:
    journal = journal_of([("a0", "A", "a", "x")])
    measured, hit = linkage(journal, quotes_of(journal, []))
    assert (measured, len(hit)) == ([], 0)


def test_one_of_a_kind_among_all_not_among_those_seen() -> None:
    rows = [(m, "A", m, "Words.") for m in "abc"] + [("d", "B", "d", "Words.")]
    members = pd.DataFrame(
        {"member": list("abcd"), "role": ["nurse", "nurse", "gp", "nurse"]}
    )
    hidden = pd.DataFrame({"member": ["b"], "use": ["counts"], "reach": ["set"]})
    journal = journal_of(rows, members=members, permissions=hidden)
    by_role, by_session = uniqueness(journal, Audience.programme())
    assert (by_role.people, by_role.unique) == (3, 2)
    assert by_role.share == pytest.approx(2 / 3)
    assert by_session.unique == 2
