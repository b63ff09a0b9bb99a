"""The wheel carries what the package needs beside its code; so does a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow

USE = """
import alsjournal as als
from alsjournal._resources import resource_path
import pathlib
from importlib import resources
print(pathlib.Path(als.__file__).parent)
print(len(als.load_sample()), len(als.load_gold()))
print(resource_path("notebooks", "01_quickstart.ipynb").exists())
import alsjournal.widgets.view, alsjournal.report.render
from jinja2 import Environment, PackageLoader
loader = PackageLoader("alsjournal.report", "templates")
Environment(loader=loader).get_template("document.html.j2")
from alsjournal.report.words import words_in
assert words_in("en").sentences.keys() == words_in("cy").sentences.keys()
assert resources.files("alsjournal.report").joinpath("templates/follow.js").is_file()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_is_whole(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    assert "alsjournal/py.typed" in names
    for name in ("common.js", "chart.js", "quotes.js", "view.css"):
        assert f"alsjournal/widgets/static/{name}" in names
    assert "alsjournal/cli/jupyter/labconfig/default_setting_overrides.json" in names
    assert "alsjournal/widgets/share/voila/templates/alsjournal/conf.json" in names
    assert not [n for n in names if n.startswith(("tests/", "benchmarks/"))]
    run = subprocess.run(
        [sys.executable, "-c", USE],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    where, counts, notebook = run.stdout.splitlines()
    assert Path(where).is_relative_to(tmp_path)
    assert all(int(n) > 40 for n in counts.split())
    assert notebook == "True"


def test_the_checkout_is_whole(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", USE],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert Path(run.stdout.splitlines()[0]) == ROOT / "alsjournal"
