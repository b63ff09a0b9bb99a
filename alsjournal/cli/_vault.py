"""What `ingest` does with a vault."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from alsjournal.errors import InputError

if TYPE_CHECKING:
    from alsjournal.anonymise.vault import Vault

__all__ = ["open_vault"]


def open_vault(
    path: Path | None, recipients: Sequence[str], journal: Path
) -> Vault | None:
    """Return the vault that was asked for, checked before anything is read.

    Raises
    ------
    InputError
        If only one of path and recipients was given.
    """
    if path is None and not recipients:
        return None
    if path is None or not recipients:
        msg = (
            "A vault needs both --vault FILE and --recipient age1... (the public key "
            "of who may open it). Got one of them."
        )
        raise InputError(msg)
    from alsjournal.anonymise.vault import Vault

    vault = Vault(path)
    vault.check_place(journal)
    vault.check_recipients(recipients)
    return vault
