"""A programme's own codes, by regular expressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.ingest.codes import compiled_all, matches

__all__ = ["PatternFinder"]


class PatternFinder:
    r"""Find what matches a pattern of one's own.

    Codes of a study, a trust's staff numbers or local names of wards follow rules
    that nobody else knows.

    Parameters
    ----------
    patterns : mapping of str to str
        A label of `LABELS`, as ``"NUMBER"`` or ``"ORG"``, or a name of one's own, as
        ``"patient-id"``, for which ``[patient id]`` will stand; and a regular
        expression of what has 200 characters at most. Where it has a group
        ``value``, that is masked. Case does not count. Patterns are no secret: put
        no name of a person into them, those belong into the roster.

    Raises
    ------
    ConfigError
        If a pattern is none, matches the empty text, or could run for ever; see
        `alsjournal.ingest.codes.compiled`.

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
        self._compiled = compiled_all(self.patterns)

    def __repr__(self) -> str:
        return f"PatternFinder({self.patterns!r})"

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [
            [
                reading.span(start, end, label, self.name, 0.9)
                for label, pattern in self._compiled.items()
                for group in ["value" if "value" in pattern.groupindex else 0]
                for start, end in matches(pattern, reading.text, group)
            ]
            for reading in readings
        ]
