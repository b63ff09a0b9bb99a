"""Phrases by which people say nothing."""

from __future__ import annotations

__all__ = ["SAID_NOTHING"]

SAID_NOTHING = frozenset(
    {
        "did not answer",
        "no answer",
        "not answered",
        "no response",
        "n/a",
        "na",
        "not applicable",
        "no comment",
        "no comments",
    }
)
"""In lower case, without a full stop. "Nothing" is an answer."""
