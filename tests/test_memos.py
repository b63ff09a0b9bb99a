"""Memos: private notes of who analyses, which go with what they are about."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import InputError, SchemaError


def a_journal() -> als.Journal:
    rows = [
        {"reflection_id": f"r{i}", "member": f"m{i % 3}", "session": 1, "text": "Beds."}
        for i in range(6)
    ]
    frame = pd.DataFrame(rows)
    return als.Journal.from_frame(frame, already_anonymised=True, permission="quote")


ABOUT = {"kind": "reflexive", "author": "KM", "date": "2026-05-01"}


def test_a_memo_is_a_row_and_the_same_memo_is_one_row() -> None:
    journal = a_journal().with_memo("I was tired.", target="theme:t1", **ABOUT)
    journal = journal.with_memo("I was tired.", target="theme:t1", **ABOUT)
    journal = journal.with_memo("So was I.", target="r1", **{**ABOUT, "author": "AO"})
    memos = journal.table("memos")
    assert memos["text"].tolist() == ["I was tired.", "So was I."]
    assert memos["memo_id"].is_unique
    assert str(memos["date"].iloc[0].date()) == "2026-05-01"
    assert len(journal) == 6


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"text": " "}, InputError),
        ({"target": ""}, InputError),
        ({"author": None}, InputError),
        ({"kind": "secret"}, SchemaError),
        ({"date": "soon"}, SchemaError),
    ],
)
def test_what_is_no_memo_is_refused(wrong: dict, error: type[Exception]) -> None:
    given = {"text": "I was tired.", "target": "r1", **ABOUT, **wrong}
    with pytest.raises(error):
        a_journal().with_memo(given.pop("text"), **given)


def test_a_memo_reaches_the_file_and_goes_with_its_text(tmp_path: Path) -> None:
    store = als.JournalStore(tmp_path / "journal.duckdb")
    store.write(a_journal())
    for target in ("r1", "r2", "m1", "theme:t1"):
        done = store.write_memo(f"About {target}, canary.", target=target, **ABOUT)
        assert done.tables["memos"].added == 1
    assert len(store.read().table("memos")) == 4
    assert len(store.read()) == 6
    store.forget("m1")  # who wrote r1 and r4
    left = store.read().table("memos")["target"].tolist()
    assert left == ["r2", "theme:t1"]
    assert b"About r1, canary" not in (tmp_path / "journal.duckdb").read_bytes()
    again = store.write_memo("Again.", target="r1", **ABOUT)
    assert again.held_back == {"memos": 1}


def test_a_memo_is_about_no_coding(tmp_path: Path) -> None:
    codings = pd.DataFrame(
        {"coding_id": ["c1"], "reflection_id": ["r1"], "code": ["beds"]}
    )
    codings["construct"] = "theme"
    journal = a_journal().with_codings(codings)
    with pytest.raises(InputError, match="no coding"):
        journal.with_memo("Hm.", target="c1", **ABOUT)
    store = als.JournalStore(tmp_path / "journal.duckdb")
    store.write(journal)
    with pytest.raises(InputError, match="no coding"):
        store.write_memo("Hm.", target="c1", **ABOUT)


def test_memos_are_private(tmp_path: Path) -> None:
    journal = a_journal().with_memo("Privately tired.", target="r1", **ABOUT)
    codes = pd.DataFrame(
        {"reflection_id": [f"r{i}" for i in range(6)], "code": ["beds"] * 6}
    )
    for audience in ("programme", "research"):
        page = tmp_path / f"{audience}.html"
        als.write_report(journal, codes, page, audience=audience)
        assert "Privately" not in page.read_text(encoding="utf-8")
    als.export_tables(journal, tmp_path / "out", audience="research")
    for file in (tmp_path / "out").rglob("*"):
        assert not file.is_file() or b"Privately" not in file.read_bytes()
