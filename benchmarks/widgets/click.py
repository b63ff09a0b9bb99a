"""From a click to the quotes painted, in JupyterLab; how large a notebook gets.

    python benchmarks/widgets/click.py [--texts 100000] [--clicks 40]

Made up: sets of six, six sessions, twenty themes, a quote for every text. The browser
itself takes the time: from the click to the first frame after the new quotes are in
the page. Needs Chromium, and the packages of the extra ``test``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from lab_server import TOKEN, lab  # noqa: E402
from test_widgets_lab import READY, RUN_ALL, SAVE, notebook  # noqa: E402
from widget_page import FLAGS  # noqa: E402

MAKE = """
import sys, time
sys.path.insert(0, {trends!r})
import pandas as pd
import alsjournal as als
from alsjournal.cleared import QuoteSet
from alsjournal.disclosure import Audience, clear, policy_named
from scale import made

start = time.perf_counter()
journal, codes = made({texts})
print(f"journal: {{time.perf_counter() - start:.1f}} s")
start = time.perf_counter()
counts = als.theme_prevalence(journal, codes, by=("session",))
print(f"prevalence: {{time.perf_counter() - start:.1f}} s")
first = codes.drop_duplicates("reflection_id").reset_index(drop=True)
number = first["reflection_id"].str[1:].astype(int)
rows = pd.DataFrame({{
    "theme": first["code"],
    "quote": "We met and spoke of what we had done since, number " + number.astype(str),
    "session": (number % 6 + 1).astype("Int64"),
    "source": "a member",
}})
policy = policy_named("default")
said = clear(QuoteSet, rows, audience=Audience.research(), policy=policy)
"""
SHOW = """
start = time.perf_counter()
themes = als.ThemeMap(counts, said)
print(f"map: {time.perf_counter() - start:.2f} s")
themes
"""
TABLE = """
start = time.perf_counter()
table = als.QuoteTable(said)
print(f"table: {time.perf_counter() - start:.2f} s")
table
"""
CLICK = """(i) => new Promise((done) => {
  const root = document.querySelector(".als-detail");
  const marks = document.querySelectorAll(".als-cell");
  const seen = new MutationObserver(() => {
    if (!root.querySelector("blockquote")) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
  });
  seen.observe(root, { childList: true });
  const start = performance.now();
  marks[i % marks.length].dispatchEvent(new MouseEvent("click", { bubbles: true }));
})"""
TURN = """(words) => new Promise((done) => {
  const root = document.querySelector(".als-quotes");
  const seen = new MutationObserver(() => {
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
  });
  seen.observe(root, { childList: true });
  const start = performance.now();
  const buttons = [...document.querySelectorAll("nav.als-bar button")];
  buttons.find((one) => one.textContent === words).click();
})"""


def line(what: str, took: list[float]) -> str:
    """Return a row of the table: median, ninth decile and slowest of these times."""
    ninth = statistics.quantiles(took, n=10)[-1]
    middle = statistics.median(took)
    return f"| {what} | {len(took)} | {middle:.0f} | {ninth:.0f} | {max(took):.0f} |"


def main() -> None:
    """Run the notebooks, click, and print the tables."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--clicks", type=int, default=40)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    work = folder / "work"
    work.mkdir()
    make = MAKE.format(trends=str(ROOT / "benchmarks" / "trends"), texts=options.texts)
    notebook(work / "click.ipynb", make, SHOW, TABLE)
    ten = ["als.ThemeMap(counts, said)", "als.TrendExplorer(counts, said)"] * 5
    notebook(work / "ten.ipynb", make, *ten)
    with lab(folder, work) as url, sync_playwright() as p:
        context = p.chromium.launch_persistent_context(
            folder / "browser",
            executable_path=shutil.which("chromium"),
            headless=True,
            args=FLAGS,
        )
        page = context.new_page()

        def shown(name: str, live: int) -> None:
            page.goto(f"{url}/lab/tree/{name}?token={TOKEN}&reset")
            page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
            page.evaluate(READY)
            page.evaluate(RUN_ALL)
            drawn = (
                f"() => document.querySelectorAll('.als-live svg').length === {live}"
            )
            page.wait_for_function(drawn, timeout=300_000)

        shown("click.ipynb", 1)
        page.wait_for_selector(".als-quotes li", timeout=60_000)
        for text in page.locator(".jp-OutputArea-output pre").all_inner_texts():
            print(text.strip())
        took = [page.evaluate(CLICK, i) for i in range(options.clicks)]
        turned = [page.evaluate(TURN, "Next page") for _ in range(options.clicks)]
        print(f"\n{options.texts:,} texts, each with a quote\n")
        print(
            "| what | n | median ms | ninth decile | slowest |\n|---|---|---|---|---|"
        )
        print(line("a cell of the map: its quotes painted", took))
        print(line("next page of the table: painted", turned))
        shown("ten.ipynb", len(ten))
        page.evaluate(SAVE)
        page.wait_for_timeout(2_000)
        whole = (work / "ten.ipynb").read_text(encoding="utf-8")
        state = len(json.dumps(json.loads(whole)["metadata"]))
        print(
            f"\nA notebook of {len(ten)} charts, saved with its widgets' state: "
            f"{len(whole) / 1e3:,.0f} kB, of which the state {state / 1e3:,.0f} kB"
        )
        context.close()


if __name__ == "__main__":
    main()
