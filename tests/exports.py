"""Exports of form services, written as the services write them."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from alsjournal.ingest import IngestReport, read_journal_with_report
from alsjournal.journal import RawJournal
from alsjournal.wording import SHEET, Question

TITLES = [question.title for question in SHEET]
MS_META = ["ID", "Start time", "Completion time", "Email", "Name"]
STARTED = dt.datetime.fromisoformat("2026-03-02 14:05:33")

COUNT, QUOTE = (
    next(wording for wording, value in SHEET[8].choices.items() if value == wanted)
    for wanted in ("counts", "quote")
)
SET, EVERYBODY = (
    next(wording for wording, value in SHEET[9].choices.items() if value == wanted)
    for wanted in ("set", "public")
)
ASKED, BROUGHT = "I asked questions", "I brought an issue"


def ms_row(
    number: int,
    answers: Sequence[object],
    *,
    email: str = "anonymous",
    name: str = "",
    start: dt.datetime | None = None,
) -> list[object]:
    """Write a response after the five columns that Microsoft Forms puts first."""
    begun = start or STARTED + dt.timedelta(days=number, seconds=7 * number)
    return [number, begun, begun + dt.timedelta(minutes=6), email, name, *answers]


def ms_export(
    path: Path,
    questions: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    meta: Sequence[str] = MS_META,
) -> Path:
    """Write a workbook as Microsoft Forms does: one sheet, true times."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet.append([*meta, *questions])
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, dt.datetime):
                cell.number_format = "m/d/yy h:mm:ss"
            elif isinstance(cell.value, str):
                cell.data_type = "s"  # a text that begins with "=" stays one
    book.save(path)
    return path


def csv_export(
    path: Path, headers: Sequence[str], rows: Sequence[Sequence[object]]
) -> Path:
    """Write separated values, every field in quotes, as Google Forms does."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows([headers, *rows])
    return path


def toml(folder: Path, text: str) -> Path:
    """Write a programme.toml."""
    path = folder / "programme.toml"
    path.write_text(text, encoding="utf-8")
    return path


def titles_of(sheet: Sequence[Question]) -> list[str]:
    """Return the headers that a form with these questions exports."""
    return [question.title for question in sheet]


OPEN_TEXTS = (
    "I had not expected to be asked.",
    "Less talk, and more time for each.",
    "We ran out of time again.",
    "Nobody had read the agreement.",
)

OPEN = ["I said less than I usually do.", "", "Being given the time.", "Ring Priya."]
FIRST = ["A", 1, "A03", ASKED, *OPEN, QUOTE, SET]


def kit(path: Path, *rows: Sequence[object], **more: Any) -> Path:
    """Write an export of the kit's own form."""
    return ms_export(path / "Reflection sheet(1-9).xlsx", TITLES, rows, **more)


def read(path: Path, **more: Any) -> tuple[pd.DataFrame, RawJournal, IngestReport]:
    """Read an export of Microsoft Forms."""
    raw, report = read_journal_with_report(path, preset="ms-forms", **more)
    return raw.identifiable_frame(), raw, report


def allowed(raw: RawJournal) -> pd.DataFrame:
    """Return what was allowed, by reflection."""
    frame = raw.identifiable_frame("permissions")
    return frame.set_index("reflection_id")[["use", "reach"]].fillna("")
