"""What an opened card holds: a few kinds of parts that a page knows how to show.

They hold words of people, and so they go out as messages and are kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = [
    "Part",
    "beside",
    "changed",
    "heading",
    "image",
    "item",
    "items",
    "quote",
    "terms",
    "text",
]

Part = dict[str, object]
"""One part, as a page takes it."""


def text(words: str) -> Part:
    """Return a sentence or two."""
    return {"part": "text", "text": words}


def heading(words: str) -> Part:
    """Return a heading inside a card."""
    return {"part": "heading", "text": words}


def quote(words: str, *, head: str = "", source: str = "") -> Part:
    """Return somebody's words, with what stands above them and where they are from."""
    return {"part": "quote", "head": head, "quote": words, "from": source}


def beside(*parts: Part) -> Part:
    """Return parts that stand side by side where there is room."""
    return {"part": "beside", "parts": list(parts)}


def item(words: str, *, label: str = "", note: str = "") -> Part:
    """Return one entry of a list: what it is, its words, and a note on them."""
    return {"label": label, "text": words, "note": note}


def items(head: str, entries: Iterable[Part], *, ordered: bool = False) -> list[Part]:
    """Return a list under its heading; nothing where there are no entries."""
    found = list(entries)
    if not found:
        return []
    part: Part = {"part": "items", "items": found, "ordered": ordered}
    return [heading(head), part] if head else [part]


def terms(rows: Iterable[tuple[str, str]]) -> Part:
    """Return questions, each with what answers it."""
    return {"part": "terms", "rows": [list(row) for row in rows]}


def changed(head: str, words: Sequence[tuple[str, str]]) -> Part:
    """Return a wording in pieces: of each whether it was kept, taken out or added."""
    return {"part": "changed", "head": head, "words": [list(word) for word in words]}


def image(svg: str, *, label: str) -> Part:
    """Return a picture, and what it is called."""
    return {"part": "image", "svg": svg, "label": label}
