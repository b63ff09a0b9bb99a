"""What encrypts a dataset: keys from the store key, Parquet's cipher, a seal.

Nothing here is of our making. Parquet's modular encryption (AES-GCM, by Arrow)
encrypts and authenticates every page, header and footer under a key of the file's
own; that key is wrapped as RFC 3394 has it (`cryptography`) under one that HKDF
(RFC 5869) derives from the store key and the dataset's salt. So a file of another
dataset, or of the same one before it was written anew, cannot be put in its place.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any, NoReturn

from alsjournal._source import refuse_pickling
from alsjournal.errors import MissingExtraError
from alsjournal.store.keys import find_store_keys

__all__ = ["Cipher", "ciphers", "require_scale"]

_KEY_BYTES = 32
_NAME = "dataset"  # of the one key that there is, in Arrow's words
_MISSING = (
    "A dataset needs cryptography, and pyarrow with its Parquet encryption. One of "
    'them is not installed. Install them: pip install "alsjournal[scale]"'
)


def require_scale() -> None:
    """Make sure that a dataset can be written and read here.

    Raises
    ------
    MissingExtraError
        If the extra ``scale`` is not installed.
    """
    try:
        import cryptography.hazmat.primitives.keywrap  # noqa: F401
        import pyarrow.parquet.encryption  # noqa: F401
    except ImportError:
        raise MissingExtraError(_MISSING) from None


def ciphers(salt: bytes) -> tuple[Cipher, ...]:
    """Return what each of the user's store keys makes with a salt, newest first.

    Raises
    ------
    MissingExtraError
        If the extra ``scale`` is not installed.
    MissingKeyError
        If there is no store key.
    """
    require_scale()
    return tuple(Cipher(key, salt) for key in find_store_keys())


class Cipher:
    """The keys of one dataset, for as long as an operation takes.

    Parameters
    ----------
    key : str
        The store key.
    salt : bytes
        Of the dataset as it was last written; not secret.
    """

    def __init__(self, key: str, salt: bytes) -> None:
        secret = key.encode("utf-8", "surrogateescape")
        self.__sealing = _derived(secret, salt, b"alsjournal dataset seal 1")
        self.__factory = _factory(_derived(secret, salt, b"alsjournal dataset files 1"))

    def writing(self) -> Any:
        """What a Parquet writer needs: a new key for its file, wrapped."""
        import pyarrow.parquet.encryption as parquet

        asked = parquet.EncryptionConfiguration(
            footer_key=_NAME,
            uniform_encryption=True,
            encryption_algorithm="AES_GCM_V1",
            plaintext_footer=False,
            double_wrapping=False,
            internal_key_material=True,
            data_key_length_bits=8 * _KEY_BYTES,
        )
        return self.__factory.file_encryption_properties(
            parquet.KmsConnectionConfig(), asked
        )

    def reading(self) -> Any:
        """What a Parquet reader needs."""
        import pyarrow.parquet.encryption as parquet

        return self.__factory.file_decryption_properties(
            parquet.KmsConnectionConfig(), parquet.DecryptionConfiguration()
        )

    def seal(self, content: bytes) -> str:
        """Return HMAC-SHA256 of a content, in hex: who has no key cannot make it."""
        return hmac.new(self.__sealing, content, hashlib.sha256).hexdigest()

    def __reduce__(self) -> NoReturn:
        refuse_pickling("The key of a dataset")


def _derived(secret: bytes, salt: bytes, use: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length=_KEY_BYTES, salt=salt, info=use).derive(secret)


def _factory(master: bytes) -> Any:
    import pyarrow.parquet.encryption as parquet
    from cryptography.hazmat.primitives.keywrap import (
        InvalidUnwrap,
        aes_key_unwrap,
        aes_key_wrap,
    )

    class Wrapping(parquet.KmsClient):  # type: ignore[misc]
        """Wraps the keys of files; no service is asked."""

        def wrap_key(self, key_bytes: bytes, master_key_identifier: str) -> str:  # noqa: ARG002
            return base64.b64encode(aes_key_wrap(master, key_bytes)).decode("ascii")

        def unwrap_key(self, wrapped_key: str, master_key_identifier: str) -> bytes:  # noqa: ARG002
            try:
                return aes_key_unwrap(master, base64.b64decode(wrapped_key))
            except (InvalidUnwrap, ValueError):
                msg = "the key of a file does not fit"
                raise OSError(msg) from None

    return parquet.CryptoFactory(lambda _: Wrapping())
