"""The verb `contribution`: what it prints and writes, and what it puts on record."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from helpers import crowd, written
from test_contribution_display import made
from typer.testing import CliRunner

from alsjournal.cli._app import app
from alsjournal.journal import Journal
from alsjournal.store import JournalStore

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("contribution") / "my.duckdb"
    kept, codes = made()
    coded = codes.assign(
        coding_id=[f"k{i}" for i in range(len(codes))], construct="theme", coder="ann"
    )
    tables = {name: kept.table(name) for name in kept.tables()}
    tables["codings"] = coded
    story = {"story_id": "s1", "set_id": "A", "member": "m1", "text": "We [asked]."}
    tables["stories"] = pd.DataFrame([{**story, "chosen_by": "the set"}])
    JournalStore(path).write(Journal(tables, provenance=kept.provenance))
    return path


def run(journal: Path, *words: str) -> tuple[int, str]:
    runner = CliRunner(env={"COLUMNS": "300"})
    done = runner.invoke(app, ["contribution", str(journal), *words])
    return done.exit_code, done.output


def test_it_tells_steps_claims_and_stories(journal: Path) -> None:
    code, said = run(journal, "--audience", "research", "--coder", "ann")
    assert code == 0, said
    assert "  they write of: cover: raised by 3 of 6 who wrote" in said
    assert "  on record: heard back on 1 of 3" in said
    assert "    outcome (team, claimed, by a member)" in said
    assert "no other explanation written down: look for one" in said
    assert "We [asked]." in said
    assert "m1" not in said


def test_without_themes_it_says_so(journal: Path) -> None:
    code, said = run(journal, "--audience", "set:A")
    assert code == 0, said
    assert "Run `alsjournal themes" in said
    assert "theme:cover: no themes were given" in said


def test_tables_a_page_and_readings(journal: Path, tmp_path: Path) -> None:
    who = ("--audience", "set:A", "--coder", "ann")
    out, page = tmp_path / "tables", tmp_path / "page.html"
    code, said = run(journal, *who, "--csv", str(out), "--html", str(page))
    assert code == 0, said
    assert sorted(p.name for p in out.iterdir()) == [
        *("contribution.csv", "joint_display.csv", "stories_of_change.csv")
    ]
    assert "<script" not in page.read_text(encoding="utf-8")
    kept = JournalStore(journal).read().table("releases").tail(2)
    assert kept["kind"].tolist() == ["contribution"] * 2
    sheet = pd.read_csv(out / "joint_display.csv", dtype="str")
    sheet.loc[0, ["reading", "read_by", "read_at"]] = ["confirm", "KM", "2026-03-01"]
    sheet.to_csv(out / "joint_display.csv", index=False)
    code, said = run(journal, *who, "--readings", str(out / "joint_display.csv"))
    assert code == 0, said
    assert "  read as: confirm" in said
    # Whoever leaves makes it stale.
    stale = JournalStore(journal).forget("m5").stale
    assert {release.kind for release in stale} == {"contribution"}


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--audience", "public"), 1), (("--coder", "nobody"), 2)],
)
def test_what_it_refuses(journal: Path, words: tuple[str, ...], code: int) -> None:
    assert run(journal, *words)[0] == code


LEARNED = "I learned that I should ask before I tell."
STEP = {"id": "ask", "text": "They ask."}


def filled(store: JournalStore, texts, learned: int, *indicators: str) -> None:
    """Write texts; so many of the first of them, and all after the 20th, show it."""
    first, _ = written(
        texts,
        memberships=[
            {"member": f"m{i}", "set_id": "A", "from_session": 1} for i in range(30)
        ],
    )
    rows = first.table("reflections")
    said = [LEARNED if i < learned or i >= 20 else "We met." for i in range(len(rows))]
    tables = {"reflections": rows.assign(text=said)}
    tables["memberships"] = first.table("memberships")
    theory = {"steps": [{**STEP, "indicators": list(indicators)}]}
    store.write(Journal(tables, provenance={"theory": theory}), source="a")


def cell(folder: Path, column: str) -> str:
    return str(pd.read_csv(folder / "joint_display.csv").loc[0, column])


def test_elements_of_two_displays_are_not_subtracted(tmp_path: Path) -> None:
    store = JournalStore(tmp_path / "my.duckdb")
    filled(store, crowd(20, []), 7, "element:Learning")
    for name in ("c1", "again"):
        code, said = run(store.path, "--csv", str(tmp_path / name))
        assert code == 0, said
        assert "Learning: shown by 7 of 20" in cell(tmp_path / name, "elements")
    more = [*crowd(20, []), *crowd(1, [], session=2, first=19)]
    filled(store, more, 7, "element:Learning")
    code, said = run(store.path, "--csv", str(tmp_path / "c2"))
    assert code == 0, said
    assert "Learning: shown by withheld" in cell(tmp_path / "c2", "elements")


def test_elements_of_a_set_are_on_record(tmp_path: Path) -> None:
    store = JournalStore(tmp_path / "my.duckdb")
    filled(store, crowd(20, []), 7, "element:Learning")
    page = ("--audience", "set:A", "--html", str(tmp_path / "a.html"))
    code, said = run(store.path, *page)
    assert code == 0, said
    earlier = store.earlier_cells(["all:element: Learning", "all:"])
    assert sorted(earlier["raised"]) == [7, 20]


def test_who_wrote_is_on_record_without_themes(tmp_path: Path) -> None:
    store = JournalStore(tmp_path / "my.duckdb")
    filled(store, crowd(23, []), 0, "attendance")
    code, said = run(store.path, "--csv", str(tmp_path / "c1"))
    assert code == 0, said
    assert "wrote at least once, 23 of 30" in cell(tmp_path / "c1", "attendance")
    store.withdraw("m3")
    code, said = run(store.path, "--csv", str(tmp_path / "c2"))
    assert code == 0, said
    assert "wrote at least once, withheld" in cell(tmp_path / "c2", "attendance")
