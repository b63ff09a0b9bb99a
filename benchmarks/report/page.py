"""How large a report's page gets, and how soon a browser has it ready.

    python benchmarks/report/page.py [--quotes 2000] [--runs 15]

The analysts' report of the sample, from its reference coding, with made quotes added
(each of about 30 words, in twenty cards) until there are as many as asked for. Ready is
when the browser says that the page has loaded, counted from the start of navigation.
Needs Chromium, and the packages of the extra ``test``.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import alsjournal as als
from alsjournal.report.compose import compose
from alsjournal.report.document import Card, Cards, Document, Quote, Section
from alsjournal.report.render.docx import to_docx
from alsjournal.report.render.html import to_html
from alsjournal.report.render.markdown import to_markdown
from alsjournal.report.render.pdf import to_pdf
from alsjournal.report.summarise import summarise

WORDS = "nobody could say who might sign, so we asked again and wrote it down together "
READY = "performance.getEntriesByType('navigation')[0].loadEventEnd"


def say(words: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{words}\n")


def with_quotes(document: Document, more: int) -> Document:
    """Add made quotes to a document."""
    cards = tuple(
        Card(
            f"Made card {n}",
            tuple(
                Quote(f"{WORDS}{WORDS}number {i}", source="a member, made")
                for i in range(n, more, 20)
            ),
            f"made{n}",
        )
        for n in range(20)
    )
    section = Section("made", "Made quotes", (Cards(cards),))
    return replace(document, blocks=(*document.blocks, section))


def timed(what: str, make):
    """Run it, and say how long it took."""
    start = time.perf_counter()
    made = make()
    say(f"{what}: {time.perf_counter() - start:.2f} s")
    return made


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quotes", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=15)
    asked = parser.parse_args()
    journal = als.Anonymiser().fit_transform(als.load_sample())
    codes = journal.codings(coder="reference", construct="theme")
    read = timed("reading what texts show", lambda: als.code_reflections(journal))
    for audience in ("programme", "set:A", "research"):
        summary = timed(
            f"summarise for {audience}",
            lambda who=audience: summarise(journal, codes, audience=who, codings=read),
        )
        document = timed("  compose", lambda one=summary: compose(one))
        for render in (to_html, to_docx, to_markdown):
            name = render.__name__
            made = timed(f"  {name}", lambda one=document, r=render: r(one))
            size = len(made if isinstance(made, bytes) else made.encode())
            say(f"  {name}: {size / 1000:,.0f} kB")
        page = to_html(document, paper=True)
        timed("  print a PDF", lambda one=page: to_pdf(one))
    more = asked.quotes - len(summary.quotes)
    html = to_html(with_quotes(document, more))
    say(f"page with {asked.quotes} quotes: {len(html.encode()) / 1000:,.0f} kB")
    say(f"ready in Chromium: {ready(html, asked.runs)}")


def ready(html: str, runs: int) -> str:
    """Say how soon the page is ready."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
        path = Path(folder) / "page.html"
        path.write_text(html, encoding="utf-8")
        browser = p.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        times = []
        for _ in range(runs):
            tab = browser.new_page()
            tab.goto(path.as_uri())
            times.append(float(tab.evaluate(READY)))
            tab.close()
        browser.close()
    times.sort()
    return (
        f"median {statistics.median(times):.0f} ms, slowest {times[-1]:.0f} ms "
        f"({runs} runs)"
    )


if __name__ == "__main__":
    main()
