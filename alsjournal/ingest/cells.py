"""Bring the cells of a table into shape, column by column, and say which cannot be."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from alsjournal.ingest.dates import Order, read_dates
from alsjournal.schema import TABLES, Column

__all__ = ["MAX_ID", "Shaped", "shape_cells", "silent_rows"]

MAX_ID = 200
"""Characters that an id may have; more is a text in the wrong column."""

_CONTROLS = "[\x00-\x1f\x7f-\x9f]"
_UNSEEN = "[\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
# Zero-width and direction signs: an id that looks like another, or reads backwards.
_WHOLE = r"[+-]?[0-9]{1,9}(?:\.0*)?"
_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?"
_BLANKS = "[\\s\u00a0]+"

NOTHING_SAID = "nothing was said"


@dataclass
class Shaped:
    """A frame with its cells in shape; what was refused, by position, first rule."""

    frame: pd.DataFrame
    refused: dict[int, tuple[str, str]] = field(default_factory=dict)
    date_orders: dict[str, str] = field(default_factory=dict)

    def refuse(self, bad: pd.Series[bool], column: str, rule: str) -> None:
        """Note the rows where ``bad`` is True, unless they are noted already."""
        for position in bad.index[bad]:
            self.refused.setdefault(int(position), (column, rule))


def shape_cells(
    table: str,
    frame: pd.DataFrame,
    *,
    where: str,
    values: Mapping[str, Mapping[str, str]] | None = None,
    order: Order | None = None,
) -> Shaped:
    """Bring cells into the shape of their columns.

    Ids and labels lose the blanks round them and are composed (NFC); texts stay as
    they are, to the letter, because codings point into them. A value of a closed
    list is found whatever its case.

    Parameters
    ----------
    table : str
    frame : pandas.DataFrame
        Columns of the table, as str; index 0 to n - 1.
    where : str
        The file, for messages.
    values : mapping, optional
        By column: their value, our value.
    order : {"iso", "dmy", "mdy"}, optional
        Of dates, as declared.

    Returns
    -------
    Shaped

    Raises
    ------
    InputError
        If the order of dates must be declared.

    Examples
    --------
    >>> frame = pd.DataFrame({"member": ["a", "b"], "given": ["2024-02-30", ""]})
    >>> shape_cells("permissions", frame, where="p.csv").refused
    {0: ('given', 'must be a date that exists, with a year of four digits')}
    """
    shaped = Shaped(pd.DataFrame(index=frame.index))
    for name in frame.columns:
        column = TABLES[table][name]
        cells = frame[name].fillna("").astype("str")
        pairs = (values or {}).get(name)
        if pairs:
            ours = {their.strip(): our for their, our in pairs.items()}
            mapped = cells.str.strip().map(ours)
            cells = mapped.where(mapped.notna(), cells).astype("str")
        if column.kind == "date":
            shaped.frame[name] = _dates(cells, name, shaped, where, order)
        else:
            shaped.frame[name] = _cells(cells, column, shaped)
    if table == "codings":
        _check_offsets(shaped)
    return shaped


def silent_rows(
    text: pd.Series[str], phrases: frozenset[str] = frozenset()
) -> pd.Series[bool]:
    r"""Say which texts say nothing: empty, only punctuation, or one of the phrases.

    Parameters
    ----------
    text : pandas.Series of str
    phrases : frozenset of str
        In lower case, without a full stop.

    Returns
    -------
    pandas.Series of bool

    Examples
    --------
    >>> list(silent_rows(pd.Series(["", " ... ", "No.", "\u2665"])))
    [True, True, False, False]
    """
    wordless = ~text.str.contains(r"\w", regex=True)
    silent = wordless & text.where(wordless, "").map(_only_marks).astype(bool)
    if phrases:
        bare = text.str.strip().str.lower().str.rstrip(".!").str.rstrip()
        silent |= bare.isin(phrases)
    return silent


def _only_marks(text: str) -> bool:
    return all(unicodedata.category(sign)[0] in "PZC" for sign in text)


def _cells(cells: pd.Series[str], column: Column, shaped: Shaped) -> pd.Series[str]:
    name = column.name
    if column.kind == "text":
        shaped.refuse(cells.str.contains("\0", regex=False), name, "a NUL character")
        return cells
    cells = cells.str.strip()
    if column.kind in ("key", "person"):
        cells = cells.str.normalize("NFC")
        rule = f"an id must have {MAX_ID} characters or fewer"
        shaped.refuse(cells.str.len() > MAX_ID, name, rule)
        odd = cells.str.contains(f"{_CONTROLS}|{_UNSEEN}", regex=True)
        shaped.refuse(odd, name, "an id must have no control or invisible characters")
    elif column.kind == "label":
        cells = cells.str.normalize("NFC").str.replace(_BLANKS, " ", regex=True)
        odd = cells.str.contains(_CONTROLS, regex=True)
        shaped.refuse(odd, name, "a label must have no control characters")
        if column.choices:
            ours = {choice.casefold(): choice for choice in column.choices}
            found = cells.str.casefold().map(ours)
            cells = found.where(found.notna(), cells).astype("str")
    elif column.kind in ("int", "float"):
        _check_numbers(cells, column, shaped)
    return cells


def _check_numbers(cells: pd.Series[str], column: Column, shaped: Shaped) -> None:
    given = cells != ""
    whole = column.kind == "int"
    fits = cells.str.fullmatch(_WHOLE if whole else _NUMBER)
    rule = "must be a whole number" if whole else "must be a number"
    shaped.refuse(given & ~fits, column.name, rule)
    if column.name.endswith("session"):
        below = cells.str.fullmatch(r"-.*|\+?0+(?:\.0*)?")
        shaped.refuse(below, column.name, "sessions are counted from 1")


def _dates(
    cells: pd.Series[str], name: str, shaped: Shaped, where: str, order: Order | None
) -> pd.Series[str]:
    dates = read_dates(list(cells), where=f"{where}, column {name}", order=order)
    for position, rule in dates.refused.items():
        shaped.refused.setdefault(position, (name, rule))
    if any(dates.values):
        shaped.date_orders[name] = dates.order
    return pd.Series(dates.values, index=cells.index, dtype="str")


def _check_offsets(shaped: Shaped) -> None:
    """Refuse codings whose start and end cannot be."""
    frame = shaped.frame
    if "start" not in frame or "end" not in frame:
        return
    ok = ~frame.index.isin(list(shaped.refused))
    start = pd.to_numeric(frame["start"].where(ok), errors="coerce")
    end = pd.to_numeric(frame["end"].where(ok), errors="coerce")
    rule = "start and end must be given together, 0 <= start < end"
    half = start.notna() != end.notna()
    shaped.refuse(half | (start < 0) | (end <= start), "start", rule)
