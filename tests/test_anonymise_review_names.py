"""The list of names beside the sources."""

from __future__ import annotations

import stat

import pytest

from alsjournal.anonymise.review.names import NamesFile
from alsjournal.errors import ConfigError, SourceError


def test_what_is_put_is_there_again(tmp_path):
    path = tmp_path / "review-names.csv"
    names = NamesFile(path)
    names.put("Fern Hill", "always", "ORG")
    names.put("Chase", "never")
    names.put("fern  HILL", "never", second=True)
    again = NamesFile(path)
    assert again.always() == {}
    assert again.never() == {("chase",), ("fern", "hill")}
    assert again.never(by_two=True) == {("fern", "hill")}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert "Fern" not in repr(again)


def test_what_a_person_wrote_by_hand(tmp_path):
    path = tmp_path / "review-names.csv"
    path.write_bytes(
        b"\xef\xbb\xbfrule,name\r\nAlways,Zo\xc3\xab\r\nnever,\r\nNEVER,Mark\r\n"
    )
    names = NamesFile(path)
    assert names.always() == {("zoe",): "PERSON"}
    assert names.never() == {("mark",)}


@pytest.mark.parametrize(
    "text", ["name\nZoe\n", "rule,x\nalways,Zoe\n", "name,rule\nZoe,perhaps\n"]
)
def test_what_cannot_be_says_so_without_names(tmp_path, text):
    path = tmp_path / "review-names.csv"
    path.write_text(text)
    with pytest.raises(ConfigError) as error:
        NamesFile(path)
    assert "Zoe" not in str(error.value)


def test_restore_and_trouble(tmp_path):
    names = NamesFile(tmp_path / "review-names.csv")
    names.put("Chase", "never")
    before = names.rows()
    names.put("Chase", "always")
    names.restore(before)
    assert names.never() == {("chase",)}
    away = NamesFile(tmp_path / "missing" / "review-names.csv")
    with pytest.raises(SourceError):
        away.put("Chase", "never")
    assert away.never() == frozenset()


def test_a_file_that_is_no_list_of_names_is_not_taken_in(tmp_path, monkeypatch):
    monkeypatch.setattr("alsjournal.anonymise.review.names._LARGEST", 10**6)
    path = tmp_path / "names.csv"
    path.write_text("name,rule\n" + "Quennell,always\n" * 10**5)
    with pytest.raises(ConfigError, match="1 MB at most") as caught:
        NamesFile(path)
    assert "Quennell" not in str(caught.value)
