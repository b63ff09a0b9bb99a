"""Rules over the parse: what a text takes on to do or wishes, by whom and when.

What is foretold, denied, asked, quoted from somebody else or done already is none. The
lists are those of ``commitments.toml``; nothing is learned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alsjournal.reflection._grammar import Range, clause, owner
from alsjournal.reflection._notes import Note, notes
from alsjournal.reflection._plan import Plan
from alsjournal.reflection._promises import PROMISES
from alsjournal.reflection._settled import settled, wished
from alsjournal.reflection._when import when_in
from alsjournal.reflection._wishes import wish
from alsjournal.reflection.passage import Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

__all__ = ["CODES", "Commitment", "apart", "by_rules", "touches"]

CODES: Final = ("commitment", "wish")
"""In the order to show; where two lie upon each other the first stays."""

_DONE = re.compile(
    r"\bhere (?:it|they|we) (?:is|are)\b"
    r"|\b(?:and|but|which) (?:\w+ )?never (?:did|has)\b"
    r"|\b(?:and|which|as) (?:I|we) did\b|\b(?:and|which|as) (?:I|we) (?:have|was)"
    r"(?:\s+(?:so|it|today|since|now))?\s*(?:[.,;!]|$)|\bkept (?:my|our|the) promise"
    r"|\b(?:but|and) (?:I|we) (?:didn['’]t|did not|never did|haven['’]t)\b",  # noqa: RUF001
    re.IGNORECASE,
)
_DONE_NEXT = re.compile(
    r"\s*(?:And\s+)?(?:I|we)\s+(?:did|have)(?:\s+(?:so|it))?\s*[.,;!]|\s*Done[.,;!]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Commitment(Passage):
    """A passage that takes something on, or wishes it; offsets and no words.

    Parameters
    ----------
    start, end, code, confidence
        As of a `Passage`; the code is "commitment" or "wish".
    owner : {"writer", "set", "other", "not said"}, default="not said"
        Who is to do it.
    owner_at, what_at, when_at : (int, int), optional
        Code points of the text: the words that name who, what is to be done, and
        when; None where they are not said.
    """

    owner: str = "not said"
    owner_at: Range | None = None
    what_at: Range | None = None
    when_at: Range | None = None


def by_rules(doc: Doc, quoted: Sequence[Range]) -> list[Commitment]:
    """Return the commitments and wishes of one parsed text, in order.

    Parameters
    ----------
    doc : spacy.tokens.Doc
    quoted : sequence of (int, int)
        Where somebody else is quoted; nothing upon it is found.

    Returns
    -------
    list of Commitment
        None lies upon another; the confidence of all is 1.
    """
    text = doc.text
    found = [_noted(text, note) for note in notes(text)]
    for sentence in doc.sents:
        if not _asks(sentence):
            found += _said(text, sentence)
    return apart([c for c in found if not touches((c.start, c.end), quoted)])


_OF_THE_TEXT = re.compile(
    r"\b(?:in (?:this|the (?:first|second|next|following|last))(?: \w+){0,2} (?:diary"
    r"|text|essay|reflection|part|paragraph|section|log|entry|note|report|chapter)"
    r"|today I (?:will|shall|am going to|want to) write|below|in the following"
    r"|I (?:will|shall|am going to|['’]ll) write (?:\w+ )?(?:about|on))\b",  # noqa: RUF001
    re.IGNORECASE,
)
"""Where a text tells what it is about, "will" foretells the text."""


def _asks(sentence: Span) -> bool:
    return sentence.text.rstrip(" \n\"'”’)").endswith("?")  # noqa: RUF001


def _said(text: str, sentence: Span) -> Iterator[Commitment]:
    if _OF_THE_TEXT.search(sentence.text):
        return
    done = _DONE.search(sentence.text) or _DONE_NEXT.match(text, sentence.end_char)
    found = list(_plans(sentence))
    if not any(plan.code == "commitment" for plan in found):
        by_phrase = settled(sentence)
        if by_phrase is not None and not done:
            yield _of(text, by_phrase, unsaid="set")
            return
    for plan in found:
        if not (done and plan.code == "commitment" and _past(plan)):
            yield _of(text, plan)
    if not found and (where := wished(sentence)) is not None:
        yield Commitment(*where, "wish")


def _plans(sentence: Span) -> Iterator[Plan]:
    """What the rules find, each act once; the first rule that fits a verb tells."""
    seen: set[int] = set()
    for verb in [t for t in sentence if t.tag_[:2] in ("VB", "MD")]:
        found = (rule(verb) for rule in (*PROMISES, wish))
        plan = next((p for p in found if p is not None), None)
        if plan is not None and plan.act.i not in seen:
            seen.add(plan.act.i)
            yield plan


def _past(plan: Plan) -> bool:
    return plan.top.tag_ in ("VBD", "VBN")


def _of(text: str, plan: Plan, unsaid: str = "writer") -> Commitment:
    start, end = clause(plan.top)
    first, last = clause(plan.act)
    what = max(first, plan.act.idx), min(max(last, plan.act.idx + len(plan.act)), end)
    own, own_at = owner(plan.whom)
    if plan.whom is None and plan.top.lemma_ != "be":
        own = unsaid
    if own_at is not None:
        start = min(start, own_at[0])
    return Commitment(
        start,
        end,
        plan.code,
        owner=own,
        owner_at=own_at,
        what_at=what if what[0] < what[1] else None,
        when_at=when_in(text, start, end),
    )


def _noted(text: str, note: Note) -> Commitment:
    end = note.start + len(text[note.start : note.end].rstrip())
    what = note.what[0], min(note.what[1], end)
    return Commitment(
        note.start,
        end,
        "commitment",
        owner=note.owner,
        owner_at=note.owner_at,
        what_at=what if what[0] < what[1] else None,
        when_at=when_in(text, note.start, end),
    )


def touches(one: Range, others: Sequence[Range]) -> bool:
    """Say whether a stretch lies upon one of others."""
    return any(one[0] < end and start < one[1] for start, end in others)


def apart(found: Sequence[Commitment]) -> list[Commitment]:
    """Keep of those that lie upon each other the commitment, and the first."""
    kept: list[Commitment] = []
    for one in sorted(found, key=lambda c: (CODES.index(c.code), c.start, -c.end)):
        if one.start < one.end and not any(
            one.start < other.end and other.start < one.end for other in kept
        ):
            kept.append(one)
    return sorted(kept, key=lambda c: c.start)
