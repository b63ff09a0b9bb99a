"""The sentences of reports, kept apart from what is computed: one file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources

from alsjournal.errors import InputError
from alsjournal.report.words.values import PART, in_words_of

__all__ = ["LANGUAGES", "Words", "words_in"]

LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}
"""Languages that reports are written in."""


@dataclass(frozen=True)
class Words:
    """The sentences of one language.

    Parameters
    ----------
    language : str
        As a page names it, ``en-GB``.
    sentences : mapping of str to str
        By ``part.name``; what stands in braces is filled in.
    """

    language: str
    sentences: Mapping[str, str] = field(repr=False)

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a sentence with its values filled in.

        Raises
        ------
        KeyError
            If there is no such sentence, or a value is missing.
        """
        return self.sentences[key].format_map(values)

    def shown(self, value: object) -> str:
        """Say a value of a table in this language.

        Parameters
        ----------
        value : object
            One of a closed list that tables say in English, as "18 of 23",
            "withheld" or "rising". Another stays as it is.

        Examples
        --------
        >>> words_in("cy").shown("18 of 23"), words_in("en").shown("18 of 23")
        ('18 o 23', '18 of 23')
        """
        text = str(value)
        if self.language == LANGUAGES["en"]:
            return text
        said = in_words_of(text, words_in("en")._values, self._values)
        return text if said is None else said

    @cached_property
    def _values(self) -> dict[str, str]:
        return self.part(PART)

    def part(self, name: str) -> dict[str, str]:
        """Return the sentences of one part, by their names."""
        lead = f"{name}."
        return {
            key.removeprefix(lead): said
            for key, said in self.sentences.items()
            if key.startswith(lead)
        }


@cache
def words_in(language: str) -> Words:
    """Return the sentences of a language.

    Raises
    ------
    InputError
        If no report is written in it.

    Examples
    --------
    >>> words_in("en").language
    'en-GB'
    """
    if language not in LANGUAGES:
        msg = (
            f"A report's language must be one of {', '.join(LANGUAGES)}. Got "
            f"{language!r}."
        )
        raise InputError(msg)
    place = resources.files("alsjournal.report.words") / f"{language}.toml"
    parts = tomllib.loads(place.read_text(encoding="utf-8"))
    sentences = {
        f"{part}.{name}": said
        for part, named in parts.items()
        for name, said in named.items()
    }
    return Words(LANGUAGES[language], sentences)
