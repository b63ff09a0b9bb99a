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


PSEUDONYMS = {f"m{i}": f"m-{str(i) * 12}" for i in range(1, 7)}
TOLD = {
    "m1": MINE,
    "m2": SECRET,
    "m3": KEPT,
    "m5": OTHERS,
    "m6": ELSEWHERE,
}
SHARED = {"A": "I0", "B": "I3"}  # the issue that all wrote of, and asked about
AGREED = ("done", "part", "changed", "dropped", "done")


def recorded():
    """The same sets with a record and a survey: each word is its owner's alone."""
    base = journal()
    frames = {name: base.table(name) for name in ("reflections", "permissions")}
    tables = {
        name: []
        for name in (
            *("issues", "turns", "questions", "actions", "action_reports"),
            *("offers", "outcomes", "objectives", "survey"),
        )
    }
    for i, (one, word) in enumerate(TOLD.items()):
        who = PSEUDONYMS[one]
        here = {"set_id": "B" if one in ("m5", "m6") else "A", "issue_id": f"I{i}"}
        text = f"How does [member {who}] cover the {word}?"
        first, later = {**here, "session": 1}, {**here, "session": 2}
        action = {"action_id": f"a{i}"}
        tables["issues"].append({**here, "presenter": who, "text": text})
        tables["turns"].append({**first, "order": i + 1, "presenter": who})
        tables["questions"].append(
            {**first, "question_id": f"q{i}", "asked_by": who, "text": text}
        )
        tables["actions"].append({**first, **action, "owner": who, "text": text})
        tables["action_reports"].append(
            {**action, "session": 2, "status": AGREED[i], "text": text}
        )
        tables["offers"].append(
            {**later, "offer_id": f"o{i}", "by": who, "kind": "idea", "text": text}
        )
        tables["outcomes"].append(
            {
                "outcome_id": f"x{i}",
                "set_id": here["set_id"],
                "session": 3,
                **action,
                "claimed_by": who,
                "level": "team",
                "text": text,
            }
        )
        tables["objectives"].append(
            {
                "set_id": here["set_id"],
                "version": i + 1,
                "level": "set" if one in ("m1", "m5") else "member",
                "member": None if one in ("m1", "m5") else who,
                "session": 1,
                "text": text,
            }
        )
    for i in range(6):
        asked = {"respondent": f"p{i}", "wave": "end"}
        tables["survey"] += [
            {**asked, "item": "recommend", "answer": "yes" if i else "no"},
            {**asked, "item": "valued", "answer": f"The {SECRET}, the {KEPT}."},
        ]
    frames |= {name: pd.DataFrame(rows) for name, rows in tables.items()}
    for name in ("reflections", "permissions"):
        frames[name]["member"] = frames[name]["member"].map(PSEUDONYMS)
    frames["reflections"]["issue_id"] = frames["reflections"]["set_id"].map(SHARED)
    frames["questions"]["issue_id"] = frames["questions"]["set_id"].map(SHARED)
    return Journal(frames)


def cards_of(texts):
    """Every view of cards, made for set A."""
    codes, made = coded(texts), {"audience": "set:A"}
    issues = als.recurring_issues(texts, codes, **made)
    cards = als.issue_cards(texts, codes, **made)
    counts = als.theme_prevalence(texts, codes, **made)
    change = als.theme_change(texts, codes, **made)
    told = als.quotes(texts, codes, **made)
    trail, heard = als.issue_trail(texts, **made), als.hearing_back(texts, **made)
    return {
        "board": als.RecurrenceBoard(issues, cards, prevalence=counts),
        "trail": als.IssueTrail(trail, heard),
        "questions": als.QuestionCards(cards),
        "brief": als.ThemeBrief(
            als.theme_summary(texts, codes, **made), change, told, counts
        ),
        "objective": als.ObjectiveHistory(als.objective_history(texts, **made)),
        "survey": als.SurveyBars(als.survey_items(texts, **made)),
    }


KINDS = ("board", "trail", "questions", "brief", "objective", "survey")
NOT_HERE = (OTHERS, SECRET, ELSEWHERE, KEPT, *PSEUDONYMS.values())


def every_card(widget, monkeypatch):
    """All that a view of cards ever sends, whatever is opened or asked for."""
    sent = []
    monkeypatch.setattr(
        type(widget), "send", lambda self, content, buffers=None: sent.append(content)
    )
    for cell in list(widget._private["choices"].values()):
        asked = {"theme": cell.theme, "session": cell.session, "set_id": cell.set_id}
        widget.selection = (cell,)
        widget._handle_custom_msg({"type": "need-card", "cell": asked}, [])
        widget._handle_custom_msg({"type": "need-detail"}, [])
    widget.selection = ()
    for at in range(20):
        widget._handle_custom_msg({"type": "need-question", "id": at, "at": at}, [])
        widget._handle_custom_msg({"type": "need-names", "from": at}, [])
    return json.dumps(sent)


@pytest.mark.parametrize("kind", KINDS)
def test_no_card_keeps_or_sends_what_is_of_others(kind, monkeypatch):
    widget = cards_of(recorded())[kind]
    sent, kept = every_card(widget, monkeypatch), everything_kept(widget)
    assert (MINE in sent) == (kind != "survey")  # the test would see what is there
    assert MINE not in kept
    for canary in NOT_HERE:
        assert canary not in sent
        assert canary not in kept


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_of_cards_holds_what_is_of_others(kind, opened):
    widget = cards_of(recorded())[kind]
    page = opened(widget, live=kind == "survey")
    seen = [page.content()]
    if kind == "survey":
        page.wait_for_selector(".als-live svg")
        page.locator(".als-cell").first.click()
        page.wait_for_selector(".als-detail h3")
    elif kind == "questions":
        while page.get_by_role("button", name="Next").is_enabled():
            page.get_by_role("button", name="Next").click()
            page.wait_for_timeout(30)
            seen.append(page.content())
    else:
        heads = page.locator(".als-head")
        for i in range(heads.count()):
            heads.nth(i).click()
            page.wait_for_selector(".als-opened:not([hidden]) > *")
            seen.append(page.content())
    seen.append(page.content())
    state = page.evaluate("JSON.stringify(state)")
    assert (MINE in "".join(seen)) == (kind != "survey")
    assert MINE not in state
    for canary in NOT_HERE:
        assert canary not in "".join(seen) + state
