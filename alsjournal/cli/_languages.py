"""What verbs say of texts in other languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from alsjournal.cli._run import say

if TYPE_CHECKING:
    from alsjournal.journal import RawJournal

__all__ = ["other_languages", "say_unread"]

_NOT_READ = "not yet read by a person, and so not quoted (alsjournal review)."


def say_unread(counts: Mapping[str, int], then: str = _NOT_READ) -> None:
    """Say how many texts in which languages nobody has read; nothing if none.

    Parameters
    ----------
    counts : mapping of str to int
        By the name of the language.
    then : str, optional
        What is to be said of them.
    """
    from alsjournal.wording import texts_in

    if counts:
        say(f"{texts_in(counts)}: {then}")


def other_languages(raw: RawJournal) -> dict[str, int]:
    """Count the reflections that are not in English, by the name of the language."""
    from alsjournal.anonymise.language import other_language
    from alsjournal.wording import language_name

    seen: Counter[str] = Counter()
    for batch in raw.identifiable_batches("reflections", ["text", "language"]):
        for text, said in zip(batch["text"], batch["language"], strict=True):
            other = other_language(text, said if isinstance(said, str) else None)
            if other:
                seen[language_name(other)] += 1
    return dict(seen.most_common())
