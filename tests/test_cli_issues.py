"""`alsjournal issues` and `difference`: what a facilitator reads on a terminal."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import alsjournal as als
from alsjournal.cli._app import app

pytestmark = pytest.mark.slow

TOPICS = (
    "The ward had no beds and discharges were late in hospital",
    "Rota gaps and sickness left the team short of staff",
    "Listening and open questions built trust in our set",
)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("programme") / "my.duckdb"
    rows = [
        {
            "reflection_id": f"r{i}",
            "set_id": "AB"[i % 2],
            "session": i % 4 + 1,
            "member": f"m{i % 12}",
            "text": f"{TOPICS[i % 3]}, set {'AB'[i % 2]} said as number {i}.",
        }
        for i in range(48)
        if not (i % 3 == 0 and i % 4 == 2)  # no beds at session 3
    ]
    tables = {
        "reflections": pd.DataFrame(rows),
        "permissions": pd.DataFrame(
            [
                {"member": f"m{i}", "use": "quote", "reach": "programme"}
                for i in range(12)
            ]
        ),
        "outcomes": pd.DataFrame([{"outcome_id": "o1", "set_id": "A", "session": 3}]),
    }
    als.JournalStore(path).write(als.Journal(tables))
    assert run(path, "themes", "--n-themes", "3").exit_code == 0
    return path


def run(journal: Path, verb: str, *words: str):
    return CliRunner().invoke(app, [verb, str(journal), *words], env={"COLUMNS": "250"})


def test_a_set_reads_a_table_and_cards(journal: Path) -> None:
    shown = run(journal, "issues", "--audience", "set:A")
    assert shown.exit_code == 0, shown.output
    assert "What keeps coming back" in shown.output
    assert "raised at session 3 by" in shown.output
    assert "Also raised elsewhere" in shown.output
    assert "question to ask (" in shown.output
    assert "first quote, session 1" in shown.output
    assert "set B said" not in shown.output


def test_the_programme_reads_no_words(journal: Path) -> None:
    shown = run(journal, "issues")
    assert shown.exit_code == 0, shown.output
    assert "said as" not in shown.output
    assert "question to ask" not in shown.output
    assert run(journal, "issues", "--near").exit_code == 2
    assert run(journal, "issues", "--audience", "public").exit_code == 1


def test_a_resolution_is_a_decision(journal: Path) -> None:
    own = ["--by", "Ade", "--on", "2026-05-14"]
    wrong = run(journal, "codebook", "resolved", "t1", "o9", *own)
    assert wrong.exit_code == 2
    assert "Outcomes must be given by outcome_id" in wrong.output
    assert run(journal, "codebook", "resolved", "t1", "o1", *own).exit_code == 0
    shown = run(journal, "issues", "--audience", "set:A")
    assert "called resolved by an outcome of session 3" in shown.output
    assert run(journal, "codebook", "undo", "--by", "Ade").exit_code == 0


def test_the_last_session_and_the_one_before(journal: Path) -> None:
    shown = run(journal, "difference", "--audience", "set:A")
    assert shown.exit_code == 0, shown.output
    assert "A: session 3 and 1" in shown.output
    assert "raised at both: by" in shown.output
    wrong = run(journal, "difference", "--session", "9")
    assert wrong.exit_code == 2
    assert "at which somebody wrote" in wrong.output
