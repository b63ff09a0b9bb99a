"""Small files that people fill in: separators, encodings, rows that are too wide."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import InputError, SourceError
from alsjournal.ingest.by_hand import rows_by_hand, too_wide

ROWS = [["theme", "decision"], ["Cover", "Pay, then ask."]]


@pytest.mark.parametrize(
    "text",
    [
        'theme,decision\nCover,"Pay, then ask."\n',
        "theme;decision\nCover;Pay, then ask.\n",
        "theme\tdecision\r\nCover\tPay, then ask.\r\n",
        '\ufefftheme,decision\nCover,"Pay, then ask."\n',
    ],
)
def test_separators_are_told_by_the_header(tmp_path: Path, text: str) -> None:
    path = tmp_path / "d.csv"
    path.write_bytes(text.encode())
    assert rows_by_hand(path, "file of decisions") == ROWS


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("theme,decision\nCover,Pay £5\n".encode("cp1252"), 'in Excel as "CSV UTF-8"'),
        (b'theme,decision\nCover,"' + b"x" * 140_000, "close its quote"),
        (b"x" * 1_000_001, "1 MB at most"),
    ],
)
def test_what_is_no_such_file(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "d.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=told):
        rows_by_hand(path, "file of decisions")
    with pytest.raises(SourceError, match="The file of decisions must be readable"):
        rows_by_hand(tmp_path, "file of decisions")


@given(st.lists(st.lists(st.sampled_from(["", " ", "a"]), max_size=4), max_size=6))
def test_a_row_is_too_wide_where_a_word_stands_beyond(rows: list[list[str]]) -> None:
    wide = too_wide(rows)
    for number, row in enumerate(rows, start=1):
        beyond = "".join(row[len(rows[0]) :]).strip()
        assert (number in wide) == bool(beyond)
