"""What `RawJournal` and `Journal` share: tables by name, whole or in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Any, NoReturn

import pandas as pd

from alsjournal._source import Criteria, FrameSource, TableSource, refuse_pickling
from alsjournal.errors import InputError, SchemaError
from alsjournal.schema import TABLES
from alsjournal.validate import checked_frames, empty_frame

__all__ = ["Tables"]

_SHARED = frozenset({"set_id", "session", "member", "issue_id"})
# Columns that mean the same wherever a table has them; ``kind`` does not.


class Tables:
    """What both trust types share: tables by name, whole or in batches."""

    _raw: bool

    def __init__(
        self,
        source: TableSource | Mapping[str, pd.DataFrame],
        *,
        provenance: Mapping[str, object] | None = None,
        where: Criteria | None = None,
    ) -> None:
        if isinstance(source, Mapping):
            source = FrameSource(checked_frames(source, raw=self._raw))
        elif not hasattr(source, "batches"):
            msg = (
                f"A {type(self).__name__} must be made of tables by name, a dict of "
                f"DataFrames. Got a {type(source).__name__}."
            )
            raise InputError(msg)
        self.__source = source
        self.__where: Criteria = dict(where or {})
        self.provenance: Mapping[str, object] = MappingProxyType(dict(provenance or {}))

    @property
    def selection(self) -> Criteria:
        """What `select` narrowed it to; empty for the whole journal."""
        return dict(self.__where)

    def reading(self) -> AbstractContextManager[None]:
        """Read several tables in one go, all of one state of the journal.

        A journal in a file is opened once, and not for each table; nobody can write
        to it until the context ends.

        Returns
        -------
        context manager

        Raises
        ------
        StoreError
            When it is entered, if the file cannot be read.

        Examples
        --------
        >>> with journal.reading():  # doctest: +SKIP
        ...     sets, sessions = journal.table("sets"), journal.table("sessions")
        """
        return self.__source.reading()

    def tables(self) -> tuple[str, ...]:
        """The names of the tables that have rows."""
        return self.__source.names()

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what follows from whole tables, worked out once while they stay.

        For what is asked again and again, small, and never changed by who gets it.
        """
        kept = self.__source.kept()
        if kept is None:
            return make()
        if name not in kept:
            kept[name] = make()
        return kept[name]

    def _batches(
        self, name: str, columns: Sequence[str] | None, size: int
    ) -> Iterator[pd.DataFrame]:
        table = self._known(name)
        chosen = tuple(columns) if columns is not None else table.names
        unknown = [c for c in chosen if c not in table.names]
        if unknown:
            msg = (
                f"The table {name!r} has the columns {', '.join(table.names)}. Got "
                f"{', '.join(map(repr, unknown))}."
            )
            raise SchemaError(msg)
        if size < 1:
            msg = f"size must be a whole number from 1. Got {size}."
            raise InputError(msg)
        where = self._where_of(name)
        yield from self.__source.batches(name, columns=chosen, where=where, size=size)

    def _earlier_cells(self, cells: Iterable[str]) -> pd.DataFrame:
        return self.__source.earlier_cells(cells)

    def _where_of(self, name: str) -> Criteria:
        """Return the criteria of `select` as far as they hold for this table."""
        if not self.__where or name == "reflections":
            return self.__where
        if name == "permissions":
            # Never narrowed: one for a member does not name the reflection, nor the
            # other way round, and a text without its permission may be counted.
            return {}
        if name == "codings":
            kept = self._frame("reflections", ["reflection_id"])["reflection_id"]
            return {"reflection_id": tuple(kept)}
        if name == "claims":  # what is claimed of an outcome goes with it
            if not self._where_of("outcomes"):
                return {}
            kept = self._frame("outcomes", ["outcome_id"])["outcome_id"]
            return {"outcome_id": tuple(kept)}
        names = TABLES[name].names
        return {c: v for c, v in self.__where.items() if c in _SHARED and c in names}

    def _frame(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        parts = list(self._batches(name, columns, 100_000))
        if parts:
            return pd.concat(parts, ignore_index=True)
        empty = empty_frame(name)
        return empty[list(columns)] if columns is not None else empty

    def _known(self, name: str) -> Any:
        table = TABLES.get(name) if isinstance(name, str) else None
        if table is None or (table.raw_only and not self._raw):
            known = [n for n, t in TABLES.items() if self._raw or not t.raw_only]
            msg = f"A journal has the tables {', '.join(known)}. Got {name!r}."
            raise SchemaError(msg)
        return table

    def _selected(self, criteria: Mapping[str, object]) -> dict[str, Any]:
        names = TABLES["reflections"].names
        allowed = [n for n in names if n != "text"]
        where = dict(self.__where)
        for column, value in criteria.items():
            if column not in allowed:
                msg = (
                    f"select() takes columns of reflections: {', '.join(allowed)}. "
                    f"Got {column!r}."
                )
                raise InputError(msg)
            several = isinstance(value, Iterable) and not isinstance(value, str)
            values = tuple(value) if several else (value,)  # type: ignore[arg-type]
            if column in where:
                earlier = frozenset(where[column])
                values = tuple(v for v in values if v in earlier)
            where[column] = values
        return {"source": self.__source, "provenance": self.provenance, "where": where}

    def __len__(self) -> int:
        """The number of reflections."""
        return self.__source.count("reflections", self.__where)

    def _counts(self) -> str:
        n = len(self)
        frame = self._frame("reflections", ["set_id", "session", "member"])
        parts = [f"{n:,} reflection{'s' * (n != 1)}"]
        for column, word in (
            ("set_id", "set"),
            ("session", "session"),
            ("member", "member"),
        ):
            k = frame[column].nunique()
            if k:
                parts.append(f"{k:,} {word}{'s' * (k != 1)}")
        others = sum(self.__source.count(t, {}) for t in self.tables()) if not n else 0
        if others:
            parts.append(f"{others:,} row{'s' * (others != 1)} of other tables")
        return ", ".join(parts)

    def __reduce__(self) -> NoReturn:
        refuse_pickling(f"A {type(self).__name__}")
