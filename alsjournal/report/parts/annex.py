"""The figures with their intervals, for those who check."""

from __future__ import annotations

from typing import Any

from alsjournal.cleared import Change
from alsjournal.exchange import csv_text
from alsjournal.report.document import Block, Para, Section, Table, runs
from alsjournal.report.parts.marks import Marks
from alsjournal.report.rows import plain_rows
from alsjournal.report.summarise import Summary
from alsjournal.report.words import Words

__all__ = ["statistics"]


def statistics(summary: Summary, words: Words, marks: Marks) -> Section | None:
    """Lay out every theme and every change with what it rests on."""
    if not len(summary.themes):
        return None
    blocks: list[Block] = [
        Para(runs(words("annex.intro")), "soft"),
        _themes(summary, words, marks),
    ]
    if summary.change is not None and len(summary.change):
        blocks.append(_changes(summary.change, words, marks))
    blocks.append(Para(runs(words("annex.how_sure")), "soft"))
    return Section("statistics", words("annex.head"), tuple(blocks))


def _themes(summary: Summary, words: Words, marks: Marks) -> Table:
    columns = ("raised", "interval", "sets", "sessions", "status")
    rows = []
    for row in plain_rows(summary.themes.to_frame()):
        theme = str(row["theme"])
        told = (words.part("annex")[f"is_{row['status']}"], marks.holds(theme))
        rows.append(
            (
                theme,
                words.shown(row["shown"]),
                _interval(row, words),
                _of(row, "sets", words),
                _of(row, "sessions", words),
                " ".join(filter(None, told)),
            )
        )
    return Table(
        words("annex.summary_caption"),
        (words("label.theme"), *(words(f"annex.{name}") for name in columns)),
        tuple(rows),
        file="themes.csv",
        csv=csv_text(summary.themes),
    )


def _interval(row: dict[str, Any], words: Words) -> str:
    if row["low"] is None or row["high"] is None:
        return ""
    return words.shown(f"{float(row['low']):.2f} to {float(row['high']):.2f}")


def _of(row: dict[str, Any], name: str, words: Words) -> str:
    x, n = row[f"{name}_raised"], row[name]
    return "" if None in (x, n) else words("back.of", x=x, n=n)


def _changes(change: Change, words: Words, marks: Marks) -> Table:
    rows = tuple(
        (
            f"{row['theme']}{marks.beside(str(row['theme']))}",
            words.shown(row["verdict"]),
            " ".join(filter(None, (row["evidence"], row["warning"]))),
        )
        for row in plain_rows(change.to_frame())
    )
    return Table(
        words("annex.change_caption"),
        (words("label.theme"), words("annex.verdict"), words("annex.evidence")),
        rows,
        file="change.csv",
        csv=csv_text(change),
    )
