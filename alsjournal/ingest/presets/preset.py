"""What a preset is: the meaning of an export's columns, as data and functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from alsjournal.ingest.formats.grid import Grid

if TYPE_CHECKING:
    from alsjournal.ingest.config import Programme

__all__ = ["Derived", "Preset", "Reshape", "Reshaped"]


@dataclass(frozen=True)
class Derived:
    """What a preset makes of a file's rows.

    Parameters
    ----------
    reflections : pandas.DataFrame
        Columns of ours only, all as str.
    refused : mapping of int to (str, str)
        Position of a row, and the column and reason for which it is left out.
    tables : mapping of str to pandas.DataFrame
        Made of the rows: ``sets``, ``sessions``, ``members``, ``roster``.
    notes : tuple of str, default=()
    """

    reflections: pd.DataFrame
    refused: Mapping[int, tuple[str, str]]
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reshaped:
    """The tables that were found in one wide sheet.

    Parameters
    ----------
    tables : mapping of str to Grid
        By table, as ``"reflections"``, ``"permissions"``; their headers are our
        columns.
    absent : frozenset of str
        Headers that programme.toml names and that this sheet does not have.
    ids : frozenset of str
        Of one answer of each response, to see whether another sheet has it too.
    """

    tables: Mapping[str, Grid]
    absent: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


Reshape = Callable[[Grid, "Programme", str], Reshaped]
"""Makes long tables of a wide sheet; the last is the file as the user wrote it."""


@dataclass(frozen=True)
class Preset:
    """What the columns of an export mean.

    Parameters
    ----------
    name, description : str
    columns : mapping of str to str
        Our column of ``reflections``, their header.
    extra : tuple of str
        Further headers that ``derive`` reads; it finds them by that name.
    silent : frozenset of str
        Texts (lower case, without the full stop) by which nothing was said.
    permissions : mapping of str to str
        ``use`` and ``reach`` of all the writers.
    derive : callable
        Makes the tables of a frame with the columns and extras, and of the clean
        tables that are known already, by name.
    reshape : callable, optional
        For a sheet that has a row for many texts: makes rows of each. ``columns`` and
        ``extra`` are empty then.
    fits : callable, optional
        Whether these headers are surely of such an export; with ``reshape``.
    """

    name: str
    description: str
    columns: Mapping[str, str]
    extra: tuple[str, ...]
    silent: frozenset[str]
    permissions: Mapping[str, str]
    derive: Callable[[pd.DataFrame, Mapping[str, pd.DataFrame]], Derived]
    reshape: Reshape | None = None
    fits: Callable[[Sequence[str]], bool] | None = None
