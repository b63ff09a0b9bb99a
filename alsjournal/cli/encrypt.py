"""``alsjournal encrypt``: encrypt a journal, or encrypt it anew under another key."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from alsjournal.cli._files import JournalArgument, open_journal
from alsjournal.cli._run import say, verb

__all__ = ["encrypt"]


@verb
def encrypt(
    journal: JournalArgument,
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Make a new key, and use that.")
    ] = False,
) -> None:
    """Encrypt a journal; with --rotate, encrypt it anew under a new key.

    The key lies in your configuration folder, and is made if there is none. A key of
    your own goes into ALSJOURNAL_STORE_KEY; to rotate, its successor into
    ALSJOURNAL_STORE_KEY_NEW.
    """
    from alsjournal.store import JournalStore
    from alsjournal.store.keys import require_encryption

    store = JournalStore(journal)
    open_journal(journal)  # it must be there, and its present key with it
    if store.encrypted and not rotate:
        say(f"{journal} is encrypted already. A new key: --rotate")
        return
    require_encryption()
    key = _new_key() if rotate else _key()
    store.rotate(key)
    say(f"{journal} is encrypted. Without its key nobody can read it, nor can you.")
    if os.environ.get("ALSJOURNAL_STORE_KEY_NEW"):
        say("Now set ALSJOURNAL_STORE_KEY to the new key.")
    say("Copies made before (backups, exports) are as they were.")


def _key() -> str:
    from alsjournal.errors import MissingKeyError
    from alsjournal.store.keys import find_store_keys, make_store_key

    try:
        return find_store_keys()[0]
    except MissingKeyError:
        path = make_store_key()
        say(f"Made a key: {path}. Keep a copy apart from the journal and its backups.")
        return find_store_keys()[0]


def _new_key() -> str:
    from alsjournal.errors import ConfigError
    from alsjournal.store.keys import (
        NEW_STORE_KEY_ENV,
        STORE_KEY_ENV,
        check_store_key,
        find_store_keys,
        make_store_key,
    )

    if os.environ.get(STORE_KEY_ENV):
        new = os.environ.get(NEW_STORE_KEY_ENV, "").strip()
        if not new:
            msg = (
                f"The store key comes from {STORE_KEY_ENV}, so that the new one must "
                f"come from {NEW_STORE_KEY_ENV}. It is not set. Set it, then try again."
            )
            raise ConfigError(msg)
        return check_store_key(new, f"the variable {NEW_STORE_KEY_ENV}")
    path = make_store_key(renew=True)
    say(
        f"Made a new key: the first line of {path}. Those below are of before: other "
        f"journals and backups may need them. Take a line out when nothing does."
    )
    return find_store_keys()[0]
