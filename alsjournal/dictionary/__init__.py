"""The data dictionary: what every column of every table means, in plain words.

Kinds, closed lists and required columns of a journal's tables come from
``alsjournal.schema``; the words, and the released tables, stand here.
"""

from alsjournal.dictionary.entries import (
    KINDS,
    Entry,
    data_dictionary,
    entries,
    meaning_of,
)

__all__ = ["KINDS", "Entry", "data_dictionary", "entries", "meaning_of"]
