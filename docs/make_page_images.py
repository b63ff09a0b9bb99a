"""Make the pictures of the tutorials: the pages of `alsjournal demo`, and `serve`.

    python docs/make_page_images.py

Needs the extra ``test`` and Chromium. The sample programme is fictional.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

IMAGES = Path(__file__).resolve().parent / "tutorials" / "images"
WIDTH, HEIGHT, LONG = 1_000, 860, 120_000
VERB = [sys.executable, "-m", "alsjournal"]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Yield the address of set A's page, while it is served."""
    journal = folder / "als-demo" / "journal.duckdb"
    asked = ["serve", str(journal), "--audience", "set:A", "--no-browser"]
    running = subprocess.Popen([*VERB, *asked], stdout=subprocess.PIPE, text=True)
    try:
        line = running.stdout.readline()
        yield re.search(r"http://\S+", line)[0]
    finally:
        running.terminate()
        running.wait()


def shoot(page: Page, folder: Path) -> None:
    """Make the pictures of the two pages, and of the one that is served."""
    pages = folder / "als-demo"
    page.goto((pages / "summary-coded.html").as_uri())
    chart = page.locator("section", has=page.locator("#h-chart"))
    chart.locator("svg").first.screenshot(path=IMAGES / "programme-chart.png")
    page.goto((pages / "set-A.html").as_uri())
    page.screenshot(path=IMAGES / "set-page.png")
    with served(folder) as address:
        page.goto(address, timeout=LONG)
        page.get_by_text("Asked in the set").first.wait_for(timeout=LONG)
        page.get_by_text("Loading widget").first.wait_for(state="detached")
        page.screenshot(path=IMAGES / "set-served.png")


def main() -> None:
    """Make the pictures anew."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as play:
        subprocess.run([*VERB, "demo"], cwd=place, check=True)
        chromium = play.chromium.launch(executable_path=shutil.which("chromium"))
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        shoot(page, Path(place))
        chromium.close()


if __name__ == "__main__":
    main()
