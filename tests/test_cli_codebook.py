"""`alsjournal codebook`: what a facilitator decides, kept beside the model."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

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


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["rename", "t1", "Fenella Winterbottom rota"], "t1 (name)"),
        (["add", "Sister Mary"], "t4 (name)"),
        (["merge", "t1", "t2", "--name", "dr Hale and Thaddeus Snodgrass"], "(name)"),
        (["split", "t1", "Rota", "Mrs Winterbottom"], "t5 (name)"),
        (
            ["adopt", "t3", "--idea", "What Thaddeus Snodgrass does."],
            "t3 (central idea",
        ),
        (["define", "t1", "--idea", "Mrs Winterbottom waits."], "t1 (central idea"),
        (["define", "t1", "--include", "Dr Hale's rota"], "t1 (include)"),
        (["define", "t1", "--exclude", "Sister Mary's rota"], "t1 (exclude)"),
        (["define", "t1", "--example", "We rang Dr Hale."], "t1 (examples)"),
    ],
)
def test_a_theme_names_nobody(journal: Path, words: list[str], where: str) -> None:
    before = book_of(journal)
    found = run(journal, *words, "--by", "Ade")
    assert found.exit_code == 1, found.output
    told = " ".join(found.output.split())
    assert "A theme must name nobody" in told
    assert where in told
    for name in ("Winterbottom", "Mary", "Hale", "Snodgrass"):
        assert name not in found.output
    assert book_of(journal) == before


def test_it_goes_out_for_other_programs(journal: Path, tmp_path: Path) -> None:
    own = ["--by", "Ade", "--on", "2026-05-01"]
    assert run(journal, "adopt", "t1", "--idea", "Too few.", *own).exit_code == 0
    done = run(journal, "--export", str(tmp_path / "book.qdc"))
    assert done.exit_code == 0, done.output
    assert "3 themes" in done.output
    read = als.read_codebook(tmp_path / "book.qdc", by="KM")
    assert read.names() == book_of(journal).names()
    path = tmp_path / "p.qdpx"
    done = run(journal, "--qdpx", str(path), verb="export")
    assert done.exit_code == 0, done.output
    codes = als.read_qda(path).codes.set_index("code")
    assert codes.loc[read.names()[0], "description"] == "Too few."
    assert codes.loc[read.names()[0], "construct"] == "theme"


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
        (("adopt", "t1", "--by", "A"), 2, "--idea TEXT"),
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


def test_two_at_once_lose_no_decision(journal: Path) -> None:
    words = [("rename", "t1", "Beds"), ("rename", "t2", "Staff"), ("reject", "t3")]
    command = [sys.executable, "-m", "alsjournal", "codebook", str(journal)]
    started = [
        subprocess.Popen(
            [*command, *own, "--by", f"P{i}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for i, own in enumerate(words)
    ]
    for process in started:
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said.decode()
    book = book_of(journal)
    assert {e.by for e in book.events if e.action != "made"} == {"P0", "P1", "P2"}
    assert (book.theme("t1").name, book.theme("t2").name) == ("Beds", "Staff")
    assert book.status("t3") == "rejected"


def test_a_decision_while_themes_are_made_is_kept(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit = als.ThemeModel.fit

    def meanwhile(model: als.ThemeModel, X: object, **said: Any) -> als.ThemeModel:
        monkeypatch.setattr(als.ThemeModel, "fit", fit)
        assert run(journal, "rename", "t1", "Beds", "--by", "Ade").exit_code == 0
        return fit(model, X, **said)

    monkeypatch.setattr(als.ThemeModel, "fit", meanwhile)
    said = run(journal, verb="themes", n="3")
    assert said.exit_code == 2
    assert "again" in said.output
    assert book_of(journal).theme("t1").name == "Beds"


def test_charts_and_pages_of_an_earlier_day(journal: Path) -> None:
    may, june = (["--by", "Ade", "--on", f"2026-0{m}-01"] for m in (5, 6))
    assert run(journal, "rename", "t1", "No beds", *may).exit_code == 0
    assert run(journal, "rename", "t1", "No room", *june).exit_code == 0
    assert run(journal, "reject", "t2", *june).exit_code == 0
    for day, names in (("2026-05-31", "No beds"), ("2026-06-01", "No room")):
        said = run(journal, "--as-of", day, verb="trends")
        assert said.exit_code == 0, said.output
        assert names in said.output
        assert (
            f"{int(day[-2:])} {'May' if '-05-' in day else 'June'} 2026" in said.output
        )
    said = run(journal, "--as-of", "2026-05-31", verb="trends").output
    assert "(1 of 3 decisions)" in said
    assert "No room" not in said
    page = journal.with_name("then.html")
    done = run(journal, "--as-of", "2026-05-31", "--out", str(page), verb="report")
    assert done.exit_code == 0, done.output
    html = page.read_text("utf-8")
    assert "Themes as at the end of 31 May 2026" in html
    assert "No beds" in html
    assert "No room" not in html
    assert "as at" not in run(journal, verb="trends").output


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("soon", "YYYY-MM-DD"),
        ("2026-04-30", "from 2026-05-01"),
        ("2999-01-01", "to today"),
    ],
)
def test_a_day_that_cannot_be_shown(journal: Path, day: str, said: str) -> None:
    bare = run(journal, "--as-of", "2026-05-01", verb="trends")
    assert bare.exit_code == 2
    assert "Nobody has" in bare.output
    own = ["--by", "Ade", "--on", "2026-05-01"]
    assert run(journal, "rename", "t1", "No beds", *own).exit_code == 0
    for verb in ("trends", "report"):
        result = run(journal, "--as-of", day, verb=verb)
        assert result.exit_code == 2
        assert said in result.output


def test_forget_and_withdraw_reach_the_codebook(journal: Path) -> None:
    by = ["--by", "Ade"]
    assert run(journal, "not-this", "t1", "r1", *by, "--why", "pangolin").exit_code == 0
    assert run(journal, "read", "t1", "r0", "r1", *by).exit_code == 0
    apart = journal.parent.parent / "apart.jsonl"
    book = book_of(journal).define("t1", examples=[f"{TOPICS[1]}."], by="Ade")
    als.write_codebook(book, apart)
    taken = run(journal, "--member", "m1", "--themes", str(apart), verb="withdraw")
    assert taken.exit_code == 0, taken.output
    assert read_codebook(apart).theme("t1").examples == ()
    assert read_codebook(apart).theme("t1").taken_out == ("r1",)
    done = run(journal, "m1", "--yes", "--themes", str(apart), verb="forget")
    assert done.exit_code == 0, done.output
    assert "struck from 2 decisions" in done.output
    for found in (book_of(journal), read_codebook(apart)):
        assert found.theme("t1").taken_out == ()
        assert found.theme("t1").texts_read == ("r0",)
        assert "pangolin" not in repr(found.events)
    assert run(journal, verb="themes", n="3").exit_code == 0
