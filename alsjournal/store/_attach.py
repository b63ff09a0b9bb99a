"""DuckDB itself: how it is set up, and how a file is attached, encrypted or not."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsjournal.errors import MissingExtraError

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "attach",
    "blank",
    "is_database",
    "is_encrypted",
    "load_cipher",
    "require_cipher",
]

_STORAGE = "STORAGE_VERSION 'v1.4.0'"
"""The oldest storage format that has what the store needs: every duckdb >=1.4 reads
it (DuckDB documentation, "Storage Versions and Format")."""

_CONFIG: dict[str, Any] = {
    "threads": 2,
    "memory_limit": "2GB",
    # Nothing spills to disk: a spill file would be people's words outside the file.
    "temp_directory": "",
    # A query must not reach variables of the notebook, nor fetch extensions.
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_MAGIC = slice(8, 12)
_DUCK = b"DUCK"
_FLAGS = slice(20, 28)
_ENCRYPTED = 1


def blank() -> duckdb.DuckDBPyConnection:
    """Return a connection with no file, to attach one to."""
    import duckdb

    return duckdb.connect(":memory:", config=_CONFIG)


def attach(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    alias: str,
    *,
    key: str | None = None,
    read_only: bool = False,
    create: bool = False,
) -> None:
    """Attach a file under an alias.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
    path : pathlib.Path
    alias : str
        Of our own words: it goes into the statement as it is.
    key : str, optional
        Of an encrypted file.
    read_only, create : bool, default=False

    Raises
    ------
    MissingExtraError
        If an encrypted file is to be written and the extra is not installed.
    duckdb.Error
        If it cannot be attached. Its words do not hold the key.
    """
    options = []
    if read_only:
        options.append("READ_ONLY")
    if create:
        options.append(_STORAGE)
    if key is not None:
        if read_only:
            load_cipher(con)
        else:
            require_cipher(con)
        options.append(f"ENCRYPTION_KEY {_literal(key)}")
    listed = f" ({', '.join(options)})" if options else ""
    con.execute(f"ATTACH {_literal(str(path))} AS {alias}{listed}")


def is_database(path: Path) -> bool:
    """Say whether a file is a DuckDB database, by its first bytes."""
    with path.open("rb") as file:
        return file.read(_MAGIC.stop)[_MAGIC] == _DUCK


def is_encrypted(path: Path) -> bool:
    """Say whether a database file is encrypted, by the flag in its first bytes.

    The main header of a DuckDB file holds a checksum of 8 bytes, ``DUCK``, the number
    of the storage version, and flags, of which the first says that all but this
    header is encrypted (DuckDB, src/include/duckdb/storage/storage_info.hpp).
    """
    with path.open("rb") as file:
        head = file.read(_FLAGS.stop)
    flags = int.from_bytes(head[_FLAGS], "little")
    return head[_MAGIC] == _DUCK and bool(flags & _ENCRYPTED)


def load_cipher(con: duckdb.DuckDBPyConnection) -> bool:
    """Load what encrypts, from its package; say whether it is installed.

    DuckDB by itself can read encrypted files only: it writes them with the OpenSSL
    of its extension httpfs. The extension must be of the very version of DuckDB, and
    its package lays it out by version.
    """
    import duckdb

    try:
        package = resources.files("duckdb_extension_httpfs")
    except ModuleNotFoundError:
        return False
    version = f"v{duckdb.__version__}"
    file = package / "extensions" / version / "httpfs.duckdb_extension"
    if not file.is_file():
        return False
    with resources.as_file(file) as path:
        con.execute(f"LOAD {_literal(str(path))}")
    return True


def require_cipher(con: duckdb.DuckDBPyConnection) -> None:
    """Load what encrypts.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    if not load_cipher(con):
        raise MissingExtraError(_MISSING)


_MISSING = (
    "To write an encrypted journal, DuckDB's extension httpfs must be installed, of "
    "the very version of duckdb. It is not. Run: pip install '.[encryption]' "
    "(nothing is fetched when it is used, and nothing goes over the network)."
)


def _literal(value: str) -> str:
    doubled = value.replace("'", "''")
    return f"'{doubled}'"
