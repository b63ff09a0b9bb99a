"""The verb `survey`: tables, csv on record, and wrong words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from alsjournal.cli._app import app
from alsjournal.journal import Journal
from alsjournal.store import JournalStore

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("survey") / "my.duckdb"
    survey = pd.DataFrame(
        [
            {
                "respondent": f"p{i}",
                "wave": wave,
                "item": "acted",
                "set_id": "AB"[i % 2],
                "question": "Did you act [at all]?",
                "answer": "yes" if i % 4 or wave == "end" else "no",
            }
            for wave in ("baseline", "end")
            for i in range(12)
        ]
    )
    tables = {"survey": survey, "reflections": pd.DataFrame({"text": ["We met."]})}
    tables["reflections"] = tables["reflections"].assign(
        reflection_id="r1", set_id="A", session=1
    )
    about = {"invited": {"end": 14}, "survey": {"waves": ["baseline", "end"]}}
    JournalStore(path).write(Journal(tables, provenance=about))
    return path


def run(journal: Path, *words: str) -> tuple[int, str]:
    runner = CliRunner(env={"COLUMNS": "300"})
    done = runner.invoke(app, ["survey", str(journal), *words])
    return done.exit_code, done.output


def test_it_says_who_answered_and_what_changed(journal: Path) -> None:
    code, said = run(journal)
    assert code == 0, said
    assert "12 of 12" in said
    assert "At end 12 took part, of 14 invited." in said
    assert "3 changed to it" in said
    assert "neither what the record of actions shows" in said


def test_every_answer_and_every_set(journal: Path) -> None:
    code, said = run(journal, "--answers", "--audience", "set:A", "--by", "set_id")
    assert code == 0, said
    assert "3 of 6" in said
    assert "B" not in said.split("│")


def test_a_csv_is_written_and_put_on_record(journal: Path, tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    code, said = run(journal, "--csv", str(path))
    assert code == 0, said
    assert pd.read_csv(path)["shown"].tolist() == ["9 of 12", "12 of 12"]
    last = JournalStore(journal).read().table("releases").iloc[-1]
    assert last[["audience", "kind"]].tolist() == ["programme", "survey"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--audience", "public"), 1),
        (("--by", "set_id"), 1),
        (("--answers", "--since", "end"), 2),
        (("--item", "other"), 2),
    ],
)
def test_wrong_words_are_answered(
    journal: Path, words: tuple[str, ...], code: int
) -> None:
    got, said = run(journal, *words)
    assert got == code, said
    assert "Traceback" not in said
