"""``alsjournal check`` as the person meets it who holds the files."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from alsjournal.cli._app import app


def check(*args: str) -> str:
    result = CliRunner().invoke(app, ["check", *args], env={"COLUMNS": "300"})
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    return "\n".join(" ".join(line.replace("│", " ").split()) for line in lines)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    for name, session in (("ann.txt", "1"), ("bea [x].md", "soon"), ("cy.txt", "2")):
        words = f"Set: A\nSession: {session}\n\nWe met, all of us.\n"
        (tmp_path / "texts" / name).write_text(words)
    (tmp_path / "programme.toml").write_text("[files]\nreflections = 'texts'\n")
    return tmp_path


@pytest.mark.parametrize("source", ["texts", "programme.toml"])
def test_a_row_of_a_folder_is_named_on_request_only(folder: Path, source: str) -> None:
    said = check(source)
    assert "texts 2 session must be a whole number" in said
    assert "bea" not in said
    assert "texts/bea [x].md 2 session must be" in check(source, "--show-files")


def test_texts_are_counted_by_set_session_and_permission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = ["A,1,Ann", "A,1,Bea", "A,2,Ann", ",2,Cy"]
    texts = "set_id,session,member,text\n" + "".join(f"{r},We met.\n" for r in rows)
    Path("texts.csv").write_text(texts)
    Path("allowed.csv").write_text("member,use\nAnn,quote\nCy,self\n")
    Path("programme.toml").write_text(
        "[files]\nreflections = 'texts.csv'\npermissions = 'allowed.csv'\n"
    )
    said = check("programme.toml")
    for line in (
        "set ┃ session ┃ texts ┃ quote ┃ self ┃ not declared",
        "A 1 2 1 0 1",
        "A 2 1 1 0 0",
    ):
        assert line in said
    assert "2 1 0 1 0" in said  # without a set
    assert not any(name in said for name in ("Ann", "Bea", "Cy"))
