"""Eighteen ways in which a name is disguised, on purpose or by a word processor."""

# ruff: noqa: RUF001 - look-alikes are the point
from __future__ import annotations

from collections.abc import Callable

_CYRILLIC = str.maketrans("aceopxyABEKMHOPCTX", "асеорхуАВЕКМНОРСТХ")
_GREEK = str.maketrans("oABEZHIKMNOPTYX", "οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")


def _between(sign: str) -> Callable[[str], str]:
    """Put a sign into the middle of each word of a name."""
    return lambda name: " ".join(
        word[: len(word) // 2] + sign + word[len(word) // 2 :]
        for word in name.split(" ")
    )


def _spaces(sign: str) -> Callable[[str], str]:
    return lambda name: name.replace(" ", sign)


def _full_width(name: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


def _accents(name: str) -> str:
    return "".join(c + "\u0301" if c in "aeiouAEIOU" else c for c in name)


def _spelled(name: str) -> str:
    return "  ".join(" ".join(word) for word in name.split(" "))


TRANSFORMS: dict[str, Callable[[str], str]] = {
    "zero-width space": _between("\u200b"),
    "zero-width joiner": _between("\u200d"),
    "soft hyphen": _between("\u00ad"),
    "right-to-left mark": lambda name: f"\u200f{name}\u200e",
    "full width": _full_width,
    "combining accents": _accents,
    "Cyrillic look-alikes": lambda name: name.translate(_CYRILLIC),
    "Greek look-alikes": lambda name: name.translate(_GREEK),
    "joined by _": _spaces("_"),
    "no-break space": _spaces("\u00a0"),
    "line break inside": _spaces("\n"),
    "&nbsp;": _spaces("&nbsp;"),
    "**bold**": lambda name: f"**{name}**",
    "_underlined_": lambda name: f"_{name}_",
    "<b>HTML</b>": lambda name: f"<b>{name}</b>",
    "escaped quotes": lambda name: f'\\"{name}\\"',
    "CAPITALS": str.upper,
    "s p e l l e d": _spelled,
}
"""What each is called, and what makes it of a name."""
