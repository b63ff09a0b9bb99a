"""Parquet as rows of text."""

import pandas as pd
import pytest

from alsjournal.errors import SourceError
from alsjournal.unfold.parent import Unfolded


def unfold(path):
    with Unfolded(path, path.name, "columns") as unfolded:
        (table,) = unfolded.tables()
        return table, list(unfolded.rows(0))


def test_values_are_written_as_in_a_csv(tmp_path):
    path = tmp_path / "a.parquet"
    days = pd.to_datetime(["2026-01-01", None, "2026-03-01"])
    pd.DataFrame(
        {
            "session": pd.array([1, None, 3], dtype="Int64"),
            "share": [0.5, None, 2.0],
            "text": ["a\nb", None, ""],
            "date": days,
            "present": pd.array([True, None, False], dtype="boolean"),
            "codes": pd.Series(["x", "y", "x"], dtype="category"),
            "lists": [[1], [2], [3]],
        }
    ).to_parquet(path)
    table, rows = unfold(path)
    assert table.counts == {"nested": 1}
    assert table.height == 4
    assert rows == [
        (1, ["session", "share", "text", "date", "present", "codes"]),
        (2, ["1", "0.5", "a\nb", "2026-01-01", "true", "x"]),
        (3, ["", "", "", "", "", "y"]),
        (4, ["3", "2", "", "2026-03-01", "false", "x"]),
    ]


@pytest.mark.parametrize("cut", [10, -20])
def test_what_is_cut_off_is_refused(tmp_path, cut):
    path = tmp_path / "a.parquet"
    pd.DataFrame({"text": ["Quennell"] * 100}).to_parquet(path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(SourceError, match="damaged") as caught:
        unfold(path)
    assert "Quennell" not in str(caught.value)


def test_what_unfolds_to_more_than_there_is_memory_for_is_refused(tmp_path):
    path = tmp_path / "a.parquet"
    text = "x" * 30_000_000
    pd.DataFrame({"text": [text] * 60}).to_parquet(path, compression="zstd")
    assert path.stat().st_size < 1_000_000
    with pytest.raises(SourceError, match="more than"):
        unfold(path)
