"""Tables for machines: Parquet and csv that lose nothing, and are read back alike.

In Parquet a missing value and an empty text are two things. In csv they are told apart
by quotes: nothing between two commas is missing, ``""`` is an empty text. (So do
PostgreSQL's ``COPY`` and Arrow.) Every text is in quotes, and a quote in it is doubled;
dates are ``YYYY-MM-DDThh:mm:ss.ffffff``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from alsjournal.dictionary import KINDS, Entry, meaning_of
from alsjournal.schema import DTYPES

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["WRITERS", "CsvFile", "ParquetFile", "read_csv", "read_parquet"]

_DATE = "%Y-%m-%dT%H:%M:%S"  # Arrow adds the fraction
_LARGEST = 1 << 30  # bytes of a row


class ParquetFile:
    """Writes a table in batches, the dictionary in its metadata.

    Parameters
    ----------
    path : pathlib.Path
    columns : sequence of Entry
        Of one table.
    """

    def __init__(self, path: Path, columns: Sequence[Entry]) -> None:
        import pyarrow.parquet as pq

        self._schema = _described(columns)
        self._writer = pq.ParquetWriter(path, self._schema)

    def write(self, frame: pd.DataFrame) -> None:
        """Add rows."""
        self._writer.write_table(_arrow(frame, self._schema))

    def close(self) -> None:
        """End the file."""
        self._writer.close()


class CsvFile:
    """Writes a table in batches, every text in quotes, and alters nothing.

    Parameters
    ----------
    path : pathlib.Path
    columns : sequence of Entry
        Of one table.
    """

    def __init__(self, path: Path, columns: Sequence[Entry]) -> None:
        from pyarrow import csv

        self._schema = _plain(columns)
        self._dates = [e.column for e in columns if e.kind == "date"]
        self._writer = csv.CSVWriter(path, self._schema_written())

    def _schema_written(self) -> pa.Schema:
        import pyarrow as pa

        schema = self._schema
        for name in self._dates:
            place = schema.get_field_index(name)
            schema = schema.set(place, pa.field(name, pa.large_string()))
        return schema

    def write(self, frame: pd.DataFrame) -> None:
        """Add rows."""
        from pyarrow import compute

        table = _arrow(frame, self._schema)
        for name in self._dates:
            place = table.schema.get_field_index(name)
            words = compute.strftime(table[name], format=_DATE)
            table = table.set_column(place, name, words.cast("large_string"))
        self._writer.write_table(table)

    def close(self) -> None:
        """End the file."""
        self._writer.close()


WRITERS: dict[str, type[ParquetFile | CsvFile]] = {
    "csv": CsvFile,
    "parquet": ParquetFile,
}
"""What writes each format."""


def read_parquet(path: Path, columns: Sequence[Entry]) -> pd.DataFrame:
    """Read what `ParquetFile` wrote."""
    import pyarrow.parquet as pq

    return _pandas(pq.read_table(path, schema=_plain(columns)), columns)


def read_csv(path: Path, columns: Sequence[Entry]) -> pd.DataFrame:
    """Read what `CsvFile` wrote."""
    from pyarrow import csv

    table = csv.read_csv(
        path,
        # A row must lie within a block.
        read_options=csv.ReadOptions(block_size=min(path.stat().st_size + 1, _LARGEST)),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=_plain(columns),
            null_values=[""],
            true_values=["true"],
            false_values=["false"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            timestamp_parsers=[csv.ISO8601],
        ),
    )
    return _pandas(table, columns)


def _plain(columns: Sequence[Entry]) -> pa.Schema:
    import pyarrow as pa

    types = {
        "int": pa.int64(),
        "float": pa.float64(),
        "date": pa.timestamp("us"),
        "bool": pa.bool_(),
    }
    return pa.schema(
        [pa.field(e.column, types.get(e.kind, pa.large_string())) for e in columns]
    )


def _described(columns: Sequence[Entry]) -> pa.Schema:
    """The schema with what pandas needs, and what every column means."""
    import pyarrow as pa

    table = columns[0].table
    empty = pd.DataFrame({e.column: pd.Series(dtype=DTYPES[e.kind]) for e in columns})
    for_pandas = pa.Schema.from_pandas(empty, preserve_index=False).metadata
    words = {"table": table, "meaning": meaning_of(table)}
    fields = [
        field.with_metadata(_words(entry))
        for field, entry in zip(_plain(columns), columns, strict=True)
    ]
    return pa.schema(fields, {**for_pandas, "alsjournal": json.dumps(words)})


def _words(entry: Entry) -> dict[str, str]:
    words = {"meaning": entry.meaning, "type": KINDS[entry.kind], "unit": entry.unit}
    words["closed_list"] = " | ".join(entry.choices)
    return {key: value for key, value in words.items() if value}


def _arrow(frame: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    columns: list[Any] = [
        pa.array(frame[field.name], type=field.type, from_pandas=True)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _pandas(table: pa.Table, columns: Sequence[Entry]) -> pd.DataFrame:
    import pyarrow as pa

    kinds = {
        pa.int64(): pd.Int64Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    frame: pd.DataFrame = table.to_pandas(types_mapper=kinds.get, ignore_metadata=True)
    return frame.astype({e.column: DTYPES[e.kind] for e in columns})
