"""What saved models have in common: a folder of plain files, read with suspicion."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from alsjournal._aside import new_folder, tidy
from alsjournal.embed import SpacyEmbedder
from alsjournal.errors import InputError, SourceError

__all__ = [
    "CODEBOOK",
    "CONFIG",
    "Kind",
    "embedder_of",
    "is_shipped",
    "told_of",
    "write_json",
]

CONFIG = "config.json"
CODEBOOK = "codebook.jsonl"

_BYTES = 50_000_000
_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Kind:
    """A kind of saved model.

    Parameters
    ----------
    name : str
        Of the class, as it is imported.
    what : str
        In words, for messages.
    format : str
        What ``config.json`` says.
    version : int
    files : tuple of str
        Those that must be there.
    further : tuple of str, default=()
        Those that may be.
    """

    name: str
    what: str
    format: str
    version: int
    files: tuple[str, ...]
    further: tuple[str, ...] = ()

    def refuse(self, what: str) -> NoReturn:
        """Raise what a folder that is not right is answered with."""
        msg = (
            f"path must be a folder that {self.name}.save wrote. Got one where {what}. "
            f"Copy it again, or fit the model again."
        )
        raise SourceError(msg) from None

    def check_free(self, folder: Path) -> None:
        """Refuse a folder in which anything would be lost."""
        if not folder.exists() and not folder.is_symlink():
            return
        inside = {p.name for p in folder.iterdir()} if folder.is_dir() else {"a file"}
        earlier = inside <= {*self.files, *self.further} and CONFIG in inside
        if folder.is_symlink() or (inside and not (earlier and self.is_at(folder))):
            msg = (
                f"path must be a new or empty folder, or hold a saved {self.what} and "
                f"nothing else. Got something that would be lost. Choose another path."
            )
            raise InputError(msg)

    def is_at(self, folder: Path) -> bool:
        """Tell whether a folder says that it is of this kind."""
        try:
            return self.read_json(folder / CONFIG).get("format") == self.format
        except SourceError:
            return False

    @contextmanager
    def made(self, folder: Path) -> Iterator[Path]:
        """Yield a new folder that takes this one's place once it is whole.

        Written beside and then moved, so that a crash leaves no half model; its
        owner alone can read it, as it holds words of people's texts.
        """
        with new_folder(folder) as new:
            yield new

    def config(self, folder: Path) -> dict[str, Any]:
        """Read ``config.json``, and check that this is what it should be.

        Raises
        ------
        SourceError
            If a file is missing, or it is something else.
        InputError
            If it is of another format's version.
        """
        if not folder.exists() and folder.parent.is_dir():
            tidy(folder.parent)  # a killed run may have moved it away
        for name in self.files:
            file = folder / name
            if name != "README.md" and (file.is_symlink() or not file.is_file()):
                self.refuse(f"{name} is missing or is no plain file")
        config = self.read_json(folder / CONFIG)
        known = config.get("format") == self.format
        if not known or not isinstance(config.get("version"), int):
            self.refuse(f"{CONFIG} does not say that this is a {self.what}")
        if config["version"] != self.version:
            msg = (
                f"The model must be of format {self.version}. Got another. Use the "
                f"alsjournal that wrote it (see its README.md), or fit it again."
            )
            raise InputError(msg)
        return config

    def read_json(self, file: Path) -> dict[str, Any]:
        """Read a JSON object."""
        try:
            found = json.loads(self.text(file))
        except (ValueError, RecursionError):
            self.refuse(f"{file.name} is no JSON")
        if not isinstance(found, dict):
            self.refuse(f"{file.name} is no JSON object")
        return found

    def text(self, file: Path) -> str:
        """Read a file of text that is not too large."""
        if not file.is_file() or file.stat().st_size > _BYTES:
            self.refuse(f"{file.name} is missing or far too large")
        try:
            return file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            self.refuse(f"{file.name} is not UTF-8")


def write_json(file: Path, config: dict[str, Any]) -> None:
    """Write a JSON object, the same for the same values."""
    text = json.dumps(config, ensure_ascii=False, indent=1, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8")


def is_shipped(embedder: object) -> bool:
    """Tell whether an embedder can be told in words: which pipeline and projection."""
    return isinstance(embedder, SpacyEmbedder) and bool(
        embedder.projection in ("default", None)
        and (embedder.model is None or _PACKAGE.fullmatch(embedder.model))
    )


def told_of(embedder: SpacyEmbedder) -> dict[str, Any]:
    """Return what ``config.json`` says of an embedder."""
    return {
        "embedder": {"model": embedder.model, "projection": embedder.projection},
        "vectors_hash": embedder.vectors_hash_,
        "projection_hash": embedder.projection_hash_,
    }


def embedder_of(config: dict[str, Any], kind: Kind) -> SpacyEmbedder:
    """Make the embedder that a ``config.json`` tells of.

    Raises
    ------
    InputError
        If its vectors are others here.
    """
    name, projection = config["embedder"]["model"], config["embedder"]["projection"]
    named = isinstance(name, str) and _PACKAGE.fullmatch(name)
    if not (name is None or named) or projection not in ("default", None):
        kind.refuse("the embedder is none that can be saved")
    embedder = SpacyEmbedder(model=name, projection=projection).fit([])
    if embedder.vectors_hash_ != config["vectors_hash"]:
        msg = (
            "The model must be read with the vector table that it was made on; two "
            "tables are unrelated spaces. Got another. Install the pipeline that its "
            "README.md names, or fit it again."
        )
        raise InputError(msg)
    if embedder.projection_hash_ != config["projection_hash"]:
        msg = (
            "The model must be read with the projection that it was made with. Got "
            "that of another alsjournal. Use the one that its README.md names, or fit "
            "it again."
        )
        raise InputError(msg)
    return embedder
