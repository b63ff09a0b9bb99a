"""Replace what identifies people, and keep the rest of what they wrote.

normalise -> finders -> spans -> operators.
"""

from alsjournal.anonymise.anonymiser import Anonymiser
from alsjournal.anonymise.finders.patterns import PatternFinder
from alsjournal.anonymise.key import find_key, make_key_file, pseudonym
from alsjournal.anonymise.key_place import check_key_apart
from alsjournal.anonymise.language import Language, language_of
from alsjournal.anonymise.operators import Moves, replace
from alsjournal.anonymise.release_key import release_key
from alsjournal.anonymise.release_names import (
    ReleaseNames,
    release_letters,
    release_pseudonyms,
)
from alsjournal.anonymise.spans import Span, resolve
from alsjournal.anonymise.unlinked import members_named, unlinked
from alsjournal.anonymise.who import pseudonym_of

__all__ = [
    "Anonymiser",
    "Language",
    "Moves",
    "PatternFinder",
    "ReleaseNames",
    "Span",
    "check_key_apart",
    "find_key",
    "language_of",
    "make_key_file",
    "members_named",
    "pseudonym",
    "pseudonym_of",
    "release_key",
    "release_letters",
    "release_pseudonyms",
    "replace",
    "resolve",
    "unlinked",
]
