"""The verbs `change` and `compare`: tables, csv on record, and wrong words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from alsjournal.cli._app import app
from alsjournal.journal import Journal
from alsjournal.store import JournalStore

pytestmark = pytest.mark.slow

TOPICS = (
    "The ward had no beds and discharges were late in hospital",
    "Rota gaps and sickness left the team short of staff",
    "Listening and open questions built trust in our set",
)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("change") / "my.duckdb"
    rows = [
        {
            "reflection_id": f"r{t}-{i}",
            "set_id": "AB"[i % 2],
            "session": t,
            "member": f"m{i}",
            "text": f"{TOPICS[(i + t * (i % 4)) % 3]}, as number {i} said then.",
        }
        for t in range(1, 5)
        for i in range(16)
    ]
    roles = [{"member": f"m{i}", "role": ("nurse", "clerk")[i // 8]} for i in range(16)]
    tables = {"reflections": pd.DataFrame(rows), "members": pd.DataFrame(roles)}
    JournalStore(path).write(Journal(tables))
    code, said = run(path, "themes", "--n-themes", "3")
    assert code == 0, said
    return path


def run(journal: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [words[0], str(journal), *words[1:]])
    return done.exit_code, done.output


def test_change_says_what_can_be_told(journal: Path) -> None:
    code, said = run(journal, "change", "--audience", "research", "--by", "set_id")
    assert code == 0, said
    assert "Over the sessions" in said
    assert "Trends are of what was written" in said


@pytest.mark.parametrize("verb", ["change", "compare"])
def test_a_csv_is_written_and_put_on_record(
    journal: Path, tmp_path: Path, verb: str
) -> None:
    to = tmp_path / "table.csv"
    code, said = run(journal, verb, "--audience", "research", "--csv", str(to))
    assert code == 0, said
    assert "for 'research' alone" in said
    assert {"theme", "verdict"} <= set(pd.read_csv(to).columns)
    placed = JournalStore(journal).sql("select place from releases")["place"]
    assert str(to) in set(placed)


def test_compare_says_which_role_raises_more(journal: Path) -> None:
    code, said = run(journal, "compare", "--between", "role", "--sessions", "3-4")
    assert code == 0, said
    assert "Raised by" in said


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (
            ("change", "--audience", "research", "--by", "colour"),
            2,
            "must name columns",
        ),
        (("change", "--audience", "member:m1"), 1, "never of a person"),
        (("compare", "--between", "colour"), 2, "between must be one of"),
        (("compare", "--sessions", "one"), 2, "must be numbers of sessions"),
        (("compare", "--audience", "programme"), 1, "broken down by"),
    ],
)
def test_wrong_words_are_told(
    journal: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    got, said = run(journal, *words)
    assert (got, told in " ".join(said.replace("│", " ").split())) == (code, True), said


def test_indicators_say_how_far_machine_and_people_agree(
    journal: Path, tmp_path: Path
) -> None:
    asked = ("indicators", "--construct", "element", "--audience", "research")
    code, said = run(journal, *asked, "--by", "session")
    assert code == 0, said
    assert "kappa" in said
    assert "at equal length" in " ".join(said.split()).lower()
    to = tmp_path / "shown.csv"
    code, said = run(journal, *asked, "--csv", str(to))
    assert code == 0, said
    table = pd.read_csv(to)
    assert set(table["construct"]) == {"element"}
    assert table["agreement"].str.contains("kappa").all()
    placed = JournalStore(journal).sql("select place from releases")["place"]
    assert str(to) in set(placed)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--construct", "mood"), 2, "construct must be one of"),
        (("--construct", "lens"), 1, "agrees too little"),
        (("--construct", "element", "--by", "set_id"), 1, "broken down by"),
        (("--audience", "member:m1"), 1, "of a group"),
    ],
)
def test_indicators_refuse_in_words(
    journal: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    got, said = run(journal, "indicators", *words)
    assert (got, told in " ".join(said.replace("│", " ").split())) == (code, True), said
