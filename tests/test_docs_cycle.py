"""The code of docs/cycle.md runs, and what it quotes is what the code gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "cycle.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_code_runs_and_the_figures_are_its_own() -> None:
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL):
        exec(compile(block, "cycle.md", "exec"), names)
    als, journal = names["als"], names["journal"]
    bounds = als.non_writing(  # type: ignore[attr-defined]
        journal, audience="programme", prevalence=names["shares"]
    ).to_frame()
    heard = bounds.set_index("theme").loc["being-heard"]
    told = [int(heard[c]) for c in ("on_roll", "wrote", "raised_by", "silent")]
    assert told == [30, 23, 18, 7]
    assert heard["shown"] == "between 18 and 25 of 30 on the roll"
    history = als.objective_history(journal, audience="set:B")  # type: ignore[attr-defined]
    (quoted,) = re.findall(r"^> (.+)$", PAGE, flags=re.MULTILINE)
    assert quoted in set(history.to_frame()["difference"])
