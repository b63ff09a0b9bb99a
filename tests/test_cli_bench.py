"""``alsjournal bench`` tells seconds of the clock and of the processor."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from alsjournal.cli._app import app
from alsjournal.cli.bench import _now, _since


def test_work_counts_in_both_clocks():
    begun = _now()
    while _since(begun)[1] < 0.02:
        pass
    wall, worked = _since(begun)
    assert wall > 0
    assert worked >= 0.02


@pytest.mark.slow
def test_every_stage_is_told():
    done = CliRunner().invoke(app, ["bench", "--n", "50", "--json", "-"])
    assert done.exit_code == 0
    figures = json.loads(done.stdout)
    stages = figures["stages"]
    assert list(stages) == [
        *("read", "anonymise", "keep", "themes", "code", "count"),
        *("what texts show", "report"),
        *("whole way", "spaCy's plain pipe"),
    ]
    for clock in ("seconds", "processor_seconds"):
        parts = [row[clock] for row in list(stages.values())[:8]]
        assert stages["whole way"][clock] == pytest.approx(sum(parts), abs=0.01)
    plain, whole = stages["spaCy's plain pipe"], stages["whole way"]
    assert figures["ratio_to_spacy_pipe"] == pytest.approx(
        plain["seconds"] / whole["seconds"], rel=0.01
    )
    alone = whole["processor_seconds"] - stages["what texts show"]["processor_seconds"]
    assert figures["ratio_themes_alone_processor"] == pytest.approx(
        plain["processor_seconds"] / alone, rel=0.01
    )
