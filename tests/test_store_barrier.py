"""Who was forgotten does not come back with the source that still holds them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from alsjournal.anonymise.key import fingerprint
from alsjournal.errors import DisclosureError, MissingKeyError, SchemaError
from alsjournal.journal import Journal
from alsjournal.store import JournalStore, _attach, _write

KEY = "a key of these tests only"
OTHER = "another key of these tests"
MENTION = "[member m7]"
TEXT = f"Then {MENTION} and {MENTION} spoke of time."


@pytest.fixture(autouse=True)
def no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("ALSJOURNAL_KEY", "ALSJOURNAL_STORE_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def store(tmp_path: Path) -> JournalStore:
    return JournalStore(tmp_path / "journal.duckdb", timeout=0.3)


def frames() -> dict[str, pd.DataFrame]:
    return {
        "members": pd.DataFrame({"member": ["m7", "m8"]}),
        "reflections": pd.DataFrame(
            {
                "reflection_id": ["r1", "r2", "r3"],
                "member": ["m7", "m8", None],
                "text": ["Mine alone.", TEXT, "Nobody's."],
            }
        ),
        "permissions": pd.DataFrame({"reflection_id": ["r1", "r2"], "use": "quote"}),
        "actions": pd.DataFrame(
            {
                "action_id": ["a1", "a2"],
                "owner": ["m7", "m8"],
                "text": ["Ring.", MENTION],
            }
        ),
        "action_reports": pd.DataFrame({"action_id": ["a1", "a2"], "session": 2}),
        "memos": pd.DataFrame(
            {"memo_id": ["n1", "n2", "n3"], "target": ["r1", "m7", "r2"], "text": "Hm."}
        ),
        "codings": pd.DataFrame(
            {
                "coding_id": ["c1", "c2"],
                "reflection_id": ["r1", "r2"],
                "start": [0, TEXT.index("time")],
                "end": [3, TEXT.index("time") + 4],
                "code": "x",
                "construct": "theme",
            }
        ),
    }


def a_journal(key: str | None = None, **tables: pd.DataFrame) -> Journal:
    made = {"anonymiser": {"key_fingerprint": fingerprint(key.encode())}} if key else {}
    return Journal(tables or frames(), provenance=made)


def contents(store: JournalStore) -> dict[str, pd.DataFrame]:
    journal = store.read()
    return {name: journal.table(name) for name in journal.tables()}


@pytest.mark.parametrize("key", [None, KEY])
def test_the_same_source_again_brings_nothing_back(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    if key:
        monkeypatch.setenv("ALSJOURNAL_KEY", key)
    store.write(a_journal(key), source="a")
    store.forget("m7")
    before = contents(store)
    report = store.write(a_journal(key), source="a")
    assert not report.any_change
    assert dict(report.held_back) == {
        "members": 1,
        "permissions": 1,
        "reflections": 1,
        "actions": 1,
        "action_reports": 1,
        "codings": 1,
        "memos": 2,
    }
    assert report.made_nameless == 2
    assert "Held back, of people who were forgotten: 8 rows" in str(report)
    assert "m7" not in str(report)
    after = contents(store)
    assert after.keys() == before.keys()
    for name, frame in before.items():
        pd.testing.assert_frame_equal(after[name], frame)


def test_a_new_file_with_the_forgotten_writes_none_of_their_bytes(
    store: JournalStore,
) -> None:
    store.write(a_journal(reflections=frames()["reflections"].iloc[2:]), source="a")
    store.forget("m7")
    new = frames()["reflections"].assign(reflection_id=["q1", "q2", "q3"])
    report = store.write(a_journal(reflections=new), source="b")
    assert report.held_back["reflections"] == 1
    texts = store.read().table("reflections")["text"].tolist()
    assert texts == ["Nobody's.", TEXT.replace(MENTION, "[name]"), "Nobody's."]
    assert b"Mine alone" not in store.path.read_bytes()
    assert b"m7" not in store.path.read_bytes()


def test_an_id_may_be_given_to_somebody_else(store: JournalStore) -> None:
    store.write(a_journal(), source="a")
    store.forget("m7")
    rows = frames()["reflections"].iloc[1:].assign(reflection_id=["r1", "r2"])
    codings = pd.DataFrame(
        {"coding_id": ["d1"], "reflection_id": "r1", "code": "x", "construct": "theme"}
    )
    report = store.write(a_journal(reflections=rows, codings=codings), source="a")
    assert not report.held_back
    assert list(store.read().table("reflections")["reflection_id"]) == ["r2", "r1"]
    assert list(store.read().codings()["coding_id"]) == ["d1"]


def test_what_is_about_a_text_that_is_gone_stays_out(store: JournalStore) -> None:
    store.write(a_journal(), source="a")
    store.forget("m7")
    tables = {n: frames()[n] for n in ("memos", "permissions", "action_reports")}
    report = store.write(a_journal(**tables), source="b")
    assert dict(report.held_back) == {
        "permissions": 1,
        "action_reports": 1,
        "memos": 2,
    }
    report = store.write_codings(frames()["codings"])
    assert dict(report.held_back) == {"codings": 1}
    strange = frames()["codings"].assign(reflection_id="nobody's")
    with pytest.raises(SchemaError, match="must be one of the journal's"):
        store.write_codings(strange)


def test_the_key_of_the_tombstones_must_be_at_hand(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    store.write(a_journal(KEY), source="a")
    store.forget("m7")
    before = contents(store)
    monkeypatch.delenv("ALSJOURNAL_KEY")
    with pytest.raises(MissingKeyError, match=r"There is no key.*Set ALSJOURNAL_KEY"):
        store.write(a_journal(KEY), source="a")
    monkeypatch.setenv("ALSJOURNAL_KEY", OTHER)
    with pytest.raises(MissingKeyError, match="Got another key") as caught:
        store.write(a_journal(KEY), source="a")
    assert KEY not in str(caught.value)
    assert OTHER not in str(caught.value)
    assert contents(store).keys() == before.keys()
    assert len(store.read()) == 2


def test_other_pseudonyms_are_refused(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    store.write(a_journal(KEY), source="a")
    store.forget("m7")
    with pytest.raises(DisclosureError, match="could come back under new pseudonyms"):
        store.write(a_journal(OTHER), source="a")


def test_the_published_key_and_ones_own_go_together(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The sample is pseudonymised with its own key, the tombstone made with the user's.
    monkeypatch.setenv("ALSJOURNAL_KEY", OTHER)
    store.write(a_journal(KEY), source="a")
    store.forget("m7")
    assert store.write(a_journal(KEY), source="a").held_back["reflections"] == 1


def test_tombstones_hold_no_pseudonym(store: JournalStore) -> None:
    store.write(a_journal(), source="a")
    assert store.forget("m7", "m8").removed["members"] == 2
    assert len(store.read().table("reflections")) == 1
    assert b"m7" not in store.path.read_bytes()
    assert store.write(a_journal(), source="a").held_back["reflections"] == 2


def test_a_pseudonym_is_taken_literally(store: JournalStore) -> None:
    names = ["a.b", "a|b", "x(", "é "]
    rows = pd.DataFrame(
        {
            "reflection_id": ["1", "2", "3", "4", "5"],
            "member": [*(n.strip() for n in names), "axb"],
            "text": [f"[member {n.strip()}] and [member axb]." for n in names]
            + ["Me."],
        }
    )
    store.write(a_journal(reflections=rows))
    store.forget("a.b", "x(", "é")
    kept = store.read().table("reflections")
    assert list(kept["member"]) == ["a|b", "axb"]
    assert kept["text"][0] == "[member a|b] and [member axb]."
    report = store.write(a_journal(reflections=rows))
    assert report.held_back["reflections"] == 3
    assert len(store.read()) == 2


def test_no_byte_of_the_forgotten_is_written(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = {**_attach._CONFIG, "force_compression": "uncompressed"}
    monkeypatch.setattr(_attach, "_CONFIG", config)
    canaries = [b"quixotic", b"m7"]
    texts = frames()["reflections"].assign(text=["A quixotic word.", TEXT, "Other."])
    many = {**frames(), "reflections": texts}
    store.write(Journal({"reflections": texts.iloc[2:]}), source="a")
    store.forget("m7")
    real, seen = _write.write_journal, []

    def looked(con, *arguments):
        result = real(con, *arguments)
        con.execute("COMMIT")  # so that the log is there, and looked at
        for path in store.path.parent.glob("*journal*"):
            held = path.read_bytes()
            assert not any(canary in held for canary in canaries), path.name
            seen.append((path.suffix, b"spoke of time" in held))
        con.execute("BEGIN")
        return result

    monkeypatch.setattr(_write, "write_journal", looked)
    store.write(Journal(many), source="a")
    assert (".wal", True) in seen
    held = store.path.read_bytes()
    assert b"spoke of time" in held
    assert not any(canary in held for canary in canaries)
