"""Where a journal's tables are: the protocol, memory, and how one frame gets there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NoReturn, Protocol

import pandas as pd

from alsjournal.errors import DisclosureError, InputError
from alsjournal.schema import TABLES
from alsjournal.validate import conform, empty_frame, raise_problems

__all__ = [
    "EARLIER",
    "Criteria",
    "FrameSource",
    "TableSource",
    "refuse_pickling",
    "tables_from_frame",
]

EARLIER = (
    *("release_id", "audience", "kind", "place", "made_at", "cell"),
    *("raised", "wrote"),
)
"""The columns in which the record says what outputs showed."""

Criteria = Mapping[str, tuple[object, ...]]
"""Columns, each with the values that a row may have there."""


class TableSource(Protocol):
    """Where a journal's tables are. Frames that it returns are the caller's own."""

    def names(self) -> tuple[str, ...]:
        """The tables that have rows."""

    def count(self, name: str, where: Criteria) -> int:
        """The number of rows that meet the criteria."""

    def batches(
        self, name: str, *, columns: Sequence[str], where: Criteria, size: int
    ) -> Iterator[pd.DataFrame]:
        """The rows that meet the criteria, in order, ``size`` at most at a time."""

    def earlier_cells(self, cells: Iterable[str]) -> pd.DataFrame:
        """What outputs on record showed of these counts."""

    def reading(self) -> AbstractContextManager[None]:
        """Keep open what is read from, until the context ends."""

    def kept(self) -> dict[Any, Any] | None:
        """Where to keep what follows from the tables; None while they may change."""


class FrameSource:
    """Tables in memory.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        Conformed tables by name; copied.
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self.__frames = {
            name: frame.reset_index(drop=True).copy() for name, frame in frames.items()
        }
        self.__kept: dict[Any, Any] = {}

    def names(self) -> tuple[str, ...]:
        """The tables that have rows."""
        return tuple(n for n in TABLES if len(self.__frames.get(n, ())))

    def count(self, name: str, where: Criteria) -> int:
        """The number of rows that meet the criteria."""
        return len(self.__matching(name, where))

    def batches(
        self, name: str, *, columns: Sequence[str], where: Criteria, size: int
    ) -> Iterator[pd.DataFrame]:
        """The rows that meet the criteria, in order, ``size`` at most at a time."""
        rows = self.__matching(name, where)
        for start in range(0, len(rows), size):
            part = rows.iloc[start : start + size][list(columns)]
            # A copy in full: pandas shares extension arrays, which can be written to.
            yield part.reset_index(drop=True).copy()

    def earlier_cells(self, cells: Iterable[str]) -> pd.DataFrame:  # noqa: ARG002
        """Nothing: there is no record of outputs in memory."""
        return pd.DataFrame(columns=list(EARLIER))

    def reading(self) -> AbstractContextManager[None]:
        """Nothing is to be opened."""
        return nullcontext()

    def kept(self) -> dict[Any, Any]:
        """Tables in memory do not change."""
        return self.__kept

    def __matching(self, name: str, where: Criteria) -> pd.DataFrame:
        frame = self.__frames.get(name)
        if frame is None:
            return empty_frame(name)
        keep = pd.Series(data=True, index=frame.index)
        for column, values in where.items():
            keep &= frame[column].isin(values)
        return frame[keep]

    def __reduce__(self) -> NoReturn:
        refuse_pickling("A journal's tables")


def tables_from_frame(
    frame: pd.DataFrame, named: Mapping[str, str | None], permission: str, reach: str
) -> tuple[dict[str, pd.DataFrame], int]:
    """Make the tables ``reflections`` and ``permissions`` of one frame of texts.

    Returns the tables and the number of rows without a text.
    """
    if not isinstance(frame, pd.DataFrame) or not frame.columns.is_unique:
        msg = "from_frame must be given a DataFrame, each of its columns once."
        raise InputError(msg)
    for name, column, value in (
        ("permission", "use", permission),
        ("reach", "reach", reach),
    ):
        choices = TABLES["permissions"][column].choices
        if value not in choices:
            msg = f"{name}= must be one of {', '.join(choices)}. Got {value!r}."
            raise InputError(msg)
    columns: dict[str, Any] = {}
    for target, source in named.items():
        if source is not None and source not in frame.columns:
            msg = (
                f"{target}= must name a column of the frame: "
                f"{', '.join(map(str, frame.columns))}. Got {source!r}."
            )
            raise InputError(msg)
        name = source or target
        if name in frame.columns:
            columns[target] = frame[name]
    out = pd.DataFrame(columns).reset_index(drop=True)
    if "reflection_id" not in out:
        out["reflection_id"] = [f"r{i + 1:06d}" for i in range(len(out))]
    if "set_id" not in out:
        out["set_id"] = "all"
    if "session" not in out:
        out["session"] = 1
    empty = out["text"].isna() | (out["text"].astype("str").str.strip() == "")
    reflections, problems = conform("reflections", out[~empty])
    raise_problems(problems)
    grants = pd.DataFrame({"reflection_id": reflections["reflection_id"]})
    grants["use"], grants["reach"] = permission, reach
    permissions, _ = conform("permissions", grants)
    return {"reflections": reflections, "permissions": permissions}, int(empty.sum())


def refuse_pickling(what: str) -> NoReturn:
    """Refuse: pickles end up in caches and logs."""
    msg = (
        f"{what} cannot be pickled or copied deeply: people's words would end up "
        f"in a cache. Keep a Journal with JournalStore(path).write(journal)."
    )
    raise DisclosureError(msg)
