"""Widgets where people sit: JupyterLab, Voila, a page that was exported."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lab_server import TOKEN, foreign, lab, need, serving, surroundings
from widget_page import FLAGS, violations

from alsjournal.widgets.panel import SHARE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MAKE = """
import pandas as pd
import alsjournal as als
from alsjournal.cleared import Change, Prevalence, QuoteSet
from alsjournal.disclosure import Audience, clear, policy_named

audience, policy = Audience.set("A"), policy_named("default")
rows = [
    dict(theme=t, set_id="A", session=k, raised=(i + k) % 7, wrote=7, present=7,
         on_roll=8)
    for i, t in enumerate(["Role clarity", "Backfill", "Trust"]) for k in range(1, 5)
]
counts = clear(Prevalence, pd.DataFrame(rows), audience=audience, policy=policy,
               by=("set_id", "session"))
said = clear(QuoteSet, pd.DataFrame({"theme": ["Trust", "Backfill"],
             "quote": ["We waited.", "Nobody covers."],
             "session": pd.array([2, 1], dtype="Int64")}), audience=audience,
             policy=policy)
"""
THREE = (
    "themes = als.ThemeMap(counts, said)",
    "trend = als.TrendExplorer(counts, said)",
    "table = als.QuoteTable(said)\ntogether = als.link(themes, trend, table)",
)
READY = """async () => {
  const widget = jupyterapp.shell.currentWidget;
  await widget.context.ready;
  await widget.context.sessionContext.ready;
  await widget.context.sessionContext.session.kernel.info;
}"""
RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
SAVE = "() => jupyterapp.commands.execute('docmanager:save')"
ASK = """async (code) => {
  const { session } = jupyterapp.shell.currentWidget.context.sessionContext;
  const future = session.kernel.requestExecute({ code });
  let text = "";
  future.onIOPub = (message) => { text += message.content.text ?? ""; };
  await future.done;
  return text.trim();
}"""
ONE_QUOTE = "() => document.querySelectorAll('.als-quotes li').length === 1"
LONG = 60_000


def notebook(path, *cells, kernel=True):
    """Write a notebook of these cells, without outputs."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb = new_notebook(
        cells=[new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": spec} if kernel else {},
    )
    nbformat.write(nb, path)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """One folder and one server for all of this file."""
    need("playwright", "jupyterlab", "nbformat", "axe_playwright_python")
    folder = tmp_path_factory.mktemp("jupyter")
    work = folder / "work"
    work.mkdir()
    with lab(folder, work) as url:
        yield url, work, folder


@pytest.fixture
def browsing(tmp_path):
    """A browser with a watched network: nobody but this machine may be asked."""
    from playwright.sync_api import sync_playwright

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
        yield page
        context.close()
    assert not foreign(asked)


def opened(page, url, name):
    page.goto(f"{url}/lab/tree/{name}?token={TOKEN}&reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=LONG)


def run_all(page):
    page.evaluate(READY)
    page.evaluate(RUN_ALL)


def test_three_linked_views_live_reloaded_and_without_a_kernel(place, browsing):
    url, work, folder = place
    page = browsing
    shows = [f"{code}\n{code.split(' = ')[0]}" for code in THREE]
    notebook(work / "three.ipynb", MAKE, *shows)
    opened(page, url, "three.ipynb")
    run_all(page)
    page.wait_for_selector(".als-quotes li", timeout=LONG)
    page.wait_for_function(
        "() => document.querySelectorAll('.als-live svg').length === 2", timeout=LONG
    )
    views = page.locator(".als-view")
    views.nth(0).locator('.als-cell[aria-label^="Trust, session 2"]').click()
    quotes = views.nth(2).locator("blockquote")
    page.wait_for_function(ONE_QUOTE, timeout=LONG)
    assert "We waited." in quotes.first.inner_text()
    views.nth(1).locator('.als-cell[aria-label^="Trust, session 2"]').wait_for()
    said = "Trust, session 2: 4 of 7 who wrote (7 present, 8 on the roll)"
    assert said in views.nth(0).locator("[role=status]").inner_text()
    code = "print(themes.selection, trend.theme, table.selection)"
    assert page.evaluate(ASK, code) == (
        "(Cell(theme='Trust', session=2, set_id='A'),) Trust "
        "(Cell(theme='Trust', session=2, set_id=None),)"
    )
    assert violations(page) == []
    page.evaluate(SAVE)
    page.reload()
    page.wait_for_selector(".als-quotes li", timeout=LONG)
    page.wait_for_function(
        "() => document.querySelectorAll('.als-live svg').length === 2", timeout=LONG
    )
    cell = (
        page.locator(".als-view").nth(0).locator('[aria-label^="Backfill, session 1"]')
    )
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".als-quotes li:has-text('Nobody covers.')", timeout=LONG)
    assert "theme='Backfill', session=1" in page.evaluate(ASK, "print(trend.selection)")
    page.evaluate(SAVE)
    page.wait_for_timeout(500)
    kept = json.loads((work / "three.ipynb").read_text())
    everything = json.dumps([cell["outputs"] for cell in kept["cells"]])
    everything += json.dumps(kept["metadata"])
    assert "We waited." not in everything
    assert "Nobody covers." not in everything
    assert len(everything) < 300_000
    reopened_another_day(page, url, work, folder, kept)
    with lab(folder, work, kernel=False) as asleep:
        as_it_came_by_mail(page, asleep, work, kept)


def reopened_another_day(page, url, work, folder, kept):
    """Trusted, and the kernel that runs is another: the pictures are in the file."""
    (work / "trusted.ipynb").write_text(json.dumps(kept))
    subprocess.run(
        [sys.executable, "-m", "jupyter", "trust", str(work / "trusted.ipynb")],
        check=True,
        env=surroundings(folder),
    )
    opened(page, url, "trusted.ipynb")
    page.wait_for_selector(".als-paper svg[aria-labelledby]", timeout=LONG)
    assert page.locator(".als-paper svg[aria-labelledby]").count() == 2
    text = shown_in(page)
    assert "Error displaying widget" not in text
    assert "We waited." not in text
    assert "kernel runs" in text  # where the quotes would stand
    page.get_by_role("button", name="Show as table").first.click()
    assert page.locator(".als-table tbody tr").count() > 0


def as_it_came_by_mail(page, url, work, kept):
    """Not trusted, and no kernel runs: the pictures of the saved output."""
    widgets = kept["metadata"]["widgets"]
    (work / "mailed.ipynb").write_text(
        json.dumps({**kept, "metadata": {"widgets": widgets}})
    )
    opened(page, url, "mailed.ipynb")
    ask = page.locator(".jp-Dialog")
    ask.get_by_role("button", name="No Kernel", exact=True).click(timeout=LONG)
    pictures = page.locator('.jp-OutputArea img[alt^="How many members"]')
    pictures.first.wait_for(timeout=LONG)
    drawn = "(img) => img.complete && img.naturalWidth > 100"
    assert pictures.first.evaluate(drawn)
    assert page.locator(".jp-OutputArea figure img").count() == 2
    assert page.locator(".als-view").count() == 0
    text = shown_in(page)
    assert "Error displaying widget" not in text
    assert "We waited." not in text
    assert "kernel runs" in text


def shown_in(page):
    return " ".join(page.locator(".jp-OutputArea").all_inner_texts())


CARDS = """
from alsjournal.cleared import IssueCards, Recurrence

rows = [dict(theme=t, rank=i, sessions_raised=3, sessions=4, raised=5, wrote=7,
        status_now="raised") for i, t in enumerate(["Cover", "Trust"])]
table = clear(Recurrence, pd.DataFrame(rows), audience=audience, policy=policy)
asked = dict(theme=["Trust"], kind="question of the set", text="Who knows?")
cards = clear(IssueCards, pd.DataFrame(asked), audience=audience, policy=policy)
"""


def test_cards_by_keyboard_and_no_word_of_them_is_saved(place, browsing):
    url, work, _ = place
    page = browsing
    board = "board = als.RecurrenceBoard(table, cards)\nboard"
    notebook(work / "cards.ipynb", MAKE, CARDS, board, "als.QuestionCards(cards)")
    opened(page, url, "cards.ipynb")
    run_all(page)
    page.wait_for_selector(".als-head", timeout=LONG)
    page.locator(".als-head").first.focus()
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector(".als-opened :text('Who knows?')", timeout=LONG)
    page.wait_for_selector(".als-question:text('Who knows?')", timeout=LONG)
    assert "theme='Trust'" in page.evaluate(ASK, "print(board.selection)")
    assert violations(page) == []
    page.evaluate(SAVE)
    page.wait_for_timeout(500)
    kept = json.loads((work / "cards.ipynb").read_text())
    everything = json.dumps([cell["outputs"] for cell in kept["cells"]])
    everything += json.dumps(kept["metadata"])
    assert "Raised in 3 of 4 sessions" in everything
    assert "Who knows?" not in everything


NEWEST = f"""
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, {str(Path(__file__).parent)!r})
from map_journals import Lengths, coded, codes, journal
from test_anonymise_review_queue import KEY, Desk

os.environ["ALSJOURNAL_KEY"] = KEY
of = journal()
model = als.ThemeModel(n_themes=2, unclear=0.0, embedder=Lengths()).fit(of)
codings, ids = coded()
desk = Desk(Path(tempfile.mkdtemp()))
"""
FOUR = {
    "area": "als.ReflectionMap(codes(of), of, embedder=Lengths())",
    "matrix": 'als.AgreementMatrix(codings, unit="text", read=ids, '
    'approach="codebook", n_bootstraps=100)',
    "editor": 'als.CodebookEditor(model, of, by="Ade")',
    "review": "als.AnonymisationReview(desk.queue())",
}
WORDS = ("no beds", "no cover in winter", "Quillan", "Sarah", "Chase")
LIVE = "() => document.querySelectorAll('.als-live svg').length === 2"


def test_the_researchers_four_clicked_edited_reloaded_and_reopened(place, browsing):
    url, work, folder = place
    page = browsing
    shows = [f"{name} = {code}\n{name}" for name, code in FOUR.items()]
    notebook(work / "four.ipynb", MAKE, NEWEST, *shows)
    opened(page, url, "four.ipynb")
    run_all(page)
    page.wait_for_function(LIVE, timeout=LONG)
    page.wait_for_selector(".als-sentence mark", timeout=LONG)
    area, matrix, editor, review = (page.locator(".als-view").nth(i) for i in range(4))
    area.locator(".als-handle").focus()
    for key, times in (("Left", 9), ("Down", 9), ("Right", 18), ("Up", 18)):
        for _ in range(times):
            page.keyboard.press(f"{'Shift+' if times > 9 else ''}Arrow{key}")
    page.keyboard.press("Enter")
    area.get_by_text("40 texts chosen").first.wait_for()
    area.get_by_role("combobox", name="Theme").select_option("ward")
    matrix.locator('.als-cell[aria-label^="cover, only ann"]').click()
    matrix.locator(".als-detail h3").wait_for()
    editor.get_by_role("textbox", name="Name", exact=True).fill("Cover & rota")
    editor.get_by_role("button", name="Rename").click()
    editor.locator(".als-list :text('Cover & rota')").wait_for()
    review.get_by_role("button", name="Not now").click()
    review.get_by_text("2 of").first.wait_for()
    asked = (
        "print(area.selection[0].theme, len(area.rectangle), len(area.selected),"
        " sorted(matrix.disagreements['reflection_id']),"
        " 'Cover & rota' in editor.codebook.names(),"
        " review.done)"
    )
    told = "ward 4 40 ['key-8', 'key-9'] True 1"
    assert page.evaluate(ASK, asked) == told
    assert violations(page) == []
    page.evaluate(SAVE)
    page.reload()
    page.wait_for_function(LIVE, timeout=LONG)
    page.wait_for_selector(".als-sentence mark", timeout=LONG)
    assert page.evaluate(ASK, asked) == told
    area, matrix, editor, review = (page.locator(".als-view").nth(i) for i in range(4))
    editor.locator(".als-list :text('Cover & rota')").wait_for()
    matrix.locator('.als-cell[aria-label^="cover, both"]').click()
    review.get_by_role("button", name="Not now").click()
    review.get_by_text("3 of").first.wait_for()
    asked = "print(matrix.selection[0].set_id, review.done)"
    assert page.evaluate(ASK, asked) == "both 2"
    page.evaluate(SAVE)
    page.wait_for_timeout(500)
    kept = (work / "four.ipynb").read_text()
    assert not [word for word in WORDS if word in kept]
    again(work, folder, "four.ipynb")
    opened(page, url, "again.ipynb")
    page.wait_for_function(
        "() => document.querySelectorAll('.als-view').length === 4", timeout=LONG
    )
    assert page.locator(".als-paper svg[aria-labelledby]").count() == 2
    text = shown_in(page)
    assert "Error displaying widget" not in text
    assert "Cover & rota" in text
    assert not [word for word in WORDS if word in text]


def again(work, folder, name):
    """The same notebook on another day: trusted, and what ran then is gone."""
    shutil.copy(work / name, work / "again.ipynb")
    subprocess.run(
        [sys.executable, "-m", "jupyter", "trust", str(work / "again.ipynb")],
        check=True,
        env=surroundings(folder),
    )


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_the_map_alone_by_keyboard_in_both_themes(place, browsing, theme):
    url, work, _ = place
    page = browsing
    name = f"map-{theme}.ipynb"
    notebook(work / name, MAKE, f"{THREE[0]}\nthemes")
    opened(page, url, name)
    page.evaluate(
        "(name) => jupyterapp.commands.execute('apputils:change-theme',"
        " { theme: `JupyterLab ${name}` })",
        theme,
    )
    run_all(page)
    page.wait_for_selector(".als-live svg", timeout=LONG)
    page.locator('.als-cell[tabindex="0"]').focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector(".als-detail svg[role=img]", timeout=LONG)
    ground = "getComputedStyle(document.querySelector('.als-view')).backgroundColor"
    dark = page.evaluate(ground) == "rgb(22, 25, 27)"
    assert dark == (theme == "Dark")
    assert "session=2" in page.evaluate(ASK, "print(themes.selection)")
    assert violations(page) == []


def test_the_exported_page_shows_the_pictures_and_asks_nobody(place, browsing):
    _, work, folder = place
    page = browsing
    notebook(work / "export.ipynb", MAKE, *(f"{c}\n{c.split(' = ')[0]}" for c in THREE))
    command = [
        *(sys.executable, "-m", "nbconvert", "--execute", "--to", "html"),
        *("--ExecutePreprocessor.store_widget_state=False", "--no-input"),
        *("--HTMLExporter.mathjax_url=", "--HTMLExporter.require_js_url="),
        str(work / "export.ipynb"),
    ]
    subprocess.run(command, check=True, env=surroundings(folder))
    page.goto((work / "export.html").as_uri())
    assert page.locator("figure img[alt]").count() == 2
    assert page.locator("figure details").count() == 2
    assert "We waited." not in page.content()


def test_voila_serves_the_same_views(browsing, tmp_path):
    need("voila", "playwright")
    page = browsing
    notebook(
        tmp_path / "page.ipynb", MAKE, *(f"{c}\n{c.split(' = ')[0]}" for c in THREE)
    )

    def command(port):
        return [
            *("voila", str(tmp_path / "page.ipynb"), f"--port={port}", "--no-browser"),
            "--template=alsjournal",
        ]

    with serving(tmp_path, command, "/static/", JUPYTER_PATH=str(SHARE)) as url:
        page.goto(url, timeout=LONG)
        page.wait_for_selector(".als-quotes li", timeout=LONG)
        page.locator('.als-cell[aria-label^="Backfill, session 1"]').first.click()
        page.wait_for_function(ONE_QUOTE, timeout=LONG)
        assert "Nobody covers." in page.locator(".als-quotes").inner_text()
        assert violations(page) == []
