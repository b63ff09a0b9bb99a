"""What was learned, what texts show, who wrote, and how to read it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pandas as pd

from alsjournal.cleared import Indicators
from alsjournal.exchange import csv_text
from alsjournal.report.document import (
    ENGLISH,
    Block,
    Box,
    Fold,
    Para,
    Picture,
    Quote,
    Section,
    Table,
    runs,
    soft,
)
from alsjournal.report.learned import Lessons
from alsjournal.report.rows import plain_rows
from alsjournal.report.summarise import Summary
from alsjournal.report.words import Words

__all__ = ["how_to_read", "learned", "shown", "unlettered", "wrote"]

_LETTERED = re.compile(r"\[colleague [A-Z]+(?:, [^\]]*)?\]")
_OF_LETTERS = "A letter"


def learned(lessons: Lessons | None, words: Words) -> Section | None:
    """Tell what was learned, from the latest session back; None where it is not for."""
    if lessons is None:
        return None
    parts = _lessons(lessons.chosen, words)
    perhaps = _lessons(lessons.perhaps, words)
    blocks: list[Block]
    if parts:
        blocks = [Para(runs(words("learned.intro")), "soft"), *parts]
    else:
        blocks = [Para(runs(words(f"learned.{k}"))) for k in ("empty", "empty_do")]
    if perhaps:
        note = Para(runs(words("learned.perhaps_note")), "soft")
        blocks.append(Fold(words("learned.perhaps"), (note, *perhaps)))
    blocks += [Para(runs(line), "soft") for line in _counts(lessons, words)]
    notes = [n for n in lessons.table.notes if not n.startswith(_OF_LETTERS)]
    if (parts or perhaps) and notes:
        told = tuple(Para(runs(note), "soft", ENGLISH) for note in notes)
        blocks.append(Fold(words("learned.gathered"), told))
    return Section("learned", words("learned.head"), tuple(blocks))


def _lessons(rows: pd.DataFrame, words: Words) -> list[Section]:
    """Return a part for each session, with its passages in order."""
    parts: dict[Any, list[Block]] = {}
    for row in plain_rows(rows):
        about = row["about"]
        head = words("learned.after", about=unlettered(about or "").rstrip("."))
        quote = Quote(
            unlettered(row["text"]),
            runs(soft(head)) if about else (),
            _source(row, words),
            language=ENGLISH,
        )
        parts.setdefault(row["session"], []).append(quote)
    return [
        Section(
            f"learned-{place}",
            words("label.no_session" if at is None else "label.session_n", n=at),
            tuple(quotes),
            level=3,
        )
        for place, (at, quotes) in enumerate(parts.items())
    ]


def unlettered(text: str) -> str:
    """Leave letters of people to the quotes: another table gives them to others.

    Examples
    --------
    >>> unlettered("[colleague B, general practice] asked [colleague A]")
    '[a colleague] asked [a colleague]'
    """
    return _LETTERED.sub("[a colleague]", text)


def _source(row: dict[str, Any], words: Words) -> str:
    source, how = str(row["source"]).replace(" ", "_"), row["how"]
    known = words.part("learned")
    if source == "report" and f"how_{how}" in known:
        said = words("learned.report_how", how=known[f"how_{how}"])
    else:
        said = words(f"learned.{source}")
    if row["issue"]:
        said += words("learned.on_issue", issue=unlettered(row["issue"]))
    return said


def _counts(lessons: Lessons, words: Words) -> list[str]:
    """Say how many wrote of something learned, and by position where it is safe."""
    if not lessons.counted:
        return []
    frame = lessons.table.to_frame()
    shown_ = frame.loc[frame["what"] == "in all", "shown"].iloc[0]
    unit = "members" if lessons.table.unit == "members" else "texts"
    said = [words(f"learned.count_{unit}", shown=words.shown(shown_))]
    if lessons.positions:
        counted = {name: words.shown(n) for name, n in lessons.positions.items()}
        said.append(words("learned.positions", **counted))
    return said


def shown(summary: Summary, words: Words) -> Section | None:
    """Chart what texts show besides their themes; None where there is nothing."""
    from alsjournal.charts import indicator_profile, indicator_trend
    from alsjournal.disclosure import together

    found = summary.shown
    if found is None:
        return None
    drawn: list[tuple[str, Picture]] = []
    if found.elements is not None:
        picture = _construct(found.elements, "element", indicator_trend, words)
        drawn.append(("element", picture))
    if found.over_all is not None:
        for one in dict.fromkeys(found.over_all.to_frame()["construct"].astype("str")):
            picture = _construct(found.over_all, one, indicator_profile, words)
            drawn.append((one, picture))
    tables = [t for t in (found.elements, found.over_all) if t is not None]
    name, last = drawn[-1]  # one download of them all
    table = replace(last.table, file="shown.csv", csv=csv_text(together(tables)))
    drawn[-1] = (name, replace(last, table=table))
    parts = (
        Section(f"shown-{one}", picture.table.caption, (picture,), level=3)
        for one, picture in drawn
    )
    note = Para(runs(words("shown.note")), "soft")
    return Section("shown", words("shown.head"), (note, *parts))


def _construct(table: Indicators, name: str, draw: Any, words: Words) -> Picture:
    from alsjournal.charts import indicator_table

    chart = draw(table, name)
    frame = indicator_table(table, name)
    title = words.part("shown").get(name, name)
    if "Session" in frame:
        frame = _by_session(frame, words)
    rows = tuple(tuple(map(words.shown, row)) for row in frame.to_numpy().tolist())
    same = words("label.same_as_table")
    told = Table(title, tuple(map(words.shown, frame.columns)), rows, folded=same)
    return Picture(chart, str(chart.to_dict()["description"]), told, ENGLISH)


def _by_session(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Lay a long table out with a column a session; how far it agrees comes last."""
    heads = list(dict.fromkeys(frame["Shown"]))
    sessions = sorted(dict.fromkeys(frame["Session"]), key=int)
    wide = frame.set_index(["Shown", "Session"])["By"].unstack().loc[heads, sessions]  # noqa: PD010
    wide = wide.fillna("")
    wide.columns = pd.Index([words("label.session_n", n=s) for s in sessions])
    agreed = frame.drop_duplicates("Shown").set_index("Shown")["Agreement"]
    return wide.assign(Agreement=agreed).reset_index()


def wrote(summary: Summary, words: Words) -> Section | None:
    """Tell who wrote, session by session; None where nobody did."""
    rows = plain_rows(summary.sessions)
    if not rows:
        return None
    kind = summary.audience.kind
    dated = kind == "set" and any(row["date"] for row in rows)
    none = words("label.not_recorded" if kind == "set" else "label.not_shown")
    empty = {
        "wrote": ("silent", words.shown("nobody wrote")),
        "present": ("unlisted", words("label.not_recorded")),
    }
    told = f"wrote.wrote_{kind}" if kind in ("programme", "public") else "wrote.wrote"
    columns = [words("label.session"), words(told)]
    columns += [words("wrote.present"), words("wrote.on_roll")]
    if dated:
        columns.insert(1, words("wrote.date"))
    keys = (*(("date",) if dated else ()), "wrote", "present", "on_roll")
    cells = tuple(
        (
            str(r["session"]),
            *(
                _told(r, k, empty, none) if r[k] is None else words.shown(r[k])
                for k in keys
            ),
        )
        for r in rows
    )
    unit = "members" if summary.prevalence.unit == "members" else "texts"
    table = Table(words(f"wrote.caption_{unit}"), tuple(columns), cells)
    blocks: list[Block] = [table, *_stayed(summary, words)]
    head = "wrote.head_programme" if kind == "programme" else "wrote.head"
    return Section("wrote", words(head), tuple(blocks))


def _told(
    row: dict[str, Any], key: str, empty: dict[str, tuple[str, str]], none: str
) -> str:
    """Say why a number is not there: there is none, or it is not shown."""
    mark, said = empty.get(key, ("", ""))
    return said if mark and row[mark] else none


def _stayed(summary: Summary, words: Words) -> list[Block]:
    """Say who stayed and how many did not write, for those who lead."""
    table = summary.recorded.membership
    if table is None or summary.audience.kind != "programme":
        return []
    lines = [
        words(
            "wrote.stayed",
            shown=words.shown(row["shown"]),
            standing=words.shown(row["standing"]),
        )
        for row in plain_rows(table.to_frame())
        if row["what"] == "standing" and row["shown"] != "withheld"
    ]
    return [Para(runs(" ".join([*lines, words("wrote.silent_note")])), "soft")]


def how_to_read(summary: Summary, words: Words) -> Section:
    """Say what it cannot tell, and what a reader must know beside the numbers."""
    keys = ["written", "interval", "names"]
    if summary.audience.kind in ("programme", "public"):
        keys.insert(2, "policy")
    said = [words(f"limits.{k}", policy=summary.prevalence.policy) for k in keys]
    notes = (Para(runs(note), language=ENGLISH) for note in summary.notes)
    blocks = (*(Para(runs(line)) for line in said), *notes)
    return Section("limits", words("limits.head"), (Box(blocks),))
