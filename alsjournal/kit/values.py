"""What ``programme.toml`` says, as it may be printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date

from alsjournal.ingest.config import Programme

__all__ = ["clean", "cut", "printed_values"]

_MONTHS = {
    "en": "January February March April May June July August September October "
    "November December",
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref "
    "Tachwedd Rhagfyr",
}
_TEXTS = ("title", "controller", "contact", "purpose", "lawful_basis", "retention")


def printed_values(
    programme: Programme | None, *, language: str = "en"
) -> Mapping[str, str]:
    """Return what fills the blanks of a document, by name; only what is said.

    Parameters
    ----------
    programme : Programme or None
    language : {"en", "cy"}, default="en"
        Of the names of months.
    """
    if programme is None:
        return {}
    texts = {key: clean(str(programme.about.get(key, ""))) for key in _TEXTS}
    days = {key: _day(day, language) for key, day in programme.retention.items()}
    return {key: value for key, value in {**texts, **days}.items() if value}


def clean(value: str) -> str:
    r"""Take out what is no character to be seen, as XML refuses some of them.

    Examples
    --------
    >>> clean("North\x00 East\n\u202etrust")
    'North East trust'
    """
    seen = (c if unicodedata.category(c)[0] != "C" else " " for c in value)
    return " ".join("".join(seen).split())


def cut(value: str, most: int) -> str:
    """Shorten a value where there is room for one line only."""
    return value if len(value) <= most else value[: most - 1].rstrip() + "…"


def _day(day: date, language: str) -> str:
    return f"{day.day} {_MONTHS[language].split()[day.month - 1]} {day.year}"
