"""A copy of the journal that can be trusted later: the file, and what is known of it.

The copy is of the rows, not of the file's bytes: it holds what one moment of the
journal was, and nothing of rows that were deleted. Its manifest lies beside it, under
its name with ``.json`` after it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from alsjournal._given import given_path
from alsjournal._version import __version__
from alsjournal.errors import StoreError
from alsjournal.store._apart import check_apart
from alsjournal.store._attach import is_encrypted
from alsjournal.store._connect import opened
from alsjournal.store._errors import is_of_the_disk, store_error, wordless
from alsjournal.store._files import Place, remove_database, settle
from alsjournal.store._releases import drop_begun
from alsjournal.store._rewrite import Copied, copy_into, key_of
from alsjournal.store._sql import count, fill, stored_tables
from alsjournal.store.migrations import MIGRATIONS
from alsjournal.store.reports import BackupReport

if TYPE_CHECKING:
    import duckdb

__all__ = ["Manifest", "back_up", "counts_of", "manifest_of", "verified_copy"]

_PIECE = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What is known of a backup; nothing of what people wrote."""

    sha256: str
    size: int
    schema: int
    encrypted: bool
    tables: dict[str, int] = field(default_factory=dict)
    made_at: str = ""
    alsjournal: str = ""


def back_up(place: Place, target: str | os.PathLike[str]) -> BackupReport:
    """Copy the journal into a new file; see `JournalStore.backup`."""
    given = given_path(target)
    path = _place_for(place, given)
    check_apart(path, given)
    aside = path.with_name(f".{place.path.name}.backup")
    note = path.with_name(f"{aside.name}.json")
    tables: dict[str, int] = {}

    def settle_rest(con: duckdb.DuckDBPyConnection, _: Copied) -> None:
        drop_begun(con)
        tables.update(counts_of(con))

    manifest_path = manifest_of(path)
    with opened(place) as con, _of_target(given):
        try:
            # Of a killed backup it may be a second name, which would outlive the first.
            remove_database(aside)
            _check_free(path, given)
            copy_into(con, aside, key=key_of(place), extra=settle_rest)
            manifest = Manifest(
                sha256=_digest(aside),
                size=aside.stat().st_size,
                schema=len(MIGRATIONS),
                encrypted=is_encrypted(aside),
                tables=tables,
                made_at=datetime.now().astimezone().isoformat(timespec="seconds"),
                alsjournal=__version__,
            )
            note.unlink(missing_ok=True)
            _write(note, manifest)
            # The manifest first: a backup without one could not be restored.
            settle(note, manifest_path, replace=False)
            settle(aside, path, replace=False)
        except StoreError:
            raise
        except FileExistsError:
            raise _taken(given) from None
        except OSError as error:
            raise store_error(given, error) from None
        finally:
            remove_database(aside)
            note.unlink(missing_ok=True)
    return BackupReport(
        path,
        manifest_path,
        manifest.sha256,
        manifest.size,
        manifest.schema,
        manifest.tables,
        manifest.encrypted,
    )


@contextmanager
def _of_target(given: str) -> Iterator[None]:
    """Say of the copy that it cannot be written; the rest is of what is copied."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        if not is_of_the_disk(error):
            raise
        ours = store_error(given, error)
        wordless(error)
        raise ours from None


def manifest_of(path: Path) -> Path:
    """Return where the manifest of a backup lies."""
    return path.with_name(path.name + ".json")


def counts_of(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Count the rows of each table that has any."""
    counts = {
        name: count(con, fill("SELECT count(*) FROM {table}", name))
        for name in stored_tables()
    }
    return {name: n for name, n in counts.items() if n}


def verified_copy(backup: Path, given: str, copy: Path) -> Manifest:
    """Copy a backup, and make sure that the copy is what its manifest says.

    Raises
    ------
    StoreError
        If the backup or its manifest is missing, damaged, or of a newer schema.
    """
    manifest = _read(manifest_of(backup), given)
    if manifest.schema > len(MIGRATIONS):
        msg = (
            f"The backup {given} must be of schema {len(MIGRATIONS)} or older, which "
            f"this version of alsjournal reads. Got schema {manifest.schema}. Update "
            f"alsjournal, then try again."
        )
        raise StoreError(msg)
    digest, size = hashlib.sha256(), 0
    try:
        with backup.open("rb") as source, _private(copy, "wb") as target:
            while piece := source.read(_PIECE):
                digest.update(piece)
                size += target.write(piece)
    except OSError as error:
        raise store_error(given, error) from None
    if (digest.hexdigest(), size) != (manifest.sha256, manifest.size):
        msg = (
            f"The backup {given} must be as it was made: {manifest.size:,} bytes with "
            f"the sha256 of its manifest. Got {size:,} bytes that differ: it was "
            f"damaged, cut off or edited. Nothing was changed. Take another backup."
        )
        raise StoreError(msg)
    return manifest


def _place_for(place: Place, given: str) -> Path:
    """Return where the backup goes."""
    path = Path(given).expanduser().resolve()
    if path.is_dir():
        now = datetime.now().astimezone()
        suffix = place.path.suffix or ".duckdb"
        path /= f"{place.path.stem}-{now:%Y-%m-%dT%H%M%S}{suffix}"
    if not path.parent.is_dir():
        msg = f"The folder of {given} must exist. Got none there. Make it first."
        raise StoreError(msg)
    return path


def _check_free(path: Path, given: str) -> None:
    """Make sure that nothing is overwritten."""
    if path.exists() or manifest_of(path).exists():
        raise _taken(given)


def _taken(given: str) -> StoreError:
    msg = (
        f"A backup must go where there is nothing yet. There is something at {given}. "
        f"Give another name, or a folder: each backup there gets a name of its own."
    )
    return StoreError(msg)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _private(path: Path, mode: str) -> IO[Any]:
    """Make a file that only its owner can read, and open it."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(handle, mode, encoding=None if "b" in mode else "utf-8")


def _write(path: Path, manifest: Manifest) -> None:
    with _private(path, "w") as file:
        json.dump(asdict(manifest), file, indent=2)
        file.write("\n")


def _read(path: Path, given: str) -> Manifest:
    try:
        manifest = Manifest(**json.loads(path.read_text(encoding="utf-8")))
        size, schema = manifest.size, manifest.schema
        if isinstance(size, int) and isinstance(schema, int):
            return manifest
    except FileNotFoundError:
        msg = (
            f"A backup must have its manifest beside it. There is no {path.name} in "
            f"the folder of {given}. Put the two back together."
        )
        raise StoreError(msg) from None
    except OSError as error:
        raise store_error(given, error) from None
    except (TypeError, ValueError, RecursionError):
        pass
    msg = (
        f"The manifest {path.name} must be as `alsjournal backup` wrote it. It is not. "
        f"Take another backup."
    )
    raise StoreError(msg)
