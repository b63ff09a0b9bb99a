"""What earlier runs did is known again, and anything odd counts as not done."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from alsjournal.errors import SourceError
from alsjournal.run.ledger import Ledger

PARTS = {"texts": "a1", "settings": "b1"}


def test_what_was_noted_is_known_to_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "j.run.json"
    Ledger(path).note("group", PARTS, seconds=1.5, left={"x": "y"})
    again = Ledger(path)
    assert again.why("group", PARTS) == ""
    assert again.left("group") == {"x": "y"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_next_note_keeps_when_others_were_done(tmp_path: Path) -> None:
    path = tmp_path / "j.run.json"
    Ledger(path).note("group", PARTS, seconds=1.5)
    before = json.loads(path.read_text())["steps"]["group"]
    Ledger(path).note("code", PARTS, seconds=2)
    assert json.loads(path.read_text())["steps"]["group"] == before
    assert before["seconds"] == 1.5


def test_it_says_what_changed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "j.run.json")
    assert ledger.why("group", PARTS) == "not done yet"
    ledger.note("group", PARTS, seconds=0)
    assert ledger.why("group", PARTS | {"texts": "a2"}) == "changed: texts"
    assert ledger.why("group", {"texts": "a1"}) == "changed: settings"
    assert ledger.why("code", PARTS) == "not done yet"


def test_what_is_dropped_must_be_done_again(tmp_path: Path) -> None:
    path = tmp_path / "j.run.json"
    ledger = Ledger(path)
    ledger.note("group", PARTS, seconds=0)
    ledger.drop("group")
    assert Ledger(path).why("group", PARTS) == "not done yet"


def test_what_was_begun_is_to_be_done_and_what_it_left_is_known(
    tmp_path: Path,
) -> None:
    path = tmp_path / "j.run.json"
    Ledger(path).note("page", PARTS, seconds=0, left={"a": "1", "b": "2"})
    Ledger(path).begin("page", {"a": "1"})
    assert Ledger(path).why("page", PARTS) == "not done yet"
    assert Ledger(path).left("page") == {"a": "1"}


def test_what_a_step_left_is_noted_alike_in_whatever_order_it_came(
    tmp_path: Path,
) -> None:
    path = tmp_path / "j.run.json"
    Ledger(path).note("page", PARTS, seconds=0, left={"b": "2", "a": "1"})
    assert list(Ledger(path).left("page")) == ["a", "b"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"form": 2, "steps": {}}',
        '{"form": 1, "steps": []}',
        '{"form": 1, "steps": {"group": {"parts": {"texts": 1}}}}',
        '{"form": 1, "steps": {"group": {"parts": {}, "left": [1]}}}',
        '{"form": 1, "steps": {"group": 3}}',
    ],
)
def test_what_cannot_be_understood_counts_as_not_done(
    tmp_path: Path, content: str
) -> None:
    path = tmp_path / "j.run.json"
    path.write_text(content)
    assert Ledger(path).why("group", PARTS) == "not done yet"


def test_a_file_cut_short_counts_as_not_done(tmp_path: Path) -> None:
    path = tmp_path / "j.run.json"
    Ledger(path).note("group", PARTS, seconds=0)
    whole = path.read_bytes()
    for n in range(len(whole) - 1):
        path.write_bytes(whole[:n])
        assert Ledger(path).why("group", PARTS) == "not done yet"


def test_it_says_so_where_nothing_can_be_noted(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "nowhere" / "j.run.json")
    with pytest.raises(SourceError, match="run it again: what is done stays"):
        ledger.note("group", PARTS, seconds=0)


def test_it_holds_no_more_than_fingerprints(tmp_path: Path) -> None:
    path = tmp_path / "j.run.json"
    Ledger(path).note("group", PARTS, seconds=1, left={})
    (entry,) = json.loads(path.read_text())["steps"].values()
    assert set(entry) == {"parts", "done_at", "seconds", "left"}
