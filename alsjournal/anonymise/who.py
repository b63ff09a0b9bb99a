"""From a person to their pseudonym: for whoever has the key and the source files."""

from __future__ import annotations

from alsjournal.anonymise.finders.roster import RosterFinder
from alsjournal.anonymise.identities import Identities, roster_of
from alsjournal.anonymise.key import KEY_ENV
from alsjournal.anonymise.raw_key import key_of
from alsjournal.errors import InputError
from alsjournal.journal import RawJournal

__all__ = ["pseudonym_of"]


def pseudonym_of(raw: RawJournal, person: str, *, key_env: str = KEY_ENV) -> str | None:
    """Return the pseudonym that a journal made of these files has for somebody.

    Parameters
    ----------
    raw : RawJournal
        The source files, read again.
    person : str
        The id or name as it stands in the files, or a name of the roster; case,
        accents and blanks do not matter.
    key_env : str, default="ALSJOURNAL_KEY"
        As for `Anonymiser`.

    Returns
    -------
    str or None
        None where the files know nobody of that id or name.

    Raises
    ------
    InputError
        If nothing was given.
    MissingKeyError
        If there is no key.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"reflection_id": ["r"], "text": ["x"], "member": ["Ann"]})
    >>> raw = RawJournal(
    ...     {"reflections": frame}, provenance={"published_key": "a key of the docs"}
    ... )
    >>> pseudonym_of(raw, "ann") is not None, pseudonym_of(raw, "Bob")
    (True, None)
    """
    if not person.strip():
        msg = (
            "Somebody's id or name must be given, as it stands in the files. Got none."
        )
        raise InputError(msg)
    roster = roster_of(raw)
    finder = RosterFinder(roster) if roster else None
    identities = Identities(raw, key_of(raw, key_env), finder)
    return identities.known(person)
