"""Whether a few words that a person typed surely hold a name, without a roster.

The names of themes go to every audience. They are a few words in any case, so that
the finders for texts would guess too often. Here only two things count: a first name
with a surname, and a title with a name; of words that are no everyday words. Alone, a
name as "Grace" or "Hale" is not told from a word: that takes a roster, or a reader.
"""

from __future__ import annotations

from itertools import pairwise

from alsjournal.anonymise.finders.lexicon import Lexicon, load_lexicon
from alsjournal.anonymise.finders.recaser import Recaser
from alsjournal.anonymise.reading import Reading, Word
from alsjournal.anonymise.wordlists import WORD_NAMES
from alsjournal.nlp import tokenizer_only

__all__ = ["surely_names"]

_GIVEN, _SURNAME = 3, 4  # grades of the list: about 100 and 500 people
_TITLES = frozenset(
    [
        *("dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "doctor"),
        *("sister", "nurse", "matron", "cllr", "councillor", "rev", "sir", "dame"),
    ]
)
_PLACES = frozenset(
    [
        *("north", "south", "east", "west", "eve"),
        *("lane", "street", "road", "lodge", "vale", "quay", "hill", "park", "court"),
    ]
)
"""Surnames that more often end the name of a place, or of a day."""


def surely_names(words: str) -> bool:
    """Return whether somebody's name surely stands in a few words.

    Parameters
    ----------
    words : str
        As the name of a theme.

    Returns
    -------
    bool

    Examples
    --------
    >>> surely_names("Dr Hale's rota"), surely_names("What Priya Nair asked")
    (True, True)
    >>> surely_names("Grace under pressure"), surely_names("Jobs and pay")
    (False, False)
    """
    reading, lexicon = Reading(words), load_lexicon()
    found = [
        pair
        for pair in pairwise(reading.words)
        if reading.text[pair[0][2] : pair[1][1]].lstrip(".") == " "
        and (_titled(reading, lexicon, *pair) or _full(reading, lexicon, *pair))
    ]
    if not found:
        return False
    is_common = Recaser(tokenizer_only()).is_common
    return any(
        (first[0] in _TITLES or not is_common(first[0])) and not is_common(second[0])
        for first, second in found
    )


def _titled(reading: Reading, lexicon: Lexicon, title: Word, name: Word) -> bool:
    """Whether it may be a title with a name, which then has a capital."""
    word, start, _ = name
    known = lexicon.given(word) >= _GIVEN or lexicon.surname(word) >= _SURNAME
    return title[0] in _TITLES and known and reading.capital(start)


def _full(reading: Reading, lexicon: Lexicon, given: Word, surname: Word) -> bool:
    """Whether it may be a first name with a surname, in any case.

    "Christmas eve" is none; "Ann Frost" is one.
    """
    for word, start, _ in (given, surname):
        if word in WORD_NAMES and not reading.capital(start):
            return False
    return (
        given[0] not in _TITLES
        and surname[0] not in _PLACES
        and lexicon.given(given[0]) >= _GIVEN
        and lexicon.surname(surname[0]) >= _SURNAME
    )
