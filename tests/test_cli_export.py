"""``alsjournal export`` as somebody types it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import alsjournal as als
from alsjournal.cli._app import app
from alsjournal.journal import Journal


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    texts = pd.DataFrame(
        {
            "reflection_id": ["r1", "r2"],
            "set_id": "A",
            "text": ["We met.", "Mine alone."],
        }
    )
    allowed = pd.DataFrame({"reflection_id": ["r2"], "use": ["self"]})
    journal = Journal({"reflections": texts, "permissions": allowed})
    als.JournalStore("j.duckdb").write(journal)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["export", *args], env={"COLUMNS": "300"})


def test_tables_for_analysts_without_themes(kept: Path) -> None:
    result = run("j.duckdb", "--to", "out", "--format", "csv, parquet")
    assert result.exit_code == 0, result.output
    assert "Written: out (tables 1, rows 1)" in result.output
    assert "reflections 1" in result.output
    assert "Without themes" in result.output
    assert "Keep them encrypted" in result.output
    assert not list(kept.glob("out/**/*.xlsx"))
    assert als.read_export("out").table("reflections")["text"].tolist() == ["We met."]


@pytest.mark.parametrize("to", [["--to", "out"], ["--qdpx", "out.qdpx"]])
def test_it_is_on_record_who_took_part_and_wrote_nothing(
    kept: Path, to: list[str]
) -> None:
    store = als.JournalStore("j.duckdb")
    there = {"set_id": ["A"], "session": [1], "member": ["m1"], "present": [True]}
    tables = {"reflections": store.read().table("reflections")}
    members = pd.DataFrame({"member": ["m1"]})
    store.write(
        Journal({**tables, "members": members, "attendance": pd.DataFrame(there)})
    )
    assert run("j.duckdb", *to).exit_code == 0
    assert [release.place for release in store.forget("m1").stale] == [to[1]]


def test_an_earlier_export_is_replaced_only_if_told(kept: Path) -> None:
    assert run("j.duckdb", "--to", "out").exit_code == 0
    again = run("j.duckdb", "--to", "out")
    assert again.exit_code == 2
    assert "--overwrite" in again.output
    assert run("j.duckdb", "--to", "out", "--overwrite").exit_code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--audience", "member:m1"], "An export must be for"),
        (["--audience", "friends"], "An audience must be"),
        (["--audience", "set:Z"], "must name a set"),
        (["--audience", "programme"], "Run `alsjournal themes"),
        (["--format", "pdf"], "formats must name"),
        (["--themes", "nowhere"], "must be a folder"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written(
    kept: Path, args: list[str], said: str
) -> None:
    result = run("j.duckdb", "--to", "out", *args)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output
    assert not (kept / "out").exists()


def test_no_journal_no_export(kept: Path) -> None:
    assert run("none.duckdb", "--to", "out").exit_code == 2
    assert run("j.duckdb").exit_code == 2  # where to?


@pytest.mark.slow
def test_with_themes_for_each_audience(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [
        {
            "reflection_id": f"r{i}",
            "set_id": "AB"[i % 2],
            "session": i % 3 + 1,
            "member": f"m{i % 12}",
            "text": f"We talked about {'cover' if i % 4 else 'money'} and number {i}.",
        }
        for i in range(60)
    ]
    journal = Journal.from_frame(pd.DataFrame(rows), already_anonymised=True)
    als.JournalStore("j.duckdb").write(journal)
    themes = CliRunner().invoke(app, ["themes", "j.duckdb"])
    assert themes.exit_code == 0, themes.output
    for audience in ("research", "programme", "set:A", "public"):
        to = audience.replace(":", "-")
        result = run("j.duckdb", "--to", to, "--audience", audience)
        assert result.exit_code == 0, result.output
        assert f"For the audience '{audience}' alone." in result.output
        private = (Path(to) / "for-machines/reflections.csv").exists()
        assert private == (audience == "research")
