"""What the file knows about itself: a version that every change raises, provenance."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from alsjournal.errors import InputError
from alsjournal.store._sql import fill

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "content_version",
    "merge_provenance",
    "plain_value",
    "raise_version",
    "read_provenance",
]


def content_version(con: duckdb.DuckDBPyConnection) -> int:
    """How many operations have changed rows so far."""
    return int(_read(con, "version") or 0)


def raise_version(con: duckdb.DuckDBPyConnection, *, beyond: int = 0) -> None:
    """Note that rows have changed: since the last version, and since another file's."""
    _write(con, "version", str(max(content_version(con), beyond) + 1))


def read_provenance(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """How the journal came about, as its writers said."""
    kept = _read(con, "provenance")
    return dict(json.loads(kept)) if kept else {}


def merge_provenance(
    con: duckdb.DuckDBPyConnection, provenance: Mapping[str, object]
) -> bool:
    """Add to the provenance, the latest word on a key wins; say if that changed it.

    Raises
    ------
    InputError
        If a value is not made of numbers, words, dates, lists and mappings.
    """
    earlier = read_provenance(con)
    merged = {**earlier, **plain_value(provenance, "provenance")}
    if merged == earlier:
        return False
    _write(con, "provenance", json.dumps(merged, ensure_ascii=False))
    return True


def plain_value(value: object, where: str) -> Any:
    """Return the value as JSON has it.

    Raises
    ------
    InputError
        If it is not made of numbers, words, dates, lists and mappings.
    """
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, (date, PurePath)):
        return str(value)
    if isinstance(value, Mapping):
        return {
            str(key): plain_value(part, f"{where}[...]") for key, part in value.items()
        }
    if isinstance(value, (Sequence, AbstractSet)) and not isinstance(
        value, (bytes, bytearray)
    ):
        parts = sorted(value, key=str) if isinstance(value, AbstractSet) else value
        return [plain_value(part, f"{where}[...]") for part in parts]
    if hasattr(value, "item"):  # a number of numpy's
        return plain_value(value.item(), where)
    msg = (
        f"{where} must be made of numbers, words, dates, lists and mappings, to be "
        f"kept in the journal's file. Got a {type(value).__name__}. Leave it out."
    )
    raise InputError(msg)


def _read(con: duckdb.DuckDBPyConnection, key: str) -> str | None:
    rows = con.execute(
        fill("SELECT value FROM {table} WHERE key = $key", "_meta"), {"key": key}
    ).fetchall()
    return str(rows[0][0]) if rows else None


def _write(con: duckdb.DuckDBPyConnection, key: str, value: str) -> None:
    con.execute(fill("DELETE FROM {table} WHERE key = $key", "_meta"), {"key": key})
    con.execute(
        fill("INSERT INTO {table} VALUES ($key, $value)", "_meta"),
        {"key": key, "value": value},
    )
