"""The verb ``agreement``, from the outside."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from alsjournal.cli._app import app
from alsjournal.journal import Journal
from alsjournal.store import JournalStore

TEXTS = [f"r{i:02}" for i in range(20)]


def codings(coder: str, ids: list[str], code: str) -> pd.DataFrame:
    rows = pd.DataFrame({"reflection_id": ids, "code": code, "coder": coder})
    return rows.assign(construct="theme", coding_id=f"{coder}-" + rows["reflection_id"])


def written(folder: Path, approach: str = "codebook") -> Path:
    rows = pd.DataFrame({"reflection_id": TEXTS, "text": "We met."})
    journal = Journal({"reflections": rows}, provenance={"approach": approach})
    found = (
        codings("ann", TEXTS[:10], "[cover]"),
        codings("ben", TEXTS[2:10], "[cover]"),
        codings("themes/0.1.0", TEXTS[:9], "rota, ward"),
    )
    path = folder / "j.duckdb"
    JournalStore(path).write(journal.with_codings(pd.concat(found)))
    (folder / "ids.txt").write_text("\n".join(TEXTS))
    return path


def said(*words: str) -> tuple[int, str]:
    run = CliRunner().invoke(app, ["agreement", *words])
    return run.exit_code, run.output


def test_two_people(tmp_path: Path) -> None:
    path, ids = str(written(tmp_path)), str(tmp_path / "ids.txt")
    who = ("--coder", "ann", "--coder", "ben", "--read", ids)
    code, words = said(path, "--unit", "text", *who)
    assert code == 0, words
    assert "[cover]" in words
    assert "kappa 0.80 (95 % interval" in words
    table = tmp_path / "a.csv"
    code, words = said(path, "--unit", "text", *who, "--csv", str(table))
    assert code == 0, words
    assert "2 rows written" in words
    assert pd.read_csv(table)["kappa"].round(2).tolist() == [0.8, 0.8]


def test_a_machine_with_a_person(tmp_path: Path) -> None:
    path = str(written(tmp_path, "reflexive"))
    words = ("--unit", "text", "--coder", "ann", "--coder", "themes")
    code, output = said(path, *words)
    assert code == 2
    assert "some code in common" in output
    code, output = said(path, *words, "--same", "rota, ward=[cover]")
    assert code == 0, output
    assert "machine with person" in output
    assert "was not declared" in output
    code, output = said(path, *words, "--same", "rota")
    assert code == 2
    assert "with = between" in output


def test_what_is_refused(tmp_path: Path) -> None:
    path = str(written(tmp_path, "reflexive"))
    people = ("--coder", "ann", "--coder", "ben")
    code, output = said(path, "--unit", "text", *people)
    assert code == 2
    assert "Braun and Clarke" in output
    assert said(path, *people)[0] == 2  # no unit
    assert said(path, "--unit", "line", *people)[0] == 2
    missing = str(tmp_path / "none.txt")
    code, output = said(path, "--unit", "text", *people, "--read", missing)
    assert code == 2
    assert "an id a line" in output
    nowhere = str(tmp_path / "none" / "a.csv")
    both = ("--coder", "ann", "--coder", "themes", "--same", "rota, ward=[cover]")
    code, output = said(path, "--unit", "text", *both, "--csv", nowhere)
    assert code == 2
    assert "must go where" in output


@pytest.mark.slow
def test_the_help_names_the_units() -> None:
    code, output = said("--help")
    assert code == 0
    assert "--unit" in output
