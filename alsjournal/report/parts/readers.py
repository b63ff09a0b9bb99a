"""Who has read the words of a report: a translation that nobody has read says so."""

from __future__ import annotations

from alsjournal.report.words import Words

__all__ = ["with_readers"]


def with_readers(footer: str, words: Words) -> str:
    """Say below a report where nobody has read the words of its language yet."""
    return footer if words("about.read_by") else f"{footer} {words('about.unread')}"
