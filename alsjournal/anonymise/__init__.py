"""Replace what identifies people, and keep the rest of what they wrote.

normalise -> finders -> spans -> operators.
"""

from alsjournal.anonymise.anonymiser import Anonymiser
from alsjournal.anonymise.key import find_key, make_key_file, pseudonym
from alsjournal.anonymise.operators import Moves, replace
from alsjournal.anonymise.spans import Span, resolve

__all__ = [
    "Anonymiser",
    "Moves",
    "Span",
    "find_key",
    "make_key_file",
    "pseudonym",
    "replace",
    "resolve",
]
