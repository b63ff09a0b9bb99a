"""What is left of a count when an output on record is subtracted from it.

Outputs on record are those that put their counts into the journal's file. A cell is
what was counted, in words: ``"3:cover"`` is who raised a theme at session 3, ``"3:"``
whoever wrote of it, and ``"all:"`` whoever wrote at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from alsjournal.disclosure.audience import Audience
from alsjournal.disclosure.policy import Policy

__all__ = ["ALL", "KnownAs", "Left", "left_of", "shown_before", "small_cells", "tells"]

ALL = "all"
"""In a cell, the place of the session where it is over all sessions."""

KnownAs = Mapping[str, tuple[str, ...]]
"""Other names of themes."""


class Record(Protocol):
    """What knows of outputs: a journal, or its file."""

    def earlier_cells(self, cells: Iterable[str]) -> pd.DataFrame:
        """Return what was shown of these cells."""


@dataclass(frozen=True)
class Left:
    """What is left of a cell when an earlier output is subtracted from it."""

    raised: int
    wrote: int

    def small(self, minimum: int) -> bool:
        """Whether it is too few to be shown, or the rest of them are.

        Examples
        --------
        >>> Left(2, 3).small(5), Left(0, 0).small(5), Left(6, 12).small(5)
        (True, False, False)
        """
        if not (self.raised or self.wrote):
            return False
        if not self.wrote:  # the same people, and another count of them
            return abs(self.raised) < minimum
        others = abs(self.wrote) - abs(self.raised)
        return abs(self.raised) < minimum or others < minimum


def tells(audience: Audience, before: Audience, more: int) -> bool:
    """Whether somebody could hold both, and learn from it what they may not know.

    A set knows its own numbers; from the programme's it could work out the others',
    unless nobody but its own people wrote there.

    Parameters
    ----------
    audience, before : Audience
        Of the new output and of the earlier one.
    more : int
        How many more wrote in the new one; a set's page must leave others.
    """
    wide = {"programme", "public"}
    if before.kind in wide and audience.kind in wide:
        return True
    if {before.kind, audience.kind} & wide and "set" in {before.kind, audience.kind}:
        return (-more if audience.kind == "set" else more) > 0
    return False


def small_cells(
    record: Record,
    cells: pd.DataFrame,
    known_as: KnownAs,
    audience: Audience,
    policy: Policy,
) -> dict[str, int]:
    """Return the cells of which an earlier output leaves too few.

    Parameters
    ----------
    record : Journal or JournalStore
    cells : pandas.DataFrame
        See `shown_before`.
    known_as : mapping of str to tuple of str
    audience : Audience
        For whom they would be shown.
    policy : Policy

    Returns
    -------
    dict of str to int
        How many raised it by the last such output, by cell.
    """
    small = {}
    for row in shown_before(record, cells, known_as).to_dict("records"):
        before = Audience.parse(str(row["audience"]))
        more = int(row["wrote"]) - int(row["wrote_before"])
        least = max(policy.rule(a).minimum for a in (before, audience))
        if left_of(row).small(least) and tells(audience, before, more):
            small[str(row["cell"])] = int(row["raised_before"])
    return small


def shown_before(
    record: Record, cells: pd.DataFrame, known_as: KnownAs
) -> pd.DataFrame:
    """Return what outputs on record showed of cells, under all names of their themes.

    A theme that was renamed, merged or split still counts those whom it counted.

    Parameters
    ----------
    record : Journal or JournalStore
    cells : pandas.DataFrame
        Columns ``cell``, ``theme``, ``raised`` and ``wrote``.
    known_as : mapping of str to tuple of str
        Other names of themes.

    Returns
    -------
    pandas.DataFrame
        A row for each output and cell: the columns of ``cells``, and of the output
        ``raised_before``, ``wrote_before`` and what is known of it.
    """
    rows, was = [], []
    for i, cell, theme in zip(
        range(len(cells)), cells["cell"], cells["theme"], strict=True
    ):
        for name in dict.fromkeys((theme, *known_as.get(theme, ()))):
            rows.append(i)
            was.append(f"{cell.partition(':')[0]}:{name}")
    each = cells.iloc[rows].assign(was=pd.Series(was, dtype="str").array)
    before = record.earlier_cells(each["was"].unique()).rename(columns={"cell": "was"})
    found = before.merge(each, on="was", suffixes=("_before", ""))
    return found.drop(columns="was")


def left_of(row: Mapping[Any, Any]) -> Left:
    """Return what is left of a cell, from what was shown before and would be now.

    Parameters
    ----------
    row : mapping
        ``cell``, ``raised``, ``wrote``, ``raised_before`` and ``wrote_before``.
    """
    wrote = int(row["wrote"]) - int(row["wrote_before"])
    if str(row["cell"]).endswith(":"):  # those who wrote, whatever they raised
        return Left(wrote, 0)
    return Left(int(row["raised"]) - int(row["raised_before"]), wrote)
