"""What a dataset is made of: one small file, sealed, that takes its place whole."""

from __future__ import annotations

import hmac
import json
import re
import secrets
from dataclasses import asdict, dataclass, field
from itertools import accumulate
from typing import Any

from alsjournal.errors import StoreError
from alsjournal.schema import TABLES
from alsjournal.store._cipher import Cipher, ciphers
from alsjournal.store._parquet import ANEW, translated
from alsjournal.store._storage import Storage

__all__ = [
    "MANIFEST",
    "Manifest",
    "Part",
    "Stored",
    "generation_in",
    "is_generation",
    "load",
    "new_generation",
    "salt_of",
    "save",
]

MANIFEST = "dataset.json"
"""The name of the file."""

_FORMAT = "alsjournal-dataset"
_VERSION = 1
_SALT_BYTES = 16
_LARGEST = 64 << 20  # bytes; a part takes some ten


@dataclass(frozen=True)
class Part:
    """A part of a dataset: one file of reflections.

    Parameters
    ----------
    number : int
        From 0.
    start, stop : int
        The positions of its rows in the table ``reflections``, from 0, ``stop``
        exclusive.
    """

    number: int
    start: int
    stop: int


@dataclass(frozen=True)
class Stored:
    """A table that is not in parts: its file, in the generation's folder."""

    file: str
    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """What there is. No text, name or key; how many rows, and of which columns.

    ``parts`` are the numbers of rows of the parts, and ``generation`` the folder that
    holds all files of one `JournalDataset.write`; its name is their salt too.
    """

    generation: str
    parts: tuple[int, ...]
    tables: dict[str, Stored] = field(default_factory=dict)
    columns: tuple[str, ...] = TABLES["reflections"].names

    def file_of_part(self, number: int) -> str:
        """The file of a part of the reflections."""
        return f"{self.generation}/reflections-{number:06d}.parquet"

    def file_of(self, table: str) -> str:
        """The file of another table."""
        return f"{self.generation}/{self.tables[table].file}"

    @property
    def provenance(self) -> str:
        """The file that says how the journal came about."""
        return f"{self.generation}/provenance.parquet"

    def ranges(self) -> tuple[Part, ...]:
        """The parts with the positions of their rows."""
        stops = accumulate(self.parts)
        return tuple(
            Part(number, stop - rows, stop)
            for number, (rows, stop) in enumerate(zip(self.parts, stops, strict=True))
        )


def save(storage: Storage, cipher: Cipher, manifest: Manifest) -> None:
    """Put the manifest in the place of the earlier one."""
    said = {
        "format": _FORMAT,
        "version": _VERSION,
        "key": cipher.seal(b"key")[:16],  # tells a wrong key from a damaged file
        **asdict(manifest),
    }
    sealed = {**said, "seal": cipher.seal(_canonical(said))}
    content = json.dumps(sealed, indent=1).encode()
    with translated(storage.given, MANIFEST):
        storage.put(MANIFEST, content)


def load(storage: Storage) -> tuple[Manifest, Cipher]:
    """Return what the dataset is made of, and what opens its files.

    Raises
    ------
    StoreError
        If there is no dataset, it is of another version, its manifest is damaged, or
        none of the user's store keys fits.
    MissingKeyError
        If there is no store key.
    MissingExtraError
        If the extra ``scale`` is not installed.
    """
    said = _parsed(storage)
    if said.get("format") != _FORMAT or "version" not in said:
        raise _damaged(storage)
    if said["version"] != _VERSION or not _of_this_model(said):
        msg = (
            f"The dataset {storage.given} must be of the form that this version of "
            f"alsjournal reads. Got another one. With this version {ANEW}"
        )
        raise StoreError(msg)
    seal = said.pop("seal", None)
    cipher = _fitting(storage, said)
    if not hmac.compare_digest(str(seal), cipher.seal(_canonical(said))):
        raise _damaged(storage)
    tables = {
        name: Stored(t["file"], t["rows"], tuple(t["columns"]))
        for name, t in said["tables"].items()
    }
    parts = tuple(said["parts"])
    return Manifest(said["generation"], parts, tables), cipher


def new_generation() -> str:
    """Return a name for the folder of a new write, which nobody can foresee."""
    return secrets.token_hex(_SALT_BYTES)


def is_generation(name: str) -> bool:
    """Whether a folder may be one of ours."""
    return re.fullmatch(rf"[0-9a-f]{{{2 * _SALT_BYTES}}}", name) is not None


def salt_of(generation: str) -> bytes:
    """Return the salt of a generation's keys."""
    return bytes.fromhex(generation)


def generation_in(storage: Storage) -> str | None:
    """Return which files are in use, without a key; None if nothing says so."""
    try:
        return str(_parsed(storage)["generation"])
    except (StoreError, KeyError):
        return None


def _parsed(storage: Storage) -> dict[str, Any]:
    try:
        with storage.opened(MANIFEST) as file:
            said = json.loads(file.read(_LARGEST))
    except (FileNotFoundError, NotADirectoryError):
        msg = (
            f"There must be a dataset at {storage.given}. Got no {MANIFEST} there. "
            f"Correct the path, or {ANEW}"
        )
        raise StoreError(msg) from None
    except (ValueError, RecursionError):
        raise _damaged(storage) from None
    if not isinstance(said, dict):
        raise _damaged(storage)
    return said


def _of_this_model(said: dict[str, Any]) -> bool:
    """Whether the columns are those of the data model here."""
    try:
        stored = {n: tuple(t["columns"]) for n, t in said["tables"].items()}
        stored["reflections"] = tuple(said["columns"])
    except (AttributeError, KeyError, TypeError):
        return True  # damaged, which the seal tells
    return all(n in TABLES and cols == TABLES[n].names for n, cols in stored.items())


def _fitting(storage: Storage, said: dict[str, Any]) -> Cipher:
    """Return what the first of the user's store keys that fits makes."""
    generation = str(said.get("generation"))
    if not is_generation(generation):
        raise _damaged(storage)
    made = ciphers(salt_of(generation))
    for cipher in made:
        if cipher.seal(b"key")[:16] == said.get("key"):
            return cipher
    msg = (
        f"The dataset {storage.given} must be opened with the store key that it was "
        f"encrypted with. Got another one ({len(made)} tried). Find the right key: in "
        f"the variable ALSJOURNAL_STORE_KEY, or in the file store-key of your "
        f"configuration folder, a key a line. Or {ANEW}"
    )
    raise StoreError(msg)


def _canonical(said: dict[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _damaged(storage: Storage) -> StoreError:
    msg = (
        f"The file {MANIFEST} of the dataset {storage.given} must be as it was "
        f"written. It was cut short or changed. To be sure of what you read, {ANEW}"
    )
    return StoreError(msg)
