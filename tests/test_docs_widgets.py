"""The code of docs/widgets.md runs, its pictures are there, its keys are real."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import altair as alt
import pytest

from alsjournal._resources import resource_path
from alsjournal.datasets import SAMPLE_KEY
from alsjournal.widgets import AnonymisationReview, CodebookEditor, View
from alsjournal.widgets.panel import module_of

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "widgets.md").read_text(encoding="utf-8")


def programme(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the files of a programme there that names its custodian."""
    monkeypatch.setenv("ALSJOURNAL_KEY", SAMPLE_KEY)
    shutil.copytree(resource_path("corpora", "sample"), folder, dirs_exist_ok=True)
    with (folder / "programme.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[review]\ncustodian = "Casey Vale"\n')


@pytest.mark.slow
def test_the_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    assert len(blocks) == 8
    programme(tmp_path, monkeypatch)
    names: dict[str, object] = {}
    before = alt.theme.active
    try:
        for block in blocks:
            exec(compile(block, "widgets.md", "exec"), names)
    finally:
        alt.theme.enable(before)
    assert "<script" not in (tmp_path / "trend.html").read_text(encoding="utf-8")
    assert repr(names["explorer"].selection) in PAGE  # type: ignore[attr-defined]
    verdict = "".join(names["explorer"]._table["verdicts"])  # type: ignore[attr-defined]
    assert "too few to tell" in verdict  # as the page says of the picture
    assert "<script" not in (tmp_path / "brief.html").read_text(encoding="utf-8")
    made = ("board", "questions", "issue_by_issue", "objectives", "brief", "answers")
    for name in made:
        assert isinstance(names[name], View)
    assert isinstance(names["review"], AnonymisationReview)
    assert isinstance(names["editor"], CodebookEditor)
    for name in ("texts", "matrix"):
        assert isinstance(names[name], View)


def test_the_pictures_are_there_small_and_told_in_words() -> None:
    shown = re.findall(r"!\[(.*?)\]\(images/(.*?)\)", PAGE)
    assert {name for _, name in shown} == {p.name for p in (DOCS / "images").iterdir()}
    for words, name in shown:
        assert len(words.split()) > 10, name
        picture = (DOCS / "images" / name).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) < 150_000


@pytest.mark.parametrize(
    "key", ["Home", "End", "Enter", "Escape", "PageUp", "PageDown"]
)
def test_the_keys_are_those_of_the_script(key: str) -> None:
    assert re.sub(r"(?<=Page)(?=[UD])", " ", key) in PAGE
    assert key in module_of("chart.js")
