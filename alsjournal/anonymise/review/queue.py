"""The queue of the review: one span at a time, in its sentence, to be decided on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NoReturn

from alsjournal._source import refuse_pickling
from alsjournal.anonymise.chain import CHAIN_VERSION
from alsjournal.anonymise.programme import Programme
from alsjournal.anonymise.review.audit import Recall, estimate
from alsjournal.anonymise.review.build import (
    custodian_items,
    sample_items,
    second_items,
)
from alsjournal.anonymise.review.custodian import Reviewer
from alsjournal.anonymise.review.items import AUDIT, WHOLE, Place, ReviewItem, Sentence
from alsjournal.anonymise.review.log import AuditLog
from alsjournal.anonymise.review.marks import Marks, Words
from alsjournal.anonymise.review.names import NamesFile
from alsjournal.anonymise.review.rulings import Rulings, standing, was_read
from alsjournal.anonymise.review.stretches import sentences_of
from alsjournal.errors import InputError, StoreError
from alsjournal.journal import RawJournal
from alsjournal.wording import language_name

__all__ = ["CHOICES", "ReviewQueue"]

CHOICES = ("accept", "extend", "reject", "always", "never", "skip")
"""What can be decided on a span."""

_READ = (AUDIT, WHOLE)
"""What is read whole, with `ReviewQueue.audit`."""

Noted = Callable[[int, str], None]


class ReviewQueue:
    """What is left to decide in a programme's texts.

    Parameters
    ----------
    raw : RawJournal
    programme : Programme
        What the finders found in all its texts; see `read_programme_texts`.
    marks : Marks
    log : AuditLog
        Where decisions are written, and what was decided before.
    names : NamesFile
    reviewer : Reviewer
        The second person is shown what the custodian would leave open.
    audit : int, default=0
        Sentences of the random sample, after the queue.
    limit : int, default=500
        Items of the queue at most; the rest comes when these are decided.
    noted : callable, optional
        Called after each record with the number of records and the last hash, for
        the journal to keep.

    Notes
    -----
    It holds the texts of its items and cannot be pickled. `sentence` hands out the
    words of one item at a time; nothing else does.
    """

    def __init__(
        self,
        raw: RawJournal,
        programme: Programme,
        *,
        marks: Marks,
        log: AuditLog,
        names: NamesFile,
        reviewer: Reviewer,
        audit: int = 0,
        limit: int = 500,
        noted: Noted | None = None,
    ) -> None:
        self.__marks, self.__log, self.__names = marks, log, names
        self.__second = reviewer.role == "second"
        self.__actor = f"{reviewer.role}:{marks.person(reviewer.name)}"
        self.__noted = noted
        records = log.records()
        decided = standing(records)
        rulings = Rulings(marks, records, names, by_two=reviewer.by_two)
        if self.__second:
            every = second_items(raw, programme, marks, rulings, decided)
        else:
            never = names.never()
            every = custodian_items(raw, programme, marks, rulings, decided, never)
        found = every[:limit]
        if audit and not self.__second:
            found += sample_items(raw, programme, marks, rulings, decided, audit)
        self.__found = found
        self.__whole = [item for item, _ in every if item.label == WHOLE]
        self.__trail: list[tuple[tuple[str, ...], list[dict[str, str]] | None]] = []
        """Of each decision of this session: the ids that were written about, and the
        list of names as it was before."""

    def __repr__(self) -> str:
        return f"ReviewQueue({self.done} of {len(self)} done, texts withheld)"

    def __len__(self) -> int:
        return len(self.__found)

    def __reduce__(self) -> NoReturn:
        refuse_pickling("A ReviewQueue")

    @property
    def done(self) -> int:
        """How many items were decided or skipped in this session."""
        return len(self.__trail)

    @property
    def recall(self) -> Recall:
        """What the audit sample says so far."""
        return estimate(self.__log.records(), CHAIN_VERSION)

    @property
    def unread(self) -> dict[str, int]:
        """How many texts in each other language nobody has read whole, by its name.

        To the second person these are the ones that the custodian has read.
        """
        said = standing(self.__log.records())
        role = "second" if self.__second else "custodian"
        unread = {
            item.text_id: language_name(item.language)
            for item in self.__whole
            if role not in said.get(item.id, {})
            or not was_read({"custodian": said[item.id][role]})
        }
        return dict(Counter(unread.values()).most_common())

    def next(self) -> ReviewItem | None:
        """Return the next item; None when there are no more."""
        return self.__found[self.done][0] if self.done < len(self) else None

    def sentence(self, *, left: int = 0, right: int = 0) -> Sentence:
        """Return the words of the next item.

        Parameters
        ----------
        left, right : int, default=0
            Words that the span is made longer by, to look before deciding.

        Returns
        -------
        Sentence

        Raises
        ------
        InputError
            If there are no more items.
        """
        item, place = self._current()
        text, start, end = place.text, place.start, place.end
        if item.label in _READ:
            masked = tuple(
                (max(a, start) - start, min(b, end) - start) for a, b in place.masked
            )
            return Sentence("", text[start:end], "", masked)
        if left or right:
            words = Words(text)
            first, last = _longer(words, place, left, right)
            start, end = words.places[first][0], words.places[last - 1][1]
        touched = [(a, b) for a, b in sentences_of(text) if a < end and start < b]
        low = min([a for a, _ in touched], default=start)
        high = max([b for _, b in touched], default=end)
        return Sentence(text[low:start], text[start:end], text[end:high])

    def words(self) -> list[tuple[int, int]]:
        """Return where the words of the next item stand in ``Sentence.inside``."""
        _, place = self._current()
        return [
            (a - place.start, b - place.start)
            for a, b in Words(place.text).places
            if place.start <= a and b <= place.end
        ]

    def decide(self, decision: str, *, left: int = 0, right: int = 0) -> None:
        """Write down what was decided on the next item, and go on to the one after.

        Parameters
        ----------
        decision : {"accept", "extend", "reject", "always", "never", "skip"}
            ``accept``: it identifies, mask it here; ``extend``: it does, with more
            words; ``reject``: it identifies nobody here; ``always`` and ``never``:
            wherever it stands; ``skip``: not now.
        left, right : int, default=0
            With ``extend``: by how many words on each side.

        Raises
        ------
        InputError
            If there are no more items, or the decision does not fit.
        StoreError
            If the log cannot be written; then nothing was decided.
        """
        item, place = self._current()
        if decision not in CHOICES or (item.label in _READ and decision != "skip"):
            msg = (
                f"A decision must be one of {', '.join(CHOICES)}; what is read whole "
                f"is skipped, or read with audit(). Got another."
            )
            raise InputError(msg)
        if decision == "skip":
            self.__trail.append(((), None))
            return
        words = Words(place.text)
        first, last, to = place.first, place.last, ""
        if decision == "extend":
            first, last = _longer(words, place, left, right)
            to = self.__marks.item(words, first, last)
        before = None
        if decision in ("always", "never"):
            before = self.__names.rows()
            name = words.written(first, last)
            self.__names.put(name, decision, item.label, second=self.__second)
        try:
            self._write(item, decision, to=to, words=last - first)
        except StoreError:
            if before is not None:
                self.__names.restore(before)
            raise
        self.__trail.append(((item.id,), before))

    def audit(self, missed: Sequence[tuple[int, int]] = ()) -> None:
        """Write down what something that was read whole leaves open, and go on.

        Parameters
        ----------
        missed : sequence of (int, int), default=()
            Stretches of it that identify and are not masked, in code points of
            ``Sentence.inside``. They are masked from now on.

        Raises
        ------
        InputError
            If the next item is no sentence of the sample, and no text to read whole.
        StoreError
            If the log cannot be written.
        """
        item, place = self._current()
        if item.label not in _READ:
            msg = "audit() is for what is read whole. Call decide() on a span."
            raise InputError(msg)
        words = Words(place.text)
        ranges = [words.range_of(place.start + a, place.start + b) for a, b in missed]
        ranges = [(first, last) for first, last in ranges if first < last]
        marks = [self.__marks.item(words, first, last) for first, last in ranges]
        decision = "audit" if item.label == AUDIT else "read"
        self._write(item, decision, masked=len(place.masked), missed=len(ranges))
        for mark, (first, last) in zip(marks, ranges, strict=True):
            self._write(item, "accept", mark=mark, words=last - first)
        self.__trail.append(((item.id, *marks), None))

    def undo(self) -> bool:
        """Take back the last decision of this session; False if there is none."""
        if not self.__trail:
            return False
        marks, names = self.__trail.pop()
        item, _ = self._current()
        for mark in reversed(marks):
            self._write(item, "undo", mark="" if mark == item.id else mark)
        if names is not None:
            self.__names.restore(names)
        return True

    def _current(self) -> tuple[ReviewItem, Place]:
        if self.done >= len(self):
            msg = "There is nothing left to decide. Read the texts again for more."
            raise InputError(msg)
        return self.__found[self.done]

    def _write(
        self, item: ReviewItem, decision: str, mark: str = "", **extra: str | int
    ) -> None:
        self.__log.append(
            actor=self.__actor,
            decision=decision,
            item=mark or item.id,
            text=item.text_id,
            label="PERSON" if mark else item.label,
            finder="review" if mark else "+".join(item.finders),
            chain=CHAIN_VERSION,
            **extra,
        )
        if self.__noted is not None:
            self.__noted(*self.__log.last)


def _longer(words: Words, place: Place, left: int, right: int) -> tuple[int, int]:
    first = max(0, place.first - max(0, left))
    return first, min(len(words), place.last + max(0, right))
