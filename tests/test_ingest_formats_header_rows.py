"""Headers are not always the first row, nor one row."""

import pytest

from alsjournal.errors import InputError
from alsjournal.ingest.formats.header_rows import find_headers
from alsjournal.ingest.headers import Wanted

OURS = Wanted("reflections", {}, ("set_id", "session", "text"), ("text",))
NAMED = Wanted("reflections", {"text": "Your words", "session": "Which session?"})


def test_the_first_row_unless_something_is_missing():
    found = find_headers([["session", "text"], ["1", "text"]], OURS, "f")
    assert (found.headers, found.index, found.notes) == (["session", "text"], 1, ())


def test_titles_above_are_left_out_and_said():
    rows = [["Our sets", ""], ["June", ""], ["Session", "TEXT"], ["1", "We met."]]
    found = find_headers(rows, OURS, "f.xlsx", numbers=[1, 3, 5, 6])
    assert found.headers == ["Session", "TEXT"]
    assert found.index == 3
    (note,) = found.notes
    assert "row 5" in note
    assert "(2 rows)" in note


def test_two_rows_of_headers_are_read_together():
    rows = [
        ["About you", "", "Your words"],
        ["Which session?", "Your set", ""],
        ["1", "A", "We met."],
    ]
    found = find_headers(rows, NAMED, "f")
    assert found.headers == ["Which session?", "Your set", "Your words"]
    assert found.index == 2
    assert "row 1 and 2" in found.notes[0]


def test_declared_rows_are_taken_together_and_the_wanted_cell_is_the_header():
    rows = [
        ["Q1", "Q2"],
        ["Which session?", "Your words"],
        ["{id1}", "{id2}"],
        ["1", "a"],
    ]
    found = find_headers(rows, NAMED, "f", declared=3)
    assert found.headers == ["Which session?", "Your words"]
    assert found.index == 3


@pytest.mark.parametrize("declared", [0, -1, 3])
def test_declared_rows_must_be_there(declared):
    with pytest.raises(InputError, match="header_rows"):
        find_headers([["a"], ["b"]], OURS, "f", declared=declared)


def test_where_nothing_fits_the_first_row_is_taken():
    found = find_headers([["a", "b"], ["1", "2"]], OURS, "f")
    assert (found.headers, found.index) == (["a", "b"], 1)


def test_a_header_that_stands_twice_is_refused():
    with pytest.raises(InputError, match="have the same"):
        find_headers([["text", "Text"]], OURS, "f")
