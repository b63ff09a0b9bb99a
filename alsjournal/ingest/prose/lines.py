"""What running text is made of, and what becomes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from alsjournal.unfold.limits import MAX_CELL

__all__ = [
    "ASKED",
    "MAX_REFLECTIONS",
    "TOO_LONG",
    "Line",
    "Reflection",
    "Writing",
    "split_lines",
]

MAX_REFLECTIONS = 100_000
"""In one document; a programme of years has some thousands."""

ASKED = "permissions."
"""Before the name of a column that belongs to the table of permissions."""


TOO_LONG = f"the text is longer than {MAX_CELL:,} characters"


class Line(NamedTuple):
    """A line of text: where it stands, and how.

    ``level`` is 0 for text, 1 for a title, 2 for the first headings. ``text`` is None
    where it is too long. ``cell`` is the table and the column, as ``1.0``. ``struck``
    is ``"s"`` where all words are struck through, ``"p"`` where some are.
    """

    number: int
    level: int
    text: str | None
    highlighted: bool = False
    cell: str = ""
    struck: str = ""


@dataclass
class Reflection:
    """A text, and what is known of it.

    Parameters
    ----------
    number : int
        The line where it begins.
    columns : dict of str to str
        By our names; those of permissions begin with `ASKED`.
    text : str or None
        None where it cannot be taken; ``reason`` then says why.
    """

    number: int
    columns: dict[str, str]
    text: str | None
    reason: str = ""
    column: str = ""


@dataclass
class Writing:
    """The reflections of a document, and a count of what was not taken, by kind."""

    reflections: list[Reflection] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def split_lines(paragraphs: Iterator[Line]) -> Iterator[Line]:
    r"""Split paragraphs of text at their line breaks; a heading stays whole.

    Examples
    --------
    >>> [line.text for line in split_lines(iter([Line(1, 0, "a\nb")]))]
    ['a', 'b']
    """
    for line in paragraphs:
        if line.text is None or "\n" not in line.text:
            yield line
        elif line.level:
            yield line._replace(text=" ".join(line.text.split()))
        else:
            for part in line.text.split("\n"):
                yield line._replace(text=part)
