"""Which choice of a question was meant; of a permission, never by guessing.

Whoever is asked what may be done with a text, and answers in a way that nobody
foresaw, has still answered. So below a question of permission every line must be a
choice with a known tick, or one that the sheet prints; else nothing is taken for said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from alsjournal.ingest.headers import plain
from alsjournal.ingest.prose.lines import Line
from alsjournal.ingest.prose.ticks import Found, find_choice, unmarked
from alsjournal.schema import TABLES
from alsjournal.wording import Question, choices_for, printed_pairs, printed_with

__all__ = ["BLANK", "Chosen", "choose", "is_choice", "stricter"]

BLANK = re.compile(r"[\s_.\u2026]*")


class Chosen(NamedTuple):
    """What was chosen: ours, "" for nothing, None where that is not clear.

    ``stray`` lines stand beside the choices, and ``several`` says that more than one
    was ticked.
    """

    value: str | None
    stray: int = 0
    several: bool = False


def is_choice(question: Question, text: str) -> bool:
    """Whether a line is one of a question's choices, ticked or not."""
    return find_choice(text, _choices(question)) is not None


def choose(question: Question, lines: Sequence[Line]) -> Chosen:
    """Find the choice that is ticked, written, or alone left in.

    Parameters
    ----------
    question : Question
    lines : sequence of Line
        What stands below it, without its hint.

    Returns
    -------
    Chosen
    """
    choices = _choices(question)
    found: list[Found] = []
    stray: list[Line] = []
    struck = False
    for line in _unprinted(question.column, lines):
        one = find_choice(line.text or "", choices)
        if line.struck == "s":
            struck = True
        elif one is None or line.struck:
            stray.append(line)
        else:
            found.append(one._replace(ticked=True) if line.highlighted else one)
    strict = question.table == "permissions"
    if not found:
        return Chosen(None) if struck else _written(stray, choices)
    if stray and strict:
        return Chosen(None)
    return _one(question, found, struck=struck)._replace(stray=len(stray))


def _choices(question: Question) -> dict[str, str]:
    every = choices_for(question.table, question.column)
    return {plain(words): ours for words, ours in every.items()}


def _unprinted(column: str, lines: Sequence[Line]) -> Iterator[Line]:
    """Leave out empty lines, and what the sheet prints below the question.

    A row of its table is only that where both of its cells are as printed: "Nothing"
    on its own is somebody's answer.
    """
    kept = [line for line in lines if not _is_empty(line)]
    pairs = printed_pairs(column)
    i = 0
    while i < len(kept):
        line = kept[i]
        following = kept[i + 1] if i + 1 < len(kept) else None
        if following is not None and _are_row(line, following, pairs):
            i += 2
            continue
        if not (_is_plain(line) and plain(line.text or "") in printed_with(column)):
            yield line
        i += 1


def _is_empty(line: Line) -> bool:
    if line.text is None:
        return False
    bare, ticked = unmarked(line.text)
    return not ticked and BLANK.fullmatch(bare) is not None


def _is_plain(line: Line) -> bool:
    return not (line.highlighted or line.struck)


def _are_row(one: Line, other: Line, pairs: frozenset[tuple[str, str]]) -> bool:
    (left, _, first), (right, _, second) = (
        line.cell.partition(".") for line in (one, other)
    )
    beside = bool(left) and left == right and first != second
    words = (plain(one.text or ""), plain(other.text or ""))
    return beside and _is_plain(one) and _is_plain(other) and words in pairs


def _one(question: Question, found: Sequence[Found], *, struck: bool) -> Chosen:
    """Of several ticks, the one that allows least; where none does, none."""
    found = _starred(found)
    chosen = {one.value for one in found if one.ticked}
    if not _alike([one for one in found if not one.ticked], ticked=bool(chosen)):
        return Chosen(None)
    if not chosen and len(found) == 1:  # the others were taken out
        return Chosen(found[0].value if found[0].ticked is None else None)
    if not chosen:
        return Chosen(None if struck else "")
    several = len(chosen) > 1
    if several and question.table != "permissions":
        return Chosen("", several=True)
    return Chosen(stricter(question, chosen), several=several)


def stricter(question: Question, values: Iterable[str]) -> str:
    """Of several choices of a permission, return the one that allows least."""
    order = TABLES[question.table][question.column].choices
    return min(values, key=order.index)


def _starred(found: Sequence[Found]) -> list[Found]:
    """A star before every choice makes a list; before some, it is a tick."""
    stars = [one.bullet == "*" for one in found if not one.ticked]
    if len(stars) > 1 and all(stars):
        return list(found)
    return [
        one._replace(ticked=True, bullet="") if one.bullet == "*" else one
        for one in found
    ]


def _alike(rest: Sequence[Found], *, ticked: bool) -> bool:
    """Whether choices that are not ticked look the same, so that none is marked."""
    bullets = {one.bullet for one in rest}
    boxes = {one.ticked for one in rest}
    return len(bullets) <= 1 and (ticked or len(boxes) <= 1)


def _written(said: Sequence[Line], choices: Mapping[str, str]) -> Chosen:
    """Return the choice that was written instead of ticked, as ``"quote it"``."""
    if not said:
        return Chosen("")
    bare, ticked = unmarked(said[0].text or "")
    words = plain(bare).rstrip(".")
    found = {
        ours
        for wording, ours in choices.items()
        if words in (wording, wording.split(":")[0], ours)
    }
    known = len(found) == 1 and len(said) == 1 and ticked is not False
    return Chosen(found.pop() if known and not said[0].struck else None)
