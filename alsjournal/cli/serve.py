"""``alsjournal serve``: one audience's page, in a browser, on this machine only."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import webbrowser
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._files import (
    AudienceOption,
    JournalArgument,
    ThemesOption,
    open_coded,
    open_journal,
)
from alsjournal.cli._run import say, stopped_as_by_hand, verb
from alsjournal.errors import DisclosureError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PAGE_OF", "serve"]

PAGE_OF = "ALSJOURNAL_PAGE"
"""The environment variable by which the page knows what it is of."""

_NOTEBOOK = "from alsjournal.cli._page import show_page\nshow_page()"
_IDLE = 1800  # seconds after which a page that nobody looks at gives its memory back
_STARTS_WITHIN = 60  # seconds


@verb
def serve(
    journal: JournalArgument,
    audience: AudienceOption,
    folder: ThemesOption = None,
    port: Annotated[
        int, typer.Option(help="The port on this machine; 0 for any that is free.")
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page.")
    ] = True,
) -> None:
    """Show one audience its page in a browser: no code, and this machine only."""
    from alsjournal.disclosure import audience_of

    _need_voila()
    opened = open_journal(journal)
    who = audience_of(opened, audience)
    if who.kind not in ("set", "research"):
        msg = (
            f"A page is served to a set or to research, who sit at this machine. Got "
            f"{str(who)!r}: give them a file, as `alsjournal report --audience "
            f"{who.kind}` makes it."
        )
        raise DisclosureError(msg)
    open_coded(opened, journal, folder)  # what is missing is better said now
    page = {
        "journal": str(journal.resolve()),
        "audience": str(who),
        "themes": None if folder is None else str(folder.resolve()),
    }
    with (
        stopped_as_by_hand(),
        _serving(page, port or _free_port()) as (server, url),
    ):
        say(f"The page of {str(who)!r} is at {url}")
        say("It is for this machine alone. Stop it with Ctrl+C.")
        if browser:
            webbrowser.open(url)
        try:
            server.wait()
        except KeyboardInterrupt:  # the way to stop it
            say("Stopped.")


def _need_voila() -> None:
    from importlib.util import find_spec

    if find_spec("voila") is None:
        msg = (
            "A page needs Voila, which is not installed. Install it with: pip install "
            "'alsjournal[lab]'"
        )
        raise SourceError(msg)


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


@contextmanager
def _serving(
    page: dict[str, str | None], port: int
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run the server until it is stopped; what it writes goes with it."""
    token = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="alsjournal-page-") as name:
        server = subprocess.Popen(  # noqa: S603 - our own server, no shell
            [
                *(sys.executable, "-m", "voila", _written(Path(name), token)),
                *(f"--port={port}", "--Voila.ip=127.0.0.1", "--no-browser"),
                "--template=alsjournal",
            ],
            env=_surroundings(Path(name), page),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port, server)
            yield server, f"http://127.0.0.1:{port}/?token={token}"
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def _written(folder: Path, token: str) -> str:
    """Write the notebook of the page, and the settings: the token is in no command."""
    cell: dict[str, object] = {
        "cell_type": "code",
        "id": "page",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": _NOTEBOOK,
    }
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {
        "cells": [cell],
        "metadata": {"kernelspec": spec, "title": "alsjournal"},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = folder / "page.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    settings = {
        "Voila": {"token": token},
        "VoilaConfiguration": {"show_tracebacks": False, "file_allowlist": []},
        "MappingKernelManager": {"cull_idle_timeout": _IDLE, "cull_interval": 60},
    }
    config = folder / "config"
    config.mkdir()
    (config / "voila.json").write_text(json.dumps(settings), encoding="utf-8")
    return str(path)


def _surroundings(folder: Path, page: dict[str, str | None]) -> dict[str, str]:
    from alsjournal.widgets.panel import SHARE

    found = os.environ.get("JUPYTER_PATH")
    return {
        **os.environ,
        PAGE_OF: json.dumps(page),
        "JUPYTER_PATH": os.pathsep.join(filter(None, (str(SHARE), found))),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "run"),
        "IPYTHONDIR": str(folder / "ipython"),
    }


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as s:
            s.settimeout(1)
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    msg = (
        f"The page must be served on port {port}; the server did not start. Is the "
        f"port taken? Choose another with --port."
    )
    raise SourceError(msg)
