"""What a page calls the set that it is for."""

from __future__ import annotations

from alsjournal.anonymise.unlinked import unlinked
from alsjournal.disclosure import Audience
from alsjournal.journal import Journal
from alsjournal.trends.quotes import set_words

__all__ = ["set_title"]


def set_title(journal: Journal, audience: Audience) -> str:
    """Name the set that a page is for; empty for other audiences.

    Parameters
    ----------
    journal : Journal
    audience : Audience
    """
    if audience.kind != "set":
        return ""
    sets = journal.table("sets", ["set_id", "title"])
    titles = sets.loc[sets["set_id"] == audience.name, "title"].dropna()
    named = f": {unlinked(titles.iloc[0])}" if len(titles) else ""
    words = set_words(audience.name)
    return f"{words[0].upper()}{words[1:]}{named}"
