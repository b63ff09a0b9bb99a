"""Replace what identifies people, and keep the rest of what they wrote.

normalise -> finders -> spans -> operators.
"""

from alsjournal.anonymise.anonymiser import Anonymiser
from alsjournal.anonymise.key import find_key, make_key_file, pseudonym
from alsjournal.anonymise.key_place import check_key_apart
from alsjournal.anonymise.operators import Moves, replace
from alsjournal.anonymise.release_names import (
    ReleaseNames,
    release_letters,
    release_pseudonyms,
)
from alsjournal.anonymise.spans import Span, resolve

__all__ = [
    "Anonymiser",
    "Moves",
    "ReleaseNames",
    "Span",
    "check_key_apart",
    "find_key",
    "make_key_file",
    "pseudonym",
    "release_letters",
    "release_pseudonyms",
    "replace",
    "resolve",
]
