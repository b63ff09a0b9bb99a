"""Make the pictures of docs/widgets.md: the views on the sample, in JupyterLab.

    python docs/make_images.py

Needs the extra ``test`` and Chromium. The sample programme is fictional.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from lab_server import TOKEN, lab  # noqa: E402 - lies beside the tests
from test_widgets_lab import ASK, READY, RUN_ALL, notebook  # noqa: E402
from widget_page import FLAGS  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

IMAGES = ROOT / "docs" / "images"
MOST, WIDTH = 150_000, 1_120
LONG = 120_000
WIDE = "() => jupyterapp.shell.collapseLeft()"
SET_UP = """
import alsjournal as als

journal = als.Anonymiser().fit_transform(als.load_sample())
people = journal.codings(coder="reference", construct="theme")
counts = als.theme_prevalence(journal, people, audience="set:A")
said = als.quotes(journal, people, audience="set:A")
change = als.theme_change(journal, people, audience="set:A")
"""
VIEWS = {
    "theme-map": (
        "view = als.ThemeMap(counts, said)",
        'view.selection = (als.Cell("money", 5, "A"),)',
    ),
    "trend-explorer": (
        "view = als.TrendExplorer(counts, said, change=change)",
        'view.selection = (als.Cell("money", 5, "A"),)',
    ),
    "quote-table": (
        "view = als.QuoteTable(said, per_page=5)",
        "pass",
    ),
    "linked": (
        """from ipywidgets import VBox

trend, table = als.TrendExplorer(counts), als.QuoteTable(said)
together = als.link(trend, table)
view = VBox([trend, table])""",
        'table.selection = (als.Cell("being-heard", 1),)',
    ),
}
"""What makes each view, and what is then chosen in it."""


def main() -> None:
    """Make all pictures, and say how large each is."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work = folder / "work"
        work.mkdir()
        with lab(folder, work) as url, browsing(folder) as page:
            for view, (make, choose) in VIEWS.items():
                notebook(work / f"{view}.ipynb", SET_UP, f"{make}\nview")
                shown = open_and_run(page, f"{url}/lab/tree/{view}.ipynb")
                page.evaluate(ASK, choose)
                settled(page, view)
                keep(shown.screenshot(), view)


@contextmanager
def browsing(folder: Path, *, height: int = 1_800) -> Iterator[Page]:
    """A page in Chromium, high enough for a whole view."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        context = p.chromium.launch_persistent_context(
            folder / "browser",
            executable_path=shutil.which("chromium"),
            headless=True,
            args=FLAGS,
            viewport={"width": WIDTH, "height": height},
        )
        yield context.new_page()
        context.close()


def open_and_run(page: Page, address: str) -> Any:
    """Open a notebook, run all of it, and return where its view is."""
    page.goto(f"{address}?token={TOKEN}&reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=LONG)
    page.evaluate(READY)
    page.evaluate(RUN_ALL)
    page.wait_for_selector(".als-view", timeout=LONG)
    page.evaluate(WIDE)
    return page.locator(".jp-OutputArea-output").last


def settled(page: Page, view: str) -> None:
    """Wait until what was chosen is shown, and nothing moves any more."""
    page.wait_for_selector("blockquote", timeout=LONG)
    if view != "quote-table":
        page.wait_for_selector(".als-live svg .als-picked", timeout=LONG)
        page.wait_for_selector(".als-detail h3", timeout=LONG)
    page.wait_for_timeout(1_000)


def keep(picture: bytes, name: str) -> None:
    """Write a picture, if it is small enough to be one of the documentation."""
    if len(picture) > MOST:
        msg = f"{name}.png must be at most {MOST:,} bytes. Got {len(picture):,}."
        raise ValueError(msg)
    (IMAGES / f"{name}.png").write_bytes(picture)
    print(f"{name}.png: {len(picture):,} bytes")


if __name__ == "__main__":
    main()
