"""Every column that a table can have is explained."""

from __future__ import annotations

import pytest

import alsjournal as als
from alsjournal.dictionary import KINDS, entries, meaning_of
from alsjournal.schema import DTYPES, TABLES


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_meaning(table: str) -> None:
    told = entries(table)
    assert tuple(entry.column for entry in told) == TABLES[table].names
    for entry, column in zip(told, TABLES[table].columns, strict=True):
        assert len(entry.meaning.split()) >= 1, entry
        assert entry.meaning[0].isupper(), entry
        assert (entry.kind, entry.choices) == (column.kind, column.choices)
        assert entry.required == column.required
    assert meaning_of(table)[0].isupper()


def test_kinds_are_those_of_the_data_model() -> None:
    assert set(KINDS) == set(DTYPES)
    assert {entry.kind for t in TABLES for entry in entries(t)} <= set(DTYPES)


def test_the_dictionary_is_a_table() -> None:
    words = als.data_dictionary()
    assert not words.duplicated(["table", "column"]).any()
    columns = sum(len(table.names) for table in TABLES.values())
    assert (words["found_in"] != "released").sum() == columns
    row = words.set_index(["table", "column"]).loc[("permissions", "use")]
    assert row["closed_list"] == "self | counts | paraphrase | quote"
    assert row["required"]
    assert set(words["type"]) <= set(KINDS.values())
    assert words["unit"].str.contains("people").any()
    raw = words.loc[words["found_in"] == "raw journal", "table"]
    assert set(raw) == {"roster"}


def test_changing_the_table_changes_nothing() -> None:
    words = als.data_dictionary()
    words["meaning"] = ""
    assert als.data_dictionary()["meaning"].ne("").all()
