"""Small cleared tables for tests of widgets; people's words have ``SAID`` in them."""

import json

import pandas as pd

from alsjournal import cleared
from alsjournal.disclosure import Audience, clear, policy_named

SAID = "zebra"
HOSTILE = "</script><img src=x onerror='globalThis.hit=1'>"
POLICY = policy_named("default")


def made(kind, rows, audience="set:A", **options):
    frame = pd.DataFrame(rows)
    if frame.empty:
        frame = pd.DataFrame(columns=list(kind.COLUMNS))
    who = Audience.parse(audience)
    return clear(kind, frame, audience=who, policy=POLICY, **options)


def recurrence(themes=("Cover", "Trust"), audience="set:A", **more):
    rows = [
        {
            "theme": theme,
            "rank": i + 1,
            "sessions_raised": 3,
            "sessions": 4,
            "came_back": 1,
            "first_session": 1,
            "last_session": 4,
            "status_now": "raised again",
            "because": "raised at session 4 by 2 of 6 who wrote",
            "raised": 5,
            "wrote": 7,
            "elsewhere": i == 0,
            **more,
        }
        for i, theme in enumerate(themes)
    ]
    return made(cleared.Recurrence, rows, audience)


def issue_cards(theme="Cover", audience="set:A"):
    kinds = {
        "first quote": 1,
        "latest quote": 4,
        "action": 2,
        "may be about this": 3,
        "question of the set": 2,
        "question to ask": None,
    }
    rows = [
        {
            "theme": theme,
            "kind": kind,
            "text": f"{SAID} {kind} {HOSTILE}",
            "session": session,
            "note": "agreed at that session",
        }
        for kind, session in kinds.items()
    ]
    notes = ("Quotes show a range.",)
    frame = pd.DataFrame(rows).astype({"session": "Int64"})
    return made(cleared.IssueCards, frame, audience, notes=notes)


def prevalence(themes=("Cover", "Trust"), audience="set:A", sessions=4, wrote=7):
    rows = [
        {
            "theme": theme,
            "session": k,
            "raised": (i + k) % 3,
            "wrote": wrote,
            "present": wrote,
            "on_roll": wrote + 1,
        }
        for i, theme in enumerate(themes)
        for k in range(1, sessions + 1)
    ]
    return made(cleared.Prevalence, rows, audience, by=("session",))


def quotes(theme="Cover", audience="set:A", n=2):
    rows = {
        "theme": [theme] * n,
        "quote": [f"{SAID} {i} {HOSTILE}" for i in range(n)],
        "session": pd.array([1] * n, dtype="Int64"),
    }
    return made(cleared.QuoteSet, rows, audience)


def summary(themes=("Cover", "Trust"), audience="programme", **more):
    rows = [
        {
            "theme": theme,
            "status": "grouping",
            "terms": f"{SAID}, rota",
            "raised": 16,
            "wrote": 23,
            "sets_raised": 3,
            "sets": 4,
            "sessions_raised": 4,
            "sessions": 6,
            "first_session": 1,
            "last_session": 6,
            **more,
        }
        for theme in themes
    ]
    return made(cleared.ThemeSummary, rows, audience)


def change(theme="Cover", audience="programme"):
    rows = {
        "theme": [theme],
        "verdict": ["falling"],
        "evidence": ["Among the same people, by about 4 in 10."],
        "warning": ["Pooled figures say something else."],
        "raised": [16],
        "wrote": [23],
    }
    return made(cleared.Change, rows, audience)


def trail(audience="set:A"):
    columns = ("issue_id", "session", "kind", "about", "how", "text")
    entries = [
        ("i1", 1, "issue", None, None, f"{SAID} how do we cover? {HOSTILE}"),
        ("i1", 1, "turn", None, "new", None),
        ("i1", 1, "question", None, None, f"{SAID} who decides?"),
        ("i1", 1, "question", None, None, None),
        ("i1", 1, "action", "action 1", None, f"{SAID} ring them"),
        ("i1", 1, "action", "action 2", None, f"{SAID} count them"),
        ("i1", 2, "report back", "action 1", "part", f"{SAID} half of it"),
        ("i1", 2, "offer", None, "idea", f"{SAID} a rota"),
        ("i1", 2, "outcome", "action 1", "team, intended, claimed", f"{SAID} better"),
        ("i2", 1, "turn", None, "new", None),
        ("i3", 3, "turn", None, "return", None),
        ("i3", 3, "action", "action 1", None, f"{SAID} write it"),
        (None, 3, "outcome", None, "person, claimed", f"{SAID} alone"),
    ]
    frame = pd.DataFrame(entries, columns=list(columns)).assign(set_id="A")
    return made(cleared.IssueTrail, frame, audience, unit="entries")


def heard(not_yet=1, audience="set:A"):
    rows = [
        {"what": "session", "session": 1, "actions": 2, "not_yet": not_yet},
        {
            "what": "in all",
            "session": None,
            "actions": 3,
            "not_yet": not_yet,
            "in_words": "heard back on 1 of 2: 1 part",
        },
    ]
    return made(cleared.HearingBack, rows, audience, unit="actions")


def history(audience="set:A", versions=3):
    texts = [f"Fewer {SAID} trips {HOSTILE}", f"Fewer {SAID} nights in May.", "Fewer."]
    texts = texts[:versions]
    n = len(texts)
    rows = {
        "set_id": ["A"] * n,
        "level": ["set"] * n,
        "whose": ["the set"] * n,
        "version": list(range(1, n + 1)),
        "session": pd.array(range(1, n + 1), dtype="Int64"),
        "text": texts,
        "before": pd.array([None, *range(1, n)][:n], dtype="Int64"),
        "text_before": [None, *texts[:-1]][:n],
        "added": pd.array([None, 2, 0][:n], dtype="Int64"),
        "taken_out": pd.array([None, 3, 4][:n], dtype="Int64"),
        "kept": pd.array([None, 1, 1][:n], dtype="Int64"),
        "by_when": [None, f"{SAID} in May", None][:n],
    }
    return made(cleared.ObjectiveHistory, rows, audience, unit="wordings")


def survey(audience="programme", sets=(None,), n=18):
    rows = [
        {
            "item": item,
            "wave": wave,
            "set_id": set_id,
            "question": f"Did you {item}? {HOSTILE if item == 'act' else ''}",
            "counts_as": "yes",
            "n": said,
            "answered": n,
            "invited": n + 8,
            "share": said / n,
            "low": 0.5,
            "high": 1.0,
            "shown": f"{said} of {n}",
            "in_words": f"{said} of the {n} who answered",
            "ceiling": "all said so: it cannot rise" if said == n else None,
            "since": "start" if wave == "end" else None,
            "change_in_words": "paired: 3 changed to it" if wave == "end" else None,
        }
        for set_id in sets
        for item, counts in {"ask": (9, n), "act": (4, 5)}.items()
        for wave, said in zip(("start", "end"), counts, strict=True)
    ]
    return made(cleared.SurveyItems, rows, audience, unit="respondents")


def kept(widget):
    """All that stays: state, what is saved in a notebook, a page, and the repr."""
    state = widget.get_state()
    own = {k: v for k, v in state.items() if k not in ("_esm", "_css")}
    bundle = widget._repr_mimebundle_()[0]["text/html"]
    return "\n".join((json.dumps(own), bundle, widget.to_html(), repr(widget)))


def answer(widget, **message):
    """What the widget sends when a page asks."""
    sent = []
    widget.send = lambda content, buffers=None: sent.append(content)
    try:
        widget._handle_custom_msg(message, [])
    finally:
        del widget.send
    return sent


def opened_card(widget, cell):
    """The parts of an opened card, and all its words in one string."""
    asked = {"theme": cell.theme, "session": cell.session, "set_id": cell.set_id}
    (sent,) = answer(widget, type="need-card", cell=asked)
    return sent["parts"], json.dumps(sent["parts"], ensure_ascii=False)
