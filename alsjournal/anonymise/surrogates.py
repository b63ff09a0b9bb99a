"""What stands for each identifier of a text, so that the text still reads.

People of the programme get their pseudonym, the same in every text, session and
table: ``[member m-7KQ2XDAB4N6R]``. What is outside it (people, organisations, places)
is told apart within one text only: ``[name 1]`` asks ``[name 2]``. A number that stayed
the same over texts would tie together what different people wrote about the same
patient or practice, and with that lead to them; and nobody outside the programme has
agreed to be followed. Numbers are given in the order of the text, which shows anyway,
and only where there are two of a kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from alsjournal.anonymise.finders.roster import RosterFinder
from alsjournal.anonymise.identities import Identities
from alsjournal.anonymise.normalise import normalise
from alsjournal.anonymise.operators import Moves, replace, surrogate_for
from alsjournal.anonymise.session_clock import SessionClock
from alsjournal.anonymise.spans import Span

__all__ = ["Surrogates"]

_NUMBERED = ("PERSON", "ORG", "PLACE")
_WORD = re.compile(r"[^\W_]+")
_NO_PART = frozenset(
    ["dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "s", "the"]
)
"""Words of a name that tell nobody apart."""
_LOOK_BACK = 40


class Surrogates:
    """Give every identifier of a text what stands for it.

    Parameters
    ----------
    identities : Identities
    roster : RosterFinder or None
    clock : SessionClock

    Notes
    -----
    It holds names; it is made for one call.
    """

    def __init__(
        self, identities: Identities, roster: RosterFinder | None, clock: SessionClock
    ) -> None:
        self._identities = identities
        self._roster = roster
        self._clock = clock

    def __repr__(self) -> str:
        return "Surrogates(withheld)"

    def replace(
        self,
        text: str,
        spans: Sequence[Span],
        merged: Sequence[Span],
        set_id: str | None = None,
    ) -> tuple[str, Moves]:
        """Replace the identifiers of one text.

        Parameters
        ----------
        text : str
        spans : sequence of Span
            All that was found, overlapping or not: whose name a name is, is asked of
            those of the roster.
        merged : sequence of Span
            The same without overlaps; what is replaced.
        set_id : str, optional
            Whose sessions dates are told by.

        Returns
        -------
        text : str
        moves : Moves
        """
        named = [s for s in spans if s.finder == "roster" and s.label == "PERSON"]
        words: dict[int, str] = {}
        outside: list[Span] = []
        for span in merged:
            known = self._known(text, span, named)
            if known is not None:
                words[span.start] = known
            elif span.label == "DATE":
                before = text[max(0, span.start - _LOOK_BACK) : span.start]
                written = normalise(text[span.start : span.end]).text
                words[span.start] = self._clock.words(written, before, set_id)
            elif span.label in _NUMBERED:
                outside.append(span)
        for label in _NUMBERED:
            words |= _numbered(text, [s for s in outside if s.label == label])
        return replace(
            text, merged, lambda span: words.get(span.start) or surrogate_for(span)
        )

    def _known(self, text: str, span: Span, named: Sequence[Span]) -> str | None:
        """Return what stands for a person of the roster; None for anybody else."""
        if self._roster is None or span.label != "PERSON":
            return None
        people = [
            self._roster.people(text[s.start : s.end])
            for s in named
            if span.start <= s.start and s.end <= span.end
        ]
        if not people:
            return None
        common = set.intersection(*people)
        if len(common) != 1:
            return "[name]"  # of two of the programme: it is not known which
        (person,) = common
        # Somebody of the roster without an id is told apart like an outsider.
        return None if person.startswith("\0") else self._identities.mention(person)


def _numbered(text: str, spans: Sequence[Span]) -> dict[int, str]:
    """Number what is named in one text, if there are two of it or more.

    A name whose words are all among those of another is the same: "Priya" is "Priya
    Nair", unless there are two of whom it may be said.
    """
    groups: list[set[str]] = []
    where: dict[int, int] = {}
    for span in spans:
        parts = _parts(text[span.start : span.end])
        same = [i for i, g in enumerate(groups) if parts and (parts <= g or g <= parts)]
        if not parts or len(same) > 1:
            continue
        if not same:
            groups.append(set())
        i = same[0] if same else len(groups) - 1
        groups[i] |= parts
        where[span.start] = i
    if len(groups) < 2:
        return {}
    plain = surrogate_for(spans[0])
    return {start: f"{plain[:-1]} {i + 1}]" for start, i in where.items()}


def _parts(name: str) -> set[str]:
    return set(_WORD.findall(normalise(name).text.casefold())) - _NO_PART
