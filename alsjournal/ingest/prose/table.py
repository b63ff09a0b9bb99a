"""Make a table of reflections that were read from running text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from alsjournal.ingest.formats.grid import Grid, Record
from alsjournal.ingest.headers import Wanted
from alsjournal.ingest.prose.lines import ASKED, Reflection

__all__ = ["notes_of", "table_of"]

_WORDS = {
    "changes": "tracked changes: {n:,}; insertions were taken, deletions not",
    "comments": "comments: {n:,}; not taken",
    "hidden": "hidden text: {n:,} places; not taken",
    "notes": "footnotes and endnotes: {n:,}; not taken",
    "headers": "headers and footers of pages: {n:,}; not taken",
    "boxes": "text boxes: {n:,}; not taken",
    "pictures": "pictures and charts: {n:,}; not taken",
    "objects": "objects of other programs: {n:,}; not taken",
    "embedded": "embedded files: {n:,}; not opened",
    "macros": "macros: in {n:,} files; not looked at",
    "signs": "signs of a font that is not known: {n:,}; not taken",
    "codes": "words in the code of a field: {n:,} places; not taken",
    "phonetic": "signs of how to say a word: {n:,}; not taken",
    "contents": "lines of a table of contents: {n:,}; not taken",
    "unfilled": "fields of a form that are not filled in: {n:,}",
    "nested": "tables within tables: {n:,}; taken as text of the cell round them",
    "tables": "tables beyond those that are looked at: {n:,}",
    "table_lines": "paragraphs in tables: {n:,}; not taken, as only the text round "
    "them was",
    "titles": "titles of documents: {n:,}; not taken",
    "headings": "headings with nothing below them but other headings: {n:,}; not taken",
    "dates": "dates over a text: {n:,}; not taken, a table of sessions holds them",
    "labels": "labels that programme.toml gives another name: {n:,}; not taken",
    "outside": "lines of a sheet that answer none of its questions: {n:,}; not taken",
    "stray": "lines beside the choices of a question: {n:,}; not taken",
    "ticks": "questions with several ticks: {n:,}; of permissions the one that allows "
    "least was taken, of others none",
    "links": "links to files elsewhere: {n:,}; not followed",
    "devices": "things that are no files: {n:,}; left alone",
    "deep": "folders within folders within folders, more than 20: {n:,}; not looked at",
    "unseen": "hidden files: {n:,}; left alone",
    "prompts": "headings that became the prompt of a text: {n:,}. If they are names "
    "of people, write Member: before them",
}


def table_of(
    reflections: Sequence[Reflection],
    wanted: Wanted,
    *,
    how: str,
    sha256: str,
    notes: tuple[str, ...] = (),
    places: Sequence[int] | None = None,
) -> Grid:
    """Return the reflections as a table.

    Parameters
    ----------
    reflections : sequence of Reflection
    wanted : Wanted
        A column that ``[columns.reflections]`` names has that header.
    how, sha256, notes
        As of a `Grid`.
    places : sequence of int, optional
        The row of each reflection; by default the line where it begins.

    Returns
    -------
    Grid
    """
    names = dict.fromkeys(name for r in reflections for name in r.columns)
    beside = tuple(name for name in names if name.startswith(ASKED))
    columns = [*(n for n in names if n not in beside), "text"]

    def records() -> Iterator[Record]:
        for i, one in enumerate(reflections):
            row = one.number if places is None else places[i]
            if one.text is None:
                yield Record(row, one.number, None, one.reason, one.column)
                continue
            known = {**one.columns, "text": one.text}
            cells = [known.get(name, "") for name in (*columns, *beside)]
            yield Record(row, one.number, cells)

    headers = [wanted.named.get(name, name) for name in columns]
    return Grid(
        how=how,
        sha256=sha256,
        headers=[*headers, *beside],
        records=records(),
        clean=False,
        notes=notes,
        beside=beside,
    )


def notes_of(shown: str, counts: Mapping[str, int]) -> Iterator[str]:
    """Say what was not taken, a sentence for each kind; counts only."""
    for what, words in _WORDS.items():
        if counts.get(what):
            yield f"{shown!r}: {words.format(n=counts[what])}."
