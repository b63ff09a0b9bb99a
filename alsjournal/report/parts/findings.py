"""The first side: what was heard, how sure that is, what moved, what is asked."""

from __future__ import annotations

import re

import pandas as pd

from alsjournal.report.document import (
    ENGLISH,
    Block,
    Box,
    Card,
    Cards,
    Para,
    Quote,
    Run,
    Runs,
    Section,
    runs,
    strong,
)
from alsjournal.report.parts.marks import Marks
from alsjournal.report.summarise import Finding, Summary
from alsjournal.report.words import Words

__all__ = ["in_short", "places", "sureness"]

_MOST = 5
_SHORT = 45  # words of a quote that fits on one side with four others
_FEW_SETS = 3
_TELLING = re.compile(r"\d|£|\[|\b(?:lead|chief|director|band|I set up)\b")
_READ = ("coded", "adopted")
_MOVED = {
    "rising": "lead.moved_rising",
    "falling": "lead.moved_falling",
    "moved and came back": "lead.moved_back",
    "steady": "lead.moved_steady",
}


def in_short(summary: Summary, words: Words) -> Section:
    """Put five findings at most on one side, and what they cannot tell in a box."""
    marks = Marks(summary, words)
    asked = _survey(summary, words)
    themes = summary.findings[: _MOST - len(asked)]
    cards = (*(_card(summary, words, marks, f) for f in themes), *asked)
    blocks: list[Block] = [Para(runs(rests_on(summary, words)), "lead")]
    blocks.append(
        Cards(cards, numbered=True) if cards else Para(runs(words("lead.no_findings")))
    )
    told = {finding.theme for finding in themes}
    for theme in (t for t in summary.decisions if t not in told):
        head = strong(f"{words('lead.asked')} {theme}{marks.beside(theme)}")
        each = _asked(summary, words, theme)
        blocks.extend(Para(runs(head, ": ", one)) for one in each)
    if themes and not all(f.theme in summary.decisions for f in themes):
        blocks.append(Para(runs(words("lead.asked_note")), "soft"))
    blocks.append(_limits(summary, words, marks))
    return Section("short", words("lead.head"), tuple(blocks), one_side=True)


def rests_on(summary: Summary, words: Words) -> str:
    """Say on how many people, sets and sessions it all rests."""
    frame = summary.themes.to_frame()
    if not len(frame) or pd.isna(frame["wrote"].max()):
        return ""
    unit = "people" if summary.themes.unit == "members" else "texts"
    n, sets = int(frame["wrote"].max()), frame["sets"].max()
    return words(
        "first.rests_on",
        people=words(f"first.rests_on_{unit}", n=n),
        sets=words("first.rests_on_sets", n=int(sets)) if pd.notna(sets) else "",
        sessions=int(frame["sessions"].max()) if frame["sessions"].notna().any() else 0,
        survey=_answered(summary, words),
    )


def _answered(summary: Summary, words: Words) -> str:
    table = summary.recorded.survey
    if table is None:
        return ""
    frame = table.to_frame()
    last = frame[frame["wave"] == frame["wave"].iloc[-1]]
    answered, invited = last["answered"].max(), last["invited"].max()
    if pd.isna(answered):
        return ""
    if pd.isna(invited):
        return words("first.rests_on_survey_only", answered=int(answered))
    return words("first.rests_on_survey", answered=int(answered), invited=int(invited))


def _card(summary: Summary, words: Words, marks: Marks, finding: Finding) -> Card:
    idea = summary.ideas.get(finding.theme)
    blocks: list[Block] = [
        *((Para(runs(idea), language=ENGLISH),) if idea else ()),
        Para(runs(strong(words("lead.heard")), " ", _heard(summary, words, finding))),
        *_quote(summary, words, finding),
        Para(runs(strong(words("lead.sure")), " ", sureness(finding, words))),
    ]
    moved = _moved(summary, words, finding)
    if moved:
        blocks.append(Para(runs(strong(words("lead.moved")), " ", *moved)))
    asked, each = strong(words("lead.asked")), _asked(summary, words, finding.theme)
    blocks.extend(Para(runs(asked, " ", one)) for one in each)
    head = f"{finding.theme}{marks.beside(finding.theme)}"
    return Card(head, tuple(blocks))


def places(finding: Finding, words: Words) -> str:
    """Say in how many sets and sessions it was raised."""
    said = [
        words(f"first.in_{name}", x=pair[0], n=pair[1])
        for name, pair in (("sets", finding.sets), ("sessions", finding.sessions))
        if pair is not None
    ]
    return f", {words('first.join').join(said)}" if said else ""


def _heard(summary: Summary, words: Words, finding: Finding) -> str:
    where = places(finding, words)
    if finding.shown == "withheld":
        heard = words("lead.heard_withheld", places=where)
    else:
        unit = summary.themes.unit
        key = "lead.heard_members" if unit == "members" else "lead.heard_texts"
        shown = words.shown(finding.shown)
        heard = words(key, shown=shown, places=where)
    if finding.since is not None:
        heard += " " + words("first.not_since", since=finding.since)
    return heard


def _quote(summary: Summary, words: Words, finding: Finding) -> tuple[Quote, ...]:
    """Choose a cleared quote that is short enough for one side of paper."""
    frame = summary.quotes.to_frame()
    own = frame[frame["theme"] == finding.theme]
    sized = own.assign(size=[len(str(quote).split()) for quote in own["quote"]])
    fits = sized[sized["size"].between(8, _SHORT)]
    if fits.empty:
        return ()
    # What could point at somebody goes last: sums, years, colleagues, places.
    telling = [len(_TELLING.findall(str(quote))) for quote in fits["quote"]]
    order = fits.assign(telling=telling, off=-fits["fit"])
    best = order.sort_values(["telling", "off"], kind="stable").iloc[0]
    source = words.shown(best["source"])
    return (Quote(str(best["quote"]), source=source, language=ENGLISH),)


def sureness(finding: Finding, words: Words) -> str:
    """Say how sure a finding is, and why, in words.

    Sure: the passages were coded from a codebook or the theme was adopted, three sets
    (or all) raised it, and half of those who wrote or more, at the lower end of the
    interval. Not sure: nobody read the passages, or one set alone raised it. It is a
    rule of thumb of this project's own.
    """
    level = _level(finding)
    reasons = [_read(finding, words)]
    if finding.sets is not None:
        reasons.insert(0, _spread(finding.sets, words))
    said = f"{words(f'lead.sure_{level}')}: {'; '.join(reasons)}."
    if finding.status == "grouping":  # how many a grouping has is a machine's doing
        return said
    if finding.low is None or finding.shown == "withheld":
        return f"{said} {words('lead.sure_no_interval')}"
    interval = words(
        "lead.sure_interval", wrote=finding.wrote, low=finding.low, high=finding.high
    )
    return f"{said} {interval}"


def _level(finding: Finding) -> str:
    one_set = finding.sets is not None and finding.sets[0] == 1
    if one_set or finding.status not in (*_READ, "candidate"):
        return "weak"
    wide = finding.sets is None or finding.sets[0] >= min(_FEW_SETS, finding.sets[1])
    half = finding.low is not None and 2 * finding.low >= (finding.wrote or 0)
    firm = wide and finding.status in _READ and half
    return "firm" if firm else "fair"


def _spread(sets: tuple[int, int], words: Words) -> str:
    x, n = sets
    if x == 1:
        return words("lead.sure_one_set")
    return words("lead.sure_everywhere" if x == n else "lead.sure_sets", x=x, n=n)


def _read(finding: Finding, words: Words) -> str:
    key = {"coded": "read", "adopted": "adopted", "candidate": "named"}
    return words(f"lead.sure_{key.get(finding.status, 'machine')}")


def _moved(summary: Summary, words: Words, finding: Finding) -> Runs:
    if summary.change is None:
        return ()
    frame = summary.change.to_frame()
    own = frame[frame["theme"] == finding.theme]
    if own.empty or pd.isna(own.iloc[0]["last_session"]):
        return ()
    row = own.iloc[0]
    key = _MOVED.get(str(row["verdict"]))
    if key is None:
        return runs(words("lead.moved_unknown"))
    return runs(words(key), " ", Run(str(row["evidence"]), language=ENGLISH))


def _asked(summary: Summary, words: Words, theme: str) -> tuple[str, ...]:
    """Say each decision that is asked on a theme, or that there is none."""
    return tuple(
        words(
            "lead.asked_of",
            decision=_ended(one.decision),
            owner=one.owner or words("lead.asked_nobody"),
            by=words("lead.asked_by", by=one.by) if one.by else "",
        )
        for one in summary.decisions.get(theme, ())
    ) or (words("lead.asked_none"),)


def _ended(said: str) -> str:
    return said if said.endswith(("?", "!")) else f"{said.rstrip('. ')}."


def _survey(summary: Summary, words: Words) -> tuple[Card, ...]:
    """Tell the question whose answers changed most, where a survey asked twice."""
    table = summary.recorded.survey
    if table is None:
        return ()
    frame = table.to_frame()
    waves = list(dict.fromkeys(frame["wave"].dropna()))
    if len(waves) < 2:
        return ()
    first, last = (
        frame[frame["wave"] == wave].set_index("item") for wave in (waves[0], waves[-1])
    )
    both = last["share"].astype(float) - first["share"].astype(float)
    moved = both.abs().dropna().sort_values(ascending=False, kind="stable")
    if moved.empty:
        return ()
    item = moved.index[0]
    now, before = last.loc[item], first.loc[item]
    said = words("lead.survey_said", now=_first_upper(words.shown(now["in_words"])))
    said += words(
        "lead.survey_before",
        wave=words.shown(waves[0]),
        before=words.shown(before["in_words"]),
    )
    if pd.notna(now.get("change_in_words")):
        change = _first_upper(words.shown(str(now["change_in_words"]).rstrip(".")))
        said += words("lead.survey_paired", change=change)
    sure = words("lead.survey_sure", answered=int(now["answered"]))
    blocks = (
        Para(runs(strong(words("lead.heard")), " ", said)),
        Para(runs(strong(words("lead.sure")), " ", sure)),
    )
    return (Card(str(now["question"]), blocks),)


def _first_upper(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}" if text else text


def _limits(summary: Summary, words: Words, marks: Marks) -> Box:
    silent = summary.recorded.presence
    told = ""
    if silent is not None:
        frame = silent.to_frame()
        whole = frame[frame["between"] == "all sessions"]
        if len(whole) and pd.notna(whole.iloc[0]["shown_wrote"]):
            told = str(whole.iloc[0]["shown_wrote"])
    lines: list[tuple[Run, ...]] = [
        runs(words("limits.written")),
        runs(words("lead.limits_small")),
    ]
    if told and " of " in told:
        lines.insert(1, runs(words("lead.limits_roll", shown=words.shown(told))))
    if "grouping" in marks.statuses:
        mark = words("status.grouping")
        lines.append(runs(words("lead.limits_machine", mark=mark)))
    return Box(tuple(Para(line) for line in lines), words("lead.limits_head"))
