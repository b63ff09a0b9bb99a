"""The explorer in JupyterLab itself, without a network."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlparse

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FLAGS = [
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
]
TOKEN = "of-this-test-only"
MAKE = """
import pandas as pd
import alsjournal as als
from alsjournal.cleared import Prevalence, QuoteSet
from alsjournal.disclosure import Audience, clear, policy_named

audience, policy = Audience.set("A"), policy_named("default")
rows = [
    dict(theme=t, set_id="A", session=k, raised=(i + k) % 7, wrote=7, present=7,
         on_roll=8)
    for i, t in enumerate(["Role clarity", "Backfill", "Trust"]) for k in range(1, 5)
]
counts = clear(Prevalence, pd.DataFrame(rows), audience=audience, policy=policy,
               by=("set_id", "session"))
said = clear(QuoteSet, pd.DataFrame({"theme": ["Trust"], "quote": ["We waited."],
             "session": pd.array([2], dtype="Int64")}), audience=audience,
             policy=policy)
explorer = als.TrendExplorer(counts, said)
"""
READY = """async () => {
  const widget = jupyterapp.shell.currentWidget;
  await widget.context.ready;
  await widget.context.sessionContext.ready;
  await widget.context.sessionContext.session.kernel.info;
}"""
RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
SAVE = "() => jupyterapp.commands.execute('docmanager:save')"
SELECTED = """async () => {
  const { session } = jupyterapp.shell.currentWidget.context.sessionContext;
  const code = "print(explorer.selection, len(explorer.quotes_shown()))";
  const future = session.kernel.requestExecute({ code });
  let text = "";
  future.onIOPub = (message) => { text += message.content.text ?? ""; };
  await future.done;
  return text;
}"""


def need_lab():
    missing = [
        name for name in ("playwright", "jupyterlab", "nbformat") if not find_spec(name)
    ]
    if shutil.which("chromium") is None:
        missing.append("chromium")
    if missing and os.environ.get("CI"):
        pytest.fail(f"CI must run this test; not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def settings(folder):
    """A Jupyter of its own: no dialogue, no news, every cell drawn."""
    wanted = {
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        },
        "@jupyterlab/notebook-extension:tracker": {
            "autoStartDefaultKernel": True,
            "windowingMode": "none",
        },
    }
    lab = folder / "config" / "labconfig"
    lab.mkdir(parents=True)
    (lab / "default_setting_overrides.json").write_text(json.dumps(wanted))
    root = Path(__file__).resolve().parents[1]
    return {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "run"),
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONPATH": str(root),
    }


@pytest.fixture
def lab(tmp_path):
    """Start a server with one notebook; stop it by its own process."""
    need_lab()
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    work = tmp_path / "work"
    work.mkdir()
    cells = [new_code_cell(MAKE), new_code_cell("explorer")]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(nb, work / "try.ipynb")
    port = free_port()
    log = (tmp_path / "log").open("w")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *("--ip=127.0.0.1", f"--port={port}", f"--IdentityProvider.token={TOKEN}"),
            *(f"--ServerApp.root_dir={work}", "--LabApp.expose_app_in_browser=True"),
        ],
        env=settings(tmp_path),
        stdout=log,
        stderr=log,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/api?token={TOKEN}", server)
        yield url, work / "try.ipynb"
    finally:
        server.send_signal(signal.SIGINT)
        server.terminate()
        server.wait(20)
        log.close()


def wait_for(url, server, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not start")


def foreign(urls):
    hosts = {urlparse(url).hostname for url in urls if url.startswith(("http", "ws"))}
    return hosts - {"127.0.0.1", "localhost"}


def test_the_explorer_in_jupyterlab(lab, tmp_path):
    from playwright.sync_api import sync_playwright

    url, notebook = lab
    asked = []
    with sync_playwright() as p:
        context = p.chromium.launch_persistent_context(
            tmp_path / "browser",
            executable_path=shutil.which("chromium"),
            headless=True,
            args=FLAGS,
        )
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.goto(f"{url}/lab/tree/try.ipynb?token={TOKEN}&reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.evaluate(READY)
        page.evaluate(RUN_ALL)
        page.wait_for_selector(".als-paper svg", timeout=60_000)
        page.wait_for_selector(".als-live svg", timeout=60_000)
        page.locator('.als-cell[aria-label^="Trust, session 2"]').click()
        page.wait_for_selector(".als-detail blockquote", timeout=60_000)
        assert "We waited." in page.locator(".als-detail").inner_text()
        said = "Trust, session 2: 4 of 7 who wrote (7 present, 8 on the roll)"
        assert said in page.locator(".als-view [role=status]").inner_text()
        page.wait_for_selector(".als-detail svg[role=img]", timeout=60_000)
        chosen = page.evaluate(SELECTED)
        assert chosen.strip() == ("(Cell(theme='Trust', session=2, set_id='A'),) 1")
        page.evaluate(SAVE)
        page.reload()
        page.wait_for_selector(".als-paper svg", timeout=60_000)
        page.wait_for_selector(".als-live svg", timeout=60_000)
        page.wait_for_selector(".als-detail blockquote", timeout=60_000)
        page.locator('.als-cell[aria-label^="Backfill, session 1"]').focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".als-detail h3:has-text('Backfill')", timeout=60_000)
        assert "theme='Backfill', session=1" in page.evaluate(SELECTED)
        context.close()
    assert not foreign(asked)
    saved = json.loads(notebook.read_text())
    outputs = json.dumps([cell["outputs"] for cell in saved["cells"]])
    assert "<figure>" in outputs
    assert "We waited." not in outputs + json.dumps(saved["metadata"])
    assert len(outputs) < 60_000
