"""The verb that writes a report: its formats, its coders, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import alsjournal as als
from alsjournal.cli._app import app


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    frame = pd.DataFrame(
        {
            "text": [f"Nobody could cover for me, number {i}." for i in range(12)],
            "set_id": ["A", "B"] * 6,
            "session": [1, 1, 2, 2] * 3,
            "member": [f"p{i}" for i in range(12)],
        }
    )
    made = als.Journal.from_frame(frame, already_anonymised=True, permission="quote")
    tables = {name: made.table(name) for name in made.tables()}
    ids = tables["reflections"]["reflection_id"]
    tables["codings"] = pd.DataFrame(
        {
            "coding_id": [f"c{i}" for i in range(len(ids))],
            "reflection_id": ids,
            "code": "no-cover",
            "construct": "theme",
            "coder": "km",
        }
    )
    path = tmp_path / "j.duckdb"
    als.JournalStore(path).write(als.Journal(tables))
    return path


def run(*verb: object) -> Result:
    return CliRunner().invoke(app, [str(v) for v in verb], env={"COLUMNS": "200"})


def test_themes_as_somebody_coded_them(stored: Path) -> None:
    done = run("report", stored, "--coder", "km", "--out", "r.md")
    assert done.exit_code == 0, done.output
    page = Path("r.md").read_text(encoding="utf-8")
    assert "No cover" in page
    assert "machine grouping" not in page


def test_without_themes_the_coder_s_option_is_named(stored: Path) -> None:
    done = run("report", stored)
    assert done.exit_code == 2
    assert "--coder" in done.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--coder", "nobody"), "km"),
        (("--coder", "km", "--language", "fr"), "en, cy"),
        (("--coder", "km", "--format", "odt"), "odt"),
        (("--coder", "km", "--format", "docx", "--out", "r.html"), "ending"),
        (("--coder", "km", "--audience", "board"), "board"),
        (("--coder", "km", "--audience", "research", "--easy-read"), "Easy Read"),
    ],
)
def test_what_is_refused(stored: Path, options: tuple[str, ...], words: str) -> None:
    done = run("report", stored, *options)
    assert done.exit_code == 2
    assert words in " ".join(done.output.split())
    assert {p.name for p in stored.parent.iterdir()} == {"j.duckdb"}
