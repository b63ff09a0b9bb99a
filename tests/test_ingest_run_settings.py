"""The section [run] of programme.toml: what is understood, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from alsjournal.errors import ConfigError
from alsjournal.ingest import read_programme
from alsjournal.ingest.run_settings import RunSettings, read_run

HERE = Path("programme")


def test_without_a_word_a_programme_gets_its_page() -> None:
    assert read_run({}, HERE) == RunSettings()
    assert RunSettings().audiences == ("programme",)


def test_paths_are_relative_to_the_file() -> None:
    said = read_run({"out": "pages", "journal": "../j.duckdb"}, HERE)
    assert said.out == HERE / "pages"
    assert said.journal == HERE / "../j.duckdb"


def test_programme_toml_carries_it(tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    (tmp_path / "t.csv").write_text("text\nWe met.\n")
    files = '[files]\nreflections = "t.csv"\n'
    path.write_text(
        files + '[run]\naudiences = ["programme", "sets", "set:A"]\nseed = 7\n'
    )
    said = read_programme(path).run
    assert said.audiences == ("programme", "sets", "set:A")
    assert said.seed == 7


def test_what_is_refused_is_said_under_the_name_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "north.toml"
    (tmp_path / "t.csv").write_text("text\nWe met.\n")
    path.write_text('[files]\nreflections = "t.csv"\n[run]\nseed = "7"\n')
    with pytest.raises(ConfigError, match=r"^north\.toml: \[run\] seed must be"):
        read_programme(path)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"audience": ["programme"]}, "Got 'audience'"),
        ({"audiences": "programme"}, "must be a list"),
        ({"audiences": []}, "must be a list"),
        ({"audiences": ["sets", "sets"]}, "each once"),
        ({"audiences": ["board"]}, "Got 'board'"),
        ({"audiences": ["member:m-1"]}, "made by itself"),
        ({"formats": ["rtf"]}, "Got 'rtf'"),
        ({"language": "fr"}, "en, cy"),
        ({"n_themes": 0}, "whole number from 1"),
        ({"n_themes": True}, "whole number from 1"),
        ({"n_themes": "many"}, 'or "auto"'),
        ({"seed": -1}, "whole number from 0"),
        ({"out": 3}, "text in quotes"),
        ({"constructs": ["lens"]}, "Got 'lens'"),
        ({"storage": " "}, "text in quotes"),
    ],
)
def test_what_cannot_be_is_refused(said: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        read_run(said, HERE)
