"""A journal's tables in a dataset, read a row group at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NoReturn

import pandas as pd

from alsjournal._source import EARLIER, Criteria, refuse_pickling
from alsjournal.errors import StoreError
from alsjournal.schema import TABLES
from alsjournal.store._cipher import Cipher
from alsjournal.store._manifest import Manifest, load
from alsjournal.store._parquet import read_rows
from alsjournal.store._storage import storage_at

__all__ = ["DatasetSource"]


class DatasetSource:
    """Where the tables of a dataset are, as it was when it was asked for.

    Its files never change: once the dataset was made anew, or other codings were
    kept, what is gone with them raises, and old rows are never mixed with new.

    Parameters
    ----------
    given : str
        The dataset's path.
    manifest : Manifest
    """

    def __init__(self, given: str, manifest: Manifest) -> None:
        self._given = given
        self._manifest = manifest
        self.__kept: dict[Any, Any] = {}

    def names(self) -> tuple[str, ...]:
        """The tables that have rows."""
        return tuple(name for name in TABLES if self._rows(name))

    def count(self, name: str, where: Criteria) -> int:
        """The number of rows that meet the criteria."""
        if not where:
            return self._rows(name)
        return sum(len(frame) for frame in self._frames(name, list(where)[:1], where))

    def batches(
        self, name: str, *, columns: Sequence[str], where: Criteria, size: int
    ) -> Iterator[pd.DataFrame]:
        """The rows that meet the criteria, in order, ``size`` at most at a time.

        Raises
        ------
        StoreError
            If a file is gone, or not as it was written.
        """
        yield from _cut(self._frames(name, columns, where), size)

    def earlier_cells(self, cells: Iterable[str]) -> pd.DataFrame:  # noqa: ARG002
        """Nothing: the record of outputs stays with the journal's file."""
        return pd.DataFrame(columns=list(EARLIER))

    def reading(self) -> AbstractContextManager[None]:
        """Nothing is kept open: all is of one state anyhow."""
        return nullcontext()

    def kept(self) -> dict[Any, Any]:
        """The tables of one state do not change."""
        return self.__kept

    def __reduce__(self) -> NoReturn:
        refuse_pickling("A journal's tables")

    def _rows(self, name: str) -> int:
        if name == "reflections":
            return sum(self._manifest.parts)
        stored = self._manifest.tables.get(name)
        return 0 if stored is None else stored.rows

    def _files(self, name: str) -> list[str]:
        if name == "reflections":
            numbers = range(len(self._manifest.parts))
            return [self._manifest.file_of_part(number) for number in numbers]
        return [self._manifest.file_of(name)] if self._rows(name) else []

    def _frames(
        self, name: str, columns: Sequence[str], where: Criteria
    ) -> Iterator[pd.DataFrame]:
        files = self._files(name)
        if not files:
            return
        storage, cipher = storage_at(self._given), self._cipher()
        for file in files:
            yield from read_rows(storage, cipher, file, name, columns, where)

    def _cipher(self) -> Cipher:
        """Return what opens the files: kept by nobody, found when it is needed."""
        manifest, cipher = load(storage_at(self._given))
        if manifest.generation != self._manifest.generation:
            msg = (
                f"The dataset {self._given} must stay as it is while it is used. It "
                f"was made anew meanwhile. read() it again, and start from the first "
                f"batch."
            )
            raise StoreError(msg)
        return cipher


def _cut(frames: Iterable[pd.DataFrame], size: int) -> Iterator[pd.DataFrame]:
    """Cut frames into frames of one size, the last of which may be smaller."""
    held: list[pd.DataFrame] = []
    n = 0
    for frame in frames:
        held.append(frame)
        n += len(frame)
        if n >= size:
            whole = pd.concat(held, ignore_index=True) if len(held) > 1 else frame
            full = n - n % size
            for start in range(0, full, size):
                yield whole.iloc[start : start + size].reset_index(drop=True)
            held, n = ([whole.iloc[full:]], n - full) if n > full else ([], 0)
    if n:
        yield pd.concat(held, ignore_index=True)
