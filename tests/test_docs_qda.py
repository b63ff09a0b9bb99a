"""The code of docs/qda.md runs, and it names what there is."""

from __future__ import annotations

import re
from pathlib import Path

from alsjournal.exchange.qda.offsets import CONVENTIONS
from alsjournal.exchange.qda.profiles import PROFILES

PAGE = (Path(__file__).parents[1] / "docs" / "qda.md").read_text(encoding="utf-8")


def test_the_code_runs() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(block, "qda.md", "exec"), names)
    assert names["report"].written["sources"] == 3  # type: ignore[attr-defined]
    assert len(names["people"]) == 3  # type: ignore[arg-type]
    assert names["book"].names() == ("cover", "trust")  # type: ignore[attr-defined]
    names["folder"].cleanup()  # type: ignore[attr-defined]


def test_it_names_what_there_is() -> None:
    assert f"all {len(CONVENTIONS)} ways" in PAGE
    for name in PROFILES:
        assert f"`{name}`" in PAGE
