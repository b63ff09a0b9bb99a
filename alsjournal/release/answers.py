"""`read_answers`: what members answered to their previews, from a small csv."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from alsjournal._given import given_path
from alsjournal.errors import InputError
from alsjournal.ingest.by_hand import TOO_WIDE, rows_by_hand, too_wide
from alsjournal.release._days import LARGEST, NO_DATE, day_of
from alsjournal.store import Answer, AnswersReport, JournalStore

__all__ = ["read_answers"]

_COLUMNS = {
    "passage": "passage",
    "code": "passage",
    "passage code": "passage",
    "answer": "answer",
    "date": "date",
}
_ANSWERS = {
    "keep": "keep",
    "paraphrase": "paraphrase",
    "in other words": "paraphrase",
    "remove": "remove",
}


def read_answers(store: JournalStore, path: str | os.PathLike[str]) -> AnswersReport:
    """Read what members answered, and write it into the journal.

    Parameters
    ----------
    store : JournalStore
    path : str or path
        A csv with the columns ``passage`` (the code), ``answer`` (keep, paraphrase or
        remove) and, if need be, ``date`` (of the answer; the day of reading where it
        is empty). Comma, semicolon or tab.

    Returns
    -------
    AnswersReport
        With the rows that were refused, and the outputs that must be made again.

    Raises
    ------
    SourceError
        If the file cannot be read.
    InputError
        If it has no such columns, or is not UTF-8.
    StoreError
        If the journal cannot be written; then nothing of it was recorded.

    Notes
    -----
    Reading the same answers again changes nothing. Of two answers to one passage the
    later holds; of one day the more careful.
    """
    answers, refused = _read(Path(given_path(path)))
    report = store.answer_previews(answers)
    rows = sorted((*report.refused, *refused))
    return replace(report, refused=tuple(rows))


def _read(path: Path) -> tuple[list[Answer], list[tuple[int, str]]]:
    rows = rows_by_hand(path, "file of answers", largest=LARGEST)
    columns = [_COLUMNS.get(c.strip().lower(), "") for c in (rows[0] if rows else ())]
    if not {"passage", "answer"} <= set(columns):
        msg = (
            "A file of answers must have the columns passage and answer, and may have "
            "date, in its first row. Got others."
        )
        raise InputError(msg)
    wide = too_wide(rows)
    answers, refused = [], [(number, TOO_WIDE) for number in wide]
    for number, cells in enumerate(rows[1:], start=2):
        if number in wide or not any(cell.strip() for cell in cells):
            continue
        named = dict(zip(columns, cells, strict=False))
        day = named.get("date", "").strip()
        on = day_of(day)
        if day and on is None:
            refused.append((number, NO_DATE))
            continue
        said = " ".join(named.get("answer", "").lower().split()).strip("'\". ")
        code = _code(named.get("passage", ""))
        answers.append(Answer(number, code, _ANSWERS.get(said, said), on))
    return answers, refused


def _code(cell: str) -> str:
    """Return a code as it was made, however it was typed."""
    code = cell.strip().strip("'\"").upper().replace(" ", "")
    return f"q-{code[2:]}" if code.startswith("Q-") else code
