"""Forgetting a member: their rows, their name in others' texts, and their bytes."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import InputError, StoreError
from alsjournal.journal import Journal
from alsjournal.store import JournalStore
from alsjournal.store._removal import moved_span

MENTION = "[member m7]"
PATTERN = re.compile(re.escape(MENTION))


@pytest.fixture
def store(tmp_path: Path) -> JournalStore:
    return JournalStore(tmp_path / "journal.duckdb", timeout=0.3)


def a_journal(canary: str = "secret") -> Journal:
    text = f"Then {MENTION} and {MENTION} spoke of time."
    rows = {
        "members": pd.DataFrame({"member": ["m7", "m8"]}),
        "reflections": pd.DataFrame(
            {
                "reflection_id": ["r1", "r2", "r3"],
                "member": ["m7", "m8", None],
                "text": [canary, text, "Nobody's."],
            }
        ),
        "permissions": pd.DataFrame(
            {"reflection_id": ["r1", "r2"], "use": ["quote", "quote"]}
        ),
        "actions": pd.DataFrame(
            {
                "action_id": ["a1", "a2"],
                "owner": ["m7", "m8"],
                "text": [canary, f"Ask {MENTION}."],
            }
        ),
        "action_reports": pd.DataFrame(
            {"action_id": ["a1", "a2"], "session": [2, 2], "text": [canary, "Done."]}
        ),
        "memos": pd.DataFrame(
            {
                "memo_id": ["n1", "n2", "n3"],
                "target": ["r1", "m7", "r2"],
                "text": [canary, canary, "A thought."],
            }
        ),
        "codings": pd.DataFrame(
            {
                "coding_id": ["c1", "c2", "c3", "c4"],
                "reflection_id": ["r1", "r2", "r2", "r2"],
                "start": [0, text.index("time"), 0, None],
                "end": [3, text.index("time") + 4, 8, None],
                "code": ["x", "x", "x", "x"],
                "construct": ["theme"] * 4,
            }
        ),
    }
    return Journal(rows)


def test_forget_removes_rows_and_mentions(store: JournalStore) -> None:
    store.write(a_journal(), source="a")
    report = store.forget("m7")
    assert report.found
    assert dict(report.removed) == {
        "members": 1,
        "permissions": 1,
        "reflections": 1,
        "actions": 1,
        "action_reports": 1,
        "codings": 1,
        "memos": 2,
    }
    assert (report.mentions, report.moved_codings) == (2, 2)
    assert "m7" not in str(report)
    journal = store.read()
    text = "Then [name] and [name] spoke of time."
    assert list(journal.table("reflections")["text"]) == [text, "Nobody's."]
    assert list(journal.table("actions")["text"]) == ["Ask [name]."]
    codings = journal.codings()
    starts, ends = codings["start"], codings["end"]
    assert list(codings["coding_id"]) == ["c2", "c3", "c4"]
    assert text[starts[0] : ends[0]] == "time"
    assert text[starts[1] : ends[1]] == "Then [name]"
    assert pd.isna(starts[2])
    assert pd.isna(ends[2])


def test_labels_that_name_the_member_are_made_nameless(store: JournalStore) -> None:
    rows = {
        "sets": pd.DataFrame({"set_id": ["A"], "title": [f"The set of {MENTION}"]}),
        "reflections": pd.DataFrame(
            {
                "reflection_id": ["r1"],
                "set_id": ["A"],
                "text": ["We met."],
                "prompt": [f"What did {MENTION} bring?"],
            }
        ),
        "codings": pd.DataFrame(
            {
                "coding_id": ["c1"],
                "reflection_id": ["r1"],
                "code": [f"{MENTION} and time"],
                "construct": ["theme"],
            }
        ),
        "memos": pd.DataFrame(
            {"memo_id": ["n1"], "target": [f"{MENTION} and time"], "text": ["Why?"]}
        ),
    }
    store.write(Journal(rows), source="a")
    assert store.forget("m7").mentions == 4
    journal = store.read()
    assert journal.table("sets")["title"].tolist() == ["The set of [name]"]
    prompts = journal.table("reflections")["prompt"]
    assert prompts.tolist() == ["What did [name] bring?"]
    assert journal.codings()["code"].tolist() == ["[name] and time"]
    assert journal.table("memos")["target"].tolist() == ["[name] and time"]


def test_forgetting_again_finds_nothing(store: JournalStore) -> None:
    store.write(a_journal(), source="a")
    store.forget("m7")
    before = store.read().table("reflections")
    report = store.forget("m7")
    assert not report.found
    assert "nothing of this member" in str(report)
    pd.testing.assert_frame_equal(store.read().table("reflections"), before)


def test_what_remains_is_still_known_by_its_source(store: JournalStore) -> None:
    store.write(a_journal(), source="a")
    store.forget("m7")
    rest = Journal({"members": pd.DataFrame({"member": ["m8"]})})
    report = store.write(rest, source="a")
    assert report.tables["members"].unchanged == 1
    assert report.tables["reflections"].removed == 2


def test_no_byte_is_left(store: JournalStore) -> None:
    canary = secrets.token_hex(400)
    store.write(a_journal("A first word."), source="a")
    # Uncompressed, so that the words can be seen in the bytes of the file at all.
    with duckdb.connect(str(store.path)) as con:
        con.execute("SET force_compression = 'uncompressed'")
        for row in ("r1", "a1", "n1"):
            table, key = {"r": ("reflections", "reflection_id")}.get(
                row[0],
                {"a": ("actions", "action_id"), "n": ("memos", "memo_id")}.get(row[0]),
            )
            query = f"UPDATE _alsjournal.{table} SET text = ? WHERE {key} = ?"
            con.execute(query, [canary, row])
        con.execute("CHECKPOINT")
    assert canary.encode() in store.path.read_bytes()
    store.forget("m7")
    for path in store.path.parent.iterdir():
        held = path.read_bytes()
        pieces = (canary[i : i + 24].encode() for i in range(0, 776, 8))
        assert not any(piece in held for piece in pieces)
    assert [p.name for p in store.path.parent.iterdir()] == [store.path.name]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_the_new_file_has_the_mode_of_the_old(store: JournalStore) -> None:
    store.write(a_journal())
    store.path.chmod(0o640)
    store.forget("m7")
    assert store.path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(store: JournalStore) -> None:
    store.write(a_journal())
    link = store.path.with_name("link.duckdb")
    link.symlink_to(store.path)
    JournalStore(link).forget("m7")
    assert link.is_symlink()
    assert len(store.read()) == 2


def test_a_failed_forget_changes_nothing(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(a_journal())
    before = store.read().table("reflections")

    def fail(self: Path, target: Path) -> Path:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        with pytest.raises(StoreError, match="Nothing was"):
            store.forget("m7")
    pd.testing.assert_frame_equal(store.read().table("reflections"), before)
    assert [p.name for p in store.path.parent.iterdir()] == [store.path.name]


@pytest.mark.parametrize("member", ["", " ", None, 7])
def test_forget_needs_a_pseudonym(store: JournalStore, member: object) -> None:
    store.write(a_journal())
    with pytest.raises(InputError, match="pseudonym"):
        store.forget(member)  # type: ignore[arg-type]


def test_forget_without_a_journal(store: JournalStore) -> None:
    with pytest.raises(StoreError, match="must be a journal at"):
        store.forget("m7")
    assert not store.path.exists()


@given(
    st.lists(st.sampled_from(["a", "bc ", MENTION, "é"]), max_size=8),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_spans_move_with_their_words(parts: list[str], a: int, b: int) -> None:
    text = "".join(parts)
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    new = text.replace(MENTION, "[name]")
    new_start, new_end = moved_span(text, PATTERN, start, end)
    assert 0 <= new_start <= new_end <= len(new)
    # All words of the span are there, and no more than whole mentions beside them.
    within = text[start:end].replace(MENTION, "")
    inside = new[new_start:new_end]
    mentions = [m.span() for m in PATTERN.finditer(text)]
    if not any(low < at < high for low, high in mentions for at in (start, end)):
        assert inside.replace("[name]", "") == within
    assert moved_span("none here", PATTERN, start, end) == (start, end)
