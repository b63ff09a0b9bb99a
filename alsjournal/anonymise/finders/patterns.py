"""A programme's own codes, by regular expressions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import LABELS, Span
from alsjournal.errors import InputError

__all__ = ["PatternFinder"]


class PatternFinder:
    r"""Find what matches a pattern of one's own.

    Codes of a study, a trust's staff numbers or local names of wards follow rules
    that nobody else knows.

    Parameters
    ----------
    patterns : mapping of str to str
        A label of `LABELS`, as ``"NUMBER"`` or ``"ORG"``, or a name of one's own,
        and a regular expression; where it has a group ``value``, that is masked.
        Case does not count. Patterns are no secret: put no name of a person into
        them, those belong into the roster. A pattern with nested repeats can take
        very long on a long text.

    Raises
    ------
    InputError
        If a pattern is none, or matches nothing at all.

    Examples
    --------
    >>> from alsjournal.anonymise import Anonymiser
    >>> own = PatternFinder({"NUMBER": r"\bALS-\d{4}\b"})
    >>> found = Anonymiser(finders=["identifiers", own]).spans(["As ALS-0042 said."])
    >>> [(span.start, span.end, span.label) for span in found[0]]
    [(3, 11, 'NUMBER')]
    """

    name = "patterns"

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self.patterns = dict(patterns)
        self._compiled = [(label, _compile(p)) for label, p in self.patterns.items()]

    def __repr__(self) -> str:
        return f"PatternFinder({self.patterns!r})"

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [
            [
                reading.span(*match.span(group), label, self.name, 0.9)
                for label, pattern in self._compiled
                for group in ["value" if "value" in pattern.groupindex else 0]
                for match in pattern.finditer(reading.text)
                if match.end(group) > match.start(group)
            ]
            for reading in readings
        ]


def _compile(pattern: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except re.error:
        msg = (
            "A pattern must be a regular expression. Got one that Python cannot read. "
            f"Correct it; the labels are names of your own or {', '.join(LABELS)}."
        )
        raise InputError(msg) from None
    if compiled.match(""):
        msg = "A pattern must match something. Got one that matches an empty text."
        raise InputError(msg)
    return compiled
