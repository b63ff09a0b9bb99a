import pytest

from alsjournal.schema import DTYPES, TABLES


def test_keys_are_columns_and_names_are_unique():
    for name, table in TABLES.items():
        assert table.name == name
        assert len(set(table.names)) == len(table.names)
        assert set(table.key) <= set(table.names), name
        assert all(column.kind in DTYPES for column in table.columns)


def test_only_text_and_its_id_are_required_of_reflections():
    required = [c.name for c in TABLES["reflections"].columns if c.required]
    assert required == ["reflection_id", "text"]


def test_choices_and_required_are_read():
    use = TABLES["permissions"]["use"]
    assert use.choices == ("self", "counts", "paraphrase", "quote")
    assert use.required
    assert use.kind == "label"
    assert TABLES["sessions"]["kind"].choices[1] == "working"
    assert not TABLES["sessions"]["kind"].required


def test_only_the_roster_is_raw_only():
    assert [n for n, t in TABLES.items() if t.raw_only] == ["roster"]


def test_of_kind_and_unknown_columns():
    assert TABLES["reflections"].of_kind("person", "text") == ("member", "text")
    with pytest.raises(KeyError):
        TABLES["reflections"]["colour"]


def test_every_column_that_names_people_is_of_kind_person():
    people = {"member", "presenter", "asked_by", "owner", "by", "claimed_by", "person"}
    for table in TABLES.values():
        for column in table.columns:
            assert column.name not in people or column.kind == "person"
