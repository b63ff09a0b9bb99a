"""The figures with their intervals, for those who check."""

from __future__ import annotations

from alsjournal.cleared import Change
from alsjournal.exchange import csv_text
from alsjournal.report.document import Block, Para, Section, Table, runs
from alsjournal.report.parts.marks import Marks
from alsjournal.report.parts.research.cells import between
from alsjournal.report.parts.themes import out_of
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
                words.shown(between(row["low"], row["high"])),
                out_of(row, "sets", words),
                out_of(row, "sessions", words),
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
