"""What a report says, in blocks, before anything decides how they look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

__all__ = [
    "ENGLISH",
    "Answers",
    "Ask",
    "Block",
    "Box",
    "Card",
    "Cards",
    "Document",
    "Fold",
    "Idea",
    "Items",
    "Para",
    "Picture",
    "Quote",
    "Run",
    "Runs",
    "Section",
    "Table",
    "runs",
    "soft",
    "strong",
]


ENGLISH = "en-GB"
"""The language of what people wrote, and of what is said of numbers."""


@dataclass(frozen=True)
class Run:
    """Words that look the same throughout.

    Parameters
    ----------
    text : str
    style : {"plain", "strong", "soft"}, default="plain"
    target : str, default=""
        The anchor in the same document that they lead to.
    language : str, default=""
        Of the words, where it is not the document's.
    """

    text: str
    style: Literal["plain", "strong", "soft"] = "plain"
    target: str = ""
    language: str = ""


Runs = tuple[Run, ...]


def runs(*parts: str | Run) -> Runs:
    """Put words and runs into one line; what is empty is left out.

    Examples
    --------
    >>> [run.style for run in runs(strong("Cover."), " ", soft("(not read)"), "")]
    ['strong', 'plain', 'soft']
    """
    made = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(run for run in made if run.text)


def strong(text: str, target: str = "") -> Run:
    """Words that stand out."""
    return Run(text, "strong", target)


def soft(text: str) -> Run:
    """Words that stand back."""
    return Run(text, "soft")


@dataclass(frozen=True)
class Block:
    """A part of a document; ``kind`` tells renderers which."""

    kind: ClassVar[str] = ""


@dataclass(frozen=True)
class Para(Block):
    """A paragraph.

    Parameters
    ----------
    runs : tuple of Run
    tone : {"plain", "soft", "lead"}, default="plain"
    language : str, default=""
        Of the words, where it is not the document's.
    """

    kind: ClassVar[str] = "para"
    runs: Runs
    tone: Literal["plain", "soft", "lead"] = "plain"
    language: str = ""


@dataclass(frozen=True)
class Items(Block):
    """A list, one line an item."""

    kind: ClassVar[str] = "items"
    items: tuple[Runs, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Quote(Block):
    """Somebody's words, and where they come from.

    Parameters
    ----------
    words : str
    head : tuple of Run, default=()
        What was asked, or of what it was said.
    source : str, default=""
    session : int or None, default=None
    anchor : str, default=""
        What a chart's cell leads to.
    language : str, default=""
        Of the words, where it is not the document's.
    """

    kind: ClassVar[str] = "quote"
    words: str
    head: Runs = ()
    source: str = ""
    session: int | None = None
    anchor: str = ""
    language: str = ""


@dataclass(frozen=True)
class Table(Block):
    """A table; the first column heads its rows.

    Parameters
    ----------
    caption : str
    columns : tuple of str
    rows : tuple of tuple of str
    file : str, default=""
        What the figures are called where they can be downloaded.
    csv : str, default=""
        Those figures, unrounded.
    folded : str, default=""
        What opens it, where it is closed at first.
    targets : tuple of str, default=()
        The anchor that each row's head leads to.
    """

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    file: str = ""
    csv: str = field(default="", repr=False)
    folded: str = ""
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture(Block):
    """A chart, its words, and the table of what it shows.

    Parameters
    ----------
    chart : altair chart
        Its title is the picture's.
    words : str
        What it shows, for everybody: they stand under it, and stand for it.
    table : Table
    language : str, default=""
        Of the chart and its words, where it is not the document's.
    """

    kind: ClassVar[str] = "picture"
    chart: Any = field(repr=False)
    words: str
    table: Table
    language: str = ""

    @property
    def title(self) -> str:
        """What the chart says above itself."""
        title = self.chart.to_dict().get("title", "")
        text = title.get("text", "") if isinstance(title, dict) else title
        return " ".join(text) if isinstance(text, list) else str(text)


@dataclass(frozen=True)
class Box(Block):
    """Blocks in a frame, as limits are."""

    kind: ClassVar[str] = "box"
    blocks: tuple[Block, ...]
    head: str = ""


@dataclass(frozen=True)
class Card(Block):
    """Blocks under one head, that stay together."""

    kind: ClassVar[str] = "card"
    head: str
    blocks: tuple[Block, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Cards(Block):
    """Cards of one kind.

    Parameters
    ----------
    cards : tuple of Card
    numbered : bool, default=False
    """

    kind: ClassVar[str] = "cards"
    cards: tuple[Card, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Fold(Block):
    """What not everybody reads; open on paper."""

    kind: ClassVar[str] = "fold"
    head: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Idea(Block):
    """One idea of an Easy Read page, beside a place for a picture.

    Parameters
    ----------
    lines : tuple of tuple of Run
        A short sentence each.
    picture : str
        What it is to show.
    """

    kind: ClassVar[str] = "idea"
    lines: tuple[Runs, ...]
    picture: str


@dataclass(frozen=True)
class Ask(Block):
    """A finding that its reader answers to, with ticks and a line to write on.

    Parameters
    ----------
    code : str
        By which the answer is joined to the finding.
    about : str
        What is asked, for those who hear the boxes and do not see them.
    line : str
        What to write.
    choices : tuple of (str, str), default=()
        The boxes: what an answer calls each, and what its reader reads.
    note : str, default=""
        The code in words, for whoever types answers in.
    """

    kind: ClassVar[str] = "ask"
    code: str
    about: str
    line: str
    choices: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Answers(Block):
    """What was answered on the page, put together for its reader to send.

    Parameters
    ----------
    intro : str
        Where the page can do so.
    by_hand : str
        What to do on paper, or where nothing runs.
    labels : mapping of str to str
        ``member``, ``lines``, ``copy``, ``copied`` and ``save``.
    file : str
        What the file is called.
    """

    kind: ClassVar[str] = "answers"
    intro: str
    by_hand: str
    labels: dict[str, str]
    file: str = "answers.csv"


@dataclass(frozen=True)
class Section(Block):
    """Blocks under a heading.

    Parameters
    ----------
    anchor : str
    head : str
    blocks : tuple of Block
    level : {2, 3}, default=2
    one_side : bool, default=False
        Whether it is kept to the first side of paper, close set.
    """

    kind: ClassVar[str] = "section"
    anchor: str
    head: str
    blocks: tuple[Block, ...]
    level: int = 2
    one_side: bool = False


@dataclass(frozen=True)
class Document:
    """All that one audience is told.

    Parameters
    ----------
    title : str
    blocks : tuple of Block
    subtitle : str, default=""
    for_whom : str, default=""
    notice : str, default=""
        What must be known before all else.
    footer : str, default=""
    language : str, default="en-GB"
    labels : mapping of str to str, default={}
        What a renderer says by itself: ``figure``, ``table``, ``scroll_table``,
        ``scroll_chart``, ``download``, ``contents``, and for
        Easy Read ``picture``.
    easy : bool, default=False
        Whether it is Easy Read: in large print.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    for_whom: str = ""
    notice: str = ""
    footer: str = ""
    language: str = "en-GB"
    labels: dict[str, str] = field(default_factory=dict)
    easy: bool = False
