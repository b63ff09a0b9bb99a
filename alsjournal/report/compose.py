"""Compose a document of a summary: what its audience reads, in the order they need."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from alsjournal.report.document import Block, Document
from alsjournal.report.parts.annex import statistics
from alsjournal.report.parts.before_session import before_session
from alsjournal.report.parts.easy import easy
from alsjournal.report.parts.findings import in_short
from alsjournal.report.parts.marks import Marks
from alsjournal.report.parts.readers import with_readers
from alsjournal.report.parts.record import outcomes, survey
from alsjournal.report.parts.research.beside import display, memos
from alsjournal.report.parts.research.checks import agreed, cards, codebook, masked
from alsjournal.report.parts.research.methods import how_made
from alsjournal.report.parts.research.passages import all_quotes, speaks_against
from alsjournal.report.parts.research.reporting import reporting
from alsjournal.report.parts.research.tables import tables
from alsjournal.report.parts.responses import answers_of
from alsjournal.report.parts.themes import (
    by_session,
    came_back,
    moved,
    raised,
    with_quotes,
)
from alsjournal.report.parts.told import how_to_read, learned, shown, wrote
from alsjournal.report.summarise import Summary
from alsjournal.report.words import Words, words_in

__all__ = ["compose"]


def compose(
    summary: Summary, *, language: str = "en", easy_read: bool = False
) -> Document:
    """Compose what one audience is told.

    Parameters
    ----------
    summary : Summary
    language : {"en", "cy"}, default="en"
        Of the report's own sentences; what people wrote stays as it is.
    easy_read : bool, default=False
        Whether it is written in Easy Read, for a programme, a set, or everybody.

    Returns
    -------
    Document

    Raises
    ------
    InputError
        If no report is written in the language, or none in Easy Read for this
        audience.
    """
    words = words_in(language)
    if easy_read:
        return easy(summary, words)
    kind = summary.audience.kind
    blocks = _ORDER[kind](summary, words, Marks(summary, words))
    coder = summary.themes.provenance.get("coder")
    said = words("label.coded_by", coder=coder) if coder else ""
    return Document(
        title=summary.title,
        subtitle=summary.subtitle or words.part("title").get(kind, ""),
        for_whom=words(f"for.{kind}"),
        notice=words("label.fictional") if summary.fictional else "",
        blocks=tuple(block for block in blocks if block is not None),
        footer=with_readers(
            words(
                "label.made_with",
                version=summary.version,
                coder=said,
                audience=summary.audience,
            ),
            words,
        ),
        language=words.language,
        labels=words.part("label"),
    )


Blocks = Iterable[Block | None]


def _set(summary: Summary, words: Words, marks: Marks) -> Blocks:
    yield before_session(summary, words)
    yield learned(summary.learned, words)
    yield raised(summary, words, marks)
    yield by_session(summary, words, marks)
    yield moved(summary, words, marks)
    yield came_back(summary, words, marks)
    yield with_quotes(summary, words, marks)
    yield shown(summary, words)
    yield survey(summary, words)
    yield wrote(summary, words)
    yield how_to_read(summary, words)


def _programme(summary: Summary, words: Words, marks: Marks) -> Blocks:
    yield in_short(summary, words)
    yield raised(summary, words, marks)
    yield by_session(summary, words, marks)
    yield moved(summary, words, marks)
    yield came_back(summary, words, marks)
    yield with_quotes(summary, words, marks)
    yield answers_of(summary, words)
    yield wrote(summary, words)
    yield survey(summary, words)
    yield outcomes(summary, words)
    yield shown(summary, words)
    yield statistics(summary, words, marks)
    yield how_to_read(summary, words)


def _public(summary: Summary, words: Words, marks: Marks) -> Blocks:
    yield raised(summary, words, marks)
    yield by_session(summary, words, marks)
    yield with_quotes(summary, words, marks)
    yield wrote(summary, words)
    yield how_to_read(summary, words)


def _research(summary: Summary, words: Words, marks: Marks) -> Blocks:
    found = summary.research
    if found is None:  # pragma: no cover - `summarise` gathers it for research
        return
    yield raised(summary, words, marks)
    yield how_made(found, words)
    yield by_session(summary, words, marks)
    yield moved(summary, words, marks)
    yield came_back(summary, words, marks)
    yield with_quotes(summary, words, marks)
    yield answers_of(summary, words)
    yield all_quotes(found, words)
    yield speaks_against(found, words)
    yield shown(summary, words)
    yield wrote(summary, words)
    yield survey(summary, words)
    yield outcomes(summary, words)
    yield display(found, words)
    yield memos(found, words)
    yield statistics(summary, words, marks)
    yield tables(summary, found, words)
    yield agreed(found, words)
    yield codebook(found, words)
    yield cards(found, words)
    yield masked(found, words)
    yield from reporting(summary, found, words)
    yield how_to_read(summary, words)


_ORDER: dict[str, Callable[[Summary, Words, Marks], Blocks]] = {
    "set": _set,
    "programme": _programme,
    "public": _public,
    "research": _research,
}
