"""People's words for analysts: all quotes, and what speaks against each theme."""

from __future__ import annotations

from alsjournal.exchange import csv_text
from alsjournal.report.document import Block, Para, Section, Table, runs
from alsjournal.report.parts.research.cells import grid
from alsjournal.report.parts.told import unlettered
from alsjournal.report.research import ForResearch
from alsjournal.report.research.against import Against
from alsjournal.report.rows import plain_rows
from alsjournal.report.words import Words

__all__ = ["all_quotes", "speaks_against"]


def all_quotes(found: ForResearch, words: Words) -> Section | None:
    """List every quote that may be shown; None where nobody allows one."""
    table = found.figures.quoted
    rows = tuple(
        (
            str(row["theme"]),
            unlettered(str(row["quote"])),
            words.shown(row["source"]),
            "" if row["session"] is None else str(row["session"]),
        )
        for row in plain_rows(table.to_frame())
    )
    head = words("research.quotes_head")
    if not rows:
        return Section("quotes", head, (Para(runs(words("research.quotes_none"))),))
    names = ("theme", "quote", "source", "session")
    listed = Table(
        words("research.quotes_caption"),
        tuple(words(f"column.{name}") for name in names),
        rows,
        file="quotes.csv",
        csv=unlettered(csv_text(table)),
        folded=words("research.open_table", n=f"{len(rows):,}"),
    )
    note = Para(runs(words("research.quotes_note", n=f"{len(rows):,}")), "soft")
    return Section("quotes", head, (note, listed))


def speaks_against(found: ForResearch, words: Words) -> Section | None:
    """Tell where each theme was not raised, and what strains it."""
    if not found.against:
        return None
    names = ("theme", "without", "sessions_without", "strain", "not_this")
    rows = [
        (
            one.theme,
            _sets(one, words),
            words("back.of", x=one.sessions_without, n=one.sessions),
            _count(one.strain, words),
            _count(one.not_this, words),
        )
        for one in found.against
    ]
    caption = words("research.against_caption")
    blocks: list[Block] = [
        Para(runs(words("research.against_note")), "soft"),
        grid(caption, names, rows, words, "against.csv"),
    ]
    strained = [(one.theme, q, s) for one in found.against for q, s in one.strained]
    if strained:
        blocks.append(_passages("against_strained", strained, words))
    edge = [
        (one.theme, quote, source, sure)
        for one in found.against
        for quote, source, sure in one.edge
    ]
    if edge:
        blocks.append(_passages("against_edge", edge, words))
    else:
        blocks.append(Para(runs(words("research.against_edge_none"))))
    return Section("against", words("research.against_head"), tuple(blocks))


def _passages(
    key: str,
    rows: list[tuple[str, str, str]] | list[tuple[str, str, str, float]],
    words: Words,
) -> Table:
    names = ("theme", "quote", "source", "fit")[: len(rows[0])]
    told = [(theme, unlettered(quote), *rest) for theme, quote, *rest in rows]
    return grid(words(f"research.{key}"), names, told, words)


def _sets(one: Against, words: Words) -> str:
    return ", ".join(one.sets_without) or words("research.against_nothing")


def _count(n: int | None, words: Words) -> str:
    return words("research.against_unknown") if n is None else str(n)
