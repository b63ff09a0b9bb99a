"""What the verb `run` answers, in the words of the command line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import alsjournal as als
from alsjournal.cli._app import app
from alsjournal.run import RunReport, Step

WIDE = {"COLUMNS": "400"}


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["run", "programme.toml", *words], env=WIDE)
    return result.exit_code, " ".join(result.output.split())


def answers(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    def made(*_: object, **__: object) -> RunReport:
        if isinstance(answer, BaseException):
            raise answer
        step = Step("keep", "Keep", "changed" if answer else "", done=answer)
        return RunReport((step,), Path("j.duckdb"), Path("reports"))

    monkeypatch.setattr("alsjournal.run.run_programme", made)


def test_interrupted_it_says_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, KeyboardInterrupt())
    code, said = run()
    assert code == 130
    assert "What was done is kept; the same command goes on from there." in said
    assert "unchanged" not in said
    assert "A plan changes nothing." in run("--plan")[1]


@pytest.mark.parametrize(("done", "told"), [(True, "Done."), (False, "Nothing has")])
def test_where_nothing_was_done_it_says_that(
    monkeypatch: pytest.MonkeyPatch, done: bool, told: str
) -> None:
    answers(monkeypatch, done)
    code, said = run()
    assert code == 0
    assert said.startswith(told)
    assert ("Done." in said) is done


@pytest.mark.parametrize("words", [("--jobs", "0"), ("--jobs", "0", "--plan")])
def test_no_processes(words: tuple[str, ...]) -> None:
    code, said = run(*words)
    assert code == 2
    assert "'--jobs': must be a number of processes" in said
    assert "got 0" in said


@pytest.mark.parametrize("given", [".", ""])
@pytest.mark.parametrize("verb", ["run", "ingest", "themes"])
def test_a_folder_for_a_journal(
    verb: str, given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALSJOURNAL_KEY", "a key only for these tests 1")
    (tmp_path / "texts.csv").write_text("text\nWe met.\n")
    said = '[files]\nreflections = "texts.csv"\n'
    (tmp_path / "programme.toml").write_text(said)
    first = [given] if verb == "themes" else ["programme.toml", "--journal", given]
    result = CliRunner().invoke(app, [verb, *first], env=WIDE)
    assert result.exit_code == 2
    assert "The journal must be a file" in result.output


def test_help_loses_no_word() -> None:
    # In square brackets rich sees a style, and shows nothing.
    import typer.main

    for command in typer.main.get_command(app).commands.values():  # type: ignore[attr-defined]
        helps = [command.help, *(getattr(p, "help", None) for p in command.params)]
        for text in filter(None, helps):
            assert not re.search(r"(?<!\\)\[[a-z/#@]", text), text
    shown = CliRunner().invoke(app, ["run", "--help"], env=WIDE).output
    assert shown.count("else as programme.toml says.") == 2


def test_exit_codes_are_told() -> None:
    shown = CliRunner().invoke(app, ["--help"], env=WIDE).output
    assert "130 interrupted" in shown
    readme = Path(als.__file__).parents[1] / "README.md"
    assert "130 interrupted" in readme.read_text(encoding="utf-8")
