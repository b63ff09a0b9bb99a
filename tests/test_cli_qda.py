"""Projects and codebooks by the verbs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from qda_files import archive, guid, project, selection, source
from typer.testing import CliRunner, Result

import alsjournal as als
from alsjournal.cli._app import app
from alsjournal.store import JournalStore


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALSJOURNAL_KEY", "a key of this test: 7f3c91d2")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    frame = pd.DataFrame(
        {
            "reflection_id": ["r1", "r2"],
            "text": ["We asked them twice.", "Nobody came at all."],
            "set_id": ["A", "A"],
            "session": [1, 2],
            "member": ["p1", "p2"],
        }
    )
    journal = als.Journal.from_frame(frame, already_anonymised=True)
    path = tmp_path / "my.duckdb"
    JournalStore(path).write(journal)
    return path


def test_a_project_goes_out_and_is_on_record(kept: Path, tmp_path: Path) -> None:
    done = run("export", kept, "--qdpx", tmp_path / "p.qdpx", "--profile", "nvivo")
    assert done.exit_code == 0, done.output
    assert "sources 2" in done.output
    assert "personal data" in done.output
    (row,) = JournalStore(kept).read().table("releases").to_dict("records")
    assert row["audience"] == "research"
    assert len(als.read_qda(tmp_path / "p.qdpx").sources) == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--qdpx", "p.qdpx", "--audience", "public"], 1),
        (["--qdpx", "p.qdpx", "--to", "folder"], 2),
        ([], 2),
        (["--qdpx", "p.qdpx", "--profile", "word"], 2),
        (["--qdpx", "p.zip"], 2),
    ],
)
def test_what_cannot_be_is_refused(
    kept: Path, words: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(kept.parent)
    done = run("export", kept, *words)
    assert done.exit_code == code, done.output
    assert [p.name for p in kept.parent.iterdir()] == [kept.name]


def test_a_project_comes_in_as_texts(tmp_path: Path) -> None:
    text = "Ring 07700 900123. We asked her twice."
    inside = selection(1, 19, 27, "We asked") + selection(2, 5, 9, None)
    xml = project(source("Log", inside)).replace(
        "<Sources>",
        f'<Cases><Case guid="{guid("c")}" name="Priya"><SourceRef '
        f'targetGUID="{guid("Log")}"/></Case></Cases><Sources>',
    )
    path = archive(tmp_path / "p.qdpx", xml, {"Log": text.encode()})
    seen = run("check", path)
    assert seen.exit_code == 0, seen.output
    assert "1 source" in seen.output
    done = run(
        "ingest", path, "--journal", tmp_path / "j.duckdb", "--column", "member=case"
    )
    assert done.exit_code == 0, done.output
    assert "07700" not in done.output
    assert "Priya" not in done.output
    journal = JournalStore(tmp_path / "j.duckdb").read()
    (row,) = journal.table("reflections").to_dict("records")
    assert "07700" not in row["text"]
    assert row["member"] != "Priya"
    said = journal.codings(coder="Ann")
    coded = said.sort_values("start", ascending=False).iloc[0]
    assert row["text"][coded["start"] : coded["end"]] == "We asked"
    wrong = run(
        "ingest", path, "--journal", tmp_path / "k.duckdb", "--column", "member"
    )
    assert wrong.exit_code == 2


def test_codings_made_elsewhere_come_back(kept: Path, tmp_path: Path) -> None:
    inside = source("r1", selection(1, 3, 8, "asked")) + source("x")
    path = archive(
        tmp_path / "p.qdpx", project(inside), {"r1": b"We asked them twice.\n"}
    )
    for _ in range(2):
        done = run("ingest", path, "--journal", kept, "--codings")
        assert done.exit_code == 0, done.output
    (row,) = JournalStore(kept).read().codings().to_dict("records")
    assert (row["reflection_id"], row["start"], row["end"]) == ("r1", 3, 8)
    assert row["coder"] == "Ann"
    assert "Codings there already: 1" in done.output


def test_a_damaged_project_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(b"PK\x03\x04")
    done = run("ingest", path, "--journal", tmp_path / "j.duckdb")
    assert done.exit_code == 2
    assert "cut off or damaged" in done.output
    assert not (tmp_path / "j.duckdb").exists()
