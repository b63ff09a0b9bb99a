"""Every notebook runs from top to bottom, and is committed without outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = {path.stem: path for path in sorted(FOLDER.glob("*.ipynb"))}


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS.values(), ids=lambda p: p.stem)
def test_has_no_outputs(path: Path) -> None:
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    assert "widgets" not in notebook.metadata


def run(path: Path, folder: Path) -> Any:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return notebook


def shown(notebook: Any, code: str) -> str:
    """Return the output of the first cell with this in it."""
    cells = (c for c in notebook.cells if c.cell_type == "code" and code in c.source)
    return str(next(cells).outputs)


@pytest.mark.slow
@pytest.mark.notebook
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
class TestRuns:
    def test_quickstart(self, tmp_path: Path) -> None:
        notebook = run(NOTEBOOKS["01_quickstart"], tmp_path)
        assert (tmp_path / "summary.html").exists()
        assert "text withheld" in shown(notebook, "load_sample")
        assert "session=1, set_id='A'" in shown(notebook, "overview.selection")

    def test_themes(self, tmp_path: Path) -> None:
        notebook = run(NOTEBOOKS["02_themes"], tmp_path)
        assert "shaky" in shown(notebook, "themes.stability(")
        assert "application/vnd.jupyter.widget-view" in shown(notebook, "als.link(")
        assert "adopted" in shown(notebook, "themes.with_codebook(book)")
        assert "kappa" in shown(notebook, "als.agreement(")
        assert "<blockquote" not in str([c.get("outputs") for c in notebook.cells])

    def test_trends(self, tmp_path: Path) -> None:
        notebook = run(NOTEBOOKS["03_trends"], tmp_path)
        assert "too few to tell" in shown(notebook, "change = als.theme_change")
        assert "image/svg+xml" in shown(notebook, "als.theme_changes(change)")
        for view in ("als.ThemeMap(", "als.TrendExplorer("):
            assert "application/vnd.jupyter.widget-view" in shown(notebook, view)
        assert "<blockquote" not in str([c.get("outputs") for c in notebook.cells])

    def test_action_learning_cycle(self, tmp_path: Path) -> None:
        notebook = run(NOTEBOOKS["04_action_learning_cycle"], tmp_path)
        assert "heard back on 49 of 49" in shown(notebook, "heard = als.hearing_back")
        assert "no owner" in shown(notebook, "record_problems(careless)")
        assert "the set runs itself" in shown(notebook, "als.facilitation_parts")
        assert "18 and 25 of 30" in shown(notebook, "als.non_writing")
        assert "contradict" in shown(notebook, "als.with_readings")
        everything = str([c.get("outputs") for c in notebook.cells])
        for name in ("Malinowski", "Achebe", "Prosser", "m-", "p-"):
            assert f" {name}" not in everything

    def test_system_issues(self, tmp_path: Path) -> None:
        notebook = run(NOTEBOOKS["05_system_issues"], tmp_path)
        assert "wrote at the two sessions since" in shown(notebook, "issues.to_frame()")
        assert "but raised since" in shown(notebook, "told[[")
        assert "not raised this time; 6 wrote" in shown(notebook, "difference.to_frame")
        assert "question to ask" in shown(notebook, 'get_group("turnover")')
        for view in ("als.RecurrenceBoard(", "als.QuestionCards("):
            assert "application/vnd.jupyter.widget-view" in shown(notebook, view)
        everything = str([c.get("outputs") for c in notebook.cells])
        for name in ("Malinowski", "Achebe", "Prosser", "m-", "p-"):
            assert f" {name}" not in everything

    def test_evaluation(self, tmp_path: Path) -> None:
        notebook = run(NOTEBOOKS["06_evaluation"], tmp_path)
        assert (tmp_path / "for_the_programme.html").exists()
        assert "14 to 22 of 26" in shown(notebook, "of_all_invited")
        assert "look for one" in shown(notebook, '"other_explanations", "note"')
        assert "took places of those" in shown(notebook, "'not intended'")
        assert "the four who were left" in shown(notebook, "als.stories(")
        assert "contradict" in shown(notebook, "als.with_readings")
        assert "physiotherapist" not in shown(notebook, "for_leads = als")
        for view in ("als.SurveyBars(", "als.ObjectiveHistory("):
            assert "application/vnd.jupyter.widget-view" in shown(notebook, view)
        everything = str([c.get("outputs") for c in notebook.cells])
        for name in ("Malinowski", "Achebe", "Prosser", "m-", "p-"):
            assert f" {name}" not in everything

    def test_your_own_data(self, tmp_path: Path) -> None:
        notebook = run(NOTEBOOKS["07_your_own_data"], tmp_path)
        assert "must be a whole number" in shown(notebook, "report.to_frame()")
        assert "(reflections): 10 = 7 + 3" in shown(notebook, "als.check")
        assert "Fisher" in shown(notebook, "what_not_to_claim")
        everything = str([c.get("outputs") for c in notebook.cells])
        for name in ("Field", "Marsh", "Priya", "Ogden"):
            assert name not in everything

    def test_all_are_run_here(self) -> None:
        tests = {name.removeprefix("test_") for name in dir(type(self))}
        assert {stem[3:] for stem in NOTEBOOKS} <= tests
