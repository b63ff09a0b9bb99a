"""Put surrogates where identifiers stood, and keep every other span in its place.

Square brackets in what comes out are ours alone: those that a writer typed become
round ones. So nobody can forge a surrogate, and a reader can tell what was replaced
here from what somebody wrote, or had replaced elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from alsjournal.anonymise.spans import Span, resolve
from alsjournal.errors import InputError

__all__ = ["SURROGATES", "Moves", "replace", "round_brackets", "surrogate_for"]

SURROGATES: dict[str, str] = {
    "PSEUDONYM": "[name]",
    "PERSON": "[name]",
    "ORG": "[organisation]",
    "PLACE": "[place]",
    "DATE": "[date]",
    "AGE": "[age over 89]",
    "PLATE": "[car registration]",
    "PHONE": "[phone number]",
    "EMAIL": "[email address]",
    "URL": "[web address]",
    "HANDLE": "[user name]",
    "POSTCODE": "[postcode]",
    "NHS_NUMBER": "[NHS number]",
    "NI_NUMBER": "[National Insurance number]",
    "GMC": "[registration number]",
    "NMC": "[registration number]",
    "HCPC": "[registration number]",
    "GPHC": "[registration number]",
    "ODS": "[organisation code]",
    "NUMBER": "[number]",
    "DETAIL": "[details removed]",
}
"""What stands for an identifier of each label, in words that read on."""


_SQUARE = "[]［］﹇﹈⁅⁆⟦⟧〚〛【】〖〗〔〕❲❳⦋⦌⦍⦎⦏⦐"  # noqa: RUF001
"""Square brackets, and what is taken for them: opening and closing in turn."""
_ROUND = str.maketrans(_SQUARE, "()" * (len(_SQUARE) // 2))


_NO_WORD = re.compile(r"[^A-Za-z0-9]+")


def round_brackets(text: str) -> str:
    """Return the text with round brackets for square ones; nothing moves.

    Examples
    --------
    >>> round_brackets("[member m-Z2SS3YE7NFM6] and [PERSON_1]")
    '(member m-Z2SS3YE7NFM6) and (PERSON_1)'
    """
    return text.translate(_ROUND)


def surrogate_for(span: Span) -> str:
    """Return the words that stand for a span of its label.

    Examples
    --------
    >>> surrogate_for(Span(0, 5, "PERSON", "ner"))
    '[name]'
    >>> surrogate_for(Span(0, 8, "patient-id", "patterns"))
    '[patient id]'
    """
    if span.label not in SURROGATES and span.finder == "patterns":
        # No hyphen and no bracket: nothing that reads like a pseudonym.
        return f"[{_NO_WORD.sub(' ', span.label).strip()}]"
    return SURROGATES.get(span.label, "[removed]")


@dataclass(frozen=True, slots=True)
class Moves:
    """How positions moved when spans were replaced.

    Parameters
    ----------
    old, new : tuple of (int, int)
        The replaced stretches, in order: where each stood in the old text, and
        where its surrogate stands in the new one.
    """

    old: tuple[tuple[int, int], ...] = ()
    new: tuple[tuple[int, int], ...] = ()

    def snap(self, start: int, end: int) -> tuple[int, int]:
        """Widen a span of the old text so that it cuts no identifier.

        An empty span stays where it is, unless it stands inside an identifier.
        """
        return self._snap_start(start, end), self._snap_end(start, end)

    def move(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the old text stands in the new one.

        A span that cuts an identifier snaps outwards to the whole surrogate.

        Parameters
        ----------
        start, end : int
            Code points of the old text, ``end`` exclusive, 0 <= start <= end.

        Returns
        -------
        tuple of int

        Raises
        ------
        InputError
            If it ends before it starts.

        Examples
        --------
        >>> text, moves = replace("I met Ann Lee.", [Span(6, 13, "PERSON", "ner")])
        >>> text, moves.move(2, 9)
        ('I met [name].', (2, 12))
        """
        if start > end or start < 0:
            msg = "A span must have 0 <= start <= end. Correct the codings' offsets."
            raise InputError(msg)
        start, end = self.snap(start, end)
        return self._shift_start(start), self._shift_end(end)

    def _snap_start(self, start: int, end: int) -> int:
        i = bisect_right(self.old, (start, -1)) - 1
        for a, b in self.old[max(i, 0) : i + 2]:
            if a < start < b or (a == start < b and start < end):
                return a
        return start

    def _snap_end(self, start: int, end: int) -> int:
        i = bisect_left(self.old, (end, -1)) - 1
        for a, b in self.old[max(i, 0) : i + 2]:
            if a < end < b or (end == b and start < end):
                return b
        return end

    def _shift_start(self, position: int) -> int:
        """Move a position that no identifier is cut by."""
        i = bisect_left(self.old, (position, -1))
        shift = self.new[i - 1][1] - self.old[i - 1][1] if i else 0
        return position + shift

    _shift_end = _shift_start


def replace(
    text: str,
    spans: Iterable[Span],
    surrogate: Callable[[Span], str] = surrogate_for,
) -> tuple[str, Moves]:
    """Replace every span by its surrogate; square brackets elsewhere become round.

    Parameters
    ----------
    text : str
    spans : iterable of Span
        Of this text; overlapping ones are merged.
    surrogate : callable, default=surrogate_for
        Gets a span and returns what stands for it.

    Returns
    -------
    text : str
    moves : Moves
        For the spans that must move along.

    Raises
    ------
    InputError
        If a span ends after the text.

    Examples
    --------
    >>> replace("Ring 01632 960123", [Span(5, 17, "PHONE", "identifiers")])[0]
    'Ring [phone number]'
    """
    parts: list[str] = []
    old: list[tuple[int, int]] = []
    new: list[tuple[int, int]] = []
    position = length = 0
    for span in resolve(spans):
        if span.start < 0 or span.end > len(text):
            msg = (
                "A span must lie inside its text. Got one that ends after it: "
                "find the spans again on this text."
            )
            raise InputError(msg)
        kept = round_brackets(text[position : span.start])
        word = surrogate(span)
        parts += [kept, word]
        length += len(kept)
        old.append((span.start, span.end))
        new.append((length, length + len(word)))
        length += len(word)
        position = span.end
    parts.append(round_brackets(text[position:]))
    return "".join(parts), Moves(tuple(old), tuple(new))
