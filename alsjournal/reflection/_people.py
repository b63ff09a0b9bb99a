"""Who is spoken of: people, roles and bodies, known by their nouns.

The list lies in ``people.toml``, to be read and corrected.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Known", "Noun", "done_by_people", "known_at", "nouns"]

_MARKED = {
    "member": ("set", "colleague or member"),
    "facilitator": ("set", "colleague or member"),
    "organisation": ("organisation", "provider"),
    "person": ("not said", "other"),
    "name": ("not said", "other"),
}
"""What stands for an identifier in a journal: ``[organisation 1]``."""


@dataclass(frozen=True)
class Noun:
    """A form of a noun of people or bodies.

    Parameters
    ----------
    voice : str
        The kind that "we" or "they" would refer to.
    whose : str
        Whose view it would be.
    several : bool
        Whether the form stands for several people.
    """

    voice: str
    whose: str
    several: bool


@dataclass(frozen=True)
class Known:
    """A noun of people or bodies in a parsed text.

    Parameters
    ----------
    first, head : int
        Its tokens, both included; the second is the noun itself.
    noun : Noun
    """

    first: int
    head: int
    noun: Noun


@cache
def nouns() -> dict[str, Noun]:
    """Return every known form, in small letters, the plurals too.

    Examples
    --------
    >>> nouns()["district nurses"].whose
    'clinician'
    >>> nouns()["council"].several
    True
    """
    held = _held()
    out: dict[str, Noun] = {}
    for group in held["group"]:
        voice, whose, many = group["voice"], group["whose"], group["many"]
        for one in group["nouns"]:
            out[_plural(one)] = Noun(voice, whose, several=True)
            out[one] = Noun(voice, whose, several=many)
    for plural, one in held["irregular"].items():
        out[plural] = Noun(out[one].voice, out[one].whose, several=True)
    return out


@cache
def done_by_people() -> frozenset[str]:
    """Return what people and bodies do and things do not, as lemmas."""
    return frozenset(_held()["verbs"]["human"])


def known_at(doc: Doc, i: int) -> Known | None:
    """Return the known noun that ends with a token, the longest; None for none.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        With parts of speech.
    i : int

    Returns
    -------
    Known or None
    """
    token = doc[i]
    word = token.lower_
    if i and word in _MARKED and doc[i - 1].lower_ == "[":
        return Known(i, i, Noun(*_MARKED[word], several=word != "name"))
    found = nouns()
    if i and (pair := f"{doc[i - 1].lower_} {word}") in found:
        return Known(i - 1, i, found[pair])
    if word in found and token.pos_ in ("NOUN", "PROPN", "PRON", "ADJ"):
        return Known(i, i, found[word])
    return None


@cache
def _held() -> dict[str, Any]:
    path = files("alsjournal.reflection").joinpath("people.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"
