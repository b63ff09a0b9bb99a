"""What people decided in the review, put to use when the texts are read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from alsjournal.anonymise.chain import CHAIN_VERSION
from alsjournal.anonymise.finders.trie import TokenTrie
from alsjournal.anonymise.review.log import Record
from alsjournal.anonymise.review.marks import Marks, Words, overlapping
from alsjournal.anonymise.review.names import NamesFile
from alsjournal.anonymise.spans import Span, resolve

__all__ = ["Rulings", "standing", "was_read"]

_FINDER = "review"
_MASKS = ("accept", "extend")
_HARD = frozenset(["roster", "identifiers", "patterns", _FINDER])
"""What these found is not undone by a word on the list: only where it stands."""


def standing(records: Iterable[Record]) -> dict[str, dict[str, Record]]:
    """Return the decisions that hold: by item, the last of each role.

    Parameters
    ----------
    records : iterable of Record
        In their order.

    Returns
    -------
    dict of str to dict
        By item, then by ``"custodian"`` and ``"second"``.
    """
    found: dict[str, dict[str, list[Record]]] = {}
    for record in records:
        role = record.actor.partition(":")[0]
        said = found.setdefault(record.item, {}).setdefault(role, [])
        if record.decision == "undo":
            del said[-1:]
        else:
            said.append(record)
    return {
        item: last
        for item, roles in found.items()
        if (last := {role: said[-1] for role, said in roles.items() if said})
    }


def was_read(roles: Mapping[str, Record], *, by_two: bool = False) -> bool:
    """Say whether somebody, or two, read a part of a text whole.

    What was read with another version of the finders was masked otherwise, and does
    not count.

    Parameters
    ----------
    roles : mapping of str to Record
        What stands about the part, by role; see `standing`.
    by_two : bool, default=False
        Whether a second person must have read it too.
    """
    read = {
        role
        for role, record in roles.items()
        if record.decision == "read" and record.chain == CHAIN_VERSION
    }
    return read >= ({"custodian", "second"} if by_two else {"custodian"})


class Rulings:
    """Decisions of the review, and the list of names, applied to spans.

    Where somebody said that words identify, they are masked. Where a span was found
    that the custodian says identifies nobody, it is left, if no second person must
    agree, or has agreed.

    Parameters
    ----------
    marks : Marks
    records : sequence of Record, default=()
    names : NamesFile, optional
    by_two : bool, default=False
        Whether what is left open needs a second person.

    Notes
    -----
    It holds words of the list; it is made for one call.
    """

    def __init__(
        self,
        marks: Marks,
        records: Sequence[Record] = (),
        names: NamesFile | None = None,
        *,
        by_two: bool = False,
    ) -> None:
        self._marks = marks
        self._masked: dict[str, str] = {}
        self._left: set[str] = set()
        self._read: set[str] = set()
        self._lengths: set[int] = set()
        for item, roles in standing(records).items():
            self._take(item, roles, by_two=by_two)
            if was_read(roles, by_two=by_two):
                self._read.add(item)
        always = names.always() if names is not None else {}
        self._always = always
        self._never = names.never(by_two=by_two) if names is not None else frozenset()
        self._trie = TokenTrie()
        for words in always:
            self._trie.add(words)

    def __repr__(self) -> str:
        return "Rulings(withheld)"

    def __len__(self) -> int:
        return (
            len(self._masked) + len(self._left) + len(self._always) + len(self._never)
        )

    def settle(self, text: str, spans: Sequence[Span]) -> tuple[list[Span], list[Span]]:
        """Return all spans with those of the review, and what is to be replaced.

        Parameters
        ----------
        text : str
        spans : sequence of Span
            What the finders found, overlapping or not.

        Returns
        -------
        spans : list of Span
        merged : list of Span
            Not overlapping, without what is left.
        """
        if not len(self):
            return list(spans), resolve(spans)
        words = Words(text)
        every = [*spans, *self._found(words)]
        merged = resolve(every)
        return every, [s for s in merged if not self._is_left(words, s, every)]

    def was_read(self, text: str) -> bool:
        """Say whether somebody has read all of a text, as it is masked now."""
        return bool(self._read) and all(
            m in self._read for m in self._marks.parts(text)
        )

    def _take(self, item: str, roles: dict[str, Record], *, by_two: bool) -> None:
        masks = [r for r in roles.values() if r.decision in _MASKS]
        for record in masks:
            self._masked[record.to or item] = record.label
            self._lengths.add(record.words)
        first, second = roles.get("custodian"), roles.get("second")
        rejected = first is not None and first.decision == "reject"
        agreed = second is not None and second.decision == "reject"
        if rejected and (agreed or not by_two) and not masks:
            self._left.add(item)

    def _found(self, words: Words) -> Iterable[Span]:
        for i, j in self._trie.matches(words.words):
            label = self._always[words.plain(i, j)]
            yield words.span(i, j, label, _FINDER)
        for n in self._lengths:
            for i in range(len(words) - n + 1):
                label = self._masked.get(self._marks.item(words, i, i + n), "")
                if label:
                    yield words.span(i, i + n, label, _FINDER)

    def _is_left(self, words: Words, span: Span, every: Sequence[Span]) -> bool:
        first, last = words.range_of(span.start, span.end)
        if first == last:
            return False
        if self._left and self._marks.item(words, first, last) in self._left:
            return True
        if words.plain(first, last) not in self._never:
            return False
        group = overlapping(every, span.start, span.end)
        return not any(s.finder in _HARD for s in group)
