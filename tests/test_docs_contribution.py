"""The code of docs/contribution.md runs, and its figures are those of the code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from alsjournal.ingest.theory import read_theory

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "contribution.md").read_text(encoding="utf-8")


def test_the_theory_of_the_page_can_be_read() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    (step,) = read_theory(tomllib.loads(block)["theory"])
    assert len(step.indicators) == 3


@pytest.mark.slow
def test_the_code_runs_and_the_figures_are_those() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(block, "contribution.md", "exec"), names)
    rows = names["read"].to_frame().set_index("step")  # type: ignore[attr-defined]
    assert rows.loc["acting", "reading"] == "expand"
    assert rows["missing"].isna().all()
    said = rows.loc["acting", "survey"].split(": ")[1]
    assert f'"{said}"' in PAGE
    assert f'"{rows.loc["acting", "heard_back"]}"' in PAGE
    # The sample shows a claim that lacks something, and a story that may not be told.
    als, journal = names["als"], names["journal"]
    notes = names["claims"].to_frame()["note"]  # type: ignore[attr-defined]
    assert notes.str.contains("look for one").sum() == 1
    programme = als.contribution(journal, audience="programme")  # type: ignore[attr-defined]
    assert 0 < len(programme) < len(notes)
    told = als.stories(journal).to_frame()["text"]  # type: ignore[attr-defined]
    assert told.isna().sum() == 1
    # Nothing names anybody.
    for table in (programme.to_frame(), names["stories"].to_frame(), rows):  # type: ignore[attr-defined]
        assert not re.search(r"\b[mp]-[0-9A-Z]{12}\b", table.to_csv())
