"""Values that tables say in English ("18 of 23", "withheld"), in another language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

__all__ = ["PART", "in_words_of"]

PART = "value"
"""The part of the files of words that lists such values: a pattern each."""

_BLANK = re.compile(r"\\\{(\w+)\\\}")
_NUMBER = r"-?[\d,]+(?:\.\d+)?"
_JOINTS = ("; ", ": ", ", ")


def in_words_of(
    text: str, english: Mapping[str, str], own: Mapping[str, str]
) -> str | None:
    """Say a value in another language; None if it is none of those that are known.

    Parameters
    ----------
    text : str
        One value, or several joined by semicolon, colon or comma.
    english, own : mapping of str to str
        Patterns by the same keys. A blank whose name ends in ``_n`` is a number, any
        other stands for words.

    Examples
    --------
    >>> english = {"of": "{x_n} of {y_n}", "done": "{x_n} done"}
    >>> own = {"of": "{x_n} o {y_n}", "done": "{x_n} wedi'u gwneud"}
    >>> in_words_of("3 of 4: 2 done, 1 done", english, own)
    "3 o 4: 2 wedi'u gwneud, 1 wedi'u gwneud"
    >>> in_words_of("3 of them", english, own) is None
    True
    """
    for key, pattern in english.items():
        found = _compiled(pattern).fullmatch(text)
        if found is not None:
            return own[key].format_map(found.groupdict())
    for joint in _JOINTS:
        parts = text.split(joint)
        if len(parts) > 1:
            said = [in_words_of(part, english, own) for part in parts]
            known = [part for part in said if part is not None]
            return joint.join(known) if len(known) == len(said) else None
    return None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_BLANK.sub(_group, re.escape(pattern)))


def _group(found: re.Match[str]) -> str:
    name = found.group(1)
    return f"(?P<{name}>{_NUMBER if name.endswith('_n') else '.+'})"
