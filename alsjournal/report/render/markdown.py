"""Render a document as Markdown, for those who write on from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from alsjournal.report.document import Block, Document, Runs
from alsjournal.report.render.harmless import harmless

__all__ = ["to_markdown"]

_MARKS = re.compile(r"([\\`*_{}\[\]>|~])")
_ENTITY = re.compile(r"&(?=[#A-Za-z])")
_LEADS = re.compile(r"^(\s*)([#+=-]|\d+[.)])(?=\s|$)", re.MULTILINE)


def to_markdown(document: Document) -> str:
    """Render a document as Markdown (CommonMark, with the tables of GitHub's).

    A chart is its table and its words. What folds is open.

    Parameters
    ----------
    document : Document

    Returns
    -------
    str
        Texts are escaped: none of them makes a heading, a link or HTML.
    """
    document = harmless(document)
    head = [f"# {_one(document.title)}"]
    if document.subtitle:
        head.append(f"**{_one(document.subtitle)}**")
    head += [_plain(p) for p in (document.for_whom, document.notice) if p]
    parts = [*head, *_all(document.blocks)]
    if document.footer:
        parts += ["---", _plain(document.footer)]
    return "\n\n".join(parts) + "\n"


def _all(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _WAYS[block.kind](block)


def _plain(text: str) -> str:
    r"""Escape what Markdown would read as a mark.

    Examples
    --------
    >>> _plain("# not *so* <b>")
    '\\# not \\*so\\* &lt;b\\>'
    """
    escaped = _MARKS.sub(r"\\\1", _ENTITY.sub("&amp;", text)).replace("<", "&lt;")
    return _LEADS.sub(_lead, escaped)


def _one(text: str) -> str:
    """Escape it, on one line."""
    return _plain(" ".join(text.split()))


def _lead(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark[:-1]}\\{mark[-1]}"


def _line(runs: Runs) -> str:
    said = []
    for run in runs:
        text = " ".join(_plain(run.text).split("\n"))
        kept = text.strip()
        if run.style == "strong" and kept:
            text = text.replace(kept, f"**{kept}**", 1)
        said.append(text)
    return "".join(said).strip()


def _items(block: Any) -> Iterator[str]:
    marks = (f"{i}." if block.ordered else "-" for i in range(1, len(block.items) + 1))
    yield "\n".join(
        f"{mark} {_line(item)}" for mark, item in zip(marks, block.items, strict=True)
    )


def _quote(block: Any) -> Iterator[str]:
    head = [_line(block.head)] if block.head else []
    lines = [*head, *_plain(block.words).splitlines()]
    lines += [f"({_plain(block.source)})"] if block.source else []
    yield "\n".join(f"> {line}  " for line in lines)


def _table(block: Any) -> Iterator[str]:
    yield f"**{_one(block.caption)}**"
    rows = [block.columns, tuple("---" for _ in block.columns), *block.rows]
    yield "\n".join("| " + " | ".join(_cell(c) for c in row) + " |" for row in rows)


def _cell(text: str) -> str:
    return text if text == "---" else _one(text)


def _picture(block: Any) -> Iterator[str]:
    yield _plain(block.words)
    yield from _table(block.table)


def _box(block: Any) -> Iterator[str]:
    inside = [f"**{_plain(block.head)}**"] if block.head else []
    text = "\n\n".join([*inside, *_all(block.blocks)])
    yield "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _cards(block: Any) -> Iterator[str]:
    for number, card in enumerate(block.cards, start=1):
        lead = f"{number}. " if block.numbered else ""
        yield f"### {lead}{_one(card.head)}"
        yield from _all(card.blocks)


def _fold(block: Any) -> Iterator[str]:
    yield f"#### {_one(block.head)}"
    yield from _all(block.blocks)


def _idea(block: Any) -> Iterator[str]:
    yield from (_line(line) for line in block.lines)


def _ask(block: Any) -> Iterator[str]:
    if block.choices:
        yield "\n".join(f"- [ ] {_plain(label)}" for _, label in block.choices)
    yield f"{_plain(block.line)} \\_\\_\\_\\_\\_\\_\\_\\_"
    if block.note:
        yield _plain(block.note)


def _answers(block: Any) -> Iterator[str]:
    yield _plain(block.by_hand)


def _section(block: Any) -> Iterator[str]:
    yield f"{'#' * block.level} {_one(block.head)}"
    yield from _all(block.blocks)


_WAYS: dict[str, Callable[[Any], Iterator[str]]] = {
    "para": lambda block: iter([_line(block.runs)]),
    "items": _items,
    "quote": _quote,
    "table": _table,
    "picture": _picture,
    "box": _box,
    "cards": _cards,
    "fold": _fold,
    "idea": _idea,
    "ask": _ask,
    "answers": _answers,
    "section": _section,
}
