"""Tables as encrypted Parquet files: written frame by frame, read group by group."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pandas as pd

from alsjournal._source import Criteria
from alsjournal.errors import AlsjournalError, StoreError
from alsjournal.store._cipher import Cipher
from alsjournal.store._errors import machine_error
from alsjournal.store._sql import to_arrow, to_frame
from alsjournal.store._storage import Storage
from alsjournal.validate import empty_frame

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "ANEW",
    "GROUP",
    "file_bytes",
    "read_rows",
    "read_words",
    "translated",
    "words_bytes",
    "write_table",
]

GROUP = 5_000
"""Rows of a row group, which is the least that is read at once."""

ANEW = "make it anew from the journal: JournalDataset(path).write(journal)"
"""What helps where a file is gone or damaged."""

_NAMED = b"alsjournal"
"""Where a file says, encrypted, what it is, so that none stands in for another."""


@contextmanager
def translated(given: str, what: str = "one of its files") -> Iterator[None]:
    """Raise the errors of Arrow and of the system as ours."""
    from pyarrow import ArrowException

    ours: Exception | None = None
    try:
        yield
    except AlsjournalError:
        raise
    except FileNotFoundError:
        ours = _gone(given, what)
    except (FileExistsError, NotADirectoryError):
        ours = _no_folder(given)
    except (ArrowException, OSError) as error:
        ours = machine_error(given, error) or _damaged(given, what)
    if ours is not None:  # outside, so that no words of theirs go with it
        raise ours


def _gone(given: str, what: str) -> StoreError:
    msg = (
        f"The dataset {given} must stay as it is while it is used. A file of it is "
        f"not there: {what}. If it was made anew meanwhile, read() it again; "
        f"else {ANEW}"
    )
    return StoreError(msg)


def _no_folder(given: str) -> StoreError:
    msg = (
        f"A dataset must have a folder of its own. Got a file at {given}, or on the "
        f"way there. Give the path of an empty folder, or of none yet."
    )
    return StoreError(msg)


def _damaged(given: str, what: str) -> StoreError:
    msg = (
        f"The dataset {given} must be as it was written. It is not, or could not be "
        f"read or written whole: {what}. Try again; else {ANEW}"
    )
    return StoreError(msg)


def write_table(
    storage: Storage,
    cipher: Cipher,
    file: str,
    table: str,
    frames: Iterable[pd.DataFrame],
) -> int:
    """Write frames of a table into one new file; return how many rows.

    Each frame becomes row groups of its own, so that no more than one is held.
    """
    rows = 0
    with translated(storage.given, file), storage.new_file(file) as sink:
        schema = _named(to_arrow(table, empty_frame(table)), file).schema
        with _writer(sink, schema, cipher) as writer:
            for frame in frames:
                arrow = _named(to_arrow(table, frame), file)
                writer.write_table(arrow, row_group_size=GROUP)
                rows += len(frame)
                del arrow
    return rows


def file_bytes(cipher: Cipher, file: str, table: str, frame: pd.DataFrame) -> bytes:
    """Return the content of a file of one frame, to be put in its place at once."""
    return _bytes(cipher, _named(to_arrow(table, frame), file))


def words_bytes(cipher: Cipher, file: str, value: Mapping[str, Any]) -> bytes:
    """Return the content of a file of words about the journal, as JSON has them."""
    import pyarrow as pa

    text = json.dumps(value, ensure_ascii=False)
    return _bytes(cipher, _named(pa.table({"words": [text]}), file))


def read_words(storage: Storage, cipher: Cipher, file: str) -> dict[str, Any]:
    """Read what `words_bytes` made."""
    with translated(storage.given, file), _opened(storage, cipher, file) as parquet:
        return dict(json.loads(parquet.read()["words"][0].as_py()))


def read_rows(
    storage: Storage,
    cipher: Cipher,
    file: str,
    table: str,
    columns: Sequence[str],
    where: Criteria | None = None,
) -> Iterator[pd.DataFrame]:
    """Yield the rows that meet the criteria, a row group at a time, in order."""
    asked = list(dict.fromkeys(columns))
    with translated(storage.given, file), _opened(storage, cipher, file) as parquet:
        for group in range(parquet.num_row_groups):
            keep = None
            if where:
                tested = parquet.read_row_group(group, columns=list(where))
                keep = _meeting(to_frame(table, tested, list(where)), where)
                if not keep.any():
                    continue
            arrow = parquet.read_row_group(group, columns=asked)
            if keep is not None and not keep.all():
                arrow = arrow.filter(keep.to_numpy(dtype=bool))
            yield to_frame(table, arrow, columns)


def _meeting(frame: pd.DataFrame, where: Criteria) -> pd.Series[bool]:
    keep = pd.Series(data=True, index=frame.index)
    for column, values in where.items():
        keep &= frame[column].isin(values)
    return keep


def _named(arrow: pa.Table, file: str) -> pa.Table:
    return arrow.replace_schema_metadata({_NAMED: file.encode()})


def _writer(sink: Any, schema: pa.Schema, cipher: Cipher) -> Any:
    import pyarrow.parquet as pq

    return pq.ParquetWriter(
        sink, schema, compression="zstd", encryption_properties=cipher.writing()
    )


def _bytes(cipher: Cipher, arrow: pa.Table) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with _writer(sink, arrow.schema, cipher) as writer:
        writer.write_table(arrow, row_group_size=GROUP)
    return bytes(sink.getvalue())


@contextmanager
def _opened(storage: Storage, cipher: Cipher, file: str) -> Iterator[Any]:
    import pyarrow.parquet as pq

    # Arrow uses threads of its own for columns; closing the file ends all use of it.
    with (
        storage.opened(file) as source,
        pq.ParquetFile(source, decryption_properties=cipher.reading()) as parquet,
    ):
        said = (parquet.schema_arrow.metadata or {}).get(_NAMED, b"")
        if said != file.encode():
            raise _damaged(storage.given, file)
        yield parquet
