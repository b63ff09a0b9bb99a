"""Texts to segments: clauses found from punctuation and conjunctions, no parser.

A reflection often raises several issues. A segment is the stretch of a text that a
theme, a condition or a quote points at: its start and end are code points of the
text as it stands, the end not included.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from alsjournal.errors import InputError

__all__ = [
    "SEPARATORS",
    "ClauseSegmenter",
    "Segment",
    "passages",
    "segments",
    "sentences",
]

SEPARATORS = frozenset(".,;:!?…-\u2013\u2014()\"'\u201c\u201d\u2018\u2019*•·|/")
"""Characters that may stand between two segments and belong to neither. Square
brackets are none of them: they are part of what stands for an identifier."""

WHOLE = 45
"""Words up to which a text is one passage."""

PASSAGE = 30
"""Words at which a passage is full. Of 12, 30, 45 and 70 words, passages of about 30
came nearest to the themes that people had coded in longer reflections."""

LONGEST = 60
"""Words over which a sentence, or sentences together, are cut."""

_OPENING = "\"'\u201c\u2018(["
_CLOSING = ".!?…\"'\u201d\u2019)]"

_SENTENCE = re.compile(
    r"[.!?…]+[\"'\u201d\u2019)\]]*(?=\s|$)|\s*[\r\n\u2028\u2029]+[\s*•·-]*"
)
_PAUSE = re.compile(
    r"[,;:][\"'\u201d\u2019)\]]*(?=\s|$)|\s[-\u2013\u2014]+(?=\s)|\u2014|\s(?=\()|(?<=\))\s"
)
_CONJUNCTION = re.compile(
    r"\s+(?=(?:and|but|because|so|although|though|while|whereas|yet|when|which|"
    r"however|until|unless|since|if|as|or|who|that)\s)",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|dr|mr|mrs|ms|st|no|prof)|\b[A-Z])\.$",
    re.IGNORECASE,
)


class Segment(NamedTuple):
    """A stretch of a text: code points, the end not included."""

    start: int
    end: int


class ClauseSegmenter:
    """Cut a text into sentences, and long sentences into clauses.

    Sentences end at full stops, question and exclamation marks and line breaks. A
    sentence is cut further at commas, semicolons, colons, dashes, brackets and
    before conjunctions, where both sides keep ``min_words`` words.

    Parameters
    ----------
    min_words : int, default=4
        The fewest words of a part of a sentence. A sentence may be shorter.

    Raises
    ------
    InputError
        If ``min_words`` is not a whole number from 1 up.

    Examples
    --------
    >>> text = "We agreed a rota. The beds were full, and nobody told the ward why."
    >>> [text[s.start : s.end] for s in ClauseSegmenter()(text)]
    ['We agreed a rota', 'The beds were full', 'and nobody told the ward why']
    """

    def __init__(self, min_words: int = 4) -> None:
        if isinstance(min_words, bool) or not isinstance(min_words, int):
            msg = f"min_words must be a whole number. Got {type(min_words).__name__}."
            raise InputError(msg)
        if min_words < 1:
            msg = f"min_words must be 1 or more. Got {min_words}."
            raise InputError(msg)
        self.min_words = min_words

    def __call__(self, text: str) -> list[Segment]:
        """Return the segments of a text.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of Segment
            In order, without overlap or white space at the edges. Every character
            that is in none of them is white space or one of `SEPARATORS`.

        Raises
        ------
        InputError
            If ``text`` is not a str.
        """
        checked_text(text)
        out: list[Segment] = []
        for sentence in _cut(text, 0, len(text), _sentence_breaks(text)):
            out += self._clauses(text, sentence)
        return out

    def _clauses(self, text: str, sentence: Segment) -> list[Segment]:
        start, end = sentence
        if _words(text[start:end]) < 2 * self.min_words:
            return [sentence]
        breaks = sorted(
            (found.start(), found.end())
            for pattern in (_PAUSE, _CONJUNCTION)
            for found in pattern.finditer(text, start, end)
        )
        kept: list[tuple[int, int]] = []
        at = start
        for left, right in breaks:
            long_enough = _has_words(text[at:left], self.min_words)
            if long_enough and _has_words(text[right:end], self.min_words):
                kept.append((left, right))
                at = right
        return _cut(text, start, end, kept)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(min_words={self.min_words})"


def segments(text: str) -> list[Segment]:
    """Return the clauses of a text, with the defaults of `ClauseSegmenter`.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Segment

    Examples
    --------
    >>> segments("Good. Thank you.")
    [Segment(start=0, end=4), Segment(start=6, end=15)]
    """
    return _DEFAULT(text)


def sentences(text: str) -> list[Segment]:
    """Return the sentences of a text, without the marks that end them.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Segment
        In order, without overlap.

    Raises
    ------
    InputError
        If ``text`` is not a str.

    Examples
    --------
    >>> sentences("We agreed, e.g. on a rota. Good.")
    [Segment(start=0, end=25), Segment(start=27, end=31)]
    """
    checked_text(text)
    return _cut(text, 0, len(text), _sentence_breaks(text))


def passages(text: str) -> list[Segment]:
    """Cut a text into passages that are long enough to be read by themselves.

    A text of up to 45 words is one passage. A longer one is cut between sentences,
    wherever about 30 words have come together; a short rest joins the passage
    before. A sentence of more than 60 words (dictation without punctuation) is cut
    between its clauses.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Segment
        In order, without overlap; each with the marks that open and close it, so
        that it can be quoted. None for a text without a word.

    Raises
    ------
    InputError
        If ``text`` is not a str.

    Examples
    --------
    >>> passages(' "Who decides?" ')
    [Segment(start=1, end=15)]
    >>> len(passages("We agreed a rota and nobody kept to it. " * 12))
    3
    """
    found = sentences(text)
    if not found:
        return []
    if _words(text) <= WHOLE:
        return [_marked(text, found[0].start, found[-1].end)]
    packed: list[tuple[int, int]] = []
    full = True
    for start, end in _parts(text, found):
        size = _words(text[start:end])
        held = 0 if full else _words(text[packed[-1][0] : packed[-1][1]])
        if full or (held >= PASSAGE // 2 and held + size > LONGEST):
            packed.append((start, end))
            full = size >= PASSAGE
        else:
            packed[-1] = (packed[-1][0], end)
            full = held + size >= PASSAGE
    start, end = packed[-1]
    if len(packed) > 1 and _words(text[start:end]) < PASSAGE // 2:
        packed[-2:] = [(packed[-2][0], end)]
    return [_marked(text, *pair) for pair in packed]


_DEFAULT = ClauseSegmenter()


def _parts(text: str, whole: list[Segment]) -> list[Segment]:
    """Return the sentences, the longest as clauses."""
    out: list[Segment] = []
    for sentence in whole:
        too_long = _words(text[sentence.start : sentence.end]) > LONGEST
        out += _DEFAULT._clauses(text, sentence) if too_long else [sentence]
    return out


def _marked(text: str, start: int, end: int) -> Segment:
    """Take in the marks that open and close a passage."""
    while start and text[start - 1] in _OPENING:
        start -= 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return Segment(start, end)


def _sentence_breaks(text: str) -> list[tuple[int, int]]:
    """Where sentences end; not after an abbreviation or an initial."""
    breaks = []
    for found in _SENTENCE.finditer(text):
        before = text[max(0, found.start() - 8) : found.start() + 1]
        if not _ABBREVIATION.search(before) or found.end() == len(text):
            breaks.append((found.start(), found.end()))
    return breaks


def _cut(
    text: str, start: int, end: int, breaks: list[tuple[int, int]]
) -> list[Segment]:
    """Return the pieces between the breaks, trimmed; empty ones are left out."""
    out = []
    lefts = [start, *(right for _, right in breaks)]
    rights = [*(left for left, _ in breaks), end]
    for left, right in zip(lefts, rights, strict=True):
        while left < right and _outside(text[left]):
            left += 1  # noqa: PLW2901
        while right > left and _outside(text[right - 1]):
            right -= 1  # noqa: PLW2901
        if left < right:
            out.append(Segment(left, right))
    return out


def checked_text(text: object) -> None:
    """Refuse what is no text.

    Raises
    ------
    InputError
    """
    if not isinstance(text, str):
        msg = f"A text must be a str. Got {type(text).__name__}."
        raise InputError(msg)


def _outside(character: str) -> bool:
    return character.isspace() or character in SEPARATORS


def _words(text: str) -> int:
    return len(text.split())


def _has_words(text: str, n: int) -> bool:
    return len(text.split(None, n)) >= n
