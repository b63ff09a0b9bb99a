"""``alsjournal serve``: one audience, this machine, its own token, no code."""

import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from itertools import islice

import pytest
from lab_server import LONG_ENOUGH, foreign, need, surroundings
from typer.testing import CliRunner
from widget_page import FLAGS, violations

import alsjournal as als
from alsjournal.cli._app import app
from alsjournal.cli._page import parts_of
from alsjournal.trends import as_coded

RAISED = [
    "What was raised, session by session",
    "One theme over the sessions",
    "In members' own words",
]
OF_A_SET = [
    *("Before the session", "Questions for the room", "Issues and actions"),
    *(*RAISED, "Objectives"),
]


def run(*args):
    return CliRunner().invoke(app, ["serve", *args])


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The journal of the sample, with its themes."""
    folder = tmp_path_factory.mktemp("served")
    journal = als.Anonymiser().fit_transform(als.load_sample())
    path = folder / "j.duckdb"
    als.JournalStore(path).write(journal)
    done = CliRunner().invoke(app, ["themes", str(path)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.mark.slow
def test_who_gets_a_file_and_no_server(place):
    for audience in ("programme", "public"):
        refused = run(str(place / "j.duckdb"), "--audience", audience)
        assert refused.exit_code == 1
        assert "give them a file" in refused.output
    unknown = run(str(place / "j.duckdb"), "--audience", "set:Z")
    assert unknown.exit_code == 2
    assert "Traceback" not in unknown.output


def test_a_journal_that_is_not_there(tmp_path):
    assert run(str(tmp_path / "none.duckdb")).exit_code == 2  # whose page?
    gone = run(str(tmp_path / "none.duckdb"), "--audience", "set:A")
    assert gone.exit_code == 2
    assert "ingest" in gone.output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("audience", "whole", "bare"),
    [
        ("set:A", OF_A_SET, [*OF_A_SET[:2], *RAISED]),
        ("research", [*RAISED, "The survey"], RAISED),
    ],
)
def test_a_part_stands_only_where_its_table_is_kept(place, audience, whole, bare):
    journal = als.JournalStore(place / "j.duckdb").read()
    people = journal.codings(coder="reference", construct="theme")
    kept = ("reflections", "permissions")
    less = als.Journal({name: journal.table(name) for name in kept})
    for one, wanted in ((journal, whole), (less, bare)):
        parts = list(parts_of(one, as_coded(one, people), audience))
        assert [heading for heading, _ in parts] == wanted
        assert {view.audience for _, view in parts} == {audience}


@pytest.mark.slow
def test_who_chooses_an_issue_has_its_questions(place):
    journal = als.JournalStore(place / "j.duckdb").read()
    people = journal.codings(coder="reference", construct="theme")
    parts = parts_of(journal, as_coded(journal, people), "set:A")
    (_, board), (_, questions) = islice(parts, 2)
    board.selection = (als.Cell("money"),)
    assert set(questions.questions_shown()["theme"]) == {"money"}


@pytest.mark.browser
@pytest.mark.slow
def test_a_facilitator_s_page(place, tmp_path):
    need("voila", "playwright", "axe_playwright_python")
    from playwright.sync_api import sync_playwright

    command = [sys.executable, "-m", "alsjournal", "serve", str(place / "j.duckdb")]
    server = subprocess.Popen(
        [*command, "--audience", "set:A", "--no-browser"],
        env={**surroundings(tmp_path), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        url = re.search(r"http://127\.0\.0\.1:\S+", server.stdout.readline())[0]
        with urllib.request.urlopen(url.partition("?")[0]) as answer:
            assert "/login" in answer.url  # without its token: nothing
        asked = []
        with sync_playwright() as p:
            chromium = p.chromium.launch(
                executable_path=shutil.which("chromium"), headless=True, args=FLAGS
            )
            page = chromium.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.goto(url, timeout=LONG_ENOUGH)
            page.wait_for_selector(".als-quotes li", timeout=LONG_ENOUGH)
            page.wait_for_selector(".als-live svg", timeout=LONG_ENOUGH)
            page.get_by_text("Question 1 of").wait_for(timeout=LONG_ENOUGH)
            page.get_by_role("heading", name="Objectives").wait_for()
            assert page.locator("h2").all_inner_texts() == OF_A_SET
            page.locator(".als-head").first.click()
            page.wait_for_selector(".als-opened h5", timeout=LONG_ENOUGH)
            page.locator(".als-cell").first.click()
            page.wait_for_selector(".als-detail h3", timeout=LONG_ENOUGH)
            text = page.content()
            assert "alone, and stays on this machine" in text
            assert "import" not in page.locator("body").inner_text()
            assert "member of set A" in text
            assert not re.search(r"of set [BCD]\b", text)
            assert violations(page) == []
            chromium.close()
        assert asked
        assert not foreign(asked)
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
        server.stdout.close()
    time.sleep(1)
    with pytest.raises(urllib.error.URLError):  # the server goes with the command
        urllib.request.urlopen(url)
