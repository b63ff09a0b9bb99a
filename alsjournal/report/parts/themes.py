"""Themes: which were raised when, what moved, what comes back, and people's words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alsjournal.exchange import csv_text
from alsjournal.report.document import (
    ENGLISH,
    Block,
    Box,
    Card,
    Cards,
    Items,
    Para,
    Picture,
    Quote,
    Run,
    Runs,
    Section,
    Table,
    runs,
    soft,
    strong,
)
from alsjournal.report.parts.findings import places
from alsjournal.report.parts.marks import Marks
from alsjournal.report.parts.responses import beside
from alsjournal.report.rows import plain_rows
from alsjournal.report.summarise import Finding, Summary
from alsjournal.report.words import Words

__all__ = [
    "anchors",
    "by_session",
    "came_back",
    "moved",
    "out_of",
    "raised",
    "with_quotes",
]


CALLED = ("rising", "falling", "moved and came back")
"""Verdicts that say that something moved."""

_LINES = {
    "grouping": "status.grouping_line",
    "candidate": "status.candidate_line",
    "adopted": "status.adopted_line",
}


def anchors(summary: Summary) -> dict[tuple[str, int | None], str]:
    """Return where the words on a theme stand, and those of each session."""
    found: dict[tuple[str, int | None], str] = {}
    quoted = summary.quotes.to_frame()
    for place, theme in enumerate(summary.themes.to_frame()["theme"]):
        found[str(theme), None] = f"t{place}"
        own = quoted.loc[quoted["theme"] == theme, "session"].dropna().unique()
        found |= {(str(theme), int(s)): f"t{place}s{int(s)}" for s in own}
    return found


def raised(summary: Summary, words: Words, marks: Marks) -> Section:
    """List what was raised by most, and what came back or went."""
    blocks: list[Block] = []
    where = anchors(summary)
    if summary.findings:
        key = "first.most_shaky" if marks.shaky else "first.most"
        for name, widest in ((key, True), ("first.later", False)):
            some = [f for f in summary.findings if f.widest == widest]
            if some:
                lines = tuple(
                    _line(summary, words, marks, f, where.get((f.theme, None), ""))
                    for f in some
                )
                items = Items(lines, ordered=widest)
                blocks.append(Section(name[6:], words(name), (items,), level=3))
    else:
        blocks.append(Para(runs(_none(summary, words))))
    if "grouping" in marks.statuses:
        blocks.append(Box((Para(runs(_groupings(words, marks))),)))
    return Section("first", words("first.head"), tuple(blocks))


def _line(
    summary: Summary, words: Words, marks: Marks, finding: Finding, target: str
) -> Runs:
    if finding.shown == "withheld":
        heard = words("first.heard_withheld")
    else:
        key = "members" if summary.themes.unit == "members" else "texts"
        heard = words(f"first.heard_{key}", shown=words.shown(finding.shown))
    heard += f"{places(finding, words)}."
    if finding.since is not None:
        heard += " " + words("first.not_since", since=finding.since)
    elif finding.came_back:
        heard += " " + words("first.came_back")
    said = beside(summary, finding.theme, words)
    heard += f" {said}" if said else ""
    mark, holds = marks.of(finding.theme), marks.holds(finding.theme)
    name = strong(f"{finding.theme}.", target)
    return runs(
        name,
        " " if mark.text else "",
        mark,
        f" {heard}",
        " " if holds else "",
        soft(holds),
    )


def _none(summary: Summary, words: Words) -> str:
    if not len(summary.themes):
        hidden = summary.unread and summary.audience.kind == "public"
        return words("first.none_read" if hidden else "first.none")
    if summary.audience.kind in ("programme", "public"):
        return words("first.none_enough")
    unit = "members" if summary.themes.unit == "members" else "texts"
    return words(f"first.none_two_{unit}")


def _groupings(words: Words, marks: Marks) -> str:
    every = marks.statuses == {"grouping"}
    lead = words(
        "first.groupings_all" if every else "first.groupings_some",
        mark=words("status.grouping"),
    )
    measured = words("first.groupings_measured") if marks.measured else ""
    return f"{lead}{words('first.groupings')}{measured}"


def by_session(summary: Summary, words: Words, marks: Marks) -> Section | None:
    """Chart the themes session by session; None without themes."""
    if not len(summary.themes):
        return None
    blocks: tuple[Block, ...]
    if summary.prevalence.to_frame()["raised"].notna().any():
        blocks = (_heatmap(summary, words, marks),)
    else:
        blocks = (Box((Para(runs(words("sessions.too_few"))),)),)
    return Section("chart", words("sessions.head"), blocks)


def _heatmap(summary: Summary, words: Words, marks: Marks) -> Picture:
    from alsjournal.charts import alt_text, theme_heatmap

    where = anchors(summary)
    chart = theme_heatmap(summary.prevalence, anchors=where)
    if "grouping" in marks.statuses:  # what nobody has read is no headline
        chart.title.text = words("sessions.groupings_title")
    frame = summary.prevalence.to_frame()
    sessions = sorted(int(s) for s in frame["session"].dropna().unique())
    rows, targets = [], []
    for theme, own in frame.groupby("theme", sort=False):
        shown = dict(zip(own["session"], own["shown"], strict=True))
        targets.append(where.get((str(theme), None), ""))
        head = f"{theme}{marks.beside(str(theme))}"
        rows.append((head, *(words.shown(shown.get(s) or "") for s in sessions)))
    table = Table(
        words("sessions.caption"),
        (
            words("label.theme"),
            *(words("label.session_n", n=session) for session in sessions),
        ),
        tuple(rows),
        file="raised-by.csv",
        csv=csv_text(summary.prevalence),
        folded=words("label.same_as_table"),
        targets=tuple(targets),
    )
    return Picture(chart, alt_text(summary.prevalence), table, ENGLISH)


def moved(summary: Summary, words: Words, marks: Marks) -> Section | None:
    """Tell the changes that are called, and how many are not."""
    if summary.change is None:
        return None
    frame = summary.change.to_frame()
    if frame["last_session"].isna().all():
        return None
    called = frame["verdict"].isin(CALLED)
    blocks: list[Block] = []
    if called.any():
        caption = words(
            "moved.caption",
            first=int(frame["first_session"].min()),
            last=int(frame["last_session"].max()),
        )
        blocks.append(
            Table(
                caption,
                (words("label.theme"), words("moved.over"), words("moved.rests")),
                tuple(_change(row, words, marks) for row in plain_rows(frame[called])),
            )
        )
    others = _not_called(frame.loc[~called, "verdict"], bool(called.any()), words)
    blocks.append(Para(runs(others)))
    pooled = frame["warning"].astype("str").str.startswith("Pooled")
    for row in plain_rows(frame[~called & pooled]):
        head = strong(f"{row['theme']}{marks.beside(row['theme'])}.")
        warning = Run(str(row["warning"]), language=ENGLISH)
        blocks.append(Box((Para(runs(head, " ", warning)),)))
    blocks.append(Para(runs(words("moved.note")), "soft"))
    return Section("moved", words("moved.head"), tuple(blocks))


def _change(row: dict[str, Any], words: Words, marks: Marks) -> tuple[str, str, str]:
    verdict = str(row["verdict"])
    key = {"rising": "moved.by_more", "falling": "moved.by_fewer"}.get(verdict)
    evidence = " ".join(filter(None, (row["evidence"], row["warning"])))
    return (
        f"{row['theme']}{marks.beside(row['theme'])}",
        words(key, verdict=words.shown(verdict)) if key else words.shown(verdict),
        evidence,
    )


def _not_called(verdicts: pd.Series[str], some: bool, words: Words) -> str:
    """Say of how many themes no change is called, and why."""
    if verdicts.empty:
        return ""
    many = verdicts.value_counts()
    few, steady = (int(many.get(v, 0)) for v in ("too few to tell", "steady"))
    noun = "theme" if few + steady == 1 else "themes"
    key = f"moved.other_{noun}" if some else f"moved.{noun}"
    others = words(key, n=len(verdicts))
    if not steady:
        return words("moved.cannot_all", others=others)
    if not few:
        return words("moved.steady_all", others=others)
    return words("moved.some", others=others, steady=steady, few=few)


def came_back(summary: Summary, words: Words, marks: Marks) -> Section | None:
    """Tell what was raised in two sessions or more."""
    if summary.recurrence is None:
        return None
    frame = summary.recurrence.to_frame()
    back = frame["came_back"].fillna(0) > 0
    rows = plain_rows(frame[back | (frame["sessions_raised"].fillna(0) >= 2)])
    if not rows:
        return None
    own = summary.audience.kind == "set"
    elsewhere = bool(frame["elsewhere"].fillna(False).any())
    names = ["sessions", "first_last"]
    names.insert(1 if own else 0, "came_back" if own else "sets")
    names += ["others"] if elsewhere else []
    columns = (words("label.theme"), *(words(f"back.{name}") for name in names))
    cells = tuple(
        (
            f"{row['theme']}{marks.beside(row['theme'])}",
            *(_back_cell(name, row, words) for name in names),
        )
        for row in rows
    )
    blocks: list[Block] = [Table(words("back.caption"), columns, cells)]
    if own:
        blocks.append(Para(runs(words("back.note")), "soft"))
    return Section("back", words("back.head"), tuple(blocks))


def _back_cell(name: str, row: dict[str, Any], words: Words) -> str:
    if name in ("sets", "sessions"):
        return out_of(row, name, words)
    if name == "came_back":
        n = int(row["came_back"] or 0)
        key = "back.no_gap" if not n else "back.time" if n == 1 else "back.times"
        return words(key, n=n)
    if name == "others":
        return words("back.elsewhere") if row["elsewhere"] else ""
    key = "back.from_to_since" if row["since"] else "back.from_to"
    return words(key, first=row["first_session"], last=row["last_session"])


def out_of(row: dict[str, Any], name: str, words: Words) -> str:
    """Say in how many sets, or sessions, of how many; empty where it is not told."""
    x, n = row[f"{name}_raised"], row[name]
    return "" if None in (x, n) else words("back.of", x=x, n=n)


def with_quotes(summary: Summary, words: Words, marks: Marks) -> Section | None:
    """Tell each theme with the words that may be quoted; None without themes."""
    rows = plain_rows(summary.themes.to_frame())
    if not rows:
        return None
    where = anchors(summary)
    quoted = summary.quotes.to_frame()
    cards = []
    for row in rows:
        theme = str(row["theme"])
        own = plain_rows(quoted[quoted["theme"] == theme])
        idea = summary.ideas.get(theme)
        blocks = (
            *((Para(runs(idea), language=ENGLISH),) if idea else ()),
            Para(runs(_status(row, words, marks)), "soft"),
            Para(runs(_shown(row, summary, words))),
            *_quotes(theme, own, where, words),
        )
        cards.append(Card(theme, blocks, where[theme, None]))
    return Section("themes", words("themes.head"), (Cards(tuple(cards)),))


def _status(row: dict[str, Any], words: Words, marks: Marks) -> str:
    status = str(row["status"])
    said = [words(_LINES.get(status, "status.coded_line")), marks.holds(row["theme"])]
    if row["terms"] and status != "grouping":
        said.append(words("status.terms", terms=row["terms"]))
    return " ".join(filter(None, said))


def _shown(row: dict[str, Any], summary: Summary, words: Words) -> str:
    if row["shown"] == "withheld":
        said = words("themes.withheld")
    else:
        unit = "members" if summary.themes.unit == "members" else "texts"
        said = words(f"themes.raised_{unit}", shown=words.shown(row["shown"]))
    if row["since"]:
        said += " " + words("themes.not_since", since=row["since"])
    return said


def _quotes(
    theme: str,
    rows: list[dict[str, Any]],
    where: dict[tuple[str, int | None], str],
    words: Words,
) -> tuple[Quote, ...]:
    """Put the quotes down; the first of each session is where a chart leads to."""
    told, out = set(), []
    for row in rows:
        session = None if row["session"] is None else int(row["session"])
        source = words.shown(row["source"])
        anchor = ""
        if session is not None:
            source = words("themes.source_session", source=source, session=session)
            anchor = "" if session in told else where[theme, session]
            told.add(session)
        out.append(
            Quote(str(row["quote"]), (), source, session, anchor, language=ENGLISH)
        )
    return tuple(out)
