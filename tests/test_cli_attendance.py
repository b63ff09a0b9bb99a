"""The verbs on the record of a set: what they print, and what they never do."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from helpers import crowd, written
from typer.testing import CliRunner

import alsjournal as als
from alsjournal.cli._app import app

WORDINGS = pd.DataFrame(
    {
        "set_id": "A",
        "version": [1, 2, 3],
        "level": ["set", "set", "member"],
        "member": [None, None, "m1"],
        "session": [1, 2, 2],
        "text": ["Better care.", "Better care by May.", "Say no [softly]."],
    }
)


@pytest.fixture
def path(tmp_path: Path) -> str:
    spells = pd.DataFrame({"member": [f"m{i}" for i in range(4)], "set_id": "A"})
    spells["from_session"] = 1
    journal, _ = written(crowd(3, []), memberships=spells, objectives=WORDINGS)
    where = tmp_path / "j.duckdb"
    als.JournalStore(where).write(journal)
    return str(where)


def run(*args: str) -> str:
    result = CliRunner().invoke(app, list(args), env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result.output


def test_the_wordings_of_a_set_stand_beside_each_other(path: str) -> None:
    told = run("objectives", path, "--audience", "set:A")
    assert "Better care {+by May+}." in told
    assert "by when: by May" in told
    assert "softly" not in told
    assert "m1" not in told


def test_a_member_sees_their_own_with_its_brackets(path: str) -> None:
    assert "Say no [softly]." in run("objectives", path, "--audience", "member:m1")


def test_the_programme_is_told_that_there_is_more(path: str) -> None:
    told = run("objectives", path)
    assert "no objective that this audience may see" in told
    assert "the set's to hand on" in told
    assert "Better" not in told


def test_attendance_is_told_in_counts(path: str) -> None:
    told = run("attendance", path, "--audience", "set:A")
    assert "3 of 4" in told
    assert "1 of 4 did not write" in told
    assert "4 of 4" in told  # on the roll at the last session
    assert "no list of who was there" in told
    masked = run("attendance", path)
    assert "of 4" not in masked


def test_a_journal_without_a_record_says_so(tmp_path: Path) -> None:
    where = tmp_path / "bare.duckdb"
    frame = pd.DataFrame({"text": ["We met."]})
    als.JournalStore(where).write(
        als.Journal.from_frame(frame, already_anonymised=True)
    )
    assert "no record of who belonged" in run("attendance", str(where))
