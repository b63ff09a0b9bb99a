"""Fingerprints change with what they are of, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.journal import Journal
from alsjournal.run import fingerprints
from alsjournal.store.digests import table_digests

KEY = b"a key only for these tests"


def test_files_are_told_apart_by_what_is_in_them(tmp_path: Path) -> None:
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("x")
    two.write_text("y")
    first = fingerprints.of_files([one, two], KEY)
    assert fingerprints.of_files([one, two], KEY) == first
    assert fingerprints.of_files([one, two], KEY + b"2") != first
    two.write_text("z")
    assert fingerprints.of_files([one, two], KEY) != first
    # What stands at the end of one file does not pass for the start of the next.
    one.write_text("xy")
    two.write_text("")
    third = fingerprints.of_files([one, two], KEY)
    one.write_text("x")
    two.write_text("y")
    assert fingerprints.of_files([one, two], KEY) == first != third


def test_a_file_that_comes_or_goes_is_seen(tmp_path: Path) -> None:
    lost = fingerprints.of_files([tmp_path / "names.csv"], KEY)
    (tmp_path / "names.csv").write_text("")
    assert fingerprints.of_files([tmp_path / "names.csv"], KEY) != lost


def test_a_folder_counts_with_all_that_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("x")
    before = fingerprints.of_folder(tmp_path)
    (tmp_path / "in" / "a.txt").write_text("y")
    assert fingerprints.of_folder(tmp_path) != before
    assert fingerprints.of_folder(tmp_path / "nowhere") == ""


def test_differences_are_named_in_order() -> None:
    was, now = {"a": "1", "b": "1", "gone": "1"}, {"b": "2", "a": "1", "new": "1"}
    assert fingerprints.differences(was, now) == ["b", "new", "gone"]


words = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=5)


@given(st.lists(words, min_size=1, max_size=8), st.data())
def test_a_change_of_any_text_is_seen(texts: list[str], data: st.DataObject) -> None:
    def digests(some: list[str]) -> dict[str, str]:
        frame = pd.DataFrame({"text": some})
        return table_digests(Journal.from_frame(frame, already_anonymised=True))

    before = digests(texts)
    assert digests(list(texts)) == before
    at = data.draw(st.integers(0, len(texts) - 1))
    changed = [*texts[:at], texts[at] + "x", *texts[at + 1 :]]
    after = digests(changed)
    assert after["reflections"] != before["reflections"]
    assert after["permissions"] == before["permissions"]
