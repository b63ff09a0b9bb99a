"""Our own reflection sheet, filled in: its questions, and what was answered.

The titles of `alsjournal.wording` are looked for, whatever they are: headings, lines,
or cells of a table. What stands below one is its answer, up to the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from alsjournal.ingest.headers import plain
from alsjournal.ingest.prose.chosen import BLANK, choose, is_choice, stricter
from alsjournal.ingest.prose.lines import ASKED, TOO_LONG, Line, Reflection
from alsjournal.ingest.prose.ticks import LONGEST
from alsjournal.wording import Question, every_question, is_printed

__all__ = ["Sheet", "question_of"]

_NUMBER = re.compile(r"\s*(?:(?:q|question)\s*)?\d{1,2}\s*[.):]\s*", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\[[^\[\]]{1,60}\]")  # as of the kit's pictures
_UNCLEAR = "the answer is none of the choices"


_ALL = every_question()
_QUESTIONS = {plain(question.title): question for question in _ALL}
_HINTS = {plain(question.hint) for question in _ALL if question.hint}


def question_of(text: str) -> Question | None:
    """Return the question of the sheet that a line asks, if it is one.

    Examples
    --------
    >>> question_of("3. Who are you? *").column
    'member'
    >>> question_of("Who are they?") is None
    True
    """
    if len(text) > LONGEST:
        return None
    bare = _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text
    return _QUESTIONS.get(plain(bare.strip().rstrip("*:").rstrip()))


@dataclass
class _Answer:
    question: Question
    number: int
    lines: list[Line] = field(default_factory=list)
    unclear: bool = False
    """Whether something of it stands where answers are not looked for."""

    @property
    def permits(self) -> bool:
        return self.question.table == "permissions"

    def has(self, line: Line) -> bool:
        """Whether a line is one of its choices."""
        return is_choice(self.question, line.text or "")


class Sheet:
    """One filled-in sheet.

    Parameters
    ----------
    columns : mapping of str to str
        What is known already, as from a heading above.
    """

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._columns = dict(columns)
        self._answers: list[_Answer] = []
        self._below: dict[str, _Answer] = {}  # by the column of a table
        self._outside = True
        self.counts: Counter[str] = Counter()

    def asks_again(self, question: Question) -> bool:
        """Whether a question was asked before: then another sheet begins."""
        return any(a.question.title == question.title for a in self._answers)

    def ask(self, question: Question, line: Line) -> None:
        """A question is asked; what follows is its answer."""
        answer = _Answer(question, line.number)
        self._answers.append(answer)
        self._below[line.cell] = answer
        self._outside = False

    def leave(self, line: Line) -> None:
        """A heading of something else: what follows answers nothing."""
        last = self._answers[-1]
        if last.permits and not self._outside:
            if last.has(line):  # a choice that somebody made a heading of
                self.add(line)
                return
            last.unclear |= not any(last.has(one) for one in last.lines)
        self._outside = True
        self._beside(line.text or "")

    def _beside(self, said: str) -> None:
        """Count what answers nothing and is not the sheet's own."""
        self.counts["outside"] += bool(said) and not is_printed(said)

    def add(self, line: Line) -> None:
        """Take a line as part of the answer, or count it."""
        answer = None if self._outside else self._answers[-1]
        if line.cell and not self._outside:
            # Where questions stand side by side, each is answered below.
            answer = self._below.get(line.cell, answer)
        said = "?" if line.text is None else line.text.strip()
        if answer is None or (line.cell and _PLACEHOLDER.fullmatch(said)):
            self._misplaced(line)
            self._beside(said)
            return
        if not said:
            if answer.lines:
                answer.lines.append(line)
            return
        if len(said) <= LONGEST and plain(said) in _HINTS:
            return
        answer.lines.append(line)

    def _misplaced(self, line: Line) -> None:
        """Note a permission whose choices, or answer, go on where none is taken."""
        last = self._answers[-1]
        own = is_printed(line.text or "")
        last.unclear |= last.permits and (last.has(line) or not (self._outside or own))

    def reflections(self) -> list[Reflection]:
        """Return a reflection for each open question, with what else was answered."""
        refused = ""
        for answer in self._answers:
            question = answer.question
            if question.column == "text":
                continue
            ours = question.table == "reflections"
            name = question.column if ours else ASKED + question.column
            value = self._value(answer)
            if value is None and not ours:
                refused = question.column
            elif value:
                self._columns[name] = self._least(answer, name, value)
        use = ASKED + "use"
        if ASKED + "reach" in self._columns and use not in self._columns:
            # The sheet says what an empty answer means: counted, never quoted.
            self._columns[use] = "counts"
        return [
            self._reflection(answer, refused)
            for answer in self._answers
            if answer.question.column == "text"
        ]

    def _least(self, answer: _Answer, name: str, value: str) -> str:
        """Of a permission that is asked in two languages, take what allows less."""
        before = self._columns.get(name)
        if not answer.permits or before in (None, value):
            return value
        self.counts["ticks"] += 1
        return stricter(answer.question, (str(before), value))

    def _reflection(self, answer: _Answer, refused: str) -> Reflection:
        columns = {**self._columns, "prompt": answer.question.title}
        if refused:
            return Reflection(answer.number, columns, None, _UNCLEAR, refused)
        text = _text(answer.lines)
        reason = TOO_LONG if text is None else ""
        return Reflection(answer.number, columns, text, reason, "text")

    def _value(self, answer: _Answer) -> str | None:
        """Return what was answered, in our words; None where that is not clear."""
        if answer.question.answer == "choice":
            return self._chosen(answer)
        return " ".join((_text(answer.lines) or "").split())

    def _chosen(self, answer: _Answer) -> str | None:
        chosen = choose(answer.question, answer.lines)
        if chosen.value is None or answer.unclear:
            return None
        self.counts["stray"] += chosen.stray
        self.counts["ticks"] += chosen.several
        return chosen.value


def _text(lines: list[Line]) -> str | None:
    """Return an answer without the lines that were printed to write on."""
    if any(line.text is None for line in lines):
        return None
    kept = [line.text or "" for line in lines]
    kept = ["" if BLANK.fullmatch(text) else text for text in kept]
    return "\n".join(kept).strip("\n")
