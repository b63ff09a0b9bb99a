"""Make the pictures of docs/widgets.md: the views on the sample, in JupyterLab.

    python docs/make_images.py [NAME ...]

Needs the extra ``test`` and Chromium. The sample programme is fictional.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

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
REVIEW = """
import os
import shutil
from pathlib import Path

from alsjournal._resources import resource_path
from alsjournal.anonymise.review import log_beside, open_review
from alsjournal.widgets import AnonymisationReview
from alsjournal.datasets import SAMPLE_KEY

os.environ["ALSJOURNAL_KEY"] = SAMPLE_KEY
sample = shutil.copytree(resource_path("corpora", "sample"), "programme")
with Path(sample, "programme.toml").open("a") as settings:
    settings.write('\\n[review]\\ncustodian = "Casey Vale"\\n')
queue = open_review("programme/programme.toml", log_beside("my.duckdb"))
while (item := queue.next()).reasons[0].startswith("in ") or not item.finders:
    queue.decide("skip")  # to something in English that was found
"""


class Shown(NamedTuple):
    """What makes a view, what is then chosen in it, and what is there when it is."""

    make: str
    choose: str
    ready: str
    height: int = 1_800
    set_up: str = SET_UP


PICKED = ".als-live svg .als-picked"
CARD = ".als-opened h5"
VIEWS = {
    "theme-map": Shown(
        "view = als.ThemeMap(counts, said)",
        'view.selection = (als.Cell("money", 5, "A"),)',
        f"{PICKED}, .als-detail h3, blockquote",
    ),
    "trend-explorer": Shown(
        "view = als.TrendExplorer(counts, said, change=change)",
        'view.selection = (als.Cell("money", 5, "A"),)',
        f"{PICKED}, .als-detail h3, blockquote",
    ),
    "quote-table": Shown(
        "view = als.QuoteTable(said, per_page=5)", "pass", "blockquote"
    ),
    "linked": Shown(
        """from ipywidgets import VBox

trend, table = als.TrendExplorer(counts), als.QuoteTable(said)
together = als.link(trend, table)
view = VBox([trend, table])""",
        'table.selection = (als.Cell("being-heard", 1),)',
        f"{PICKED}, .als-detail h3, blockquote",
    ),
    "recurrence-board": Shown(
        """issues = als.recurring_issues(journal, people, audience="set:A")
cards = als.issue_cards(journal, people, audience="set:A")
view = als.RecurrenceBoard(issues, cards, prevalence=counts)""",
        'view.selection = (als.Cell("frailty-home"),)',
        CARD,
        960,
    ),
    "question-cards": Shown(
        """cards = als.issue_cards(journal, people, audience="set:A")
view = als.QuestionCards(cards)""",
        'view.selection = (als.Cell("money"),)',
        "text=Question 1 of",
        500,
    ),
    "issue-trail": Shown(
        """trail = als.issue_trail(journal, audience="set:A")
view = als.IssueTrail(trail, als.hearing_back(journal, audience="set:A"))""",
        'view.selection = (als.Cell("issue 2", 2, "A"),)',
        CARD,
        1_180,
    ),
    "objective-history": Shown(
        """history = als.objective_history(journal, audience="set:A")
view = als.ObjectiveHistory(history)""",
        'view.selection = (als.Cell("the set, version 5", 5, "A"),)',
        CARD,
        900,
    ),
    "theme-brief": Shown(
        """led = {"audience": "programme"}
view = als.ThemeBrief(
    als.theme_summary(journal, people, **led),
    als.theme_change(journal, people, **led),
    als.quotes(journal, people, **led),
    als.theme_prevalence(journal, people, by=("session",), **led),
)""",
        'view.selection = (als.Cell("being-heard"),)',
        ".als-opened svg",
        900,
    ),
    "survey-bars": Shown(
        'view = als.SurveyBars(als.survey_items(journal, audience="programme"))',
        'view.selection = (als.Cell("organisation_valued"),)',
        f"{PICKED}, .als-detail h3",
        1_020,
    ),
    "reflection-map": Shown(
        """model = als.ThemeModel(random_state=0).fit(journal)
view = als.ReflectionMap(people, journal)
view.selection = (als.Cell("money"),)""",
        "view.rectangle = (-0.1, 0.15, -0.1, 0.15)",
        ".als-live svg, .als-detail h3",
        1_250,
    ),
    "codebook-editor": Shown(
        """model = als.ThemeModel(random_state=0).fit(journal)
view = als.CodebookEditor(model, journal, by="Ade")""",
        "pass",
        ".als-quotes li",
        640,
    ),
    "agreement-matrix": Shown(
        """model = als.ThemeModel(random_state=0).fit(journal)
both = journal.with_codings(model.code(journal))
same = {"budget, finance, cent": "money", "hospital, nurse, patients": "asking"}
view = als.AgreementMatrix(
    both, unit="text", coders=("themes", "reference"), same=same, codes=["money"]
)""",
        'view.selection = (als.Cell("money"),)',
        ".als-live svg",
        900,
    ),
    "anonymisation-review": Shown(
        "view = AnonymisationReview(queue)",
        "pass",
        ".als-sentence mark",
        set_up=REVIEW,
    ),
}


def main() -> None:
    """Make the pictures that are named, or all, and say how large each is."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work = folder / "work"
        work.mkdir()
        with lab(folder, work) as url, browsing(folder) as page:
            for view in sys.argv[1:] or VIEWS:
                shown = VIEWS[view]
                notebook(work / f"{view}.ipynb", shown.set_up, f"{shown.make}\nview")
                place = open_and_run(page, f"{url}/lab/tree/{view}.ipynb")
                page.evaluate(ASK, shown.choose)
                settled(page, shown)
                keep(picture(page, place, shown.height), view)


@contextmanager
def browsing(folder: Path, *, height: int = 2_600) -> Iterator[Page]:
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


def settled(page: Page, shown: Shown) -> None:
    """Wait until what was chosen is shown, and nothing moves any more."""
    for selector in shown.ready.split(", "):
        page.locator(selector).first.wait_for(timeout=LONG)
    page.wait_for_timeout(1_000)


def picture(page: Page, place: Any, most: int) -> bytes:
    """Take what stands there, at most so high."""
    box = place.bounding_box()
    return page.screenshot(clip={**box, "height": min(box["height"], most)})


def keep(picture: bytes, name: str) -> None:
    """Write a picture, if it is small enough to be one of the documentation."""
    if len(picture) > MOST:
        msg = f"{name}.png must be at most {MOST:,} bytes. Got {len(picture):,}."
        raise ValueError(msg)
    (IMAGES / f"{name}.png").write_bytes(picture)
    print(f"{name}.png: {len(picture):,} bytes")


if __name__ == "__main__":
    main()
