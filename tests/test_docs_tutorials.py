"""The tutorials are walks that work: their code runs and their figures are its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
RESEARCHER = (DOCS / "tutorials" / "researcher.md").read_text(encoding="utf-8")


def run_blocks(page: str, name: str) -> dict[str, object]:
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL):
        exec(compile(block, name, "exec"), names)
    return names


@pytest.mark.slow
def test_the_walk_of_the_researcher(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = run_blocks(RESEARCHER, "researcher.md")
    assert made["power"]["sentence"].iloc[1] in RESEARCHER  # type: ignore[index]
    for name in ("observed", "each"):
        for row in made[name].itertuples():  # type: ignore[attr-defined]
            shown = f"| {row.raised} of {row.wrote} | {row.low:.2f} to {row.high:.2f} |"
            assert shown in RESEARCHER
    for row in made["pooled"].itertuples():  # type: ignore[attr-defined]
        shown = f"| {row.share:.2f} | {row.low:.2f} to {row.high:.2f} |"
        assert shown in RESEARCHER
    badges = made["held"].to_frame()["badge"].value_counts()  # type: ignore[attr-defined]
    assert dict(badges) == {"fair": 4, "shaky": 4}
    for theme in ("being-heard", "money", "shared-leadership"):
        row = made["together"].loc[theme]  # type: ignore[attr-defined]
        change = f"{row.change:.2f} ({row.change_low:.2f} to {row.change_high:.2f})"
        assert f"| {theme} | {row.verdict} | {change} | {row.q:.2f} |" in RESEARCHER
    called = made["frame"]["verdict"] != "too few to tell"  # type: ignore[index]
    assert (len(called), called.sum()) == (70, 2)
    (overall,) = made["agreed"].query("code == 'overall'").itertuples()  # type: ignore[attr-defined]
    low, high = f"{overall.kappa_low:.2f}", f"{overall.kappa_high:.2f}"
    texts = f"{overall.n_texts} texts"
    assert f"Kappa {overall.kappa:.2f} ({low} to {high}; {texts})" in RESEARCHER
    rates = made["errors"].set_index("code").loc["money"]  # type: ignore[attr-defined]
    assert f"sensitivity of {rates.sensitivity:.2f}" in RESEARCHER
    assert f"specificity of {rates.specificity:.2f}" in RESEARCHER
    intervals = made["rows"].query("theme == 'turnover'")["interval"]  # type: ignore[attr-defined]
    assert f'"{intervals.iloc[0]}"' in RESEARCHER
    assert (tmp_path / "out").is_dir()


@pytest.mark.slow
def test_the_code_of_the_installation_runs() -> None:
    run_blocks((DOCS / "install.md").read_text(encoding="utf-8"), "install.md")


def test_the_pictures_are_there_and_told_in_words() -> None:
    pages = [p.read_text(encoding="utf-8") for p in (DOCS / "tutorials").glob("*.md")]
    shown = [s for p in pages for s in re.findall(r"!\[(.*?)\]\(images/(.*?)\)", p)]
    files = {p.name: p for p in (DOCS / "tutorials" / "images").iterdir()}
    assert {name for _, name in shown} == set(files)
    for words, name in shown:
        assert len(words.split()) > 10, name
        assert files[name].stat().st_size < 150_000
