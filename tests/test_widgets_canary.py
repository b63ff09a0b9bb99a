"""A facilitator's page holds no other set's words, and none without permission."""

import json

import pandas as pd
import pytest
from widget_page import browser, opened

import alsjournal as als
from alsjournal.journal import Journal

__all__ = ["browser", "opened"]  # fixtures

MINE, OTHERS, SECRET, ELSEWHERE, KEPT = (
    "quillwort",
    "marjoram",
    "tamarisk",
    "sandalwood",
    "juniper",
)
THEMES = ("cover", "trust")


def journal():
    """Set A and B; in A one allows quotes, one counts only, one keeps it all."""
    rows, permissions = [], []
    allowed = {
        ("A", "m1"): ("quote", "set", MINE),
        ("A", "m2"): ("counts", "set", SECRET),
        ("A", "m3"): ("self", "set", KEPT),
        ("A", "m4"): ("quote", "set", f"{MINE} too"),
        ("B", "m5"): ("quote", "set", OTHERS),
        ("B", "m6"): ("quote", "public", ELSEWHERE),
    }
    for (set_id, member), (use, reach, word) in allowed.items():
        permissions.append({"member": member, "use": use, "reach": reach})
        rows += [
            {
                "reflection_id": f"{member}-{session}",
                "set_id": set_id,
                "session": session,
                "member": member,
                "text": f"We spoke of the {word} in session {session}, and of cover.",
            }
            for session in (1, 2, 3)
        ]
    frames = {"reflections": rows, "permissions": permissions}
    return Journal({name: pd.DataFrame(table) for name, table in frames.items()})


def coded(texts):
    ids = texts.table("reflections")["reflection_id"]
    return pd.DataFrame(
        [{"reflection_id": i, "code": theme} for i in ids for theme in THEMES]
    )


def views(texts):
    codes = coded(texts)
    made = {"audience": "set:A"}
    counts = als.theme_prevalence(texts, codes, **made)
    quotes = als.quotes(texts, codes, per_theme=20, **made)
    change = als.theme_change(texts, codes, **made)
    return (
        als.ThemeMap(counts, quotes),
        als.TrendExplorer(counts, quotes, change=change),
        als.QuoteTable(quotes, per_page=3),
    )


def everything_kept(widget):
    """All that a saved notebook, or a page, may hold."""
    state = {k: v for k, v in widget.get_state().items() if k not in {"_esm", "_css"}}
    data, metadata = widget._repr_mimebundle_()
    chart = json.dumps(widget.chart.to_dict()) if hasattr(widget, "chart") else ""
    kept = [json.dumps(state), json.dumps(data), json.dumps(metadata), chart]
    return "\n".join([*kept, widget.to_html(), repr(widget), str(vars(widget).keys())])


def every_message(widget, monkeypatch):
    """All that the widget ever sends, whatever is chosen."""
    sent = []
    monkeypatch.setattr(
        type(widget), "send", lambda self, content, buffers=None: sent.append(content)
    )
    for cell in list(widget._private["choices"].values()):
        widget.selection = (cell,)
        widget._handle_custom_msg({"type": "need-detail"}, [])
        for page in range(1, 20):
            asked = {"type": "need-page", "id": page, "page": page, "words": "the"}
            widget._handle_custom_msg(asked, [])
    widget.selection = ()
    for page in range(1, 20):
        widget._handle_custom_msg({"type": "need-page", "id": page, "page": page}, [])
    return json.dumps(sent)


def test_nothing_of_others_is_kept_or_sent(monkeypatch):
    for widget in views(journal()):
        sent = every_message(widget, monkeypatch)
        kept = everything_kept(widget)
        assert MINE in sent  # the test would see what is there
        assert MINE not in kept
        for canary in (OTHERS, SECRET, ELSEWHERE, KEPT):
            assert canary not in sent, type(widget)
            assert canary not in kept, type(widget)


def test_nothing_of_others_is_sent_while_linked(monkeypatch):
    widgets = views(journal())
    als.link(*widgets)
    sent = "".join(every_message(widget, monkeypatch) for widget in widgets)
    assert MINE in sent
    for canary in (OTHERS, SECRET, ELSEWHERE, KEPT):
        assert canary not in sent


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_of_others_is_in_the_page(opened):
    for widget in views(journal()):
        page = opened(widget, live=hasattr(widget, "chart"))
        seen = []
        if hasattr(widget, "chart"):
            page.wait_for_selector(".als-live svg")
            marks = page.locator(".als-cell")
            for i in range(marks.count()):
                marks.nth(i).hover()
                marks.nth(i).click()
                page.wait_for_selector(".als-detail blockquote")
                seen.append(page.content())
        else:
            page.wait_for_selector(".als-quotes li")
            seen.append(page.content())
        state = page.evaluate("JSON.stringify(state)")
        assert MINE in "".join(seen)
        assert MINE not in state
        for canary in (OTHERS, SECRET, ELSEWHERE, KEPT):
            assert canary not in "".join(seen) + state
