"""Every widget with what nobody expects: code for a name, one of each, hundreds."""

import json
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from map_journals import Lengths, journal
from test_anonymise_review_queue import KEY, Desk, raw
from widget_page import answered, browser, opened
from widget_tables import (
    HOSTILE,
    change,
    heard,
    history,
    issue_cards,
    made,
    prevalence,
    quotes,
    recurrence,
    summary,
    survey,
    trail,
)

from alsjournal import cleared, widgets
from alsjournal.themes import ThemeModel

__all__ = ["browser", "opened"]  # fixtures

HEBREW = "\u05e9\u05dc\u05d5\u05dd"
ODD = (HOSTILE, 'O\'Hara "when"', "a.b[0]", "datum['x']", "a\\b", HEBREW, "&lt;b&gt;")
ONE = ("Cover",)
MANY = tuple(f"Theme {i}" for i in range(300))
SHORT = {"sessions": 1, "wrote": 1}


def theme_map(names, **size):
    return widgets.ThemeMap(prevalence(names, **size), quotes(names[0]))


def explorer(names, **size):
    told = change(names[0], "set:A")
    return widgets.TrendExplorer(prevalence(names, **size), change=told)


def quote_table(names, **size):
    frames = [quotes(name, n=1).to_frame() for name in names]
    return widgets.QuoteTable(made(cleared.QuoteSet, pd.concat(frames)))


def board(names, **size):
    counts = prevalence(names, **size)
    return widgets.RecurrenceBoard(
        recurrence(names), issue_cards(names[0]), prevalence=counts
    )


def questions(names, **size):
    frames = [issue_cards(name).to_frame() for name in names]
    return widgets.QuestionCards(made(cleared.IssueCards, pd.concat(frames)))


def brief(names, **size):
    who = "programme"
    told, said = change(names[0]), quotes(names[0], who)
    return widgets.ThemeBrief(
        summary(names), told, said, prevalence(names, who, **size)
    )


def issues(names, **size):
    frame = trail().to_frame().dropna(subset="issue_id").iloc[:4]
    frames = [frame.assign(issue_id=name, text=name) for name in names]
    return widgets.IssueTrail(made(cleared.IssueTrail, pd.concat(frames)), heard())


def objectives(names, **size):
    frames = [
        history(versions=2).to_frame().assign(set_id=name, text=name) for name in names
    ]
    rows = pd.concat(frames, ignore_index=True)
    return widgets.ObjectiveHistory(made(cleared.ObjectiveHistory, rows, "research"))


def answers(names, **size):
    one = survey().to_frame().query("item == 'act'")
    frames = [one.assign(item=name, question=name) for name in names]
    return widgets.SurveyBars(
        made(cleared.SurveyItems, pd.concat(frames), "programme", unit="respondents")
    )


def area(names, **size):
    n = max(20, 2 * len(names))
    of = journal(n, members=8, sessions=1 if size else 4)
    ids = of.table("reflections")["reflection_id"]
    codes = [names[i % len(names)] for i in range(n)]
    codings = pd.DataFrame({"reflection_id": ids, "code": codes})
    return widgets.ReflectionMap(codings, of, embedder=Lengths())


def matrix(names, labels="several", **size):
    ids = [f"r{i}" for i in range(max(12, 2 * len(names)))]
    codes = [names[i % len(names)] for i in range(len(ids))]
    ann = pd.DataFrame({"reflection_id": ids, "code": codes, "coder": "ann"})
    ben = ann.iloc[: len(ids) // 2].assign(coder="O'Ben </script>")
    return widgets.AgreementMatrix(
        pd.concat([ann, ben]),
        unit="text",
        labels=labels,
        read=ids,
        approach="codebook",
        n_bootstraps=100,
    )


def grid(names, **size):
    return matrix(names[:40], "one")


VIEWS = {
    one.__name__: one
    for one in (
        *(theme_map, explorer, quote_table, board, questions, brief, issues),
        *(objectives, answers, area, matrix, grid),
    )
}
every_view = pytest.mark.parametrize("name", VIEWS)


class Elements(HTMLParser):
    """Names of the elements of a page, and whether one of them would run code."""

    def __init__(self):
        super().__init__()
        self.names, self.runs = set(), []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.runs += [key for key, _ in attrs if key.startswith("on")]


def elements(page):
    found = Elements()
    found.feed(page)
    return found


def choose_all(view):
    """Choose each in turn, as a page would: by way of what is sent."""
    for cell in list(view._private["choices"].values()):
        view.selection = (cell,)
        sent = json.loads(json.dumps(view.get_state("selection")))
        view.set_state(sent)
        assert view.selection == (cell,)


@every_view
def test_odd_names_stay_words(name):
    view = VIEWS[name](ODD)
    choose_all(view)
    for page in (view.to_html(), view._repr_mimebundle_()[0]["text/html"]):
        found = elements(page)
        assert "script" not in found.names
        assert not found.runs
    if hasattr(view, "_svg"):
        svg = ET.fromstring(view._svg)
        tags = {element.tag.rpartition("}")[2] for element in svg.iter()}
        assert not {"script", "image", "foreignObject"} & tags
        shown = " ".join(filter(None, (e.get("aria-label") for e in svg.iter())))
        assert "a.b[0]" in shown + json.dumps(view._table)


@every_view
def test_three_hundred_of_them(name):
    view = VIEWS[name](MANY)
    state = {k: v for k, v in view.get_state().items() if k not in ("_esm", "_css")}
    assert len(json.dumps(state)) < 800_000  # a matrix of 40 codes has 1,681 cells
    assert len(view._repr_mimebundle_()[0]["text/html"]) < 500_000


@every_view
def test_one_of_one_session_by_one_member(name):
    view = VIEWS[name](ONE, **SHORT)
    choose_all(view)
    assert view.to_html()
    assert "nan" not in view.to_html().casefold()


@pytest.mark.browser
@pytest.mark.slow
@every_view
def test_odd_names_stay_words_in_a_page(opened, name):
    view = VIEWS[name](ODD)
    live = hasattr(view, "_svg")
    page = opened(view, live=live)
    if live:
        page.wait_for_selector(".als-live svg")
    for choice in ("combobox", "button"):  # what can be chosen, and what opened
        found = page.get_by_role(choice)
        if choice == "combobox" and found.count():
            found.first.select_option(index=1)
    heads = page.locator(".als-head")
    for i in range(min(heads.count(), len(ODD))):
        heads.nth(i).click()
    page.wait_for_timeout(100)
    assert page.evaluate("globalThis.hit === undefined")
    assert page.locator("img:not([src^='data:']):not([src^='blob:'])").count() == 0
    assert page.locator(".als-view script").count() == 0


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    return Desk(tmp_path)


def test_the_review_of_odd_texts_and_of_none(desk):
    odd = [f"{HOSTILE} said Quillan.", f"Quillan {HEBREW}.", 'The "Chase".', "Quillan"]
    view = widgets.AnonymisationReview(desk.queue(raw(odd)))
    for _ in range(8):
        (item,) = answered(view, {"type": "need-item"})["sent"]
        skip = {"type": "decide", "decision": "skip", "item": item["item"]}
        answered(view, skip)
    assert item["item"] == ""
    assert elements(view._repr_mimebundle_()[0]["text/html"]).runs == []
    none = widgets.AnonymisationReview(desk.queue(raw(["So."])))
    (item,) = answered(none, {"type": "need-item"})["sent"]
    assert "Nothing is left" in item["status"]


@pytest.fixture(scope="module")
def fitted():
    of = journal(24, members=6, sessions=1)
    options = {"n_themes": 2, "unclear": 0.0, "embedder": Lengths()}
    return ThemeModel(random_state=0, **options).fit(of), of


@pytest.mark.parametrize("name", ODD)
def test_the_editor_takes_odd_names(fitted, name):
    view = widgets.CodebookEditor(*fitted, by="O'Ade </script>")
    theme = view._head["themes"][0]["id"]
    decide = {"type": "decide", "theme": theme, "action": "rename"}
    answered(view, {**decide, "words": {"name": name}})
    assert view.codebook.theme(theme).name == name
    found = elements(view._repr_mimebundle_()[0]["text/html"])
    assert not found.runs
    assert not {"script", "img"} & found.names
