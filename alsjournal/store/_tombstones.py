"""Who was forgotten, kept so that nobody can read who: to hold them back later.

A tombstone is HMAC-SHA256 (RFC 2104) of a pseudonym, or of the id of one of the
member's records. Its secret is the user's key for pseudonyms; where there was none, a
random salt that lies in the journal's file.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from alsjournal.errors import DisclosureError, MissingKeyError
from alsjournal.store import _clock
from alsjournal.store._removal import Removal
from alsjournal.store._sql import fill, listed, registered

if TYPE_CHECKING:
    import duckdb

__all__ = ["COLUMNS", "Forgotten", "add_tombstones", "bury", "pseudonyms_of"]

COLUMNS = ("kind", "digest", "salt", "key_fingerprint", "pseudonyms", "made_at")


def pseudonyms_of(provenance: Mapping[str, Any]) -> str | None:
    """Return the fingerprint of the key that a journal's pseudonyms were made with."""
    said = provenance.get("anonymiser")
    found = said.get("key_fingerprint") if isinstance(said, Mapping) else None
    return str(found) if found else None


def bury(
    con: duckdb.DuckDBPyConnection, removal: Removal, pseudonyms: str | None
) -> None:
    """Write tombstones for what was removed.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
    removal : Removal
    pseudonyms : str or None
        The fingerprint of the key that the journal's pseudonyms were made with.
    """
    secret, salt, fingerprint = _secret(con)
    records = (
        ("member", removal.members),
        ("reflection", removal.reflections),
        ("action", removal.actions),
        ("outcome", removal.outcomes),
    )
    rows = [
        (kind, _digest(secret, kind, value), salt, fingerprint, pseudonyms, None)
        for kind, of_kind in records
        for value in of_kind
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype="object")
    add_tombstones(con, frame.assign(made_at=_clock.today()))


def add_tombstones(con: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> None:
    """Add tombstones that are not there yet."""
    query = (
        "INSERT INTO {table} SELECT {columns} FROM _stones "
        "WHERE digest NOT IN (SELECT digest FROM {table})"
    )
    with registered(con, "_stones", _typed(rows)):
        con.execute(fill(query, "_tombstones", columns=listed(COLUMNS)))


class Forgotten:
    """Tells who was forgotten, of the values that it is asked about.

    Parameters
    ----------
    rows : pandas.DataFrame
        Tombstones, as `read` returns them.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        self._rows = rows
        self._secrets: dict[tuple[str, str], bytes] | None = None

    @classmethod
    def read(cls, con: duckdb.DuckDBPyConnection) -> Forgotten:
        """Read the tombstones of an open file."""
        query = fill(
            "SELECT {columns} FROM {table}", "_tombstones", columns=listed(COLUMNS)
        )
        return cls(con.execute(query).df())

    def __bool__(self) -> bool:
        return bool(len(self._rows))

    @property
    def rows(self) -> pd.DataFrame:
        """The tombstones."""
        return self._rows.copy()

    def check(self, pseudonyms: str | None) -> None:
        """Refuse pseudonyms that tombstones cannot be compared with.

        Parameters
        ----------
        pseudonyms : str or None
            The fingerprint of the key that they were made with.

        Raises
        ------
        DisclosureError
            If it is another key than that of the forgotten.
        MissingKeyError
            If the key of the tombstones is not at hand.
        """
        others = set(self._rows["pseudonyms"].dropna()) - {pseudonyms}
        if pseudonyms is not None and others:
            msg = (
                f"What is written must have pseudonyms of the key with which members "
                f"of this journal were forgotten (fingerprint {min(others)}). Got "
                f"those of another key ({pseudonyms}): forgotten people could come "
                f"back under new pseudonyms. Use the key of before, or begin a new "
                f"journal file and forget them there again."
            )
            raise DisclosureError(msg)
        self._unlock()

    def among(self, kind: str, of: Iterable[str]) -> set[str]:
        """Return those of these values that were forgotten.

        Parameters
        ----------
        kind : {"member", "reflection", "action", "outcome"}
        of : iterable of str

        Raises
        ------
        MissingKeyError
            If the key of the tombstones is not at hand.
        """
        rows = self._rows[self._rows["kind"] == kind]
        digests = set(rows["digest"])
        if not digests:
            return set()
        keys = self._unlock().values()
        asked = set(of)
        return {v for v in asked for k in keys if _digest(k, kind, v) in digests}

    def _unlock(self) -> dict[tuple[str, str], bytes]:
        """Return the secret of each salt, and that of the key."""
        if self._secrets is None:
            pairs = self._rows[["salt", "key_fingerprint"]].fillna("")
            found = {}
            for salt, fingerprint in pairs.drop_duplicates().itertuples(index=False):
                secret = bytes.fromhex(salt) if salt else _key_of(fingerprint)
                found[salt, fingerprint] = secret
            self._secrets = found
        return self._secrets


def _key_of(fingerprint: str) -> bytes:
    """Return the user's key, if it is the one of this fingerprint."""
    from alsjournal.anonymise.key import KEY_ENV, find_key
    from alsjournal.anonymise.key import fingerprint as fingerprint_of

    why = (
        f"Members were forgotten in this journal, and only the key for pseudonyms with "
        f"the fingerprint {fingerprint} can tell whether what is written holds them"
    )
    cure = (
        f"Set {KEY_ENV} to it, or put its file back into your configuration folder, "
        f"then try again. Nothing was written."
    )
    try:
        key = find_key()
    except MissingKeyError:
        msg = f"{why}. There is no key. {cure}"
        raise MissingKeyError(msg) from None
    if fingerprint_of(key) != fingerprint:
        msg = f"{why}. Got another key ({fingerprint_of(key)}). {cure}"
        raise MissingKeyError(msg)
    return key


def _secret(con: duckdb.DuckDBPyConnection) -> tuple[bytes, str | None, str | None]:
    """Return the secret of new tombstones, with its salt or fingerprint."""
    from alsjournal.anonymise.key import find_key, fingerprint

    try:
        key = find_key()
    except MissingKeyError:
        query = "SELECT any_value(salt) FROM {table} WHERE salt IS NOT NULL"
        ((salt,),) = con.execute(fill(query, "_tombstones")).fetchall()
        salt = str(salt or secrets.token_hex(32))
        return bytes.fromhex(salt), salt, None
    return key, None, fingerprint(key)


def _digest(secret: bytes, kind: str, value: str) -> str:
    message = f"forgotten:{kind}:{value}".encode("utf-8", "surrogatepass")
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def _typed(rows: pd.DataFrame) -> Any:
    import pyarrow as pa

    words = {c: pa.array(rows[c], pa.string(), from_pandas=True) for c in COLUMNS[:-1]}
    dates = pa.array(rows["made_at"], pa.timestamp("us"), from_pandas=True)
    return pa.table({**words, "made_at": dates})
