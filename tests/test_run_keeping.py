"""What is told of forgotten people before their texts are read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from alsjournal.anonymise import Anonymiser
from alsjournal.journal import RawJournal
from alsjournal.run.keeping import held_back
from alsjournal.store import JournalStore

ROWS = {
    "reflections": pd.DataFrame(
        {
            "reflection_id": ["r1", "r2", "r3"],
            "member": ["m1", "m2", "m1"],
            "text": ["Mine.", "Theirs.", "Mine too."],
        }
    ),
    "actions": pd.DataFrame(
        {
            "action_id": ["a1", "a2"],
            "owner": ["m1", "m2"],
            "text": ["I ring.", "They ring."],
        }
    ),
    "action_reports": pd.DataFrame(
        {"action_id": ["a1", "a2"], "session": [2, 2], "text": ["Rang.", "Did not."]}
    ),
}


def test_texts_that_a_write_holds_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSJOURNAL_KEY", "a key only for these tests 1")
    raw = RawJournal(ROWS)
    store = JournalStore(tmp_path / "j.duckdb")
    assert held_back(raw, store.path) == frozenset()
    cleaned = Anonymiser(finders=["identifiers"]).fit_transform(raw)
    store.write(cleaned, source="a")
    assert held_back(raw, store.path) == frozenset()
    store.forget(store.read().table("reflections")["member"].iloc[0])
    held = held_back(raw, store.path)
    assert held == {"Mine.", "Mine too.", "I ring.", "Rang."}
    written = store.write(cleaned, source="a").held_back
    assert sum(written.values()) == len(held)
