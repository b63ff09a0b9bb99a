"""`alsjournal codebook`: what a facilitator decides, kept beside the model."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import alsjournal as als
from alsjournal.cli._app import app
from alsjournal.themes import read_codebook

pytestmark = pytest.mark.slow

TOPICS = (
    "The ward had no beds and discharges were late in hospital",
    "Rota gaps and sickness left the team short of staff",
    "Listening and open questions built trust in our set",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("programme")
    rows = [f"{TOPICS[i % 3]}, number {i}." for i in range(36)]
    frame = pd.DataFrame({"text": rows, "member": [f"m{i % 6}" for i in range(36)]})
    frame["reflection_id"] = [f"r{i}" for i in range(36)]
    frame["session"] = [i % 4 + 1 for i in range(36)]
    written = als.Journal.from_frame(frame, already_anonymised=True, permission="quote")
    als.JournalStore(folder / "my.duckdb").write(written)
    assert run(folder / "my.duckdb", verb="themes", n="3").exit_code == 0
    return folder


@pytest.fixture
def journal(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "own") / "my.duckdb"


def run(journal: Path, *words: str, verb: str = "codebook", n: str = ""):
    number = ["--n-themes", n] if n else []
    wide = {"COLUMNS": "200"}
    return CliRunner().invoke(app, [verb, str(journal), *words, *number], env=wide)


def book_of(journal: Path) -> als.Codebook:
    return read_codebook(journal.with_suffix(".themes") / "codebook.jsonl")


def test_a_theme_is_named_read_and_adopted(journal: Path) -> None:
    shown = run(journal)
    assert shown.exit_code == 0
    assert shown.output.count("machine grouping, not yet read") == 3
    own = ["--by", "Ade", "--on", "2026-05-01"]
    assert run(journal, "rename", "t1", "No beds", *own).exit_code == 0
    assert run(journal, "read", "t1", "r0", "r3", *own).exit_code == 0
    idea = ["--idea", "People wait where nobody should wait."]
    assert run(journal, "adopt", "t1", *idea, *own).exit_code == 0
    found = book_of(journal).theme("No beds")
    assert (found.status, found.n_read, found.by) == ("adopted", 2, "Ade")
    assert "No beds" in set(als.JournalStore(journal).read().codings()["code"])
    then = run(journal, "show", "--as-of", "2026-04-01")
    assert "No beds" not in then.output
    assert "adopted" in run(journal, "history", "t1").output
    back = run(journal, "undo", "--by", "Bea")
    assert "candidate" in back.output


def test_an_earlier_day_has_the_texts_of_that_day(journal: Path) -> None:
    before = run(journal).output
    own = ["--by", "Ade", "--on", "2026-05-01"]
    assert run(journal, "rename", "t1", "No beds", *own).exit_code == 0
    assert run(journal, "not-this", "t1", "r0", *own).exit_code == 0
    assert run(journal, "show", "--as-of", "2026-04-01").output == before


def test_not_this_and_this_change_the_codings(journal: Path) -> None:
    codings = als.JournalStore(journal).read().codings(construct="theme")
    text, first = codings[["reflection_id", "code"]].iloc[0]
    by = ["--by", "Ade"]
    done = run(journal, "not-this", first, text, *by)
    assert done.exit_code == 0, done.output
    codings = als.JournalStore(journal).read().codings(construct="theme")
    assert text not in set(codings["reflection_id"])
    other = next(t.name for t in book_of(journal).themes() if t.name != first)
    assert run(journal, "this", other, text, *by).exit_code == 0
    codings = als.JournalStore(journal).read().codings(construct="theme")
    assert codings[codings["reflection_id"] == text]["code"].tolist() == [other]
    assert "1.00" in run(journal, "overruled").output
    assert run(journal, "leave", other, text, *by).exit_code == 0


def test_a_new_fit_goes_on_with_the_codebook(journal: Path) -> None:
    assert run(journal, "rename", "t2", "Short of staff", "--by", "Ade").exit_code == 0
    again = run(journal, verb="themes", n="3")
    assert again.exit_code == 0
    assert '"Short of staff" goes on (' in again.output
    assert book_of(journal).status("t2") == "candidate"


def test_a_new_fit_without_the_earlier_model_goes_by_words(journal: Path) -> None:
    assert run(journal, "rename", "t2", "Short of staff", "--by", "Ade").exit_code == 0
    config = journal.with_suffix(".themes") / "config.json"
    other = config.read_text("utf-8").replace('"version": 3', '"version": 99')
    config.write_text(other, "utf-8")
    again = run(journal, verb="themes", n="3")
    assert again.exit_code == 0
    assert "known by their words alone" in again.output
    assert "goes on (" not in again.output


def test_merge_split_define_reject(journal: Path) -> None:
    by = ["--by", "Ade"]
    merged = run(journal, "merge", "t1", "t2", "--name", "Both", *by)
    assert "t1, Both: candidate" in merged.output
    assert "this" in run(journal, "split", "t1", "One", "Two", *by).output
    assert run(journal, "define", "t1", "--include", "Beds.", *by).exit_code == 0
    assert (
        run(journal, "add", "Pay", "--example", "I was not paid.", *by).exit_code == 0
    )
    assert run(journal, "reject", "t3", *by).exit_code == 0
    assert book_of(journal).theme("Pay").examples == ("I was not paid.",)
    assert book_of(journal).status("t3") == "rejected"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("rename", "t1", "x"), 2, "--by"),
        (("rename", "t1", "--by", "A"), 2, "THEME NAME"),
        (("explode",), 2, "must be one of"),
        (("show", "t1"), 2, "nothing"),
        (("rename", "t77", "x", "--by", "A"), 2, "codebook.names"),
        (("not-this", "t1", "r999", "--by", "A"), 2, "1 of 1"),
        (("undo", "--by", "A"), 2, "decision to take back"),
        (("adopt", "t1", "--by", "A"), 2, "central_idea"),
        (("rename", "t1", "x", "--by", "A", "--on", "soon"), 2, "YYYY-MM-DD"),
        (("define", "t1", "--example", TOPICS[0], "--by", "A"), 1, "members' words"),
    ],
)
def test_what_is_refused_changes_nothing(
    journal: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    before = book_of(journal)
    result = run(journal, *words)
    assert result.exit_code == code, result.output
    assert said in " ".join(result.output.split())
    assert "discharges" not in result.output
    assert book_of(journal) == before
