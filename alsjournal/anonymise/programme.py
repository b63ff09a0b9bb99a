"""The spans of all texts of one call: each read once, then searched for the others'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alsjournal.anonymise.chain import Chain
from alsjournal.anonymise.finders.elsewhere import Elsewhere
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span

__all__ = ["Programme"]

_BATCH = 512


class Programme:
    """What finders found in the texts of one call.

    Parameters
    ----------
    chain : Chain

    Notes
    -----
    It holds texts and names; it is made for one call and never stored on an
    estimator. `read` runs every finder once over each distinct text; `spans` adds
    what other texts gave, so all must be read before the first is asked for.
    """

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._elsewhere = Elsewhere(chain.recaser)
        self._found: dict[str, list[Span]] = {}

    def __repr__(self) -> str:
        return f"Programme({len(self._found)} texts, withheld)"

    def read(self, texts: Iterable[str]) -> None:
        """Run the finders over those texts that are new."""
        new = [t for t in dict.fromkeys(texts) if t not in self._found]
        for start in range(0, len(new), _BATCH):
            part = new[start : start + _BATCH]
            readings = list(map(Reading, part))
            for text, reading, spans in zip(
                part, readings, self._chain.find(readings), strict=True
            ):
                self._found[text] = spans
                self._elsewhere.read(reading, spans)

    def spans(self, text: str) -> Sequence[Span]:
        """Return all spans of a text that was read, overlapping ones too."""
        spans = self._found[text]
        return [*spans, *self._elsewhere.find(Reading(text), spans)]
