"""The rows of a Parquet file, as text: what a CSV of them would hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alsjournal.unfold.workbook import cell_text

__all__ = ["Columns", "opened"]

_BATCH = 1_000
_TOP = 20


class Columns:
    """A Parquet file; only columns of single values are read.

    Parameters
    ----------
    path : pathlib.Path
    """

    def __init__(self, path: Path) -> None:
        # The system's allocator gives back what it no longer needs, and reserves
        # less than the others: the child has little.
        os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
        import pyarrow as pa
        import pyarrow.parquet as pq

        pa.set_cpu_count(1)
        pa.set_io_thread_count(1)
        self._file = pq.ParquetFile(path, memory_map=False, pre_buffer=False)
        nested = [pa.types.is_nested(field.type) for field in self._file.schema_arrow]
        names = self._file.schema_arrow.names
        self._names = [n for n, deep in zip(names, nested, strict=True) if not deep]
        self._nested = sum(nested)

    def tables(self) -> list[dict[str, Any]]:
        """The one table that there is."""
        top = [row for row, _ in zip(self.rows(0), range(_TOP), strict=False)]
        return [
            {
                "name": "",
                "visible": True,
                "height": self._file.metadata.num_rows + 1,
                "top": top,
                "counts": {"nested": self._nested} if self._nested else {},
            }
        ]

    def rows(self, number: int) -> Iterator[tuple[int, list[str]]]:
        """The names of the columns, then the rows."""
        del number
        yield 1, list(self._names)
        row = 1
        batches = self._file.iter_batches(
            _BATCH, columns=self._names, use_threads=False
        )
        for batch in batches:
            for cells in zip(*(c.to_pylist() for c in batch.columns), strict=True):
                row += 1
                yield row, [cell_text(cell) for cell in cells]


def opened(path: Path) -> Columns:
    """Open a Parquet file."""
    return Columns(path)
