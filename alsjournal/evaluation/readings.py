"""`with_readings`: how a person reads each row of a joint display, who, and when."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from alsjournal.cleared import JointDisplay
from alsjournal.disclosure import Audience, clear, policy_named
from alsjournal.errors import InputError
from alsjournal.ingest.by_hand import refuse_too_wide, rows_by_hand
from alsjournal.ingest.headers import nearest

__all__ = ["READINGS", "with_readings"]

READINGS = ("confirm", "expand", "contradict", "no data")
"""What a row may be read as."""

Readings = pd.DataFrame | Sequence[Mapping[str, object]] | str | os.PathLike[str]

_COLUMNS = ("step", "reading", "note", "read_by", "read_at")
_FIGURES = tuple(c for c in JointDisplay.COLUMNS if c not in _COLUMNS)
_CHANGED = (
    "The figures of {n} have changed since somebody read them: {steps}. Read them "
    "again."
)


def with_readings(display: JointDisplay, readings: Readings) -> JointDisplay:
    """Put into a display how a person reads its rows.

    Parameters
    ----------
    display : JointDisplay
    readings : pandas.DataFrame, sequence of mapping, str or path
        With ``step``, ``reading`` (*confirm*, *expand*, *contradict* or *no data*),
        ``read_by``, ``read_at`` (as 2026-03-01) and, if you like, ``note``; or a CSV
        of these, as the display's own with the columns filled in. Rows without a
        reading or a note are left as they are.

    Returns
    -------
    JointDisplay
        For the same audience. Where other columns of the CSV differ from the display,
        a note says that the figures have changed since they were read.

    Raises
    ------
    InputError
        If a reading is not of the list, a step is not in the display or comes twice, or
        it is not said who read a row and when.
    SourceError
        If the file cannot be read.

    Examples
    --------
    >>> from alsjournal.evaluation import joint_display
    >>> from alsjournal.journal import Journal
    >>> display = joint_display(Journal({}), None, steps={"act": ["attendance"]})
    >>> row = {"step": "act", "reading": "no data", "read_by": "evaluator"}
    >>> read = with_readings(display, [{**row, "read_at": "2026-03-01"}])
    >>> read.to_frame()["reading"].item()
    'no data'
    >>> with_readings(display, [{**row, "reading": "confirms"}])
    Traceback (most recent call last):
    alsjournal.errors.InputError: A reading must be confirm, expand, contradict or no...
    """
    given_as: object = display
    if not isinstance(given_as, JointDisplay):
        msg = (
            f"display must be a JointDisplay, as joint_display makes it. Got "
            f"{type(given_as).__name__}."
        )
        raise InputError(msg)
    given = _plain(readings)
    frame = display.to_frame()
    _check_steps(given["step"].tolist(), frame["step"].tolist())
    changed = []
    for place, row in enumerate(given.to_dict("records"), start=1):
        if not (row["reading"] or row["note"]):
            continue
        at = frame["step"] == row["step"]
        frame.loc[at, list(_COLUMNS[1:])] = _checked(row, place)
        if _differs(row, frame[at].iloc[0]):
            changed.append(row["step"])
    notes = [note for note in display.notes if not note.startswith("The figures of ")]
    if changed:
        n = f"{len(changed):,} row{'s' * (len(changed) != 1)}"
        notes.append(_CHANGED.format(n=n, steps=", ".join(changed)))
    return clear(
        JointDisplay,
        frame,
        audience=Audience.parse(display.audience),
        policy=policy_named(display.policy),
        unit=display.unit,
        notes=tuple(notes),
        provenance=display.provenance,
    )


def _plain(readings: Readings) -> pd.DataFrame:
    """Return the readings as texts, an empty one for what is not said."""
    if isinstance(readings, str | os.PathLike):
        frame = _from_file(Path(readings))
    elif isinstance(readings, pd.DataFrame):
        frame = readings
    else:
        frame = pd.DataFrame(list(readings))
    lost = [c for c in ("step", "reading") if c not in frame.columns]
    if lost:
        msg = (
            f"Readings must have the columns {', '.join(_COLUMNS)}. Missing: "
            f"{', '.join(lost)}."
        )
        raise InputError(msg)
    unknown = sorted(set(map(str, frame.columns)) - set(JointDisplay.COLUMNS))
    if unknown:
        msg = (
            f"Readings may have the columns {', '.join(_COLUMNS)}, and those of the "
            f"display. Got {len(unknown)} others: {', '.join(unknown)}."
        )
        raise InputError(msg)
    out = pd.DataFrame(index=range(len(frame)))
    for column in (*_COLUMNS, *_FIGURES):
        if column in frame.columns:
            values = [_cell(value) for value in frame[column]]
        elif column in _FIGURES:
            continue
        else:
            values = [""] * len(frame)
        out[column] = pd.Series(values, dtype="object")
    return out


def _from_file(path: Path) -> pd.DataFrame:
    rows = rows_by_hand(path, "file of readings")
    refuse_too_wide(rows, "readings")
    columns = [c.strip() for c in (rows[0] if rows else ())]
    named = list(filter(None, columns))
    if len(set(named)) < len(named):
        msg = "Readings must have each column once. Got one twice: take it out."
        raise InputError(msg)
    cells = [dict(zip(columns, row, strict=False)) for row in rows[1:] if any(row)]
    return pd.DataFrame(cells, columns=named, dtype="object")


def _cell(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return "" if value is None or pd.isna(value) else str(value).strip()


def _check_steps(given: Sequence[str], known: Sequence[str]) -> None:
    for place, step in enumerate(given, start=1):
        if step not in known:
            msg = (
                f"Every row must name a step of the display: {', '.join(known)}. Row "
                f"{place} does not. {nearest(step, known)}".rstrip()
            )
            raise InputError(msg)
        if step in given[: place - 1]:
            msg = f"Each step must be read once. Row {place} has {step} again."
            raise InputError(msg)


def _checked(row: Mapping[Any, str], place: int) -> list[str]:
    """Return a row's reading, note, who and when, each as it must be."""
    reading = " ".join(row["reading"].casefold().split())
    if reading and reading not in READINGS:
        msg = (
            f"A reading must be {', '.join(READINGS[:-1])} or {READINGS[-1]}. Got "
            f"another in row {place}. {nearest(reading, READINGS)}Write reasons into "
            f"note."
        )
        raise InputError(msg)
    if not row["read_by"]:
        msg = (
            f"Who read a row must stand in read_by, as a role or initials. Row {place} "
            f"has none."
        )
        raise InputError(msg)
    try:
        day = date.fromisoformat(row["read_at"])
    except ValueError:
        msg = (
            f"When a row was read must stand in read_at, as 2026-03-01. Row {place} "
            f"has no such date."
        )
        raise InputError(msg) from None
    return [reading, row["note"], row["read_by"], day.isoformat()]


def _differs(read: Mapping[Any, str], shown: pd.Series[str]) -> bool:
    """Say whether a row was read with other figures beside it."""
    return any(
        _folded(read[column]) != _folded(_cell(shown[column]))
        for column in _FIGURES
        if column in read
    )


def _folded(words: str) -> str:
    """Leave out what a spreadsheet changes: spaces, breaks, a first apostrophe."""
    return " ".join(words.removeprefix("'").split())
