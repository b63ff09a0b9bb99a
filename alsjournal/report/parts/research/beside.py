"""What stands beside the themes: the joint display, and memos."""

from __future__ import annotations

from typing import Any

from alsjournal.exchange import csv_text
from alsjournal.report.document import (
    ENGLISH,
    Block,
    Card,
    Cards,
    Para,
    Quote,
    Run,
    Section,
    Table,
    runs,
    strong,
)
from alsjournal.report.parts.told import unlettered
from alsjournal.report.research import ForResearch
from alsjournal.report.research.notes import Memo
from alsjournal.report.rows import plain_rows
from alsjournal.report.words import Words

__all__ = ["display", "memos"]


def display(found: ForResearch, words: Words) -> Section | None:
    """Tell the joint display, a card a step; None without a theory or a survey."""
    table = found.figures.display
    if table is None:
        return None
    rows = plain_rows(table.to_frame())
    cards = tuple(Card(str(row["step"]), tuple(_lines(row, words))) for row in rows)
    columns = ("step", "missing", "reading")
    listed = Table(
        words("research.display_caption"),
        tuple(words(f"column.{name}") for name in columns),
        tuple(
            (str(row["step"]), str(row["missing"] or ""), _reading(row, words))
            for row in rows
        ),
        file="joint-display.csv",
        csv=unlettered(csv_text(table)),
    )
    notes = (Para(runs(note), "soft", ENGLISH) for note in table.notes)
    blocks = (
        Para(runs(words("research.display_note")), "soft"),
        Cards(cards),
        listed,
        *notes,
    )
    return Section("display", words("research.display_head"), blocks)


def _lines(row: dict[str, Any], words: Words) -> list[Block]:
    out: list[Block] = []
    for name, head in words.part("display").items():
        language = ENGLISH
        said = row[name]
        if not said and name == "reading":
            said, language = words("research.display_reading"), ""
        if not said:
            continue
        first, *rest = unlettered(str(said)).split("\n")
        told = Run(first, language=language)
        out.append(Para(runs(strong(f"{head}. "), told)))
        out += [Para(runs(line), language=ENGLISH) for line in rest if line]
    return out


def _reading(row: dict[str, Any], words: Words) -> str:
    return str(row["reading"] or "") or words("research.display_reading")


def memos(found: ForResearch, words: Words) -> Section | None:
    """Show the memos that were asked for; None where none was."""
    if not found.memos:
        return None
    told = tuple(
        Quote(one.text, source=_source(one, words), language=ENGLISH)
        for one in found.memos
    )
    note = Para(runs(words("research.memos_note")), "soft")
    return Section("memos", words("research.memos_head"), (note, *told))


def _source(memo: Memo, words: Words) -> str:
    known = words.part("research").get(f"memo_about_{memo.about}", memo.about)
    return words(
        "research.memo_source",
        kind=memo.kind,
        author=", ".join(filter(None, (memo.author, memo.date))),
        about=known,
    )
