"""The record of outputs: who is in them, and what forgetting makes of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from alsjournal.errors import InputError, SchemaError
from alsjournal.journal import Journal
from alsjournal.schema import TABLES
from alsjournal.store import JournalStore

MEMBER = "m-0123456789AB"


@pytest.fixture(autouse=True)
def no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("ALSJOURNAL_KEY", raising=False)


@pytest.fixture
def store(tmp_path: Path) -> JournalStore:
    store = JournalStore(tmp_path / "journal.duckdb", timeout=0.3)
    store.write(a_journal(), source="a")
    return store


def a_journal(n: int = 3) -> Journal:
    rows = {
        "reflection_id": ["r1", "r2", "r3"],
        "member": [MEMBER, "m8", None],
        "text": ["Mine.", "Theirs, of [member m9].", "Nobody's."],
    }
    return Journal({"reflections": pd.DataFrame(rows).head(n)})


def test_an_output_is_noted_and_read(store: JournalStore) -> None:
    version = store.sql("SELECT max(version) AS v FROM releases")["v"].item()
    assert pd.isna(version)
    release_id = store.note_release(
        "set:A", kind="report", place=Path("out/a.html"), counted=["r1"]
    )
    for rows in (store.read().table("releases"), store.sql("SELECT * FROM releases")):
        assert list(rows.columns) == list(TABLES["releases"].names)
        (row,) = rows.to_dict("records")
        assert row["release_id"] == release_id
        assert (row["audience"], row["kind"], row["place"]) == (
            "set:A",
            "report",
            "out/a.html",
        )
        assert row["version"] == 1
        assert pd.isna(row["stale"])
        assert pd.notna(row["made_at"])


def test_the_inner_tables_are_not_for_sql(store: JournalStore) -> None:
    for name in ("_released", "_tombstones", "_meta"):
        with pytest.raises(InputError, match="understands"):
            store.sql(f"SELECT * FROM {name}")
        with pytest.raises(InputError, match="own tables"):
            store.sql(f"SELECT * FROM journal._alsjournal.{name}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": "friends"},
        {"kind": " "},
        {"place": ""},
        {"counted": ["r1", "secret-id"]},
        {"quoted": ["secret-id"]},
    ],
)
def test_what_cannot_be_noted(store: JournalStore, wrong: dict) -> None:
    given = {"audience": "programme", "kind": "report", "place": "a.html", **wrong}
    with pytest.raises(InputError) as caught:
        store.note_release(given.pop("audience"), **given)
    assert "secret" not in str(caught.value)
    assert len(store.read().table("releases")) == 0


def test_forgetting_marks_what_holds_the_member(store: JournalStore) -> None:
    note = store.note_release
    note("programme", kind="report", place="old.html", counted=["r1", "r2"])
    note("programme", kind="report", place="all.html", quoted=["r1"])
    note("programme", kind="table", place="b.csv", counted=["r2", "r3"])
    note(f"member:{MEMBER}", kind="report", place=f"{MEMBER}.html", counted=["r1"])
    note("research", kind="backup", place="copy.duckdb", whole=True)
    assert "[member].html" in set(store.read().table("releases")["place"])
    report = store.forget(MEMBER)
    assert {r.place for r in report.stale} == {
        "old.html",
        "all.html",
        "[member].html",
        "copy.duckdb",
    }
    assert any("report all.html for programme of" in str(r) for r in report.stale)
    stale = store.stale()
    assert set(stale["place"]) == {"old.html", "all.html", "copy.duckdb"}
    assert set(stale["reason"]) == {"forgotten"}
    assert MEMBER.encode() not in store.path.read_bytes()
    # Mentioned only, and in the backup all the same.
    assert [r.place for r in store.forget("m9").stale] == ["copy.duckdb"]


def test_the_forgotten_leave_the_inner_table(store: JournalStore) -> None:
    import duckdb

    store.note_release("programme", kind="report", place="a.html", counted=["r1", "r2"])
    store.note_release("research", kind="backup", place="b.duckdb", whole=True)
    store.forget(MEMBER)
    with duckdb.connect(str(store.path), read_only=True) as con:
        rows = con.execute("SELECT member FROM _alsjournal._released").fetchall()
    assert sorted(rows) == [("m8",), ("m8",), ("m9",)]


def test_a_source_does_not_touch_outputs(store: JournalStore, tmp_path: Path) -> None:
    store.note_release("programme", kind="report", place="a.html", counted=["r1"])
    before = store.read().table("releases")
    store.write(a_journal(2), source="a")
    strange = before.assign(release_id="o-x", place="b.html")
    store.write(Journal({"releases": strange}), source="a")
    pd.testing.assert_frame_equal(store.read().table("releases"), before)
    # Another file has outputs of its own.
    other = JournalStore(tmp_path / "other.duckdb")
    other.write(store.read())
    assert "releases" not in other.read().tables()
    with pytest.raises(SchemaError):
        store.write_codings(pd.DataFrame({"release_id": ["x"]}))


def test_noting_leaves_readers_alone(store: JournalStore) -> None:
    batches = store.read().batches("reflections", size=1)
    next(batches)
    store.note_release("programme", kind="report", place="a.html")
    assert len(list(batches)) == 2
