"""`QuestionReader` and `check_question`: open or closed, and advice in disguise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Final

from alsjournal.errors import InputError
from alsjournal.reflection._asking import CLUES, form_of, questions_in
from alsjournal.reflection.finder import Finder
from alsjournal.reflection.passage import Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["QuestionCheck", "QuestionReader", "check_question", "question_kinds"]

_HINTS: Final = MappingProxyType(
    {
        "advice": "It proposes something. Ask for what they see or know: "
        '"What has been tried?" or "What would you want to come of it?"',
        "leading": "It says what you think. Leave that out, and begin with "
        'what or how: "How do you see it?"',
        "answers itself": "It gives a reason or an answer along with it. "
        "Stop before that, and wait.",
        "several": "It is more than one question. Keep the one that you would "
        "most like to hear answered.",
        "told first": "Something is told before it. The question may do without.",
        "closed": "Yes, no or a figure would answer it. To open it, begin with what or "
        'how: "What was that like?", "How did it come about?"',
        "no question": "There is no question in it yet.",
    }
)
"""What was found, and how it could be opened."""


@dataclass(frozen=True)
class QuestionCheck:
    """What was found in a question of one's own.

    Parameters
    ----------
    kind : {"open", "closed", "none"}
        By its form; of several questions that of the last. None: no question.
    found : tuple of Passage
        What may hold it closed: their codes are "advice", "leading", "answers itself",
        "several", "told first", "closed" and "no question".
    hints : tuple of str
        A hint for each code, in the order of ``found``.
    """

    kind: str
    found: tuple[Passage, ...]
    hints: tuple[str, ...]

    @property
    def fine(self) -> bool:
        """Whether nothing was found."""
        return not self.found


class QuestionReader(Finder):
    """Finds the questions of a text, open or closed by their form and no more.

    It is for one's own questions and for research. Nobody's questions, and no set's,
    are to be ranked by it: even people agree only moderately on which question is open.

    There is nothing to set: the words lie in the module.

    Notes
    -----
    Open and closed as in the coding of motivational interviewing (MISC): an open
    question invites to tell, a closed one asks for yes, no or a fact. The form alone
    is read. People agree on it at a kappa of 0.52 in AnnoMI (Wu and others 2022).

    Examples
    --------
    >>> from alsjournal.reflection.questions import QuestionReader
    >>> found = QuestionReader().spans(["We waited. What for? Was it worth it?"])[0]
    >>> [one.code for one in found]
    ['open', 'closed']
    """

    construct: ClassVar[str] = "question"
    name: ClassVar[str] = "als-questions"
    needs: ClassVar[tuple[str, ...]] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Open and closed."""
        return ("open", "closed")

    def read(self, doc: Doc) -> Sequence[Passage]:
        """Return the questions of one text, in order."""
        text = doc.text
        return [Passage(a, b, form_of(text[a:b])) for a, b in questions_in(text)]


def question_kinds(questions: Sequence[str]) -> list[str]:
    """Return whether each question is open or closed by its form.

    Parameters
    ----------
    questions : sequence of str
        A question each; of several in one that counts which comes last, and what is
        stated before is passed over.

    Returns
    -------
    list of {"open", "closed"}

    Raises
    ------
    InputError
        If it is no sequence of str.

    Examples
    --------
    >>> question_kinds(["Who is missing?", "Is Ann missing?", "Tell me more."])
    ['open', 'closed', 'open']
    """
    if isinstance(questions, str):
        msg = "The questions must be a sequence of str. Got one str; put it in a list."
        raise InputError(msg)
    for question in questions:
        _must_be_text(question)
    return [form_of(_last(question)) for question in questions]


def check_question(text: str) -> QuestionCheck:
    """Look for what may hold a question closed, and say how it could be opened.

    Parameters
    ----------
    text : str
        A question of one's own, as one would ask it.

    Returns
    -------
    QuestionCheck

    Raises
    ------
    InputError
        If it is no str.

    Examples
    --------
    >>> check_question("Have you tried ringing them?").found[0].code
    'advice'
    >>> check_question("What did you hear when you rang?").fine
    True
    """
    _must_be_text(text)
    asked = list(questions_in(text))
    kind = form_of(_last(text))
    if not asked and (not text.strip() or kind == "closed"):
        return _check("none", [Passage(0, len(text), "no question")])
    whole = asked or [(0, len(text))]
    found = [p for a, b in whole for p in _clues(text, a, b)]
    codes = {one.code for one in found}
    if len(whole) > 1:
        found.append(Passage(whole[0][0], whole[-1][1], "several"))
    if any(c.isalnum() for c in text[: whole[0][0]]):
        found.append(Passage(0, whole[0][0], "told first"))
    if kind == "closed" and not codes:
        found.append(Passage(*whole[-1], "closed"))
    return _check(kind, found)


def _must_be_text(value: object) -> None:
    if not isinstance(value, str):
        msg = f"The question must be a str. Got {type(value).__name__}."
        raise InputError(msg)


def _clues(text: str, start: int, end: int) -> list[Passage]:
    """Each kind of clue once, where it is first."""
    clues = ((code, words.search(text[start:end])) for code, words in CLUES.items())
    found = [
        Passage(start + clue.start(), start + clue.end(), code)
        for code, clue in clues
        if clue is not None
    ]
    return sorted(found, key=lambda p: (p.start, p.end))


def _check(kind: str, found: Sequence[Passage]) -> QuestionCheck:
    hints = tuple(_HINTS[one.code] for one in found)
    return QuestionCheck(kind, tuple(found), hints)


def _last(text: str) -> str:
    where = list(questions_in(text))
    return text[slice(*where[-1])] if where else text
