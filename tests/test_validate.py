import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import SchemaError
from alsjournal.schema import DTYPES, TABLES
from alsjournal.validate import (
    checked_frames,
    conform,
    empty_frame,
    raise_problems,
    validate,
)


def column(table, name, values):
    frame, problems = conform(table, pd.DataFrame({name: values}))
    return frame[name].astype(object).where(frame[name].notna(), None).tolist(), [
        (p.row, p.column, p.rule) for p in problems
    ]


@pytest.mark.parametrize("name", TABLES)
def test_empty_frame_has_the_dtypes_and_conforms_to_itself(name):
    empty = empty_frame(name)
    assert tuple(empty.columns) == TABLES[name].names
    for c in TABLES[name].columns:
        assert empty[c.name].dtype == DTYPES[c.kind]
    again, problems = conform(name, empty)
    pd.testing.assert_frame_equal(again, empty)
    assert problems == []
    assert validate(name, again) == []


@pytest.mark.parametrize("name", TABLES)
def test_conformed_frames_have_the_dtypes(name):
    table = TABLES[name]
    frame, problems = conform(name, pd.DataFrame({table.names[0]: ["1", None]}))
    assert problems == []
    assert [str(frame[c.name].dtype) for c in table.columns] == [
        DTYPES[c.kind] for c in table.columns
    ]


def test_numeric_ids_with_a_gap_stay_whole():
    got, problems = column("reflections", "set_id", [1, np.nan, 12])
    assert got == ["1", None, "12"]
    assert problems == []
    assert column("reflections", "set_id", [1.5, 2.0])[0] == ["1.5", "2.0"]


def test_blank_keys_are_empty_and_trimmed_but_texts_stay():
    assert column("reflections", "member", [" m1 ", "", " "])[0] == ["m1", None, None]
    assert column("reflections", "text", [" a ", ""])[0] == [" a ", ""]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([True, False], [True, False]),
        ([1, 0], [True, False]),
        ([1.0, np.nan], [True, None]),
        (["Yes", "n"], [True, False]),
        ([" TRUE", ""], [True, None]),
    ],
)
def test_truth(values, expected):
    assert column("attendance", "present", values) == (expected, [])


def test_what_cannot_be_read_is_reported_by_row_and_never_by_value():
    frame, problems = conform(
        "attendance",
        pd.DataFrame({"session": ["1", "Secret", "2.5"], "present": ["y", "y", "eh"]}),
    )
    rules = [(p.table, p.row, p.column) for p in problems]
    assert rules == [
        ("attendance", 1, "session"),
        ("attendance", 2, "session"),
        ("attendance", 2, "present"),
    ]
    assert "Secret" not in repr(problems)
    assert frame["session"].isna().tolist() == [False, True, True]


def test_dates_of_every_sort():
    expected = dt.datetime(2020, 1, 31)  # noqa: DTZ001
    for value in ("2020-01-31", dt.date(2020, 1, 31), expected, 20200131):
        assert column("permissions", "given", [value]) == ([expected], [])
    zoned = pd.to_datetime(["2020-01-31"]).tz_localize("UTC")
    assert column("permissions", "given", zoned) == ([expected], [])
    mixed = ["2020-01-31T01:00:00+01:00", "2020-01-31"]
    assert column("permissions", "given", mixed) == ([expected] * 2, [])
    assert column("permissions", "given", ["31/01/2020"])[1] == [
        (0, "given", "must be a date as YYYY-MM-DD")
    ]


def test_a_date_is_no_session_number():
    _, problems = column("reflections", "session", pd.to_datetime(["2020-01-31"]))
    assert problems == [(0, "session", "must be a whole number")]


def test_categories_are_read():
    assert column("reflections", "role", pd.Categorical(["GP", None]))[0] == [
        "GP",
        None,
    ]


def test_unknown_and_doubled_columns_and_no_frame_raise():
    with pytest.raises(SchemaError, match="does not know: colour, size"):
        conform("members", pd.DataFrame({"size": [1], "colour": [1]}))
    with pytest.raises(SchemaError, match="each of its columns once"):
        conform("members", pd.DataFrame([[1, 2]], columns=["member", "member"]))
    with pytest.raises(SchemaError, match="must be a DataFrame"):
        conform("members", ["m1"])


def test_conform_leaves_the_given_frame_alone():
    given = pd.DataFrame({"member": ["a", ""]}, index=[7, 7])
    before = given.copy()
    frame, _ = conform("members", given)
    frame.loc[0, "member"] = "changed"
    pd.testing.assert_frame_equal(given, before)
    assert frame.index.tolist() == [0, 1]


def test_validate_finds_missing_wrong_and_doubled():
    frame, _ = conform(
        "permissions",
        pd.DataFrame(
            {
                "member": ["m1", "m1", None],
                "reflection_id": [None, None, None],
                "use": ["quote", "shout", None],
            }
        ),
    )
    found = [(p.row, p.column, p.rule) for p in validate("permissions", frame)]
    assert found == [
        (2, "use", "a value is required"),
        (1, "use", "must be one of: self, counts, paraphrase, quote"),
        (2, "member", "a value is required here or in reflection_id"),
        (
            1,
            "member",
            "the same key (member, reflection_id, given) as an earlier row",
        ),
    ]


def test_checked_frames_says_where_and_what_to_do():
    frame = pd.DataFrame({"reflection_id": ["a", "a"], "text": ["Private.", "x"]})
    with pytest.raises(SchemaError, match=r"'reflection_id'.*Row 1.*Correct") as raised:
        checked_frames({"reflections": frame}, raw=False)
    assert "Private" not in str(raised.value)
    with pytest.raises(SchemaError, match="Got 'roster'"):
        checked_frames({"roster": pd.DataFrame()}, raw=False)
    assert raise_problems([]) is None


@given(
    st.lists(
        st.one_of(st.none(), st.integers(), st.floats(), st.text(), st.booleans()),
        max_size=6,
    ),
    st.sampled_from(
        [
            *(("attendance", c) for c in TABLES["attendance"].names),
            ("permissions", "given"),
            ("outcomes", "amount"),
            ("reflections", "text"),
        ]
    ),
)
def test_conform_reads_or_reports_anything(values, place):
    table, name = place
    frame, problems = conform(
        table, pd.DataFrame({name: pd.Series(values, dtype=object)})
    )
    assert len(frame) == len(values)
    assert {p.row for p in problems} <= set(range(len(values)))
    again, more = conform(table, frame)
    assert more == []
    pd.testing.assert_frame_equal(again, frame)
