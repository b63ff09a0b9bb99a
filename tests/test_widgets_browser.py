"""The widget in a real browser: keyboard, mouse, table, downloads, no network."""

import csv
import io
import os
import shutil
from urllib.parse import urlparse

import pandas as pd
import pytest

from alsjournal.cleared import Prevalence, QuoteSet
from alsjournal.disclosure import Audience, clear, policy_named
from alsjournal.widgets import Cell, TrendExplorer
from alsjournal.widgets.view import vega_bundle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FLAGS = [
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
]
HOSTILE = "</script><img src=x onerror='globalThis.hit=1'>"
FORMULA = "=cmd()"
ORIGIN = "http://127.0.0.1/"
# No eval, nothing from elsewhere; Blobs are how the page gets its modules.
POLICY = (
    "default-src 'none'; script-src blob:; style-src 'unsafe-inline'; "
    "img-src blob: data:"
)
MODEL = """
async ([esm, css, state, bundle]) => {
  const handlers = {};
  const log = { sent: [], saved: [] };
  const model = {
    get: (name) => state[name],
    set: (name, value) => {
      state[name] = value;
      (handlers[`change:${name}`] ?? []).forEach((handler) => handler());
    },
    save_changes: () => log.saved.push(structuredClone(state.selection)),
    on: (event, handler) => (handlers[event] ??= []).push(handler),
    off: (event, handler) => {
      handlers[event] = (handlers[event] ?? []).filter((one) => one !== handler);
    },
    send: (message) => {
      log.sent.push(message.type);
      if (message.type !== "need-vega" || !bundle) return;
      const bytes = new DataView(new TextEncoder().encode(bundle).buffer);
      setTimeout(() => tell({ type: "vega" }, [bytes]), 50);
    },
  };
  const tell = (message, buffers = []) =>
    (handlers["msg:custom"] ?? []).forEach((handler) => handler(message, buffers));
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  const { default: widget } = await import(url);
  const el = document.body.appendChild(document.createElement("div"));
  globalThis.close = widget.render({ model, el });
  Object.assign(globalThis, { log, tell, state, model });
}
"""


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


def need_browser():
    """Skip where there is none, unless the machine promised one."""
    reason = None
    if shutil.which("chromium") is None:
        reason = "chromium is not installed"
    else:
        try:
            import playwright.sync_api  # noqa: F401
        except ImportError:
            reason = "playwright is not installed"
    if reason and os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI must run the browser tests")
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="module")
def browser():
    need_browser()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        chromium = p.chromium.launch(
            executable_path=shutil.which("chromium"), headless=True, args=FLAGS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser):
    """Open a widget on a page; afterwards nothing may have left this machine."""
    pages, asked, broken = [], [], []

    def show(widget, *, live=False, **options):
        page = browser.new_page(**options)
        pages.append(page)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: broken.append(str(error)))
        html = "<!DOCTYPE html><html lang=en><title>t</title><body></body></html>"
        headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
        page.route("**/*", lambda route: route.fulfill(body=html, headers=headers))
        page.goto(ORIGIN)
        page.unroute("**/*")
        names = ["_svg", "_spec", "_table", "_status", "selection", "set_id"]
        state = widget.get_state(names)
        bundle = vega_bundle().decode() if live else ""
        page.evaluate(MODEL, [str(widget._esm), str(widget._css), state, bundle])
        return page

    yield show
    for page in pages:
        page.close()
    assert not broken
    assert not [url for url in asked if not local(url)]


def local(url):
    parts = urlparse(url)
    host = parts.hostname or urlparse(parts.path).hostname
    return parts.scheme in {"blob", "data"} or host in {"127.0.0.1", "localhost"}


def selection(page):
    return page.evaluate("state.selection")


def cell(theme, session, set_id="A"):
    return {"theme": theme, "session": session, "set_id": set_id}


@pytest.mark.parametrize("live", [False, True])
def test_arrows_and_enter_choose_a_cell(opened, live):
    widget = TrendExplorer(prevalence())
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
    widget = TrendExplorer(prevalence())
    page = opened(widget, live=True)
    assert page.locator(".als-paper svg").count() == 1
    page.locator('.als-cell[tabindex="0"]').focus()
    page.wait_for_selector(".als-live svg")
    assert page.evaluate("document.activeElement.classList.contains('als-cell')")
    assert page.evaluate("log.sent") == ["need-vega"]


def test_a_click_on_a_cell_and_on_a_theme(opened):
    widget = TrendExplorer(prevalence())
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
    page = opened(TrendExplorer(prevalence()))
    button = page.get_by_role("button", name="Show as table")
    assert not page.locator(".als-table").is_visible()
    button.click()
    assert page.locator(".als-table tbody tr").count() == 12
    assert page.locator(".als-table th[scope=col]").first.inner_text() == "Theme"
    page.get_by_role("button", name="Hide the table").click()
    assert not page.locator(".als-table").is_visible()


def test_what_is_sent_is_shown_as_text(opened):
    widget = TrendExplorer(prevalence(themes=(HOSTILE, FORMULA)), quote_set())
    page = opened(widget, live=True)
    page.wait_for_selector(".als-live svg")
    widget.selection = (Cell(HOSTILE, 2, "A"),)
    detail = {
        **widget._detail(),
        "quotes": [{"quote": f"{HOSTILE} we wait", "from": "session 1"}],
    }
    page.evaluate("(detail) => tell(detail)", detail)
    assert page.locator(".als-detail h3").inner_text() == HOSTILE
    assert "who wrote (7 present, 8 on the roll)" in page.content()
    assert page.locator(".als-detail blockquote p").inner_text().startswith("</script>")
    assert page.locator(".als-detail svg").count() == 1
    page.get_by_role("button", name="Show as table").click()
    page.locator(".als-cell").first.hover()
    assert page.locator("img").count() == 0
    assert page.evaluate("globalThis.hit") is None


def test_a_picture_is_stripped_of_what_runs(opened):
    widget = TrendExplorer(prevalence())
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
    widget = TrendExplorer(prevalence(themes=(FORMULA, 'Say "when", please')))
    page = opened(widget)
    text = downloaded(page, "Download CSV").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == widget._table["columns"]
    assert {row[0] for row in rows[1:]} == {"'" + FORMULA, 'Say "when", please'}
    assert downloaded(page, "Download SVG").decode() == widget._svg
    assert downloaded(page, "Download PNG").startswith(b"\x89PNG")


def test_sets_can_be_changed_and_the_picture_follows(opened):
    widget = TrendExplorer(prevalence(sets=tuple("ABCDEF")))
    page = opened(widget, live=True)
    page.wait_for_selector(".als-live svg")
    page.get_by_role("combobox", name="Set").select_option("=B")
    assert page.evaluate("state.set_id") == "B"
    widget.set_id = "B"
    page.evaluate(
        "(s) => { for (const k of ['_svg', '_spec', '_table']) model.set(k, s[k]) }",
        widget.get_state(["_svg", "_spec", "_table"]),
    )
    page.wait_for_selector(".als-live svg")
    page.locator(".als-cell").first.click()
    assert selection(page)[0]["set_id"] == "B"
    page.evaluate("close()")


def test_two_views_share_one_vega(opened):
    page = opened(TrendExplorer(prevalence()), live=True)
    page.wait_for_selector(".als-live svg")
    widget = TrendExplorer(prevalence())
    names = ["_svg", "_spec", "_table", "_status", "selection", "set_id"]
    state = widget.get_state(names)
    page.evaluate(MODEL, [str(widget._esm), str(widget._css), state, ""])
    page.wait_for_function(
        "() => document.querySelectorAll('.als-live svg').length === 2"
    )
    assert "need-vega" not in page.evaluate("log.sent")


def test_dark_page_has_light_words(opened):
    page = opened(TrendExplorer(prevalence()), color_scheme="dark")
    style = "getComputedStyle(document.querySelector('.als-view'))"
    assert page.evaluate(f"{style}.backgroundColor") == "rgb(22, 25, 27)"
    assert page.evaluate(f"{style}.color") == "rgb(243, 242, 241)"
    page.evaluate("document.body.setAttribute('data-jp-theme-light', 'true')")
    assert page.evaluate(f"{style}.backgroundColor") == "rgb(255, 255, 255)"


def test_the_page_of_its_own_runs_and_loads_nothing(browser, tmp_path):
    widget = TrendExplorer(prevalence(themes=(HOSTILE, "Trust")))
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
    widget = TrendExplorer(prevalence(), quote_set())
    page = opened(widget, viewport={"width": 320, "height": 600})
    widget.selection = (Cell("Trust", 2, "A"),)
    page.evaluate("(detail) => tell(detail)", widget._detail())
    page.wait_for_selector('.als-detail .als-paper[tabindex="0"]')
    page.set_viewport_size({"width": 1200, "height": 600})
    page.wait_for_selector('.als-detail .als-paper[tabindex="-1"]')


def test_words_come_first_and_the_picture_follows(opened):
    widget = TrendExplorer(prevalence(), quote_set())
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
