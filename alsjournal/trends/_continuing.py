"""Who wrote early and late: the members whose change can be followed."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.disclosure import Audience
from alsjournal.errors import DisclosureError, InputError
from alsjournal.trends.counts import Units

__all__ = ["Writers", "early_and_late", "of_writers"]

Writers = Literal["all", "continuing"]


def early_and_late(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Say which rows are of people who wrote early and late.

    That is, in the first and in the last third of their set's sessions at which
    anybody wrote.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns ``unit``, ``set_id`` and ``session``.

    Returns
    -------
    numpy.ndarray of bool, shape (n_rows,)
        None of them where a set has a single session.

    Examples
    --------
    >>> rows = pd.DataFrame({"unit": list("aba"), "session": [1, 1, 6]})
    >>> early_and_late(rows.assign(set_id="A")).tolist()
    [True, False, True]
    """
    by_set = rows.groupby("set_id", dropna=False)["session"]
    first, last = by_set.transform("min"), by_set.transform("max")
    third = (last - first) / 3
    early = rows["session"] <= first + third
    late = rows["session"] >= last - third
    own = [rows["unit"], rows["set_id"]]
    both = early.groupby(own, dropna=False).transform("any") & late.groupby(
        own, dropna=False
    ).transform("any")
    return (both & (last > first)).to_numpy(dtype=bool)


def of_writers(units: Units, writers: Writers, who: Audience) -> Units:
    """Return the texts of all who wrote, or of those alone who did early and late.

    Parameters
    ----------
    units : Units
    writers : {"all", "continuing"}
    who : Audience

    Returns
    -------
    Units
        With a note of how many they are, where it is not all.

    Raises
    ------
    DisclosureError
        For a programme or the public, if it is not all: their counts taken from those
        of all who wrote would be of the few who came late or left.
    InputError
        If ``writers`` is neither, or no text has a member.
    """
    if writers not in get_args(Writers):
        msg = f"writers must be 'all' or 'continuing'. Got {writers!r}."
        raise InputError(msg)
    if writers == "all":
        return units
    if who.kind in ("programme", "public"):
        msg = (
            f"Counts of the continuing members must be for research or a set: for "
            f"{who.kind!r} they could be subtracted from those of all who wrote, and "
            f"what is left would be of the few who came late or left. theme_change "
            f"tells how the continuing members changed."
        )
        raise DisclosureError(msg)
    if units.unit != "members":
        msg = (
            "writers='continuing' needs texts with a member: who wrote twice cannot be "
            "told otherwise. Use writers='all'."
        )
        raise InputError(msg)
    rows = units.rows[units.rows["session"].notna()]
    rows = rows[early_and_late(rows)].reset_index(drop=True)
    note = (
        f"Only members who wrote in the first and in the last third of their set's "
        f"sessions are counted: {rows['unit'].nunique():,} of "
        f"{units.rows['unit'].nunique():,}."
    )
    return replace(units, rows=rows, notes=(*units.notes, note))
