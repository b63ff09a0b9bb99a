"""The documentation cannot drift from the code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import alsjournal as als

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
VERBS = [
    "demo",
    "init",
    "check",
    "run",
    "ingest",
    "review",
    "themes",
    "codebook",
    "indicators",
    "trends",
    "change",
    "compare",
    "issues",
    "difference",
    "survey",
    "objectives",
    "attendance",
    "facilitation",
    "record",
    "proposals",
    "contribution",
    "agreement",
    "preview",
    "release",
    "report",
    "findings",
    "export",
    "serve",
    "info",
    "lab",
    "encrypt",
    "backup",
    "restore",
    "who",
    "withdraw",
    "forget",
    "bench",
]


def tracked() -> list[Path]:
    try:
        run = subprocess.run(
            ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs a git checkout, to know which files are ours")
    return [ROOT / name for name in run.stdout.splitlines()]


def test_the_verbs_are_these() -> None:
    from alsjournal.cli._app import app

    names = [command.callback.__name__ for command in app.registered_commands]
    assert names == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(verb: str) -> None:
    from alsjournal.cli._app import app

    (command,) = [c for c in app.registered_commands if c.callback.__name__ == verb]
    assert command.callback.__doc__
    assert f"| `{verb}` |" in README


@pytest.mark.slow
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "alsjournal", verb, "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Usage" in run.stdout


@pytest.mark.slow
def test_the_code_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert len(blocks) >= 3
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)
    assert (tmp_path / "summary.html").stat().st_size > 5_000


def test_every_public_name_is_in_numpydoc() -> None:
    for name in sorted(set(als.__all__) - {"__version__"}):
        text = getattr(als, name).__doc__
        parts = ("Parameters\n", "Returns\n", "There is nothing to set")
        assert any(part in text for part in parts), name


def test_the_project_speaks_of_itself_alone() -> None:
    hosts = "|".join(("pypi" + r"\.org", "files.python" + "hosted", r"registry\.npm"))
    paths = "|".join(
        (r"/ro" + "ot/", r"/wo" + "rk/", r"/tmp/" + "w/", r"/op" + "t/pypi")
    )
    wrong = re.compile(f"{hosts}|{paths}")
    for path in tracked():
        if path.suffix in (".png", ".ico", ".npz", ".safetensors") or not path.exists():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found = wrong.search(text)
        assert not found, f"{path.relative_to(ROOT)}: {found.group()}"


def test_nothing_emerges() -> None:
    for path in tracked():
        if path.suffix in (".html", ".j2", ".js") and "report" in path.parts:
            text = path.read_text(encoding="utf-8").lower()
            assert "emerge" not in text, path
            assert "discovered" not in text, path
