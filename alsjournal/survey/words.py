"""What the survey's tables say in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alsjournal.survey.cells import Cell
from alsjournal.survey.given import Given
from alsjournal.survey.protect import LEAST

__all__ = [
    "HELD",
    "ceiling_of",
    "held_notes",
    "notes_of",
    "paired_words",
    "question_of",
    "said_by",
    "unpaired_words",
]

HELD = "{} of {}"

_SELF = (
    "What people say of themselves: neither what the record of actions shows nor what "
    "the programme caused."
)


def question_of(cell: Cell, given: Given) -> str | None:
    """Return how a question was worded in that wave."""
    worded = given.worded.get((cell.question.item, cell.wave))
    return cell.question.declared or worded


def said_by(n: int, answered: int, invited: int | None) -> str:
    """Say by how many.

    Examples
    --------
    >>> said_by(18, 18, 26), said_by(16, 18, None)
    ('all 18 who answered (of 26 invited)', '16 of the 18 who answered')
    """
    asked = "" if invited is None else f" (of {invited:,} invited)"
    if not answered:
        return f"nobody answered{asked}"
    if n == answered:
        who = f"all {n:,} who answered" if n > 1 else "the one who answered"
    elif n:
        who = f"{n:,} of the {answered:,} who answered"
    else:
        who = f"none of the {answered:,} who answered"
    return who + asked


def ceiling_of(cell: Cell, first: Cell | None) -> str | None:
    """Warn where all said yes, now or at the wave that it is compared with."""
    if _all(cell):
        return "all said so: it cannot rise"
    if first is not None and _all(first):
        return f"all said so at {first.wave}: it could only fall"
    return None


def _all(cell: Cell) -> bool:
    return not cell.held and cell.answered > 0 and bool(cell.own["yes"].all())


def paired_words(pairs: int, up: int, down: int) -> str:
    """Say how those who can be followed changed.

    Examples
    --------
    >>> paired_words(11, 7, 0)
    'paired: of 11 who answered both times, 7 changed to it and none away from it'
    """
    return (
        f"paired: of {pairs:,} who answered both times, {up or 'none'} changed to it "
        f"and {down or 'none'} away from it"
    )


def unpaired_words(first: tuple[int, int], last: tuple[int, int]) -> str:
    """Say how two shares differ of people who may be others.

    Examples
    --------
    >>> unpaired_words((6, 20), (18, 18))
    'unpaired, of people who may be others: 6 of 20, then 18 of 18'
    """
    return (
        f"unpaired, of people who may be others: {HELD.format(*first)}, then "
        f"{HELD.format(*last)}"
    )


def held_notes(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Say why sets are withheld; and how many answers were not on a scale."""
    notes = []
    if any(cell.held and cell.set_id is not None for cell in cells):
        notes.append(
            f"A set is shown where {LEAST} or more of it answered, and where nobody "
            f"can work out fewer than {LEAST} others from the total: the survey is "
            f"anonymous, for analysts too."
        )
    off: dict[str, int] = {}
    for cell in cells:
        n = int(cell.own["other"].sum())
        if n and not cell.held:
            off[cell.question.item] = off.get(cell.question.item, 0) + n
    if off:
        said = ", ".join(f"{item} ({n:,})" for item, n in off.items())
        notes.append(
            f"Answers that are not on the scale, counted among those who answered and "
            f"not as yes: {said}."
        )
    return tuple(notes)


def notes_of(
    given: Given, cells: Sequence[Cell], bases: Iterable[str | None]
) -> tuple[str, ...]:
    """Return what a reader must know beside the figures."""
    notes = [_SELF] if cells else ["The journal has no answers to closed questions."]
    shown = dict.fromkeys(cell.wave for cell in cells if not cell.held)
    notes += [_turnout(wave, given) for wave in shown]
    found = set(bases)
    if "paired" in found:
        notes.append(
            "Paired by the codes that people make for themselves: who wrote another "
            "code the second time is not among them."
        )
    if "unpaired" in found:
        notes.append(
            "Where a change is unpaired, too few can be followed: who answered may "
            "have changed, and not what people think."
        )
    unset = [q.item for q in given.questions.values() if not q.scale.yes]
    if unset:
        notes.append(
            f"Nobody has said which answers count as yes: {', '.join(unset)}. See "
            f"alsjournal.survey_answers, or say it in counts_as= or programme.toml."
        )
    return (*notes, *given.notes, *held_notes(cells))


def _turnout(wave: str, given: Given) -> str:
    took, invited = given.taken.get(wave, 0), given.invited.get(wave)
    if invited is None:
        return (
            f"At {wave} {took:,} took part; how many were invited is not recorded, so "
            f"nobody can say how many stayed silent."
        )
    if took > invited:
        return (
            f"At {wave} {took:,} took part and only {invited:,} are recorded as "
            f"invited: correct [survey.invited] in programme.toml."
        )
    return f"At {wave} {took:,} took part, of {invited:,} invited."
