"""No cell runs anything, and none is cut or changed without a word."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alsjournal.dictionary import Entry
from alsjournal.exchange import spreadsheet
from alsjournal.exchange.spreadsheet import Fitter, inert, is_formula, write_rows

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


def day(words: str) -> datetime:
    return pd.Timestamp(words).to_pydatetime()


TEXT = Entry("issues", "text", "text", "The issue.")


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\n", "\ufeff", "\u200b \u202e"])
def test_what_begins_with_a_sign_is_made_inert(sign: str, before: str) -> None:
    text = f"{before}{sign}1+1"
    assert is_formula(text)
    assert inert(text) == f"'{inert(text)[1:]}"
    assert inert(text).replace("'", "") == text


@pytest.mark.parametrize("text", ["\tx", "\rx"])
def test_tab_and_carriage_return_begin_a_formula(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["1 = 1", "a-b", "mail@home", "'=1", "", "\u240b=1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert inert(text) == text


def test_numbers_stay_numbers() -> None:
    assert inert(-1) == -1
    assert inert(None) is None


@example(";\u200b =")
@given(st.text(alphabet=st.sampled_from([*SIGNS, *" ;\t\r\n\"',a\u200b"])))
def test_no_cell_of_a_csv_begins_with_a_sign_whatever_parts_the_cells(
    text: str,
) -> None:
    file = io.StringIO()
    write_rows(file, [["x", text]])
    for line in file.getvalue().replace("\r", "\n").split("\n"):
        for separator in ";\t":
            for cell in line.split(separator):
                assert cell.lstrip(" \t\u200b")[:1] not in {*SIGNS}, cell


@given(st.text())
def test_a_csv_has_one_row_for_a_row(text: str) -> None:
    file = io.StringIO()
    write_rows(file, [[text, 1, None], ["end", 2.5, True]])
    rows = list(csv.reader(io.StringIO(file.getvalue(), newline="")))
    assert rows == [[inert(text), "1", ""], ["end", "2.5", "true"]]


def test_days_and_times_are_written_plainly() -> None:
    file = io.StringIO()
    write_rows(file, [[day("2026-03-01"), day("2026-03-01 09:30")]])
    assert file.getvalue() == '"2026-03-01","2026-03-01 09:30:00"\n'


def fitted(values: list[object], entry: Entry = TEXT) -> tuple[list[object], Fitter]:
    fitter = Fitter("The whole text is elsewhere.")
    kind = {"text": "str", "date": "datetime64[us]", "int": "Int64", "float": "Float64"}
    frame = pd.DataFrame({entry.column: pd.Series(values, dtype=kind[entry.kind])})
    return [row[0] for row in fitter.rows([entry], frame)], fitter


@given(st.integers(32_700, 33_000), st.sampled_from(["a", "\U0001f600"]))
def test_a_text_is_cut_only_with_a_note(length: int, letter: str) -> None:
    text = letter * length
    ((cell,), fitter) = fitted([text])
    assert isinstance(cell, str)
    units = len(cell.encode("utf-16-le")) // 2
    assert units <= 32_767
    fits = len(text.encode("utf-16-le")) // 2 <= 32_767
    assert (cell == text) == fits
    assert sum(fitter.cut.values()) == (not fits)
    if not fits:
        assert cell.endswith(
            " [cut here: a cell holds no more. The whole text is elsewhere.]"
        )
        assert set(cell.partition(" [")[0]) == {letter}


def test_control_characters_become_signs_and_are_counted() -> None:
    cells, fitter = fitted(["a\x0bb\x00", "plain", "\ufffe", "tab\tand\nline", None])
    assert cells == ["a\u240bb\u2400", "plain", "\ufffd", "tab\tand\nline", None]
    assert fitter.signs == {("issues", "text"): 2}
    assert not fitter.cut


def test_numbers_that_a_cell_would_round_are_text() -> None:
    entry = Entry("outcomes", "amount", "int", "How much.")
    cells, _ = fitted([999_999_999_999_999, 10**15 + 1, None], entry)
    assert cells == [999_999_999_999_999, "1000000000000001", None]
    entry = Entry("outcomes", "amount", "float", "How much.")
    assert fitted([0.5, float("inf")], entry)[0] == [0.5, "inf"]


def test_days_before_the_calendar_of_a_spreadsheet_are_text() -> None:
    entry = Entry("sessions", "date", "date", "When.")
    cells, _ = fitted(["0202-01-05", "2026-01-05", None], entry)
    assert cells == ["0202-01-05", day("2026-01-05"), None]


def test_the_limits_are_those_of_excel() -> None:
    assert spreadsheet.ROWS + 1 == 1_048_576
