"""The tutorials are walks that work: their code runs and their figures are its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import alsjournal as als
from alsjournal.datasets import SAMPLE_KEY
from alsjournal.disclosure.policy import POLICIES, Rule

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
    assert dict(badges) == {"fair": 2, "shaky": 6}
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


@pytest.mark.slow
def test_codings_come_over_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALSJOURNAL_KEY", SAMPLE_KEY)
    page = (DOCS / "coming-from.md").read_text(encoding="utf-8")
    for kind, name in (("csv", "codings.csv"), ("toml", "programme.toml")):
        (block,) = re.findall(rf"```{kind}\n(.*?)```", page, flags=re.DOTALL)
        (tmp_path / name).write_text(block, encoding="utf-8")
    texts = "reflection_id,text,set_id,session,member\n"
    texts += "r1,Nobody could cover for me. In the end I went home.,A,1,p1\n"
    texts += "r2,Somebody asked.,A,1,p2\n"
    (tmp_path / "texts.csv").write_text(texts, encoding="utf-8")
    made = run_blocks(page, "coming-from.md")
    assert (made["start"], made["end"]) == (0, 26)
    mine = made["mine"]
    assert sorted(mine["code"]) == ["being-heard", "protected-time"]  # type: ignore[index]
    assert mine["end"].dropna().tolist() == [26]  # type: ignore[index]


def test_the_pictures_are_there_and_told_in_words() -> None:
    pages = [p.read_text(encoding="utf-8") for p in (DOCS / "tutorials").glob("*.md")]
    shown = [s for p in pages for s in re.findall(r"!\[(.*?)\]\(images/(.*?)\)", p)]
    files = {p.name: p for p in (DOCS / "tutorials" / "images").iterdir()}
    assert {name for _, name in shown} == set(files)
    for words, name in shown:
        assert len(words.split()) > 10, name
        assert files[name].stat().st_size < 150_000


def test_the_figures_of_constructs_are_those_of_the_cards() -> None:
    page = (DOCS / "method" / "constructs.md").read_text(encoding="utf-8")
    cards = re.findall(r"(?m)^\| \[.*?\]\(\.\./measured/(als-[\w-]+)\.md\).*$", page)
    assert len(cards) == 12
    for name in cards:
        (line,) = re.findall(rf"(?m)^.*measured/{name}\.md\).*\|.*\|.*$", page)
        known = {
            (f"{kappa.value:.2f}", f"{kappa.low:.2f}", f"{kappa.high:.2f}")
            for kappa in als.model_card(name).figures
            if kappa.code == "" and kappa.statistic == "kappa"
        }
        told = re.findall(r"(-?\d\.\d\d) \((-?\d\.\d\d) to (-?\d\.\d\d)\)", line)
        assert told, name
        assert set(told) <= known, name


def test_the_table_of_policies_is_that_of_the_code() -> None:
    page = (DOCS / "method" / "disclosure.md").read_text(encoding="utf-8")
    for name, policy in POLICIES.items():
        (line,) = re.findall(rf"(?m)^\| .*`{name}`.* \|$", page)
        told = [shown(policy.programme), shown(policy.public)]
        assert line.split(" | ")[1:] == [told[0], f"{told[1]} |"], name


def shown(rule: Rule) -> str:
    rounded = f", rounded to {rule.rounded_to}" if rule.rounded_to > 1 else ""
    return f"{rule.minimum}{rounded}"
