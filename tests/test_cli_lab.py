"""The verb that opens the notebooks: nothing overwritten, nobody asked, a clean end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from alsjournal._resources import resource_path
from alsjournal.cli import lab
from alsjournal.cli._app import app

OURS = sorted(path.name for path in resource_path("notebooks").glob("*.ipynb"))
WIDGETS = "@jupyter-widgets/jupyterlab-manager:plugin"
NEWS = "@jupyterlab/apputils-extension:notification"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be run, and in which environment; it is not."""
    calls: list[Any] = []

    def run(command: list[str], env: dict[str, str]) -> int:
        calls.append((command, env))
        return 0

    monkeypatch.setattr(lab, "_run", run)
    monkeypatch.setattr(lab, "find_spec", lambda _: True)
    return calls


def invoke(*args: str) -> Any:
    return CliRunner().invoke(app, ["lab", *args])


def test_puts_all_notebooks_and_opens_the_folder(
    started: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = invoke()
    assert done.exit_code == 0, done.output
    folder = tmp_path / "als-notebooks"
    assert sorted(path.name for path in folder.iterdir()) == OURS
    ((command, _),) = started
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={folder}" in command
    assert [part for part in command if "ip=" in part] == ["--ServerApp.ip=127.0.0.1"]
    assert "--no-browser" not in command


def test_no_browser_goes_on_to_jupyterlab(started: list[Any], tmp_path: Path) -> None:
    assert invoke(str(tmp_path), "--no-browser").exit_code == 0
    assert "--no-browser" in started[0][0]


@pytest.mark.usefixtures("started")
def test_a_notebook_that_differs_is_kept(tmp_path: Path) -> None:
    mine = tmp_path / OURS[0]
    mine.write_text("mine")
    (tmp_path / OURS[1]).symlink_to(tmp_path / "nowhere")
    done = invoke(str(tmp_path))
    assert done.exit_code == 2  # a link that leads nowhere is not written through
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / OURS[1]).unlink()
    done = invoke(str(tmp_path))
    assert done.exit_code == 0
    assert f"Kept yours, which differ from ours: {OURS[0]}\n" in done.output
    assert mine.read_text() == "mine"
    again = invoke(str(tmp_path))
    assert ": 0 put there" in again.output


@pytest.mark.usefixtures("started")
def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    done = invoke(str(tmp_path / "taken"))
    assert done.exit_code == 2
    assert "can be written" in done.output


def test_without_jupyterlab_it_says_the_cure(
    started: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab, "find_spec", lambda _: None)
    done = invoke(str(tmp_path / "new"))
    assert done.exit_code == 2
    assert 'pip install "alsjournal[lab]"' in done.output
    assert not started
    assert not (tmp_path / "new").exists()


def test_what_the_user_named_stands_first() -> None:
    mine = {"JUPYTER_CONFIG_PATH": "mine", "JUPYTER_PATH": "theirs", "HOME": "home"}
    env = lab._surroundings(mine)
    assert env["HOME"] == "home"
    config = env["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert config[0] == "mine"
    assert (Path(config[1]) / "labconfig/default_setting_overrides.json").is_file()
    share = env["JUPYTER_PATH"].split(os.pathsep)
    assert share[0] == "theirs"
    assert (Path(share[1]) / "voila/templates/alsjournal").is_dir()
    assert "JUPYTER_CONFIG_DIR" not in env


def test_jupyterlab_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab, "find_spec", lambda _: True)
    fails = [sys.executable, "-c", "raise SystemExit(3)"]
    monkeypatch.setattr(lab, "_command", lambda *_, **__: fails)
    done = invoke(str(tmp_path))
    assert done.exit_code == 1
    assert "code 3" in done.output


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The verb itself, beside settings of the user's own."""
    if not find_spec("jupyterlab"):
        pytest.skip("not installed: jupyterlab")
    own = tmp_path / "config" / "labconfig"
    own.mkdir(parents=True)
    theme = {"@jupyterlab/apputils-extension:themes": {"theme": "JupyterLab Dark"}}
    (own / "default_setting_overrides.json").write_text(json.dumps(theme))
    chosen = tmp_path / "config" / "lab/user-settings" / WIDGETS.partition(":")[0]
    chosen.mkdir(parents=True)
    (chosen / "plugin.jupyterlab-settings").write_text('{"saveState": false}')
    child = subprocess.Popen(
        [sys.executable, "-m", "alsjournal", "lab", "--no-browser"],
        cwd=tmp_path,
        env={
            **os.environ,
            "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
            "JUPYTER_DATA_DIR": str(tmp_path / "data"),
            "JUPYTER_RUNTIME_DIR": str(tmp_path / "run"),
            "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "config/lab/user-settings"),
            "IPYTHONDIR": str(tmp_path / "ipython"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with child:
        yield child
        child.kill()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_answers_and_stops(
    running: subprocess.Popen[str], tmp_path: Path, how: signal.Signals
) -> None:
    server = server_of(running, tmp_path / "run")
    assert server["url"].startswith("http://127.0.0.1:")
    assert server["root_dir"] == str(tmp_path / "als-notebooks")
    assert "version" in asked(server, "api")
    listed = asked(server, "api/contents")["content"]
    assert sorted(one["name"] for one in listed) == OURS
    # Ours are defaults beside the user's own; what the user chose stands.
    assert default(server, WIDGETS, "saveState") is True
    assert asked(server, f"lab/api/settings/{WIDGETS}")["settings"] == {
        "saveState": False
    }
    assert default(server, NEWS, "fetchNews") == "false"
    assert default(server, NEWS, "checkForUpdates") is False
    themes = "@jupyterlab/apputils-extension:themes"
    assert default(server, themes, "theme") == "JupyterLab Dark"
    running.send_signal(how)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 0, said
    assert "Traceback" not in said
    with pytest.raises(OSError, match="refused"):
        asked(server, "api")


def server_of(child: subprocess.Popen[str], folder: Path) -> dict[str, Any]:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        assert child.poll() is None, child.communicate()[0]
        for path in folder.glob("jpserver-*.json"):
            server: dict[str, Any] = json.loads(path.read_text() or "{}")
            try:
                asked(server, "api")
            except (OSError, KeyError):
                break
            return server
        time.sleep(0.2)
    pytest.fail("JupyterLab did not start")


def asked(server: dict[str, Any], what: str) -> Any:
    address = f"{server['url']}{what}?token={server['token']}"
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)


def default(server: dict[str, Any], plugin: str, name: str) -> Any:
    schema = asked(server, f"lab/api/settings/{plugin}")["schema"]
    return schema["properties"][name]["default"]
