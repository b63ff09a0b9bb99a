"""A programme's own codes, as regular expressions that cannot run for ever.

Python's engine tries every way in which a pattern can match, so ``(a+)+b`` takes for
ever on a line of a's. Here the ways are counted before a pattern is ever run: those of
parts that follow each other multiply, those of alternatives add up. A code may have 200
characters; texts are searched in stretches of twice that, so that a pattern of the
most ways allowed takes a second or two for 1,000 characters at the very worst
(measured: 1.2 s for ``(a|a){13}b`` on a's).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from alsjournal.errors import ConfigError

__all__ = ["compiled", "compiled_all", "matches"]

LONGEST = 200
"""Characters of a code at most."""
_STRETCH = 2 * LONGEST
_RUN = 141
"""What a repeat of one thing counts at most: the engine runs through it quickly."""
_MOST_WAYS = _RUN**2
"""Two repeats without an end, one after the other, are just allowed."""
_LABEL = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[ _-][A-Za-z0-9]+){0,5}")
_LONGEST_LABEL = 40
_RESERVED = frozenset(["audit", "whole", "role", "event", "pseudonym"])
"""Labels with a meaning of their own in the review."""

# The parser of the re module itself: what it makes of a pattern is what will run.
_parser = import_module("re._parser")


def compiled_all(patterns: Mapping[str, object]) -> dict[str, re.Pattern[str]]:
    """Return the patterns, ready to run, by label.

    Parameters
    ----------
    patterns : mapping of str to str
        Label and regular expression.

    Raises
    ------
    ConfigError
        As for `compiled`; names the label.
    """
    return {label: compiled(label, pattern) for label, pattern in patterns.items()}


def compiled(label: str, pattern: object) -> re.Pattern[str]:
    r"""Return a pattern, ready to run; case does not count.

    Parameters
    ----------
    label : str
        What it finds: letters, digits, and single spaces, ``-`` or ``_``.
    pattern : str

    Returns
    -------
    re.Pattern

    Raises
    ------
    ConfigError
        If the label is none; if the pattern is no regular expression, matches the
        empty text, has more than 200 characters to match, or could run for ever.

    Examples
    --------
    >>> bool(compiled("patient-id", r"PT\d{6}").fullmatch("pt123456"))
    True
    >>> compiled("patient-id", r"(\d+)+x")
    Traceback (most recent call last):
    alsjournal.errors.ConfigError: The pattern 'patient-id' must end in time. ...
    """
    if (
        not _LABEL.fullmatch(label)
        or len(label) > _LONGEST_LABEL
        or label.casefold() in _RESERVED
    ):
        msg = (
            "The label of a pattern must be letters and digits, as patient-id, of 40 "
            "characters at most, and none of audit, whole, role, event, pseudonym. "
            "Got another. Choose another name."
        )
        raise ConfigError(msg)
    if not isinstance(pattern, str):
        raise _refusal(label, "be a text in quotes", "Got something else")
    try:
        parsed = _parser.parse(pattern, re.IGNORECASE)
        ready = re.compile(pattern, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError, ValueError):
        raise _refusal(
            label, "be a regular expression", "Got one that Python cannot read"
        ) from None
    if parsed.getwidth()[0] == 0:
        raise _refusal(label, "match something", "Got one that matches the empty text")
    if parsed.getwidth()[0] > LONGEST:
        raise _refusal(label, f"match {LONGEST} characters at most", "Got more")
    if _ways(parsed) > _MOST_WAYS:
        raise _refusal(
            label,
            "end in time",
            "Got one with repeats inside repeats, or too many after each other",
            "Give them an end, as {1,9} for +, and no repeat or | inside a repeat.",
        )
    return ready


def matches(
    pattern: re.Pattern[str], text: str, group: str | int = 0
) -> Iterator[tuple[int, int]]:
    """Yield where a pattern matches; what is longer than 400 characters is cut off.

    Parameters
    ----------
    pattern : re.Pattern
    text : str
    group : str or int, default=0
        Which group of the match is meant.
    """
    position = 0
    for start in range(0, max(len(text), 1), LONGEST):
        edge = min(start + _STRETCH, len(text))
        for match in pattern.finditer(text, max(start, position), edge):
            if match.start() >= start + LONGEST:
                break  # the next stretch finds it, and all of it
            position = match.end()
            if match.end(group) > match.start(group):
                yield match.span(group)


def _ways(items: Iterable[tuple[Any, Any]]) -> int:
    """Return in how many ways a part of a pattern may match at one place, at most."""
    ways = 1
    for kind, what in items:
        ways *= _ways_of(str(kind), what)
        if ways > _MOST_WAYS:
            return _MOST_WAYS + 1
    return ways


def _ways_of(kind: str, what: Any) -> int:
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inside = what
        return _repeated(int(least), int(most), _ways(inside))
    if kind == "BRANCH":
        return sum(map(_ways, what[1]))
    if kind == "GROUPREF_EXISTS":
        return sum(_ways(part) for part in what[1:] if part)
    if kind == "SUBPATTERN":
        return _ways(what[-1])
    if kind == "ATOMIC_GROUP":
        return _ways(what)
    if kind in ("ASSERT", "ASSERT_NOT"):
        return _ways(what[1])
    return 1


def _repeated(least: int, most: int, ways: int) -> int:
    if ways == 1:
        return min(min(most, _STRETCH) - min(least, _STRETCH) + 1, _RUN)
    total = 0
    for n in range(least, min(most, _STRETCH) + 1):
        total += ways ** min(n, 18)  # 2**18 is more than there may be
        if total > _MOST_WAYS:
            break
    return total


def _refusal(label: str, must: str, got: str, do: str = "Correct it.") -> ConfigError:
    return ConfigError(f"The pattern {label!r} must {must}. {got}. {do}")
