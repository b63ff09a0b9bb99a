"""Split running text into reflections, by its headings and the labels over texts.

The rule, which docs/documents.md tells people too:

- A heading begins a reflection. "Set A" and "Session 3" in it, and labels as
  "Member: Ann", say whose and when it is; other words become its prompt.
- Lines of labels at the top, or right below a heading, hold for the texts below.
- Further down, a label that names a set, a session or a member begins a reflection.
- A set lasts until the next set, a session until the next session or set, a member
  until the next member, session or set; what a heading says lasts as long as it.
- Everything else is text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from alsjournal.errors import SourceError
from alsjournal.ingest.cells import MAX_ID
from alsjournal.ingest.headers import Wanted
from alsjournal.ingest.prose.labels import Labels, Said
from alsjournal.ingest.prose.lines import (
    MAX_REFLECTIONS,
    TOO_LONG,
    Line,
    Reflection,
    Writing,
    split_lines,
)
from alsjournal.ingest.prose.sheet import Sheet, question_of
from alsjournal.unfold.limits import MAX_CELL
from alsjournal.wording import Question, is_printed

__all__ = ["read_reflections"]

_PLACES = ("set_id", "session", "member")
_BEGINS = frozenset({*_PLACES, "reflection_id"})
_DEEPEST = 99
_TITLE = 1
_TOO_MANY = (
    f"A document must have {MAX_REFLECTIONS:,} reflections or fewer. This one has more "
    f"headings and labels than that. Split it."
)


def read_reflections(paragraphs: Iterable[Line], wanted: Wanted) -> Writing:
    """Split text into reflections.

    Parameters
    ----------
    paragraphs : iterable of Line
    wanted : Wanted
        For the names of labels.

    Returns
    -------
    Writing
        Every line is in a text, in a column, or counted.

    Raises
    ------
    SourceError
        If there are more reflections than anybody has.

    Examples
    --------
    >>> said = [Line(1, 2, "Session 3"), Line(2, 0, "Member: Ann"), Line(3, 0, "Yes.")]
    >>> own = ("session", "member", "text")
    >>> read_reflections(said, Wanted("reflections", {}, own)).reflections
    [Reflection(number=1, columns={'session': '3', 'member': 'Ann'}, text='Yes.', ...
    """
    reader = _Reader(Labels(wanted))
    for line in split_lines(iter(paragraphs)):
        reader.add(line)
    return reader.finish()


@dataclass
class _Section:
    """What stands below a heading, until one as high."""

    level: int
    columns: dict[str, str] = field(default_factory=dict)
    heading: bool = False
    used: bool = False
    written: bool = False
    """Whether it has a text, or sections, of its own."""


class _Reader:
    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._writing = Writing()
        self._sections = [_Section(0)]
        self._sheet: Sheet | None = None
        self._fresh: bool
        self._begin(1)

    def add(self, line: Line) -> None:
        text = (line.text or "").strip()
        question = question_of(text) if text else None
        if question is not None and self._asks(question, line):
            self._ask(question, line)
        elif self._sheet is not None:
            self._answer(self._sheet, line)
        elif line.cell:
            told = line.text is None or bool(text and not is_printed(text))
            self._writing.counts["table_lines"] += told
        elif question is not None and question.column == "text":
            said = Said(rest=question.title)
            self._head(line, said, level=line.level or _DEEPEST)
        elif line.level and 0 < len(text) <= MAX_ID:
            self._head(line, self._labels.of_heading(text), level=line.level)
        else:
            self._take(line)

    def finish(self) -> Writing:
        if self._sheet is not None:
            self._hand_in(self._sheet)
        else:
            self._close()
            self._leave(0)
        return self._writing

    # Headings and labels.

    def _head(self, line: Line, said: Said, level: int) -> None:
        self._close(level)
        self._leave(level)
        section = _Section(level, dict(said.columns))
        if said.rest and level == _TITLE:
            self._writing.counts["titles"] += 1
        elif said.rest:
            section.columns["prompt"] = said.rest
        section.heading = bool(section.columns)
        self._sections.append(section)
        self._count(said)
        self._begin(line.number)

    def _leave(self, level: int) -> None:
        """Leave the sections that end where a heading of this level begins."""
        while len(self._sections) > 1 and self._sections[-1].level >= level:
            section = self._sections.pop()
            prompt = section.columns.get("prompt", "")
            if prompt and not section.used:
                self._writing.counts["headings"] += 1
            elif prompt and question_of(prompt) is None:
                self._writing.counts["prompts"] += 1

    def _take(self, line: Line) -> None:
        text = line.text
        said = self._labels.of_line(text) if text else None
        again = bool(said and self._block.keys() & said.columns.keys())
        if said and _BEGINS & said.columns.keys() and (again or not self._fresh):
            self._close()
            self._begin(line.number)
        if said and self._fresh:
            self._block |= said.columns
            self._count(said)
            return
        blank = text is not None and not text.strip()
        labelled = bool(self._block and text and self._labels.is_like(text))
        self._fresh = self._fresh and (blank or labelled)
        self._add(line)

    def _count(self, said: Said) -> None:
        self._writing.counts["dates"] += said.dates
        self._writing.counts["labels"] += said.others

    # Texts.

    def _begin(self, number: int) -> None:
        self._number = number
        self._texts: list[str] = []
        self._size = 0
        self._block: dict[str, str] = {}
        self._fresh = True

    def _add(self, line: Line) -> None:
        if not (self._texts or self._size) and line.text == "":
            return  # an empty line above the text
        if not (self._texts or self._block or self._sections[-1].heading):
            self._number = line.number
        text = " " * (MAX_CELL + 1) if line.text is None else line.text
        self._size += len(text) + 1
        if self._size <= MAX_CELL + 1:
            self._texts.append(text)

    def _close(self, below: int = 0) -> None:
        """End a reflection: with what its section, and those above it, say.

        ``below`` is the level of what comes next: where it is lower, and there is no
        text, this was but the heading of a part.
        """
        section = self._sections[-1]
        self._settle(section)
        long = self._size > MAX_CELL + 1
        text = "\n".join(self._texts).rstrip("\n")
        if not (text or long):
            begun = bool(_BEGINS & self._block.keys())
            begun |= section.heading and not section.written
            if not begun or below > section.level:
                section.written |= below > section.level
                return
        section.written = True
        said, reason = (None, TOO_LONG) if long else (text, "")
        self._writing.reflections.append(
            Reflection(self._number, self._known(), said, reason, "text")
        )
        if len(self._writing.reflections) > MAX_REFLECTIONS:
            raise SourceError(_TOO_MANY)

    def _settle(self, section: _Section) -> None:
        """Put new labels in the place of those that they end."""
        if self._block:
            first = min(_rank(name) for name in self._block)
            section.columns = {
                name: value
                for name, value in section.columns.items()
                if _rank(name) <= first or (name == "prompt" and section.heading)
            } | self._block

    def _known(self) -> dict[str, str]:
        columns: dict[str, str] = {}
        prompted = None
        for section in self._sections:
            if "member" in section.columns:  # what was said of another goes
                kept = (*_PLACES, "prompt")
                columns = {k: v for k, v in columns.items() if k in kept}
            columns |= section.columns
            prompted = section if "prompt" in section.columns else prompted
        if prompted is not None:
            prompted.used = True
        return columns

    # Our own sheet.

    def _asks(self, question: Question, line: Line) -> bool:
        """Whether a question is one of a sheet: it goes on, or begins here.

        "Who are you?" on a line of its own may be anybody's words.
        """
        marked = bool(line.level or line.cell)
        begins = question.column != "text" and (marked or question.column != "member")
        return self._sheet is not None or begins

    def _ask(self, question: Question, line: Line) -> None:
        if self._sheet is None:
            self._close(_DEEPEST)
            texts = [
                "?" if r.text is None else r.text for r in self._writing.reflections
            ]
            lines = [line for text in texts for line in text.split("\n") if line]
            self._writing.counts["outside"] += sum(not is_printed(li) for li in lines)
            self._writing.counts["prompts"] = 0  # they stand over no text any more
            self._writing.reflections = []
            self._sheet = Sheet(self._known())
        elif self._sheet.asks_again(question):
            self._hand_in(self._sheet)
            self._sheet = Sheet(self._known())
        self._sheet.ask(question, line)

    def _answer(self, sheet: Sheet, line: Line) -> None:
        if line.level and line.text and line.text.strip():
            sheet.leave(line)
        else:
            sheet.add(line)

    def _hand_in(self, sheet: Sheet) -> None:
        self._writing.reflections += sheet.reflections()
        self._writing.counts.update(sheet.counts)


def _rank(column: str) -> int:
    return _PLACES.index(column) if column in _PLACES else len(_PLACES)
