"""How a text's language is written, and what it is called in a sentence.

``reflections.language`` is a short code (``en``, ``cy``), or, for a translation that
a person supplied, what it is in and from where: ``en from cy``.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["in_english", "language_name", "texts_in", "translated_from"]

_NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "cy": "Welsh",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "nl": "Dutch",
    "pa": "Punjabi",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "so": "Somali",
    "sq": "Albanian",
    "sw": "Swahili",
    "ta": "Tamil",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "yo": "Yoruba",
    "zh": "Chinese",
}


def in_english(said: str) -> bool:
    """Say whether a language, as declared, is English; a translation into it is.

    Examples
    --------
    >>> in_english("en-GB"), in_english("en from cy"), in_english("cy")
    (True, True, False)
    """
    return said.strip().lower().startswith("en")


def translated_from(said: str) -> str:
    """Return the code of the language that a text was translated from, else nothing.

    Examples
    --------
    >>> translated_from("en from cy"), translated_from("en")
    ('cy', '')
    """
    _, _, origin = said.strip().lower().partition(" from ")
    return origin.strip()


def language_name(code: str) -> str:
    """Return what a language is called; a code that is not known stays as it is.

    Examples
    --------
    >>> language_name("cy"), language_name("en from pl"), language_name("gsw")
    ('Welsh', 'English', 'gsw')
    """
    said = code.strip()
    return _NAMES.get(said.lower().partition(" ")[0].partition("-")[0], said)


def texts_in(counts: Mapping[str, int]) -> str:
    """Say how many texts there are in which languages.

    Examples
    --------
    >>> texts_in({"Welsh": 3, "Polish": 1})
    '3 texts in Welsh, 1 in Polish'
    """
    said = [f"{n:,} in {name}" for name, n in counts.items()]
    first = next(iter(counts.values()), 0)
    head = said[0].replace(" in ", f" text{'s' * (first != 1)} in ", 1) if said else ""
    return ", ".join([head, *said[1:]])
