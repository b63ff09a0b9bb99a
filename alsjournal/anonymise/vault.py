"""A sealed vault: the way back from surrogates to what was written, for those who must.

Some programmes are bound to be able to go back. For them `ingest` can write what each
surrogate stands for, encrypted (age, https://age-encryption.org, by ``pyrage``) to
people's public keys. Who holds the private key reads it; this program and its user
need not be able to. Nothing of it is ever on the disk unencrypted.

The file has a line for each source: its name, the recipients, and the sealed records.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from alsjournal._aside import new_file
from alsjournal._source import refuse_pickling
from alsjournal.errors import (
    ConfigError,
    DisclosureError,
    InputError,
    MissingExtraError,
    SourceError,
)

__all__ = ["Original", "Vault"]

_SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - how every private key of age begins
_PARTS = frozenset(["source", "recipients", "sealed"])
_LONGEST = 64_000
"""Bytes of a file that may hold a key."""


@dataclass(frozen=True, repr=False)
class Original:
    """What one surrogate of the journal stands for.

    Parameters
    ----------
    table, column, row : str
        Where in the journal; ``row`` is the key of the row.
    start, end : int
        Where the surrogate stands in the journal's text.
    label, surrogate, original : str
    person : str
        The pseudonym of the member or other person of the programme it names, if any.
    writer : str
        The pseudonym of who wrote the text, if known.
    """

    table: str
    column: str
    row: str
    start: int
    end: int
    label: str
    surrogate: str
    original: str
    person: str = ""
    writer: str = ""

    def __repr__(self) -> str:
        return f"Original({self.label}, withheld)"

    def __reduce__(self) -> NoReturn:
        refuse_pickling("An Original")


class Vault:
    """A file of originals that only the holders of private keys can read.

    Parameters
    ----------
    path : str or pathlib.Path
        Apart from the journal, and from any private key.

    Raises
    ------
    MissingExtraError
        If ``pyrage`` is not installed.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._age = _pyrage()

    def __repr__(self) -> str:
        return f"Vault({str(self.path)!r})"

    def check_place(self, journal: str | Path) -> None:
        """Refuse a place beside the journal, or beside a private key.

        Parameters
        ----------
        journal : str or pathlib.Path
            The journal's file.

        Raises
        ------
        DisclosureError
            If it lies there.
        """
        vault, kept = self.path.resolve(), Path(journal).resolve()
        if vault.is_relative_to(kept.parent):
            msg = (
                "The vault must lie apart from the journal: who copies the folder must "
                "not get both. It would lie in the journal's folder, or below it. "
                "Choose another folder, best on another disk."
            )
            raise DisclosureError(msg)
        if any(_holds_key(path) for path in _files(vault.parent)):
            msg = (
                "The vault must lie apart from the private key that opens it. A file "
                "in its folder holds one. Give the private key to its holder, and "
                "take it away from here."
            )
            raise DisclosureError(msg)

    def check_recipients(self, recipients: Sequence[str]) -> None:
        """Refuse what is no public key.

        Raises
        ------
        ConfigError
            The message holds none of what was given.
        """
        self._recipients(recipients)

    def write(
        self, originals: Iterable[Original], *, recipients: Sequence[str], source: str
    ) -> int:
        """Seal the originals of one source, in place of earlier ones of that source.

        Parameters
        ----------
        originals : iterable of Original
        recipients : sequence of str
            Public keys, ``age1...``.
        source : str
            As the journal calls it, a file's name.

        Returns
        -------
        int
            How many.

        Raises
        ------
        ConfigError
            If a recipient is no public key.
        SourceError
            If the vault cannot be read or written.
        """
        keys = self._recipients(recipients)
        records = [asdict(one) for one in originals]
        lines = [line for line in self._lines() if line["source"] != source]
        lines.append(self._sealed(source, list(recipients), keys, records))
        self._save(lines)
        return len(records)

    def read(self, identity: str) -> list[Original]:
        """Return the originals.

        Parameters
        ----------
        identity : str
            A private key, ``AGE-SECRET-KEY-1...``.

        Returns
        -------
        list of Original

        Raises
        ------
        ConfigError
            If it is no private key.
        DisclosureError
            If it does not open the vault.
        SourceError
            If the vault cannot be read.
        """
        opened = self._identity(identity)
        return [
            Original(**record)
            for line in self._lines()
            for record in self._opened(line, opened)
        ]

    def forget(self, member: str, identity: str) -> int:
        """Take out what stands for a member, and all that the member wrote.

        Parameters
        ----------
        member : str
            The pseudonym, as in the journal.
        identity : str
            A private key. Without one the vault goes on holding the person.

        Returns
        -------
        int
            How many originals were taken out.

        Raises
        ------
        InputError
            If no pseudonym is given.
        ConfigError, DisclosureError, SourceError
            As for `read`. Then nothing was taken out.
        """
        if not isinstance(member, str) or not member.strip():
            msg = "forget() must be given a member's pseudonym. Got none."
            raise InputError(msg)
        opened = self._identity(identity)
        lines, gone = [], 0
        for line in self._lines():
            records = self._opened(line, opened)
            kept = [r for r in records if member not in (r["person"], r["writer"])]
            gone += len(records) - len(kept)
            keys = self._recipients(line["recipients"])
            lines.append(self._sealed(line["source"], line["recipients"], keys, kept))
        self._save(lines)
        return gone

    def _recipients(self, recipients: Sequence[str]) -> list[Any]:
        if not recipients or isinstance(recipients, str):
            msg = "A vault needs a recipient: a public key, age1... Got none."
            raise ConfigError(msg)
        keys = []
        for given in recipients:
            if _SECRET.lower() in given.lower():
                msg = (
                    "A recipient must be a public key, age1... Got a private key: it "
                    "belongs to who opens the vault, and nowhere near this machine."
                )
                raise ConfigError(msg)
            try:
                keys.append(self._age.x25519.Recipient.from_str(given.strip()))
            except self._age.RecipientError:
                msg = "A recipient must be a public key, age1... Got something else."
                raise ConfigError(msg) from None
        return keys

    def _identity(self, identity: str) -> Any:
        try:
            return self._age.x25519.Identity.from_str(identity.strip())
        except self._age.IdentityError:
            msg = "The identity must be a private key of age. Got something else."
            raise ConfigError(msg) from None

    def _sealed(
        self,
        source: str,
        recipients: list[str],
        keys: list[Any],
        records: list[dict[str, Any]],
    ) -> dict[str, Any]:
        sealed = self._age.encrypt(json.dumps(records).encode(), keys)
        said = base64.b64encode(sealed).decode("ascii")
        return {"source": source, "recipients": recipients, "sealed": said}

    def _opened(self, line: dict[str, Any], identity: Any) -> list[dict[str, Any]]:
        try:
            data = self._age.decrypt(base64.b64decode(line["sealed"]), [identity])
            return list(json.loads(data))
        except (self._age.DecryptError, ValueError):
            msg = (
                "The vault must be opened with a private key of one of its recipients, "
                "and be as it was written. It was not. Nothing was changed."
            )
            raise DisclosureError(msg) from None

    def _lines(self) -> list[dict[str, Any]]:
        try:
            data = self.path.read_text(encoding="ascii")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError):
            raise _trouble(self.path, readable=False) from None
        try:
            lines = [json.loads(line) for line in data.splitlines()]
            whole = all(set(line) == _PARTS for line in lines)
        except (ValueError, TypeError):
            raise _trouble(self.path, whole=False) from None
        if not whole:
            raise _trouble(self.path, whole=False)
        return lines

    def _save(self, lines: list[dict[str, Any]]) -> None:
        try:
            with new_file(self.path) as file:
                for line in lines:
                    file.write(json.dumps(line).encode("ascii") + b"\n")
        except OSError:
            raise _trouble(self.path) from None


def _trouble(path: Path, *, readable: bool = True, whole: bool = True) -> SourceError:
    must = "a vault" if not whole else "writable" if readable else "readable"
    return SourceError(f"The vault must be {must}: {path}. It is not.")


def _pyrage() -> Any:
    try:
        import pyrage
    except ImportError:
        msg = "A vault needs pyrage. Install it: pip install '.[vault]'"
        raise MissingExtraError(msg) from None
    return pyrage


def _files(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(folder.iterdir())
    return []


def _holds_key(path: Path) -> bool:
    with suppress(OSError):
        if path.is_file() and path.stat().st_size <= _LONGEST:
            return _SECRET.encode() in path.read_bytes().upper()
    return False
