"""Widgets in a real browser: keyboard, mouse, table, downloads, no network."""

import csv
import io

import pandas as pd
import pytest
from widget_page import FORMULA, HOSTILE, browser, opened, put, violations

from alsjournal.cleared import Prevalence, QuoteSet
from alsjournal.disclosure import Audience, clear, policy_named
from alsjournal.widgets import Cell, QuoteTable, ThemeMap, TrendExplorer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

__all__ = ["browser", "opened"]  # fixtures


HEBREW = "\u05e9\u05dc\u05d5\u05dd"


def prevalence(*, sets=("A",), themes=("Role clarity", "Backfill", "Trust")):
    raised = {t: [(i * 2 + k) % 7 for k in range(4)] for i, t in enumerate(themes)}
    rows = [
        {
            "theme": theme,
            "set_id": set_id,
            "session": k + 1,
            "raised": raised[theme][k],
            "wrote": 7,
            "present": 7,
            "on_roll": 8,
        }
        for theme in themes
        for set_id in sets
        for k in range(4)
    ]
    audience = Audience.set("A") if len(sets) == 1 else Audience.research()
    return clear(
        Prevalence,
        pd.DataFrame(rows),
        audience=audience,
        policy=policy_named("default"),
        by=("set_id", "session"),
    )


def quote_set(audience="set:A", theme="Role clarity"):
    rows = {
        "theme": [theme, theme, "Trust"],
        "quote": ["Who decides?", f"{HOSTILE} we wait", "We began to ask."],
        "session": pd.array([3, 1, 2], dtype="Int64"),
    }
    return clear(
        QuoteSet,
        pd.DataFrame(rows),
        audience=Audience.parse(audience),
        policy=policy_named("default"),
    )


def selection(page):
    return page.evaluate("state.selection")


def cell(theme, session, set_id="A"):
    return {"theme": theme, "session": session, "set_id": set_id}


@pytest.mark.parametrize("live", [False, True])
def test_arrows_and_enter_choose_a_cell(opened, live):
    widget = ThemeMap(prevalence())
    themes = widget._table["themes"]
    page = opened(widget, live=live)
    if live:
        page.wait_for_selector(".als-live svg")
    assert page.locator('.als-cell[tabindex="0"]').count() == 1
    page.locator('.als-cell[tabindex="0"]').focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    assert selection(page) == [cell(themes[1], 3)]
    assert f"{themes[1]}, session 3" in page.locator("[role=status]").inner_text()
    assert page.locator('.als-cell[aria-pressed="true"]').count() == 1
    page.keyboard.press("Home")
    page.keyboard.press("Shift+Enter")
    assert selection(page) == [cell(themes[1], 3), cell(themes[1], 1)]
    page.keyboard.press("Escape")
    assert selection(page) == []
    assert page.locator(".als-picked").count() == 0


def test_the_picture_is_there_before_vega_and_stays_in_focus(opened):
    widget = ThemeMap(prevalence())
    page = opened(widget, live=True)
    assert page.locator(".als-paper svg").count() == 1
    page.locator('.als-cell[tabindex="0"]').focus()
    page.wait_for_selector(".als-live svg")
    assert page.evaluate("document.activeElement.classList.contains('als-cell')")
    assert page.evaluate("log.sent") == ["need-vega", "need-spec"]


def test_a_click_on_a_cell_and_on_a_theme(opened):
    widget = ThemeMap(prevalence())
    page = opened(widget, live=True)
    page.wait_for_selector(".als-live svg")
    page.locator('.als-cell[aria-label^="Trust, session 2"]').click()
    assert selection(page) == [cell("Trust", 2)]
    page.locator('.als-cell[aria-label^="Trust, session 2"]').click()
    assert selection(page) == []
    page.locator(".role-axis-label text", has_text="Backfill").click()
    assert selection(page) == [cell("Backfill", None)]
    assert page.locator(".als-picked").count() == 4
    page.get_by_role("combobox", name="Theme").select_option("Trust")
    assert selection(page) == [cell("Trust", None)]


def test_the_table_opens_and_closes(opened):
    page = opened(ThemeMap(prevalence()))
    button = page.get_by_role("button", name="Show as table")
    assert not page.locator(".als-table").is_visible()
    button.click()
    assert page.locator(".als-table tbody tr").count() == 12
    assert page.locator(".als-table th[scope=col]").first.inner_text() == "Theme"
    page.get_by_role("button", name="Hide the table").click()
    assert not page.locator(".als-table").is_visible()


def test_what_is_sent_is_shown_as_text(opened):
    widget = ThemeMap(prevalence(themes=(HOSTILE, FORMULA)), quote_set())
    page = opened(widget, live=True)
    page.wait_for_selector(".als-live svg")
    widget.selection = (Cell(HOSTILE, 2, "A"),)
    detail = {
        **widget._detail(),
        "quotes": [{"quote": f"{HOSTILE} we wait", "from": "session 1"}],
    }
    page.evaluate("(detail) => tell(detail)", detail)
    assert page.locator(".als-detail h3").inner_text() == HOSTILE
    assert page.locator(".als-detail blockquote p").inner_text().startswith("</script>")
    assert page.locator(".als-detail svg").count() == 1
    page.get_by_role("button", name="Show as table").click()
    page.locator(".als-cell").first.hover()
    assert page.locator("img").count() == 0
    assert page.evaluate("globalThis.hit") is None


def test_a_picture_is_stripped_of_what_runs(opened):
    widget = ThemeMap(prevalence())
    widget._svg = widget._svg.replace(
        "<title",
        "<script>globalThis.hit=1</script><foreignObject><img/></foreignObject>"
        '<g onclick="globalThis.hit=1"><a href="http://example.org"/></g><title',
        1,
    )
    page = opened(widget)
    inside = page.locator(".als-paper").inner_html()
    for bad in ("<script", "foreignObject", "onclick", "example.org"):
        assert bad not in inside


def downloaded(page, name):
    with page.expect_download() as info:
        page.get_by_role("button", name=name).click()
    with open(info.value.path(), "rb") as file:  # noqa: PTH123 (a temporary file)
        return file.read()


def test_downloads_are_made_in_the_page(opened):
    widget = ThemeMap(prevalence(themes=(FORMULA, 'Say "when", please')))
    page = opened(widget)
    text = downloaded(page, "Download CSV").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == widget._table["columns"]
    assert {row[0] for row in rows[1:]} == {"'" + FORMULA, 'Say "when", please'}
    assert downloaded(page, "Download SVG").decode() == widget._svg
    assert downloaded(page, "Download PNG").startswith(b"\x89PNG")


def test_sets_can_be_changed_and_the_picture_follows(opened):
    widget = ThemeMap(prevalence(sets=tuple("ABCDEF")))
    page = opened(widget, live=True)
    page.wait_for_selector(".als-live svg")
    page.get_by_role("combobox", name="Set").select_option("=B")
    page.wait_for_function("() => state._table.rows.every((row) => row[1] === 'B')")
    assert widget.set_id == "B"
    page.wait_for_selector(".als-live svg")
    page.locator(".als-cell").first.click()
    assert selection(page)[0]["set_id"] == "B"
    page.evaluate("close()")


def test_two_views_share_one_vega(opened):
    page = opened(ThemeMap(prevalence()), live=True)
    page.wait_for_selector(".als-live svg")
    widget = ThemeMap(prevalence())
    put(page, widget)
    page.wait_for_function(
        "() => document.querySelectorAll('.als-live svg').length === 2"
    )
    assert "need-vega" not in page.evaluate("log.sent")


def test_dark_page_has_light_words(opened):
    page = opened(ThemeMap(prevalence()), color_scheme="dark")
    style = "getComputedStyle(document.querySelector('.als-view'))"
    assert page.evaluate(f"{style}.backgroundColor") == "rgb(22, 25, 27)"
    assert page.evaluate(f"{style}.color") == "rgb(243, 242, 241)"
    page.evaluate("document.body.setAttribute('data-jp-theme-light', 'true')")
    assert page.evaluate(f"{style}.backgroundColor") == "rgb(255, 255, 255)"


def test_the_page_of_its_own_runs_and_loads_nothing(browser, tmp_path):
    widget = ThemeMap(prevalence(themes=(HOSTILE, "Trust")))
    path = tmp_path / "figure.html"
    widget.to_html(path)
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert asked == [path.as_uri()]
    assert page.locator("svg[role=img]").count() == 1
    assert page.locator("img, script").count() == 0
    page.locator("summary").click()
    assert page.locator("tbody tr").count() == 8
    page.close()


def test_a_detail_that_must_be_scrolled_can_be_reached(opened):
    widget = ThemeMap(prevalence(), quote_set())
    page = opened(widget, viewport={"width": 320, "height": 600})
    widget.selection = (Cell("Trust", 2, "A"),)
    page.evaluate("(detail) => tell(detail)", widget._detail())
    page.wait_for_selector('.als-detail .als-paper[tabindex="0"]')
    page.set_viewport_size({"width": 1200, "height": 600})
    page.wait_for_selector('.als-detail .als-paper[tabindex="-1"]')


def test_words_come_first_and_the_picture_follows(opened):
    widget = ThemeMap(prevalence(), quote_set())
    page = opened(widget)
    widget.selection = (Cell("Trust", 2, "A"),)
    words = {**widget._detail(), "svg": "", "waiting": True}
    page.evaluate("(detail) => tell(detail)", words)
    assert page.locator(".als-detail h3").inner_text() == "Trust"
    assert page.locator(".als-detail svg").count() == 0
    page.evaluate("(detail) => tell(detail)", widget._detail())
    assert page.locator(".als-detail svg").count() == 1
    page.evaluate("tell({ type: 'detail', theme: '' })")
    assert page.locator(".als-detail *").count() == 0


def test_the_explorer_goes_from_theme_to_theme(opened):
    widget = TrendExplorer(prevalence(), quote_set())
    page = opened(widget, live=True)
    page.wait_for_selector(".als-live svg")
    themes = widget._table["themes"]
    assert page.locator(".als-cell").count() == 4
    page.locator('.als-cell[tabindex="0"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert selection(page) == [cell(themes[0], 2)]
    page.keyboard.press("PageDown")
    page.wait_for_selector(f'.als-cell[aria-label^="{themes[1]}, session 1"]')
    assert widget.theme == themes[1]
    assert page.get_by_role("combobox", name="Theme").input_value() == themes[1]
    page.get_by_role("combobox", name="Theme").select_option("Trust")
    page.locator('.als-cell[aria-label^="Trust, session 2"]').click()
    page.wait_for_selector(".als-detail blockquote")
    assert "We began to ask." in page.locator(".als-detail").inner_text()
    assert widget.selection == (Cell("Trust", 2, "A"),)


def test_quotes_come_a_page_at_a_time(opened):
    rows = {
        "theme": ["Trust"] * 12 + ["Cover"],
        "quote": [f"Quote {i} {HOSTILE}" for i in range(12)]
        + ["\u05e9\u05dc\u05d5\u05dd"],
        "session": pd.array([1] * 13, dtype="Int64"),
    }
    audience, policy = Audience.set("A"), policy_named("default")
    widget = QuoteTable(
        clear(QuoteSet, pd.DataFrame(rows), audience=audience, policy=policy)
    )
    page = opened(widget)
    page.wait_for_selector(".als-quotes li")
    assert page.locator(".als-quotes li").count() == 10
    page.get_by_role("button", name="Next page").click()
    page.wait_for_function("() => document.querySelectorAll('li').length === 3")
    assert "Page 2 of 2" in page.content()
    assert page.locator("img").count() == 0
    page.get_by_role("combobox", name="Theme").select_option("=Cover")
    page.wait_for_function("() => document.querySelectorAll('li').length === 1")
    assert widget.selection == (Cell("Cover"),)
    words = page.locator("blockquote p").first
    assert words.evaluate("(p) => getComputedStyle(p).direction") == "rtl"
    page.get_by_role("combobox", name="Theme").select_option("")
    page.get_by_role("searchbox", name="Words").fill("quote 11")
    page.wait_for_function("() => document.querySelectorAll('li').length === 1")
    assert "1 quote with" in page.locator("[role=status]").inner_text()
    assert "Quote" not in page.evaluate("JSON.stringify(state)")


def views():
    """One of each widget, as people first see it."""
    return {
        "map": ThemeMap(prevalence(), quote_set()),
        "trend": TrendExplorer(prevalence(), quote_set()),
        "trend of sets": TrendExplorer(prevalence(sets=("A", "B"))),
        "quotes": QuoteTable(quote_set()),
    }


@pytest.mark.parametrize("name", ["map", "trend", "trend of sets", "quotes"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, name, scheme):
    widget = views()[name]
    live = name != "quotes"
    page = opened(widget, live=live, color_scheme=scheme)
    if live:
        page.wait_for_selector(".als-live svg")
        page.locator(".als-cell").nth(1).click()
        page.wait_for_selector(".als-detail h3")
        page.get_by_role("button", name="Show as table").click()
    else:
        page.wait_for_selector(".als-quotes li")
    assert violations(page) == []


@pytest.mark.parametrize("name", ["map", "trend", "quotes"])
def test_it_grows_with_the_text_and_fits_a_narrow_page(opened, name):
    widget = views()[name]
    page = opened(widget, viewport={"width": 320, "height": 700})
    before = page.locator(".als-view").bounding_box()["height"]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.locator(".als-view").bounding_box()["height"] > before
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
