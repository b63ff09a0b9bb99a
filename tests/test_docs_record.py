"""The code of docs/record.md runs, and its figures are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "record.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_code_runs_and_the_figures_are_those() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(block, "record.md", "exec"), names)
    heard = names["heard"].to_frame()  # type: ignore[attr-defined]
    assert f'"{heard["in_words"].iloc[-1]}"' in PAGE
    als, journal = names["als"], names["journal"]
    by_set = als.hearing_back(journal).to_frame()  # type: ignore[attr-defined]
    counts = [w.removeprefix("heard back on ") for w in by_set["shown"].iloc[:-1]]
    assert f"{', '.join(counts[:-1])} and {counts[-1]} actions" in PAGE
    assert f"{by_set['not_due'].iloc[-1]} more were not due yet" in PAGE
    assert not len(names["problems"])  # type: ignore[arg-type]
    # Nothing names or ranks anybody.
    trail = names["trail"].to_frame()  # type: ignore[attr-defined]
    assert not trail["text"].dropna().str.contains(r"\b[mp]-[0-9A-Z]{12}").any()
