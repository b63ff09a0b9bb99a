"""A copy of an output is on record, with the people who are in it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from helpers import written

from alsjournal.journal import Journal
from alsjournal.store import JournalStore
from alsjournal.store._copies import note_copy
from alsjournal.store._making import making

TEXTS = [("A", 1, "m1", ""), ("A", 1, "m2", ""), ("A", 1, "m3", "")]
PAGE = Path("out/programme/summary.html")
COPY = PAGE.with_name("summary-changed-1.html")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> JournalStore:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("ALSJOURNAL_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    permissions = [{"member": m, "use": "quote"} for m in ("m1", "m2", "m3")]
    store = JournalStore("j.duckdb", timeout=0.3)
    store.write(written(TEXTS, permissions=permissions)[0], source="a")
    return store


def copied(store: JournalStore, place: Path = PAGE) -> None:
    note_copy(store.path, "programme", "report", place, COPY)


def made(store: JournalStore, *texts: str, place: Path = PAGE) -> None:
    store.note_release("programme", kind="report", place=place, counted=texts)


def test_it_holds_whom_the_output_held(store: JournalStore) -> None:
    made(store, "r3")  # an earlier one, that lies there no more
    made(store, "r1")
    copied(store)
    assert store.stale().empty
    assert store.withdraw("m3").stale[0].place == str(PAGE)
    assert str(COPY) not in set(store.stale()["place"])
    assert str(COPY) in {r.place for r in store.withdraw("m1").stale}
    assert {r.place for r in store.forget("m1").stale} == {str(PAGE), str(COPY)}


def test_it_is_as_stale_as_the_output_was(store: JournalStore) -> None:
    made(store, "r1")
    store.forget("m1")
    copied(store)
    made(store, "r2")
    rows = store.stale()
    assert list(rows["place"]) == [str(COPY)]
    assert list(rows["reason"]) == ["forgotten"]
    releases = store.read().table("releases")
    assert releases["version"].iloc[1] == releases["version"].iloc[0]


def test_an_output_that_was_called_otherwise_is_known(store: JournalStore) -> None:
    made(store, "r1", place=PAGE.absolute())
    made(store, "r2", place=Path("elsewhere/all.html"))
    copied(store)
    assert str(COPY) in {r.place for r in store.withdraw("m1").stale}
    assert str(COPY) not in {r.place for r in store.withdraw("m2").stale}


def test_where_nobody_can_tell_it_holds_all(store: JournalStore) -> None:
    texts = store.read().table("reflections")
    there = {"set_id": "A", "session": 1, "member": ["m4"], "present": True}
    tables = {"reflections": texts, "attendance": pd.DataFrame(there)}
    store.write(Journal(tables), source="b")
    copied(store)
    assert {r.place for r in store.withdraw("m4").stale} == {str(COPY)}
    assert {r.place for r in store.withdraw("m2").stale} == {str(COPY)}


def test_one_whose_making_was_stopped_may_hold_all(store: JournalStore) -> None:
    made(store, "r1")
    with making(store.path, "programme", "report", PAGE):
        copied(store)
    rows = store.stale()
    assert dict(zip(rows["place"], rows["reason"], strict=True)) == {
        str(COPY): "unfinished"
    }
    assert {r.place for r in store.forget("m3").stale} == {str(COPY)}
