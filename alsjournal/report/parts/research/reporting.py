"""The reporting standard of the declared approach, with what the journal knows."""

from __future__ import annotations

from collections.abc import Iterator

from alsjournal.report.document import ENGLISH, Block, Para, Section, runs
from alsjournal.report.parts.research.cells import grid
from alsjournal.report.parts.research.facts import facts
from alsjournal.report.research import ForResearch
from alsjournal.report.research.standards import Standard
from alsjournal.report.summarise import Summary
from alsjournal.report.words import Words

__all__ = ["reporting"]


def reporting(summary: Summary, found: ForResearch, words: Words) -> Iterator[Section]:
    """Yield a table of items for each standard; none where no approach is declared."""
    if found.standards:
        known = facts(summary, found, words)
        for standard in found.standards:
            yield _section(standard, known, words)


def _section(standard: Standard, known: dict[str, str], words: Words) -> Section:
    numbered = any(item.number for item in standard.items)
    to_write = words("research.to_write")
    rows = []
    for item in standard.items:
        said = known.get(item.fact, "") if item.fact else ""
        row = (item.part, item.topic, item.asks, said or to_write)
        rows.append((item.number, *row) if numbered else row)
    names = ("part", "topic", "asks", "known")
    note = words("research.standard_note", title=standard.title, source=standard.source)
    file = f"{standard.name.lower()}.csv"
    caption = words("research.standard_caption", name=standard.name)
    columns = ("number", *names) if numbered else names
    blocks: tuple[Block, ...] = (
        Para(runs(note), "soft"),
        Para(runs(standard.note), "soft", ENGLISH),
        grid(caption, columns, rows, words, file),
    )
    head = words("research.standard_head", name=standard.name)
    return Section(standard.name.lower(), head, blocks)
