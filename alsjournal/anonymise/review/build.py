"""Find what is to be reviewed, in texts that were read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from alsjournal.anonymise.kept_spans import digest
from alsjournal.anonymise.language import other_language
from alsjournal.anonymise.programme import Programme
from alsjournal.anonymise.read_texts import text_columns
from alsjournal.anonymise.review.audit import draw
from alsjournal.anonymise.review.candidates import (
    Candidate,
    Seen,
    masked_candidates,
    open_candidates,
)
from alsjournal.anonymise.review.items import AUDIT, WHOLE, Place, ReviewItem
from alsjournal.anonymise.review.log import Record
from alsjournal.anonymise.review.marks import Marks, Words, overlapping
from alsjournal.anonymise.review.rulings import Rulings, was_read
from alsjournal.anonymise.review.stretches import parts_of, sentences_of
from alsjournal.anonymise.spans import Span, resolve
from alsjournal.journal import RawJournal
from alsjournal.wording import language_name

__all__ = ["Decided", "Found", "custodian_items", "sample_items", "second_items"]

Found = list[tuple[ReviewItem, Place]]
Decided = Mapping[str, Mapping[str, Record]]

_OPENS = ("reject", "never")


def custodian_items(
    raw: RawJournal,
    programme: Programme,
    marks: Marks,
    rulings: Rulings,
    decided: Decided,
    never: frozenset[tuple[str, ...]],
) -> Found:
    """Return what the custodian has not decided yet, what matters most first.

    That is each text in another language, whole, and then every span of it.
    """
    seen = Seen()
    for text, _, _, merged in _settled(raw, programme, rulings):
        seen.read(Words(text), merged)
    first: dict[str, tuple[ReviewItem, Place]] = {}
    found: dict[str, tuple[ReviewItem, Place]] = {}
    for text, other, spans, merged in _settled(raw, programme, rulings):
        words = Words(text)
        if other:
            first |= _whole(text, other, merged, marks, decided, "custodian")
        for one in (
            *masked_candidates(words, spans, merged, other=other),
            *open_candidates(words, merged, seen),
        ):
            mark = marks.item(words, one.first, one.last)
            known = (
                mark in first or mark in found or "custodian" in decided.get(mark, {})
            )
            if not known and words.plain(one.first, one.last) not in never:
                made = _made(mark, marks.text(text), text, words, one, other)
                (first if other else found)[mark] = made
    rest = sorted(
        found.values(), key=lambda f: (-f[0].leak * f[0].disagreement, f[0].id)
    )
    return [*first.values(), *rest]


def second_items(
    raw: RawJournal,
    programme: Programme,
    marks: Marks,
    rulings: Rulings,
    decided: Decided,
) -> Found:
    """Return what the custodian would leave open and the second has not seen yet.

    Texts in other languages that the custodian has read come first.
    """
    found: dict[str, tuple[ReviewItem, Place]] = {}
    for text, other, _, merged in _settled(raw, programme, rulings):
        if other and all(was_read(decided.get(m, {})) for m in marks.parts(text)):
            found |= _whole(text, other, merged, marks, decided, "second")
    for text, other in _distinct(raw):
        words = Words(text)
        spans = programme.spans(text)
        for span in resolve(spans):
            first, last = words.range_of(span.start, span.end)
            mark = marks.item(words, first, last) if first < last else ""
            said = decided.get(mark, {})
            if "custodian" not in said or "second" in said or mark in found:
                continue
            if said["custodian"].decision in _OPENS:
                group = overlapping(spans, span.start, span.end)
                finders = tuple(sorted({s.finder for s in group}))
                reasons = (f"the custodian says {said['custodian'].decision}",)
                one = Candidate(
                    first, last, span.label, finders, True, 1.0, 1.0, reasons
                )
                found[mark] = _made(mark, marks.text(text), text, words, one, other)
    return list(found.values())


def sample_items(
    raw: RawJournal,
    programme: Programme,
    marks: Marks,
    rulings: Rulings,
    decided: Decided,
    n: int,
) -> Found:
    """Return the sentences of the random sample that were not read yet."""
    strata: dict[str, list[str]] = {}
    for part, text, _ in _located(raw):
        text_id = marks.text(text)
        for start, end in sentences_of(text):
            strata.setdefault(part, []).append(marks.place(text_id, start, end))
    drawn = dict.fromkeys(draw({k: list(set(v)) for k, v in strata.items()}, n))
    drawn = {mark: None for mark in drawn if "custodian" not in decided.get(mark, {})}
    found: dict[str, tuple[ReviewItem, Place]] = {}
    for text, _, _, merged in _settled(raw, programme, rulings):
        text_id = marks.text(text)
        for start, end in sentences_of(text):
            mark = marks.place(text_id, start, end)
            if mark in drawn:
                inside = overlapping(merged, start, end)
                masked = tuple((s.start, s.end) for s in inside)
                item = ReviewItem(
                    *(mark, text_id, AUDIT, (), True, 0.0, 0.0),
                    ("drawn at random",),
                )
                found[mark] = item, Place(text, start, end, masked=masked)
    return [found[mark] for mark in drawn]


def _whole(
    text: str,
    other: str,
    merged: Sequence[Span],
    marks: Marks,
    decided: Decided,
    role: str,
) -> dict[str, tuple[ReviewItem, Place]]:
    """Return the parts of a text in another language that are to be read."""
    text_id, places = marks.text(text), parts_of(text)
    found = {}
    for n, (start, end) in enumerate(places, 1):
        mark = marks.part(text_id, start, end)
        said = decided.get(mark, {})
        if role in said and was_read({"custodian": said[role]}):
            continue
        masked = tuple((s.start, s.end) for s in overlapping(merged, start, end))
        which = f", part {n} of {len(places)}" if len(places) > 1 else ""
        why = (
            f"in {language_name(other)}, not read by the English recogniser: read it "
            f"whole{which}"
        )
        item = ReviewItem(
            *(mark, text_id, WHOLE, (), False, 1.0, 1.0, (why,)), language=other
        )
        found[mark] = item, Place(text, start, end, masked=masked)
    return found


def _made(
    mark: str, text_id: str, text: str, words: Words, one: Candidate, other: str
) -> tuple[ReviewItem, Place]:
    start, end = words.places[one.first][0], words.places[one.last - 1][1]
    item = ReviewItem(
        *(mark, text_id, one.label, one.finders, one.masked),
        *(one.leak, one.disagreement, one.reasons),
        language=other,
    )
    return item, Place(text, start, end, one.first, one.last)


def _settled(
    raw: RawJournal, programme: Programme, rulings: Rulings
) -> Iterator[tuple[str, str, Sequence[Span], Sequence[Span]]]:
    """Yield each distinct text, its language if other, its spans, what is masked."""
    for text, other in _distinct(raw):
        yield text, other, *rulings.settle(text, programme.spans(text))


def _distinct(raw: RawJournal) -> Iterator[tuple[str, str]]:
    """Yield each distinct text, and its language if that is not English."""
    seen: set[bytes] = set()
    for _, text, said in _located(raw):
        mark = digest(text)
        if mark not in seen:
            seen.add(mark)
            yield text, other_language(text, said)


def _located(raw: RawJournal) -> Iterator[tuple[str, str, str | None]]:
    """Yield each text with its part of the programme, and its declared language.

    The part is the table, the column and the set.
    """
    for name, columns in text_columns(raw):
        for batch in raw.identifiable_batches(name):
            none = [None] * len(batch)
            sets, said = batch.get("set_id", none), batch.get("language", none)
            for column in columns:
                rows = zip(sets, batch[column], said, strict=True)
                for set_id, text, language in rows:
                    if not pd.isna(text):
                        part = "" if pd.isna(set_id) else set_id
                        declared = None if pd.isna(language) else language
                        yield f"{name} {column} {part}", text, declared
