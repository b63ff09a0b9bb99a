"""The verb that puts findings back and reads what people say."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from alsjournal.cli._app import app


@pytest.mark.parametrize(
    ("options", "asks_for"),
    [
        ((), "--out"),
        (("--out", "a.html", "--answers", "a.csv"), "--out"),
        (("--out", "a.html"), "--audience"),
    ],
)
def test_wrong_usage_says_what_is_missing(
    tmp_path: Path, options: tuple[str, ...], asks_for: str
) -> None:
    verb = ["findings", str(tmp_path / "j.duckdb"), *options]
    result = CliRunner().invoke(app, verb, env={"COLUMNS": "200"})
    assert result.exit_code == 2
    assert asks_for in result.output
    assert list(tmp_path.iterdir()) == []
