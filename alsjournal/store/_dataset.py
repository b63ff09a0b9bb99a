"""What goes on in a dataset's folder: filled, swept, and codings of runs gathered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from alsjournal.errors import InputError, SchemaError, StoreError
from alsjournal.journal import Journal
from alsjournal.schema import TABLES
from alsjournal.store._cipher import Cipher
from alsjournal.store._manifest import MANIFEST, Manifest, Stored, is_generation
from alsjournal.store._meta import plain_value
from alsjournal.store._parquet import (
    GROUP,
    read_rows,
    translated,
    words_bytes,
    write_table,
)
from alsjournal.store._storage import Storage, left_aside

__all__ = [
    "Replacement",
    "check_number",
    "check_own",
    "check_whole",
    "file_of_run",
    "fill",
    "parts_done",
    "rows_of",
    "sweep",
]

_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_CODED = re.compile(r"(\d{6,})\.parquet")


def check_own(storage: Storage) -> None:
    """Refuse a folder with other things in it: it is cleared when it is written."""
    names = storage.names()
    if MANIFEST not in names and not all(map(_ours, names)):
        msg = (
            f"A dataset must have a folder of its own. Got {storage.given}, which "
            f"holds other things. Give the path of an empty one, or of none yet."
        )
        raise StoreError(msg)


def sweep(storage: Storage, *, keep: str | None) -> None:
    """Remove all generations but one, and what killed writes left."""
    for name in storage.names():
        if name != keep and name != MANIFEST and _ours(name):
            storage.remove(name)


def _ours(name: str) -> bool:
    return is_generation(name) or left_aside(name)


def fill(
    storage: Storage, cipher: Cipher, journal: Journal, generation: str, rows: int
) -> Manifest:
    """Write all files of a new generation; return what it is made of."""
    parts: list[int] = []
    tables: dict[str, Stored] = {}
    manifest = Manifest(generation, ())
    for number, frame in enumerate(journal.batches("reflections", size=rows)):
        file = manifest.file_of_part(number)
        parts.append(write_table(storage, cipher, file, "reflections", [frame]))
    for name in journal.tables():
        if name != "reflections":
            stored = Stored(f"{name}.parquet", 0, TABLES[name].names)
            file = f"{generation}/{stored.file}"
            batches = journal.batches(name, size=GROUP)
            written = write_table(storage, cipher, file, name, batches)
            tables[name] = Stored(stored.file, written, stored.columns)
    manifest = Manifest(generation, tuple(parts), tables)
    said = plain_value(journal.provenance, "provenance")
    with translated(storage.given, manifest.provenance):
        content = words_bytes(cipher, manifest.provenance, said)
        storage.put(manifest.provenance, content)
    return manifest


def check_whole(storage: Storage, manifest: Manifest) -> None:
    """Make sure that no other write has swept files of this one away."""
    with translated(storage.given, "its folder"):
        there = {
            f"{manifest.generation}/{n}" for n in storage.names(manifest.generation)
        }
    wanted = {manifest.file_of_part(number) for number in range(len(manifest.parts))}
    wanted |= {manifest.file_of(table) for table in manifest.tables}
    if not wanted <= there:
        msg = (
            f"The dataset {storage.given} must be written by one process at a time. "
            f"Another one wrote it meanwhile. Let it finish, then write again."
        )
        raise StoreError(msg)


def check_number(number: int, manifest: Manifest) -> int:
    """Return the number of a part that there is.

    Raises
    ------
    InputError
        If there is none.
    """
    last = len(manifest.parts) - 1
    if not isinstance(number, (int, np.integer)) or not 0 <= number <= last:
        msg = (
            f"number must be that of a part, from 0 to {last}, as parts() has them. "
            f"Got {number!r}."
        )
        raise InputError(msg)
    return int(number)


def file_of_run(run: str, manifest: Manifest, number: int) -> str:
    """Return where the codings of a part are, by the name of the run."""
    return f"{_folder_of(run, manifest)}/{number:06d}.parquet"


def parts_done(storage: Storage, manifest: Manifest, run: str) -> tuple[int, ...]:
    """Return the parts whose codings of a run are there, in order."""
    folder = _folder_of(run, manifest)
    with translated(storage.given, "codings"):
        found = map(_CODED.fullmatch, storage.names(folder))
    numbers = sorted(int(match[1]) for match in found if match)
    return tuple(number for number in numbers if number < len(manifest.parts))


def _folder_of(run: str, manifest: Manifest) -> str:
    if not isinstance(run, str) or not _RUN.fullmatch(run):
        msg = (
            "run must be a label of up to 80 letters, digits, '.', '-' and '_', which "
            "begins with a letter or digit. Got something else."
        )
        raise InputError(msg)
    return f"{manifest.generation}/run-{run}"


def rows_of(
    storage: Storage, cipher: Cipher, files: Iterable[str]
) -> Iterator[pd.DataFrame]:
    """Yield the codings in some files."""
    for file in files:
        yield from read_rows(storage, cipher, file, "codings", TABLES["codings"].names)


class Replacement:
    """New codings in the place of the earlier ones of a coder and construct.

    Parameters
    ----------
    coder : str
        Without a version.
    construct : str

    Attributes
    ----------
    new : int
        How many new ones `frames` has yielded.
    """

    def __init__(self, coder: str, construct: str) -> None:
        self._coder = coder.partition("/")[0]
        self._construct = construct
        self._ids: list[Any] = []
        self.new = 0

    def frames(
        self, earlier: Iterable[pd.DataFrame], new: Iterable[pd.DataFrame]
    ) -> Iterator[pd.DataFrame]:
        """Yield the earlier ones that stay, then the new ones.

        Raises
        ------
        SchemaError
            If a new one is of somebody or something else, or an id comes twice.
        """
        for frame in earlier:
            yield self._noted(frame[~self._theirs(frame)].reset_index(drop=True))
        for frame in new:
            if not self._theirs(frame).all():
                msg = (
                    "The table 'codings': those of the run must all be by the coder, "
                    "and of the construct, that are kept. Others are among them. Keep "
                    "them under their own, a run for each."
                )
                raise SchemaError(msg)
            self.new += len(frame)
            yield self._noted(frame)
        # 8 bytes an id. That two ids have one hash has, among ten million, a chance
        # of 3 in a million; it would be refused, never dropped.
        hashes = np.sort(np.concatenate([np.zeros(0, np.uint64), *self._ids]))
        if bool((hashes[1:] == hashes[:-1]).any()):
            msg = (
                "The table 'codings', column 'coding_id': must be there once. One of "
                "the run comes again, in it or among those that stay. Give each "
                "coding an id of its own, made of its reflection's."
            )
            raise SchemaError(msg)

    def _theirs(self, frame: pd.DataFrame) -> pd.Series[bool]:
        name = frame["coder"].str.replace("(?s)/.*", "", regex=True)
        theirs = (name == self._coder) & (frame["construct"] == self._construct)
        return theirs.fillna(value=False).astype(bool)

    def _noted(self, frame: pd.DataFrame) -> pd.DataFrame:
        self._ids.append(pd.util.hash_array(frame["coding_id"].to_numpy(dtype=object)))
        return frame
