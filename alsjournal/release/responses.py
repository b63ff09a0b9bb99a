"""`read_responses`: what people answered to findings, from a small csv."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from alsjournal._given import given_path
from alsjournal.anonymise.later import anonymised
from alsjournal.disclosure import audience_of
from alsjournal.errors import InputError
from alsjournal.ingest.by_hand import TOO_WIDE, rows_by_hand, too_wide
from alsjournal.journal import Journal, RawJournal
from alsjournal.release._days import LARGEST, NO_DATE, day_of
from alsjournal.store import JournalStore, _clock
from alsjournal.trends import Coded, Coder
from alsjournal.trends.responses import BOXES, known_findings

__all__ = ["ResponsesReport", "read_responses"]

_COLUMNS = (*BOXES, "finding", "words", "member", "sheet", "date")
_TICKED = {
    "x",
    "yes",
    "y",
    "1",
    "true",
    "agree",
    "missing",
    "wrong",
    "\u2612",
    "\u2713",
}
_EMPTY = {"", "no", "n", "0", "false", "\u2610"}
_CODE = re.compile(r"F-[A-Z2-7]{12}")
_SHEET = re.compile(r"[0-9]{1,6}|s-[0-9a-f]{32}")  # no place to write a name in
_APOSTROPHE = re.compile(r"^'(?=[\s=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")


@dataclass(frozen=True)
class ResponsesReport:
    """What became of answers to findings.

    Parameters
    ----------
    added, changed, unchanged : int
        Answers that are new, that took the place of an earlier one, and that were on
        record before.
    refused : tuple of (int, str), default=()
        Rows that were not taken: where in the file, and why.
    """

    added: int
    changed: int
    unchanged: int
    refused: tuple[tuple[int, str], ...] = ()

    def __str__(self) -> str:
        return (
            f"Answers written down: {self.added:,}. In the place of earlier ones: "
            f"{self.changed:,}. On record before: {self.unchanged:,}. Refused: "
            f"{len(self.refused):,}."
        )


def read_responses(
    store: JournalStore,
    path: str | os.PathLike[str],
    *,
    themes: Coder | Coded | pd.DataFrame | None = None,
    programme: RawJournal | None = None,
) -> ResponsesReport:
    """Read what was answered on a page of findings, and write it into the journal.

    Parameters
    ----------
    store : JournalStore
    path : str or path
        A csv with the column ``finding`` (the code), and any of ``agree``,
        ``missing``, ``wrong`` (ticked: x, yes, 1), ``words``, ``member`` (a
        pseudonym), ``sheet`` (a number that one sheet alone has) and
        ``date`` (the day of reading where it is empty). Comma, semicolon or tab. Each
        row needs a member or a sheet.
    themes : ThemeModel or pandas.DataFrame, optional
        What the page was made of: then a code that is on no page is refused.
    programme : RawJournal, optional
        What `alsjournal.read_journal` reads of the programme's files. With it, names
        of the roster in what people wrote become their pseudonyms; without it they are
        looked for as those of anybody else.

    Returns
    -------
    ResponsesReport
        With the rows that were refused, and why.

    Raises
    ------
    SourceError
        If the file cannot be read.
    InputError
        If it has no such columns, is not UTF-8, or the programme's key is not the
        journal's.
    MissingKeyError
        If a programme is given, and its key is not at hand.
    StoreError
        If the journal cannot be written; then nothing of it was recorded.

    Notes
    -----
    What people wrote goes through `Anonymiser` before it is kept. Of two answers of
    one member, or one sheet, to the same finding the later holds. Reading the same
    file again changes nothing. An answer without a member cannot be found when
    somebody wants to take theirs back, or be forgotten; names in it are.
    """
    if not isinstance(store, JournalStore):
        msg = (  # type: ignore[unreachable]
            "read_responses() must be given a JournalStore, as answers are kept in the "
            f"journal's file. Got {type(store).__name__}. Write the journal first."
        )
        raise InputError(msg)
    journal = store.read()
    reading = _Reading(journal, themes)
    rows, wide = _rows(Path(given_path(path)))
    reading.refused.extend((number, TOO_WIDE) for number in wide)
    for number, cells in rows:
        reading.take(number, cells)
    frame = reading.frame()
    if frame.empty:
        return ResponsesReport(0, 0, 0, tuple(sorted(reading.refused)))
    frame["text"] = anonymised(frame, programme, journal)
    kept = Journal({"responses": frame}, provenance=journal.provenance)
    change = store.write(kept).tables["responses"]
    refused = tuple(sorted(reading.refused))
    return ResponsesReport(change.added, change.changed, change.unchanged, refused)


def _rows(path: Path) -> tuple[list[tuple[int, dict[str, str]]], frozenset[int]]:
    """Return the rows that say something, and the numbers of those too wide."""
    rows = rows_by_hand(path, "file of answers", largest=LARGEST)
    head = [c.strip().lower() for c in (rows[0] if rows else ())]
    if "finding" not in head:
        msg = (
            "A file of answers to findings must have the column finding in its first "
            f"row, and may have {', '.join(c for c in _COLUMNS if c != 'finding')}. "
            f"Got others."
        )
        raise InputError(msg)
    named = (dict(zip(head, cells, strict=False)) for cells in rows[1:])
    wide = too_wide(rows)
    found = [
        (number, {c: row.get(c, "").strip() for c in _COLUMNS})
        for number, row in enumerate(named, start=2)
        if number not in wide and any(cell.strip() for cell in row.values())
    ]
    return found, wide


class _Reading:
    """Takes rows that can be used, and says of the others why not."""

    def __init__(
        self, journal: Journal, themes: Coder | Coded | pd.DataFrame | None
    ) -> None:
        self._journal = journal
        self._known = None if themes is None else known_findings(journal, themes)
        self._members: dict[str, bool] = {}
        rows = journal.table("responses", ["response_id", "answered"]).dropna()
        self._days = dict(zip(rows["response_id"], rows["answered"], strict=True))
        self._taken: dict[str, dict[str, object]] = {}
        self.refused: list[tuple[int, str]] = []

    def take(self, number: int, cells: Mapping[str, str]) -> None:
        """Take a row, or note why it cannot be."""
        code = cells["finding"].upper().replace(" ", "")
        day = day_of(cells["date"]) if cells["date"] else _clock.today()
        reason = self._wrong(cells, code, day)
        if reason:
            self.refused.append((number, reason))
            return
        finding = f"f-{code[2:]}"
        who = f"member:{cells['member']}" if cells["member"] else cells["sheet"]
        made = _id(finding, who)
        if made in self._days and self._days[made] > day:
            self.refused.append((number, "a later answer is on record"))
            return
        self._days[made] = day
        ticks = {box: cells[box].lower() in _TICKED for box in BOXES}
        self._taken[made] = {
            "finding": finding,
            "member": cells["member"] or None,
            **ticks,
            "text": _APOSTROPHE.sub("", cells["words"]) or None,
            "answered": day,
        }

    def _wrong(
        self, cells: Mapping[str, str], code: str, day: pd.Timestamp | None
    ) -> str:
        known = self._known is None or f"f-{code[2:]}" in self._known
        rules = (
            (_CODE.fullmatch(code), "the finding must be a code as the page has it"),
            (known, "no page of these themes has a finding of this code"),
            (day is not None, NO_DATE),
            (day is None or day <= _clock.today(), "the date is after today"),
            (
                all(cells[box].lower() in _TICKED | _EMPTY for box in BOXES),
                "a box must be x, yes or 1, or be empty",
            ),
            (
                any(cells[box].lower() in _TICKED for box in BOXES) or cells["words"],
                "nothing is ticked or written",
            ),
            (cells["member"] or cells["sheet"], "a member or a sheet must be given"),
            (
                not cells["member"] or self._is_member(cells["member"]),
                "the member must be a pseudonym of the journal",
            ),
            (
                cells["member"] or _SHEET.fullmatch(cells["sheet"]),
                "the sheet must be a number, or as the page made it",
            ),
        )
        return next((reason for good, reason in rules if not good), "")

    def _is_member(self, member: str) -> bool:
        if member not in self._members:
            try:
                audience_of(self._journal, f"member:{member}")
            except InputError:
                self._members[member] = False
            else:
                self._members[member] = True
        return self._members[member]

    def frame(self) -> pd.DataFrame:
        """Return what was taken, with the words as they were written."""
        rows = [{"response_id": made, **row} for made, row in self._taken.items()]
        return pd.DataFrame(rows)


def _id(finding: str, who: str) -> str:
    """Return the id of an answer: the same for the same finding and sheet."""
    digest = hashlib.sha256(f"{len(finding)}:{finding}:{who}".encode()).hexdigest()
    return f"a-{digest[:20]}"
