"""Whose a row is can be told before its text is read, and as the anonymiser does."""

from __future__ import annotations

import pandas as pd
import pytest

from alsjournal.anonymise import Anonymiser
from alsjournal.anonymise.skeleton import skeleton_of, texts_of
from alsjournal.journal import RawJournal
from alsjournal.schema import TABLES

TABLE = {
    "reflections": {
        "reflection_id": ["r1", "of-ann-lee", "r3"],
        "set_id": ["A", "A", "B"],
        "member": ["ann-lee", "m2", None],
        "prompt": ["How was it?", None, None],
        "text": ["Bea came.", "Ann Lee came.", "Nobody."],
    },
    "actions": {
        "action_id": ["a1", "a2"],
        "set_id": ["A", "A"],
        "session": [1, 1],
        "owner": ["m2", "A"],
        "text": ["Ask Bea.", "Meet."],
    },
    "roster": {"member": ["ann-lee"], "name": ["Ann Lee"]},
}


@pytest.fixture
def raw(monkeypatch: pytest.MonkeyPatch) -> RawJournal:
    monkeypatch.setenv("ALSJOURNAL_KEY", "a key only for these tests 1")
    return RawJournal({name: pd.DataFrame(rows) for name, rows in TABLE.items()})


def test_people_and_ids_are_as_the_anonymiser_has_them(raw: RawJournal) -> None:
    skeleton = skeleton_of(raw)
    whole = Anonymiser(finders=["identifiers", "roster"]).fit_transform(raw)
    assert set(skeleton.tables()) == {"reflections", "actions"}
    for name in skeleton.tables():
        table = TABLES[name]
        told = [*table.of_kind("key"), *table.of_kind("person")]
        pd.testing.assert_frame_equal(
            skeleton.table(name, told), whole.table(name, told)
        )
    made = "key_fingerprint"
    assert (
        skeleton.provenance["anonymiser"][made] == whole.provenance["anonymiser"][made]
    )


def test_no_words_are_in_it(raw: RawJournal) -> None:
    rows = skeleton_of(raw).table("reflections")
    assert list(rows["text"]) == ["-", "-", "-"]
    assert list(rows["prompt"].fillna("")) == ["-", "", ""]


def test_what_finders_read_of_rows(raw: RawJournal) -> None:
    found = texts_of(raw, {"reflections": [0, 2], "actions": [1]})
    assert found == {"Bea came.", "How was it?", "Nobody.", "Meet."}
    assert texts_of(raw, {}) == frozenset()
