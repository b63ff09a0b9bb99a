"""The verbs ``preview`` and ``release``, from the outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import alsjournal as als
from alsjournal.cli._app import app

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in a file, with its themes beside it."""
    folder = tmp_path_factory.mktemp("release")
    raw = als.load_sample()
    journal = als.Anonymiser().fit_transform(raw)
    store = als.JournalStore(folder / "j.duckdb")
    store.write(journal, source="sample")
    run = CliRunner().invoke(app, ["themes", str(folder / "j.duckdb")])
    assert run.exit_code == 0, run.output
    return folder


def said(folder: Path, *words: str) -> tuple[int, str]:
    run = CliRunner().invoke(app, [words[0], str(folder / "j.duckdb"), *words[1:]])
    return run.exit_code, run.output


def test_the_whole_way(folder: Path) -> None:
    report = str(folder / "programme.html")
    store = als.JournalStore(folder / "j.duckdb")
    code, words = said(folder, "release", "--out", str(folder / "check.html"))
    assert code == 1
    assert "rule 'k5'" in words
    assert "To be mended first" in words
    kinds = store.read().table("releases")["kind"].tolist()
    assert kinds == ["release check"]
    quote = als.quotes(
        store.read(), store.read().codings(coder="themes"), audience="programme"
    ).to_frame()["quote"][0]
    assert quote not in words

    code, words = said(folder, "preview", "--out", str(folder / "pages"))
    assert code == 0, words
    pages = list((folder / "pages").iterdir())
    assert len(pages) == 30

    shown = store.read().table("previews")
    both = shown.drop_duplicates("passage")
    first, rest = both["passage"].iloc[0], both["passage"].iloc[1:]
    lines = ["passage,answer", *(f"{p},keep" for p in rest), "q-000000000000,keep"]
    (folder / "answers.csv").write_text("\n".join(lines))
    code, words = said(folder, "preview", "--answers", str(folder / "answers.csv"))
    assert code == 1  # a row was refused
    assert f"row {len(lines)}: no preview" in words
    assert f"keep {len(rest)}" in words

    code, words = said(folder, "report", "--out", report)
    assert code == 0, words
    (folder / "no.csv").write_text(f"passage,answer\n{rest.iloc[0]},paraphrase\n")
    code, words = said(folder, "preview", "--answers", str(folder / "no.csv"))
    assert code == 0, words
    assert "programme.html" in words  # stale now
    assert first not in words

    code, words = said(folder, "release")
    assert "differences" not in words  # the same counts again tell nothing


def test_wrong_usage(folder: Path) -> None:
    for words in (
        ("preview",),
        ("preview", "--out", "x", "--answers", "y"),
        ("preview", "--out", str(folder / "more"), "--audience", "set:A"),
        ("release", "--audience", "nobody"),
        ("release", "--policy", "none"),
    ):
        assert said(folder, *words)[0] == 2, words
    assert not (folder / "more").exists()
