"""What is worth a person's look: spans that finders disagree on, and words left open.

Each is given two numbers from 0 to 1. *Leak* is how much would be given away if it
were shown: how likely it identifies somebody, times how directly things of its kind
do. *Disagreement* is how much the evidence contradicts itself. The queue is in the
order of their product. A span that is masked gives nothing away until somebody rejects
it, and so counts for less than one that is open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alsjournal.anonymise.finders.telling import TellingFinder
from alsjournal.anonymise.finders.vocabulary import NO_NAMES, begins_item
from alsjournal.anonymise.review.marks import Words, overlapping
from alsjournal.anonymise.spans import Span
from alsjournal.wording import language_name

__all__ = ["Candidate", "Seen", "masked_candidates", "open_candidates"]

_DIRECTNESS = {"PERSON": 1.0, "ORG": 0.6, "PLACE": 0.5, "DATE": 0.4, "DETAIL": 0.5}
_OTHERWISE = 0.8
_MASKED = 0.3
"""How much less a masked span counts."""
_DIFFERENT = 0.5
"""How much of the evidence is doubted where finders differ in one respect."""
_SURE = 0.7
_CERTAIN = 0.9
_NAMES = ("PERSON", "ORG", "PLACE")
_LONG_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words of a text that somebody should look at. It holds where, never what.

    Parameters
    ----------
    first, last : int
        The words of the text, ``last`` exclusive.
    label : str
    finders : tuple of str
    masked : bool
    leak, disagreement : float
    reasons : tuple of str
    """

    first: int
    last: int
    label: str
    finders: tuple[str, ...]
    masked: bool
    leak: float
    disagreement: float
    reasons: tuple[str, ...]

    @property
    def score(self) -> float:
        """What the queue is ordered by."""
        return self.leak * self.disagreement


class Seen:
    """In how many texts of the programme each word is masked as a name, and open.

    It holds words; it is made for one call.
    """

    def __init__(self) -> None:
        self._masked: Counter[str] = Counter()
        self._open: Counter[str] = Counter()

    def __repr__(self) -> str:
        return "Seen(withheld)"

    def read(self, words: Words, merged: Sequence[Span]) -> None:
        """Take in one text."""
        masked, left = set(), set()
        for i, (word, start, _) in enumerate(words.words):
            covering = overlapping(merged, *words.places[i])
            if any(span.label in _NAMES for span in covering):
                masked.add(word)
            elif not covering and words.reading.text[start].isupper():
                left.add(word)
        self._masked.update(masked)
        self._open.update(left)

    def share(self, word: str) -> float:
        """Return in which share of texts a word is masked, of those that have it."""
        masked, left = self._masked[word], self._open[word]
        return masked / (masked + left) if masked else 0.0


def masked_candidates(
    words: Words, spans: Sequence[Span], merged: Sequence[Span], *, other: str = ""
) -> Iterator[Candidate]:
    """Yield the masked spans on which the finders do not quite agree.

    Parameters
    ----------
    words : Words
    spans : sequence of Span
        All that finders found.
    merged : sequence of Span
        What is masked.
    other : str, default=""
        The language of the text, if it is another than English: then all of them.
    """
    for span in merged:
        first, last = words.range_of(span.start, span.end)
        group = overlapping(spans, span.start, span.end)
        decided = any(s.finder == "review" for s in group)
        if first == last or decided or (_certain(span, group) and not other):
            continue
        sure = max((s.confidence for s in group), default=0.0)
        reasons = [f"in a text in {language_name(other)}"] if other else []
        agreed = 1.0
        if len(_extents(group)) > 1:
            reasons.append("finders differ on where it begins or ends")
            agreed *= 1 - _DIFFERENT
        if len({s.label for s in group}) > 1:
            reasons.append("finders differ on what it is")
            agreed *= 1 - _DIFFERENT
        if sure < _SURE:
            reasons.append("no finder is sure of it")
        agreed *= sure
        finders = tuple(sorted({s.finder for s in group}))
        if reasons:
            leak = _directness(span.label) * sure * _MASKED
            yield Candidate(
                *(first, last, span.label, finders),
                *(True, leak, 1 - agreed, tuple(reasons)),
            )


def open_candidates(
    words: Words, merged: Sequence[Span], seen: Seen
) -> Iterator[Candidate]:
    """Yield words that are not masked and may identify somebody.

    Parameters
    ----------
    words : Words
    merged : sequence of Span
        What is masked.
    seen : Seen
        Of all texts.
    """
    free = [not overlapping(merged, *place) for place in words.places]
    shares = [
        seen.share(w) if free[i] else 0.0 for i, (w, *_) in enumerate(words.words)
    ]
    named = [
        free[i] and (_capital(words, i) or (shares[i] > 0 and _upper(words, i)))
        for i in range(len(words))
    ]
    for first, last in _runs(named):
        share = max(shares[first:last])
        if share:
            doubt = max(4 * share * (1 - share), _DIFFERENT)
            yield _open(first, last, "PERSON", share, doubt, "masked in other texts")
        else:
            yield _open(first, last, "PERSON", 0.15, 0.5, "a capital in a sentence")
    for i, (word, _, _) in enumerate(words.words):
        if free[i] and word.isdigit() and len(word) >= _LONG_NUMBER:
            yield _open(i, i + 1, "NUMBER", 0.3, 0.5, "a long number")
    for span in TellingFinder().find([words.reading])[0]:
        first, last = words.range_of(span.start, span.end)
        # What is masked of it already ("in [place]") needs nobody.
        last = next((i for i in range(first, last) if not free[i]), last)
        if last > first:
            yield _open(
                first, last, "DETAIL", 0.3, 0.5, "may be true of one person only"
            )


def _extents(group: Sequence[Span]) -> dict[tuple[int, int], list[str]]:
    """Return how far what each finder saw reaches, and which finders saw that."""
    reach: dict[str, tuple[int, int]] = {}
    for span in group:
        start, end = reach.get(span.finder, (span.start, span.end))
        reach[span.finder] = min(start, span.start), max(end, span.end)
    out: dict[tuple[int, int], list[str]] = {}
    for finder, place in reach.items():
        out.setdefault(place, []).append(finder)
    return out


def _certain(span: Span, group: Sequence[Span]) -> bool:
    """Whether the roster, or a pattern of numbers, accounts for all of it."""
    whole = _extents(group).get((span.start, span.end), [])
    sure = {s.finder for s in group if s.confidence >= _CERTAIN}
    return bool(sure & {"roster", "identifiers", "patterns"} & set(whole))


def _open(
    first: int, last: int, label: str, likely: float, doubt: float, reason: str
) -> Candidate:
    leak = likely * _directness(label)
    return Candidate(first, last, label, (), False, leak, doubt, (reason,))


def _directness(label: str) -> float:
    return _DIRECTNESS.get(label, _OTHERWISE)


def _upper(words: Words, i: int) -> bool:
    return words.reading.text[words.words[i][1]].isupper()


def _capital(words: Words, i: int) -> bool:
    """Whether a word has a capital that nothing but a name explains."""
    word, start, end = words.words[i]
    reading = words.reading
    return (
        end - start > 1
        and word not in NO_NAMES
        and reading.capital(start)
        and not reading.text[start:end].isupper()
        and not begins_item(reading, start)
    )


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where each run of true flags begins, and after its last."""
    start = None
    for i, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = i
        elif not flag and start is not None:
            yield start, i
            start = None
