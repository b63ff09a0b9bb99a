"""``alsjournal lab``: the notebooks, in a JupyterLab that asks nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from alsjournal.cli._run import fail, say, stopped_as_by_hand, verb
from alsjournal.errors import MissingExtraError, SourceError

__all__ = ["lab"]

_SETTINGS = Path(__file__).parent / "jupyter"
"""Where ``labconfig/default_setting_overrides.json`` lies; stands before what the
user's own folders say, and behind what the user chose in JupyterLab."""

_SECONDS = 20  # that JupyterLab has to stop its kernels


@verb
def lab(
    folder: Annotated[
        Path, typer.Argument(help="Where the notebooks are put, and opened.")
    ] = Path("als-notebooks"),
    browser: Annotated[
        bool,
        typer.Option("--browser/--no-browser", help="Open it, or only say where."),
    ] = True,
) -> None:
    """Put the notebooks into a folder and open JupyterLab on it. Ctrl-C stops it."""
    if find_spec("jupyterlab") is None:
        msg = (
            "The notebooks need JupyterLab, which is not installed. Install it: "
            'pip install "alsjournal[lab]"'
        )
        raise MissingExtraError(msg)
    new, kept = _lay_out(folder)
    say(f"Notebooks in {folder}: {len(new)} put there.")
    if kept:
        say(f"Kept yours, which differ from ours: {', '.join(kept)}")
    say("JupyterLab answers this machine alone. Ctrl-C stops it.")
    code = _run(_command(folder, browser=browser), _surroundings(os.environ))
    if code:
        fail(f"JupyterLab stopped (code {code}). What it said stands above.", 1)


def _lay_out(folder: Path) -> tuple[list[str], list[str]]:
    """Put notebooks where none is; return which are new, and which differ."""
    from alsjournal._resources import resource_path

    new, kept = [], []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ours in sorted(resource_path("notebooks").glob("*.ipynb")):
            theirs = folder / ours.name
            if not theirs.exists():
                _put(ours.read_bytes(), theirs)
                new.append(ours.name)
            elif theirs.read_bytes() != ours.read_bytes():
                kept.append(ours.name)
    except OSError as error:
        msg = (
            f"The notebooks must go into a folder that can be written. Got {folder} "
            f"({error.strerror}). Name another: alsjournal lab FOLDER"
        )
        raise SourceError(msg) from None
    return new, kept


def _put(content: bytes, path: Path) -> None:
    """Write a whole file or none, and never over another."""
    with path.open("xb") as file:
        try:
            file.write(content)
        except OSError:
            path.unlink()
            raise


def _command(folder: Path, *, browser: bool) -> list[str]:
    """JupyterLab of this Python, for this machine alone."""
    return [
        *(sys.executable, "-m", "jupyterlab"),
        f"--ServerApp.root_dir={folder.resolve()}",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.answer_yes=True",  # Ctrl-C is meant
        "--LabApp.extension_manager=readonly",  # the other one asks a registry
        "--VoilaConfiguration.template=alsjournal",
        *(() if browser else ("--no-browser",)),
        # In a container there may be nobody but root, and nobody else can reach it.
        *(("--allow-root",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()),
    ]


def _surroundings(env: Mapping[str, str]) -> dict[str, str]:
    """Add our settings, and our page for Voila, behind what the user named."""
    from alsjournal.widgets.panel import SHARE

    ours = {"JUPYTER_CONFIG_PATH": _SETTINGS, "JUPYTER_PATH": SHARE}
    paths = {
        name: os.pathsep.join(filter(None, (env.get(name), str(path))))
        for name, path in ours.items()
    }
    return {**env, **paths}


def _run(command: list[str], env: dict[str, str]) -> int:
    """Run it until it ends or somebody stops it, who then waits for it to be done."""
    started = subprocess.Popen(command, env=env)  # noqa: S603 - no shell, our own words
    with stopped_as_by_hand(), started as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            say("Stopping JupyterLab.")
            if os.name == "posix":  # elsewhere this would leave kernels behind
                child.terminate()
            try:
                child.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
            return 0
