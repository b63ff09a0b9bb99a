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
from alsjournal.ingest.prose.lines import ASKED, TOO_LONG, Line, Reflection
from alsjournal.schema import TABLES
from alsjournal.wording import Question, choices_for, every_question

__all__ = ["Sheet", "question_of"]

_NUMBER = re.compile(r"\s*(?:(?:q|question)\s*)?\d{1,2}\s*[.):]\s*", re.IGNORECASE)
_TICKED = "\u2611\u2612\u2713\u2714\u2715\u2716\u2717\u2718\u2705\u25cf\u25c9\u25a0xX"
_EMPTY = "\u2610\u25a1\u25cb\u25ef\u274f\u2751"
_BULLETS = "\u2022\u25aa\u2013\u2014*-"
_BOX = re.compile(
    rf"\s*(?:[\[(]\s*(?P<in>[{_TICKED}])?\s*[\])]"
    rf"|(?P<bare>[{_TICKED}](?=\s|$))|(?P<sign>[{_TICKED[:-2]}])"
    rf"|[{_EMPTY}]|(?P<bullet>[{re.escape(_BULLETS)}]))\s*"
)
_AFTER = re.compile(
    rf"\s*(?:[\[(]\s*(?P<in>[{_TICKED}])?\s*[\])]|(?<=\s)(?P<bare>[{_TICKED}])"
    rf"|(?P<sign>[{_TICKED[:-2]}])|[{_EMPTY}]|(?P<bullet>\*))\s*$"
)
_PLACEHOLDER = re.compile(r"\[[^\[\]]{1,60}\]")  # as of the kit's pictures
_BLANK = re.compile(r"[\s_.\u2026]*")
_LONGEST = 300  # no title and no choice is half as long
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
    if len(text) > _LONGEST:
        return None
    bare = _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text
    return _QUESTIONS.get(plain(bare.strip().rstrip("*:").rstrip()))


@dataclass
class _Answer:
    question: Question
    number: int
    lines: list[Line] = field(default_factory=list)


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

    def leave(self) -> None:
        """A heading of something else: what follows answers nothing."""
        self._outside = True
        self.counts["outside"] += 1

    def add(self, line: Line) -> None:
        """Take a line as part of the answer, or count it."""
        answer = None if self._outside else self._answers[-1]
        if line.cell and not self._outside:
            # Where questions stand side by side, each is answered below.
            answer = self._below.get(line.cell, answer)
        said = "x" if line.text is None else line.text.strip()
        if answer is None or (line.cell and _PLACEHOLDER.fullmatch(said)):
            self.counts["outside"] += bool(said)
            return
        if not said:
            if answer.lines:
                answer.lines.append(line)
            return
        if len(said) <= _LONGEST and plain(said) in _HINTS:
            return
        answer.lines.append(line)

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
                self._columns[name] = value
        use = ASKED + "use"
        if ASKED + "reach" in self._columns and use not in self._columns:
            # The sheet says what an empty answer means: counted, never quoted.
            self._columns[use] = "counts"
        return [
            self._reflection(answer, refused)
            for answer in self._answers
            if answer.question.column == "text"
        ]

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
        question = answer.question
        every = choices_for(question.table, question.column)
        choices = {plain(words): ours for words, ours in every.items()}
        printed: list[tuple[str, bool | None]] = []
        stray = []
        for line in answer.lines:
            bare, ticked = _unticked(line.text or "")
            ours = choices.get(plain(bare))
            if ours is not None:
                printed.append((ours, True if line.highlighted else ticked))
            elif not _BLANK.fullmatch(line.text or ""):
                stray.append(plain(bare))
        if not printed:
            return _written(stray, choices)
        self.counts["stray"] += len(stray)
        return self._one(question, printed)

    def _one(
        self, question: Question, printed: list[tuple[str, bool | None]]
    ) -> str | None:
        """Of several ticks, the one that allows least; where none does, none."""
        chosen = {ours for ours, ticked in printed if ticked}
        if not chosen and len(printed) == 1:  # the others were taken out
            ((ours, ticked),) = printed
            return ours if ticked is None else None
        if len(chosen) > 1:
            self.counts["ticks"] += 1
        if len(chosen) > 1 and question.table != "permissions":
            return ""
        order = TABLES[question.table][question.column].choices
        return min(chosen, key=order.index, default="")


def _written(said: list[str], choices: Mapping[str, str]) -> str | None:
    """Return the choice that was written instead of ticked, as ``"quote it"``."""
    if not said:
        return ""
    (words, *more) = said
    found = {
        ours
        for wording, ours in choices.items()
        if words.rstrip(".") in (wording, wording.split(":")[0], ours)
    }
    return found.pop() if len(found) == 1 and not more else None


def _unticked(text: str) -> tuple[str, bool | None]:
    """Return a choice without its box, and whether that is ticked; None: no box."""
    ticked: bool | None = None
    if len(text) > _LONGEST:
        return text, None
    while (found := _BOX.match(text)) is not None:
        ticked = _seen(found, ticked)
        text = text[found.end() :]
    found = _AFTER.search(text)
    if found is not None:
        ticked = _seen(found, ticked)
        text = text[: found.start()]
    return text, ticked


def _seen(found: re.Match[str], before: bool | None) -> bool | None:
    if found["bullet"]:
        return before
    return bool(before) or any((found["in"], found["bare"], found["sign"]))


def _text(lines: list[Line]) -> str | None:
    """Return an answer without the lines that were printed to write on."""
    if any(line.text is None for line in lines):
        return None
    kept = [line.text or "" for line in lines]
    kept = ["" if _BLANK.fullmatch(text) else text for text in kept]
    return "\n".join(kept).strip("\n")
