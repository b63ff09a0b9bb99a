"""The spans of all texts of one call: each read once, then searched for the others'."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from alsjournal.anonymise.chain import Chain
from alsjournal.anonymise.finders.elsewhere import Elsewhere
from alsjournal.anonymise.kept_spans import KeptSpans, digest
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span

__all__ = ["Programme", "Run"]

_BATCH = 256

Run = Callable[[Iterable[list[Reading]]], Iterable[list[list[Span]]]]
"""Takes lists of texts, in order; returns the spans of each text of each list."""


class Programme:
    """What finders found in the texts of one call.

    Parameters
    ----------
    chain : Chain
    run : callable, optional
        Runs the finders elsewhere, as in other processes; by default here.
    found : KeptSpans, optional
        Where spans are kept, with those of an earlier run; by default in memory.

    Notes
    -----
    It holds names, of texts only digests; it is made for one call and never stored on
    an estimator. `read` runs every finder once over each distinct text; `spans` adds
    what other texts gave, so all must be read before the first is asked for.
    """

    def __init__(
        self, chain: Chain, run: Run | None = None, found: KeptSpans | None = None
    ) -> None:
        self._chain = chain
        self._run = run or self._here
        self._elsewhere = Elsewhere(chain.recaser)
        self._seen: set[bytes] = set()
        self._found = KeptSpans() if found is None else found

    def __repr__(self) -> str:
        return f"Programme({len(self._found)} texts, withheld)"

    def read(
        self, texts: Iterable[str], progress: Callable[[int], None] | None = None
    ) -> None:
        """Run the finders over those texts that are new.

        Parameters
        ----------
        texts : iterable of str
            Gone through once, a few hundred at a time.
        progress : callable, optional
            Called with the number of texts done so far.
        """
        waiting: deque[tuple[list[Reading], int]] = deque()
        for found in self._run(self._parts(texts, waiting)):
            part, done = waiting.popleft()
            for reading, spans in zip(part, found, strict=True):
                self._found.put(reading.written, spans)
                self._elsewhere.read(reading, spans)
            if progress is not None:
                progress(done)

    def spans(self, text: str) -> Sequence[Span]:
        """Return all spans of a text that was read, overlapping ones too."""
        spans = self._found.get(text)
        return [*spans, *self._elsewhere.find(Reading(text), spans)]

    def _parts(
        self, texts: Iterable[str], waiting: deque[tuple[list[Reading], int]]
    ) -> Iterator[list[Reading]]:
        """Yield the new texts in lists; note each, and how many texts it ends at."""
        part: list[Reading] = []
        done = 0
        for done, text in enumerate(texts, 1):
            mark = digest(text)
            if mark in self._seen:
                continue
            self._seen.add(mark)
            if text in self._found:  # of an earlier run
                self._elsewhere.read(Reading(text), self._found.get(text))
                continue
            part.append(Reading(text))
            if len(part) == _BATCH:
                waiting.append((part, done))
                yield part
                part = []
        waiting.append((part, done))
        yield part

    def _here(self, parts: Iterable[list[Reading]]) -> Iterator[list[list[Span]]]:
        for part in parts:
            yield self._chain.find(part) if part else []
