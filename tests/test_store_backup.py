"""Backup and restore: what comes back is what was, less what has gone since."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from alsjournal.errors import DisclosureError, MissingKeyError, StoreError
from alsjournal.journal import Journal
from alsjournal.store import JournalStore, _attach
from alsjournal.store.migrations import MIGRATIONS

KEY = "a key of these tests only"
WORDS = "quixotic zephyr"


@pytest.fixture(autouse=True)
def no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("ALSJOURNAL_KEY", "ALSJOURNAL_STORE_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


@pytest.fixture
def store(tmp_path: Path) -> JournalStore:
    store = JournalStore(tmp_path / "journal.duckdb", timeout=0.3)
    store.write(a_journal(), source="a")
    return store


def a_journal(*more: str) -> Journal:
    texts = [f"{WORDS} of m7.", "Of [member m7].", "Nobody's.", *more]
    rows = {
        "reflection_id": [f"r{i}" for i in range(len(texts))],
        "member": ["m7", "m8", None, *("m9" for _ in more)],
        "text": texts,
    }
    provenance = {"title": "Ours"}
    return Journal({"reflections": pd.DataFrame(rows)}, provenance=provenance)


def same(one: Journal, other: Journal) -> None:
    assert one.tables() == other.tables()
    assert dict(one.provenance) == dict(other.provenance)
    for name in one.tables():
        pd.testing.assert_frame_equal(one.table(name), other.table(name))


def test_the_way_there_and_back(store: JournalStore, folder: Path) -> None:
    frame = pd.DataFrame(
        {"file": ["a.csv"], "row": [1], "column": ["x"], "reason": ["a rule"]}
    )
    store.write_refusals(frame, source="a")
    report = store.backup(folder)
    assert report.path.parent == folder
    assert report.path.name.startswith("journal-20")
    assert sorted(folder.iterdir()) == [report.path, report.manifest]
    manifest = json.loads(report.manifest.read_text())
    assert manifest["sha256"] == report.sha256
    assert manifest["size"] == report.path.stat().st_size == report.size
    assert manifest["schema"] == len(MIGRATIONS)
    assert manifest["tables"] == {"reflections": 3} == dict(report.tables)
    assert "zephyr" not in report.manifest.read_text()
    assert "not encrypted" in str(report)
    if os.name == "posix":
        for path in (report.path, report.manifest):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    new = JournalStore(folder.parent / "new.duckdb")
    assert dict(new.restore(report.path).tables) == {"reflections": 3}
    same(new.read(), store.read())
    pd.testing.assert_frame_equal(new.refusals(), store.refusals())
    # Rows are still known by their source.
    assert not new.write(a_journal(), source="a").any_change


def test_nothing_is_overwritten_unasked(store: JournalStore, folder: Path) -> None:
    first = store.backup(folder / "b.duckdb")
    before = first.path.read_bytes()
    with pytest.raises(StoreError, match="where there is nothing yet"):
        store.backup(folder / "b.duckdb")
    with pytest.raises(StoreError, match=r"folder of .* must exist"):
        store.backup(folder / "none" / "b.duckdb")
    assert first.path.read_bytes() == before
    store.write(a_journal("More."), source="a")
    with pytest.raises(StoreError, match="--overwrite"):
        store.restore(first.path)
    assert len(store.read()) == 4
    store.restore(first.path, overwrite=True)
    assert len(store.read()) == 3


def test_a_backup_has_nothing_of_deleted_rows(
    store: JournalStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = {**_attach._CONFIG, "force_compression": "uncompressed"}
    monkeypatch.setattr(_attach, "_CONFIG", config)
    texts = [f"{WORDS} {i}" for i in range(5000)]
    store.write(a_journal(*texts), source="a")
    store.write(a_journal(), source="a")
    assert f"{WORDS} 77".encode() in store.path.read_bytes()
    held = store.backup(folder).path.read_bytes()
    assert f"{WORDS} of m7".encode() in held
    assert f"{WORDS} 77".encode() not in held


def damaged(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "cut":
        path.write_bytes(content[:-100])
    elif how == "longer":
        path.write_bytes(content + b"\0")
    elif how == "edited":
        at = len(content) // 2
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    elif how == "gone":
        path.unlink()
    manifest = path.with_name(path.name + ".json")
    said = json.loads(manifest.read_text())
    if how == "no manifest":
        manifest.unlink()
    elif how == "newer":
        manifest.write_text(json.dumps({**said, "schema": 99}))
    elif how in ("strange", "half"):
        text = json.dumps({**said, "other": 1})
        manifest.write_text(text if how == "strange" else text[:20])


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("cut", "damaged, cut off or edited"),
        ("longer", "damaged, cut off or edited"),
        ("edited", "damaged, cut off or edited"),
        ("no manifest", "must have its manifest"),
        ("newer", "Got schema 99"),
        ("strange", "must be as `alsjournal backup` wrote it"),
        ("half", "must be as `alsjournal backup` wrote it"),
        ("gone", "must be"),
    ],
)
def test_a_bad_backup_is_refused(
    store: JournalStore, folder: Path, how: str, words: str
) -> None:
    backup = store.backup(folder / "b.duckdb").path
    damaged(backup, how)
    before = store.path.read_bytes()
    for place, overwrite in ((store, True), (JournalStore(folder / "n"), False)):
        with pytest.raises(StoreError, match=words):
            place.restore(backup, overwrite=overwrite)
    assert store.path.read_bytes() == before
    assert not (folder / "n").exists()
    assert len(list(store.path.parent.glob(".*"))) == 0


@pytest.mark.parametrize("key", [None, KEY])
def test_the_forgotten_do_not_come_back(
    store: JournalStore,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    key: str | None,
) -> None:
    if key:
        monkeypatch.setenv("ALSJOURNAL_KEY", key)
    monkeypatch.setattr(
        _attach, "_CONFIG", {**_attach._CONFIG, "force_compression": "uncompressed"}
    )
    store.note_release("programme", kind="report", place="a.html", counted=["r0", "r2"])
    backup = store.backup(folder).path
    store.forget("m7")
    store.withdraw(reflection_id="r2")
    store.note_release("programme", kind="report", place="b.html", counted=["r1"])
    report = store.restore(backup, overwrite=True)
    assert dict(report.removed) == {"reflections": 1}
    assert report.withdrawals == 1
    texts = store.read().table("reflections")["text"]
    assert list(texts) == ["Of [name].", "Nobody's."]
    for path in store.path.parent.glob("*journal*"):
        assert b"zephyr" not in path.read_bytes()
        assert b"m7" not in path.read_bytes()
    # What was known since is known still.
    permissions = store.read().table("permissions")
    assert list(permissions["reflection_id"]) == ["r2"]
    assert list(store.read().table("releases")["place"]) == ["a.html", "b.html"]
    assert list(store.stale()["place"]) == ["a.html"]
    held_back = store.write(a_journal(), source="a").held_back
    assert held_back["reflections"] == 1
    # And once more.
    assert store.restore(backup, overwrite=True).removed["reflections"] == 1


def test_without_the_key_of_the_forgotten_nothing_is_restored(
    store: JournalStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    backup = store.backup(folder).path
    store.forget("m7")
    monkeypatch.delenv("ALSJOURNAL_KEY")
    with pytest.raises(MissingKeyError, match="can tell whether"):
        store.restore(backup, overwrite=True)
    assert len(store.read()) == 2


def test_a_damaged_journal_is_moved_away_first(
    store: JournalStore, folder: Path
) -> None:
    backup = store.backup(folder).path
    content = store.path.read_bytes()
    store.path.write_bytes(content[:4096] + bytes(len(content) - 4096))
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match="move it away first"):
        store.restore(backup, overwrite=True)
    assert store.path.read_bytes() == before
    store.path.rename(folder / "damaged")
    store.restore(backup)
    assert len(store.read()) == 3


@pytest.mark.parametrize("overwrite", [True, False])
def test_a_failed_restore_changes_nothing(
    store: JournalStore,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    overwrite: bool,
) -> None:
    backup = store.backup(folder).path
    place = store if overwrite else JournalStore(folder / "new.duckdb")
    before = store.path.read_bytes()
    there = sorted(p for p in folder.parent.rglob("*"))

    for name in ("_files.sync", "_rewrite._fill"):
        with monkeypatch.context() as patch:
            error = duckdb.IOException if name.endswith("_fill") else OSError
            patch.setattr(f"alsjournal.store.{name}", lambda *a, e=error, **k: _fail(e))
            with pytest.raises(StoreError):
                place.restore(backup, overwrite=overwrite)
    assert store.path.read_bytes() == before
    assert sorted(p for p in folder.parent.rglob("*")) == there


def _fail(error: type[Exception]) -> None:
    raise error("No space left on device")


def test_others_may_read_meanwhile(store: JournalStore, folder: Path) -> None:
    with duckdb.connect(":memory:") as con:
        con.execute(f"ATTACH '{store.path}' AS other (READ_ONLY)")
        report = store.backup(folder)
    assert report.tables["reflections"] == 3


def test_a_failed_backup_leaves_nothing(
    store: JournalStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_rewrite._fill", "_files.sync"):
        with monkeypatch.context() as patch:
            error = duckdb.IOException if name.endswith("_fill") else OSError
            patch.setattr(f"alsjournal.store.{name}", lambda *a, e=error, **k: _fail(e))
            with pytest.raises(StoreError, match=f"disk of {folder} is full"):
                store.backup(folder)
    assert list(folder.iterdir()) == []


def test_a_backup_lies_apart_from_the_keys(
    store: JournalStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    (folder / "key").write_text(KEY)
    with pytest.raises(DisclosureError, match="The file key in the folder"):
        store.backup(folder)
    assert [p.name for p in folder.iterdir()] == ["key"]


def first_schema(path: Path, monkeypatch: pytest.MonkeyPatch) -> JournalStore:
    """A journal as the first version wrote it, with one text."""
    from alsjournal.schema import TABLES
    from alsjournal.store import migrations

    old = {n: t for n, t in TABLES.items() if n != "releases"}
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", MIGRATIONS[:1])
        patch.setattr(
            migrations, "stored_tables", lambda: [n for n in old if n != "roster"]
        )
        with duckdb.connect(str(path)) as con:
            migrations.migrate(con)
            con.execute(
                "INSERT INTO _alsjournal.reflections (reflection_id, member, text, "
                "_row, _sources) VALUES ('r0', 'm7', 'Old words.', 1, ['a'])"
            )
            tables = con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
            assert ("_tombstones",) not in tables
            assert ("releases",) not in tables
    return JournalStore(path)


def test_a_journal_of_the_first_schema_opens(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = first_schema(tmp_path / "old.duckdb", monkeypatch)
    assert list(store.read().table("reflections")["text"]) == ["Old words."]
    assert len(store.read().table("releases")) == 0
    with duckdb.connect(str(store.path), read_only=True) as con:
        query = "SELECT number, title FROM _alsjournal._migrations"
        steps = con.execute(query).fetchall()
    assert [n for n, _ in steps] == [1, 1, 2, 3, 3]
    store.note_release("programme", kind="report", place="a.html", counted=["r0"])
    assert len(store.forget("m7").stale) == 1


def test_a_backup_of_the_first_schema_is_restored(
    store: JournalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hashlib

    old = first_schema(tmp_path / "old.duckdb", monkeypatch)
    content = old.path.read_bytes()
    manifest = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "schema": 1,
        "encrypted": False,
    }
    (tmp_path / "old.duckdb.json").write_text(json.dumps(manifest))
    store.forget("m7")
    report = store.restore(old.path, overwrite=True)
    assert dict(report.removed) == {"reflections": 1}
    assert old.path.read_bytes() == content
    assert len(store.read()) == 0
