"""Find out how a project counts places, and never shift a selection without a sign.

Every convention is tried on every selection. One is taken if the names of selections,
or the borders of words, speak clearly for it; where several are left and would put a
selection on different words, that selection is not taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from alsjournal.exchange.qda.evidence import COLLAPSED, INVALID, QUOTED, quality
from alsjournal.exchange.qda.offsets import CONVENTIONS, Convention, Places

__all__ = ["Given", "Landed", "checked", "land"]

Span = tuple[int, int]

_CHANGED = "the words kept with it stand elsewhere"
_OUTSIDE = "its place is not in the text"
_UNDECIDED = "how its place is counted cannot be told from the file"
_ELSEWHERE = "the words that it names stand elsewhere"

_BY_NAME = 3
_BY_BORDER = 1
_CLEARLY = 5
_EXPECTED = 3
_FOR_ONE = 5
# Votes: a name says more than a border of words. One convention goes before another if
# it leads by so many votes, and has so many for each against it. Two names do, or five
# borders; borders alone are often right by chance. For the way in which the program
# that wrote the file is known to count, three do.


@dataclass(frozen=True, repr=False)
class Given:
    """A selection as it stands in the file: which text, from where to where, a name."""

    text: int
    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Landed:
    """Where a selection is, in code points, or why that cannot be told."""

    span: Span | None
    convention: Convention | None = None
    reason: str = ""


@dataclass(frozen=True, repr=False)
class _Tried:
    """Where each selection would be under one convention, and how well that fits."""

    convention: Convention
    spans: tuple[Span | None, ...]
    fits: tuple[int, ...]


def checked(text: str, span: Span | None, words: str, convention: Convention) -> Landed:
    """Check a place, counted as its program is known to count, by the words kept.

    Examples
    --------
    >>> checked("We asked.", (3, 8), "asked", Convention()).span
    (3, 8)
    >>> checked("We asked.", (3, 8), "came", Convention()).reason
    'the words kept with it stand elsewhere'
    """
    if span is None:
        return Landed(None, reason=_OUTSIDE)
    if "".join(words.split()) != "".join(text[slice(*span)].split()):
        return Landed(None, reason=_CHANGED)
    return Landed(span, convention)


def land(
    texts: Sequence[tuple[str, bool]],
    given: Sequence[Given],
    *,
    convention: Convention | None = None,
    prior: Convention | None = None,
) -> list[Landed]:
    """Return where selections are.

    Parameters
    ----------
    texts : sequence of (str, bool)
        Each as in its file, and whether a BOM stood before it.
    given : sequence of Given
    convention : Convention, optional
        How places are counted, if it is known; names are still looked at.
    prior : Convention, optional
        How the program that wrote the file is known to count: less needs to speak for
        it, and it is no way round what speaks against it.

    Returns
    -------
    list of Landed
        One for each selection.
    """
    if not given:
        return []
    tried = _tries(texts, given, CONVENTIONS if convention is None else (convention,))
    everywhere = tuple(range(len(given)))
    whole = _standing(tried, everywhere, prior)
    out: list[Landed] = [Landed(None)] * len(given)
    for own in _by_text(given):
        standing = whole
        here = _standing(tried, own, None)
        if not set(map(id, here)) & set(map(id, whole)):
            standing = here  # this text is clearly counted in another way
        for i in own:
            out[i] = _landed(tried, standing, i)
    return out


def _tries(
    texts: Sequence[tuple[str, bool]],
    given: Sequence[Given],
    conventions: Sequence[Convention],
) -> list[_Tried]:
    """Try each convention; of those that say the same everywhere, the first."""
    seen: dict[tuple[Span | None, ...], _Tried] = {}
    fits: dict[tuple[int, Span | None], int] = {}
    ways = [_Ways(text, bom) for text, bom in texts]
    for convention in conventions:
        spans = tuple(ways[g.text].span(convention, g) for g in given)
        if spans in seen:
            continue
        for i, span in enumerate(spans):
            if (i, span) not in fits:
                fits[i, span] = quality(texts[given[i].text][0], span, given[i].name)
        each = tuple(fits[i, span] for i, span in enumerate(spans))
        seen[spans] = _Tried(convention, spans, each)
    return list(seen.values())


class _Ways:
    """The places of a text in each way of counting that makes a difference there."""

    def __init__(self, text: str, has_bom: bool) -> None:
        self._text, self._has_bom = text, has_bom
        self._plain = text.isascii()
        self._breaks = "\n" in text
        self._places: dict[Convention, Places] = {}

    def span(self, convention: Convention, given: Given) -> Span | None:
        """Return where a selection is."""
        places = self._places.get(convention)
        if places is None:
            same = replace(
                convention,
                unit="code points" if self._plain else convention.unit,
                line_break=convention.line_break if self._breaks else "as in the file",
                bom=convention.bom and self._has_bom,
            )
            if convention.unit == "bytes" and same.bom:  # three, whatever the text
                same = replace(same, unit="bytes")
            places = self._places.get(same)
            if places is None:
                places = Places(self._text, same, has_bom=self._has_bom)
            self._places[convention] = self._places[same] = places
        return places.span(given.start, given.end)


def _by_text(given: Sequence[Given]) -> Iterable[list[int]]:
    """Return the numbers of the selections of each text."""
    out: dict[int, list[int]] = {}
    for i, one in enumerate(given):
        out.setdefault(one.text, []).append(i)
    return out.values()


def _standing(
    tried: Sequence[_Tried], among: Sequence[int], prior: Convention | None
) -> list[_Tried]:
    """Return the conventions that none of the others clearly goes before."""
    best = max(tried, key=lambda one: sum(one.fits[i] for i in among))
    known = next((one for one in tried if one.convention == prior), None)
    if known is not None and not _goes_before(best, known, among, _BY_NAME):
        return [
            one
            for one in tried
            if one is known or not _goes_before(known, one, among, _EXPECTED)
        ]
    return [one for one in tried if not _goes_before(best, one, among)]


def _goes_before(
    one: _Tried, other: _Tried, among: Sequence[int], clear: int = _CLEARLY
) -> bool:
    """Say whether what is known of selections speaks clearly for one of the two."""
    won = lost = 0
    for i in among:
        a, b = one.fits[i], other.fits[i]
        if a == b or one.spans[i] == other.spans[i]:
            continue
        differ = (a >= QUOTED) != (b >= QUOTED) or min(a, b) == INVALID
        by_name = differ or max(a, b) >= COLLAPSED
        vote = _BY_NAME if by_name else _BY_BORDER
        if a > b:
            won += vote
        else:
            lost += vote
    return won - lost >= clear and won >= _FOR_ONE * lost


def _landed(tried: Sequence[_Tried], standing: Sequence[_Tried], i: int) -> Landed:
    """Return where one selection is, if all that stand agree, or its name decides."""
    spans = {one.spans[i]: one for one in standing}
    best = max(one.fits[i] for one in tried)
    if len(spans) == 1:
        ((span, one),) = spans.items()
        if span is None:
            return Landed(None, reason=_OUTSIDE)
        if one.fits[i] < QUOTED and best >= COLLAPSED:
            return Landed(None, reason=_ELSEWHERE)
        return Landed(span, one.convention)
    named = [(s, one) for s, one in spans.items() if one.fits[i] == best]
    if best >= COLLAPSED and len(named) == 1:
        return Landed(named[0][0], named[0][1].convention)
    return Landed(None, reason=_UNDECIDED)
