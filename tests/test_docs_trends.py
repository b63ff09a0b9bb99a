"""The code of docs/trends.md runs, and its figures are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "trends.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    assert blocks
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "trends.md", "exec"), names)
    assert "resolved" in set(
        names["als"]
        .recurring_issues(  # type: ignore[attr-defined]
            names["journal"], names["people"], audience="set:C", codebook=names["book"]
        )
        .to_frame()["status_now"]
    )
