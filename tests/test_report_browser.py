"""The page in a real browser: quick, silent, and led from chart to words."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from widget_page import browser, need_browser, violations

import alsjournal as als
from alsjournal.report.compose import compose
from alsjournal.report.document import Card, Cards, Document, Quote, Section
from alsjournal.report.render.html import to_html
from alsjournal.report.summarise import summarise

__all__ = ["browser"]

pytestmark = pytest.mark.browser
MANY = 2_000
PLANTED = "<script>globalThis.hit = 1</script><img src=x onerror='globalThis.hit=1'>"


def journal() -> als.Journal:
    rows = [
        {
            "reflection_id": f"{s}-{n}-{m}",
            "set_id": s,
            "session": n,
            "member": f"{s}{m}",
            "text": f"We had no cover in session {n}, said {m}. {PLANTED}",
        }
        for s in "AB"
        for n in (1, 2, 3)
        for m in range(6)
    ]
    frame = pd.DataFrame(rows)
    return als.Journal.from_frame(frame, already_anonymised=True, permission="quote")


def page(audience: str = "set:A") -> Document:
    made = journal()
    ids = made.table("reflections")["reflection_id"]
    codes = pd.DataFrame({"reflection_id": ids, "code": "cover"})
    none = pd.DataFrame(columns=["reflection_id", "code", "construct", "coder"])
    return compose(summarise(made, codes, audience=audience, codings=none))


@pytest.fixture
def shown(browser: Any, tmp_path: Path) -> Any:
    need_browser()
    asked: list[str] = []

    def show(html: str, **settings: Any) -> Any:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        tab = browser.new_page(**settings)
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(path.as_uri())
        tab.asked = asked
        return tab

    return show


def test_a_cell_leads_to_the_words_behind_it(shown: Any) -> None:
    tab = shown(to_html(page()))
    tab.locator("svg a").first.click()
    place = tab.evaluate("document.activeElement.id")
    assert place.startswith("t0")
    assert tab.evaluate("document.activeElement.matches(':target')")
    own = tab.locator(f"#{place}")
    assert own.evaluate("e => e.tagName") in ("ARTICLE", "BLOCKQUOTE")
    assert "cover" in own.inner_text()


def test_the_keyboard_gets_there_from_the_list(shown: Any) -> None:
    tab = shown(to_html(page()))
    link = tab.locator("ol.findings a").first
    link.focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "t0"


def test_what_leads_into_a_closed_part_opens_it(shown: Any) -> None:
    html = to_html(page())
    tab = shown(html)
    hidden = tab.locator("details th a").first
    assert not hidden.is_visible()
    tab.evaluate("document.querySelector('details').querySelector('th a').id = 'deep'")
    tab.evaluate("location.hash = 'deep'")
    hidden.wait_for(state="visible", timeout=2_000)


def test_a_planted_script_never_runs_and_nothing_is_asked_for(shown: Any) -> None:
    tab = shown(to_html(page()))
    assert PLANTED.split(">")[1].split("<")[0] in tab.content()
    assert tab.evaluate("globalThis.hit") is None
    assert len(tab.asked) == 1  # the page itself


def test_the_page_s_own_policy_refuses_fetch_and_eval(shown: Any) -> None:
    tab = shown(to_html(page()))
    tab.evaluate(
        """() => {
          globalThis.refused = [];
          addEventListener("securitypolicyviolation",
            (e) => globalThis.refused.push(e.effectiveDirective));
          const planted = document.createElement("script");
          planted.textContent = "globalThis.hit = 2";
          document.body.append(planted);
          fetch("http://127.0.0.1:9/").catch(() => {});
          new Image().src = "http://127.0.0.1:9/x.png";
        }"""
    )
    tab.wait_for_function("globalThis.refused.length >= 3", timeout=5_000)
    refused = tab.evaluate("globalThis.refused")
    assert {"connect-src", "img-src"} <= set(refused)
    assert any(one.startswith("script-src") for one in refused)
    assert tab.evaluate("globalThis.hit") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("audience", ["programme", "set:A", "research"])
def test_axe_finds_nothing(shown: Any, scheme: str, audience: str) -> None:
    tab = shown(to_html(page(audience)), color_scheme=scheme)
    assert violations(tab, "body") == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_sticks_out(shown: Any, width: int) -> None:
    tab = shown(to_html(page()), viewport={"width": width, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def many(n: int = MANY) -> Document:
    made = page("research")
    cards = tuple(
        Card(
            f"theme {t}",
            tuple(
                Quote(f"It is {i} weeks that nobody came to cover for us. " * 4)
                for i in range(n // 20)
            ),
            f"m{t}",
        )
        for t in range(20)
    )
    return replace(made, blocks=(*made.blocks, Section("q", "All", (Cards(cards),))))


def test_two_thousand_quotes_stay_light_and_whole(shown: Any) -> None:
    html = to_html(many())
    assert len(html.encode()) < 1_500_000
    tab = shown(html)
    assert tab.locator("blockquote").count() >= MANY
    data = tab.locator("a[download='raised-by.csv']").get_attribute("href")
    csv = base64.b64decode(data.partition(",")[2]).decode("utf-8-sig")
    assert csv.startswith('"theme"')
