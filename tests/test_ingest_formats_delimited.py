"""Reading separated values: bounded, and nothing swallowed."""

import csv
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.ingest.formats import delimited
from alsjournal.ingest.formats.delimited import (
    MAX_LINE,
    bounded_lines,
    read_records,
    split_records,
)


def records(text, separator=","):
    return list(split_records(bounded_lines(io.StringIO(text, newline="")), separator))


def test_rows_count_as_in_a_spreadsheet_and_lines_as_in_an_editor():
    found = records('a,b\r\n1,"x\r\ny"\r\n\r\n2,z\r\n')
    assert [(r.row, r.line) for r in found] == [(1, 1), (2, 2), (4, 5)]
    assert found[1].fields == ["1", "x\r\ny"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(end):
    found = records(end.join(["a,b", "1,2", "3,4"]))
    assert [r.fields for r in found] == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_other_line_signs_of_unicode_do_not_end_a_row():
    found = records("a,b\n1,x\u2028y\x0bz\x85\n")
    assert found[1].fields == ["1", "x\u2028y\x0bz\x85"]


def test_an_open_quote_costs_its_own_row_only():
    found = records('a,b\n1,"open\n2,fine\n3,"also fine"\n4,last\n')
    assert [r.fields for r in found][2:] == [
        ["2", "fine"],
        ["3", "also fine"],
        ["4", "last"],
    ]
    assert found[1].fields is None
    assert "quote" in found[1].reason


def test_an_open_quote_at_the_end_is_refused():
    found = records('a,b\n1,fine\n2,"open\n3,fine')
    assert [r.fields is None for r in found] == [False, False, True, False]


def test_an_unescaped_quote_is_refused_not_mended():
    found = records('a,b\n1,"she said "yes" to us"\n2,fine\n')
    assert [r.fields is None for r in found] == [False, True, False]


def test_a_quote_inside_a_bare_value_is_a_quote():
    assert records('a,b\n1,a 5" pipe\n')[1].fields == ["1", 'a 5" pipe']


def test_a_record_over_too_many_lines_costs_its_first_line(monkeypatch):
    monkeypatch.setattr(delimited, "MAX_LINES", 5)
    rows = "".join(f"{i},x\n" for i in range(20))
    found = records('a,b\n0,"open\n' + rows)
    assert found[1].fields is None
    assert len(found) == 22
    assert all(r.fields for r in found[2:])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("extra", [-2, -1, 0, 1, 2, 3])
def test_a_line_that_is_too_long_is_one_refused_row(monkeypatch, end, extra):
    monkeypatch.setattr(delimited, "MAX_LINE", 50)
    long = "y" * (50 - 2 + extra)
    found = records(end.join(["a,b", f"1,{long}", "2,z", ""]))
    assert len(found) == 3
    assert found[2].fields == ["2", "z"]
    if extra > 2:
        assert found[1].fields is None
        assert "longer than" in found[1].reason


def test_a_long_line_is_never_held_whole(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("a,b\n1,")
        for _ in range(30):
            file.write("x" * MAX_LINE)
        file.write("\n2,fine\n")
    tracemalloc.start()
    with read_records(path, "long.csv", "utf-8", ",") as found:
        rows = [(r.row, r.fields is not None) for r in found]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == [(1, True), (2, False), (3, True)]
    assert peak < 20_000_000


def test_the_limit_of_csv_is_put_back_even_after_ctrl_c(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    before = csv.field_size_limit()

    def stopped():
        with read_records(path, "a.csv", "utf-8", ",") as found:
            next(found)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert csv.field_size_limit() == before


@given(st.text(alphabet='a,"\r\n \x00', max_size=60))
def test_anything_at_all_is_split_and_counted(text):
    found = records(text)
    rows = [r.row for r in found]
    assert rows == sorted(set(rows))
    assert all((r.fields is None) == bool(r.reason) for r in found)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8),
            min_size=2,
            max_size=4,
        ),
        max_size=8,
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_csv_writes_comes_back(rows, separator, end):
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL
    )
    writer.writerows(rows)
    assert [r.fields for r in records(out.getvalue(), separator)] == rows
