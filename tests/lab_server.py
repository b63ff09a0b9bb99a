"""A Jupyter of its own for a test: no dialogue, no news, no network."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlparse

import pytest

LONG_ENOUGH = 60_000
TOKEN = "of-this-test-only"
ROOT = Path(__file__).resolve().parents[1]


def need(*names):
    """Skip where something is not installed, unless the machine promised it."""
    missing = [name for name in names if not find_spec(name)]
    if shutil.which("chromium") is None:
        missing.append("chromium")
    if missing and os.environ.get("CI"):
        pytest.fail(f"CI must run this test; not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def surroundings(folder, *, kernel=True):
    """The environment of a Jupyter that keeps all that it writes in one folder."""
    wanted = {
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        },
        "@jupyterlab/notebook-extension:tracker": {
            "autoStartDefaultKernel": kernel,
            "windowingMode": "none",
        },
        "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
    }
    config = folder / ("config" if kernel else "config-asleep")
    lab = config / "labconfig"
    lab.mkdir(parents=True, exist_ok=True)
    (lab / "default_setting_overrides.json").write_text(json.dumps(wanted))
    return {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "run"),
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def serving(folder, command, ready, *, kernel=True, **env):
    """Run a server until the test is done; stop it by its own process."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with (folder / "log").open("a") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", *command(port)],
            env={**surroundings(folder, kernel=kernel), **env},
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(url + ready, server)
            yield url
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:  # it waits for a kernel that is busy
                server.kill()
                server.wait(20)


def wait_for(url, server, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except HTTPError:  # it answers, if only that there is no such page
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not start")


def lab(folder, work, *, kernel=True):
    """JupyterLab on the notebooks of one folder; without a kernel it asks for one."""

    def command(port):
        return [
            *("jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
            *(f"--port={port}", f"--IdentityProvider.token={TOKEN}"),
            *(f"--ServerApp.root_dir={work}", "--LabApp.expose_app_in_browser=True"),
        ]

    return serving(folder, command, f"/api?token={TOKEN}", kernel=kernel)


def foreign(urls):
    """The hosts, other than this machine, that a page asked."""
    hosts = {urlparse(url).hostname for url in urls if url.startswith(("http", "ws"))}
    return hosts - {"127.0.0.1", "localhost"}
