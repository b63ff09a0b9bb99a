"""The exceptions of alsjournal, as one tree.

::

    AlsjournalError
    ├── InputError (ValueError)            what was given cannot be used
    │   ├── ConfigError                    programme.toml says something impossible
    │   ├── SchemaError                    a table breaks the data model
    │   └── QuarantineLimitError           too many rows were refused
    ├── SourceError (OSError)              a file is missing or unreadable
    ├── StoreError (OSError)               the journal file cannot be used
    │   └── StoreLockedError               another process holds it
    ├── MissingKeyError (LookupError)      no key was found
    ├── MissingExtraError (ImportError)    an optional dependency is not installed
    ├── NotFittedError (ValueError, AttributeError)   predict came before fit
    └── DisclosureError (PermissionError)  would show what may not be shown

Every message says what must be, what was got, and what to do, and none of them
repeats the text of a reflection, a name or a key.
"""

from __future__ import annotations

__all__ = [
    "AlsjournalError",
    "ConfigError",
    "DisclosureError",
    "InputError",
    "MissingExtraError",
    "MissingKeyError",
    "NotFittedError",
    "QuarantineLimitError",
    "SchemaError",
    "SourceError",
    "StoreError",
    "StoreLockedError",
]


class AlsjournalError(Exception):
    """Base of every error that alsjournal raises on purpose."""


class InputError(AlsjournalError, ValueError):
    """What was given cannot be used."""


class ConfigError(InputError):
    """``programme.toml`` says something that cannot be."""


class SchemaError(InputError):
    """A table breaks the data model; names row, column and rule, never a value."""


class QuarantineLimitError(InputError):
    """More rows were refused than the programme allows."""


class SourceError(AlsjournalError, OSError):
    """A file is missing, unreadable, or not what it claims to be."""


class StoreError(AlsjournalError, OSError):
    """The journal file cannot be used."""


class StoreLockedError(StoreError):
    """Another process holds the journal file."""


class MissingKeyError(AlsjournalError, LookupError):
    """No key was found: for pseudonyms, or for an encrypted journal."""


class MissingExtraError(AlsjournalError, ImportError):
    """An optional dependency is not installed."""


class NotFittedError(AlsjournalError, ValueError, AttributeError):
    """An estimator was used before ``fit``."""


class DisclosureError(AlsjournalError, PermissionError):
    """Doing this would show what its audience may not see."""
