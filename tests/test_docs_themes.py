"""The code of docs/themes.md runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "themes.md"


@pytest.mark.slow
def test_the_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert len(blocks) == 5
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "themes.md", "exec"), names)


def test_every_decision_is_named() -> None:
    from alsjournal.cli.codebook import _DECISIONS

    text = PAGE.read_text(encoding="utf-8")
    assert not [d for d in _DECISIONS if f"`{d}`" not in text and f" {d} " not in text]
