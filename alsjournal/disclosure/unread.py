"""Texts in another language that no person has read for names.

What finds identifiers was made for English. Such a text may be counted; until somebody
has read it whole (``alsjournal review``), its words go to nobody but the analysts.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alsjournal.disclosure.audience import Audience
from alsjournal.disclosure.policy import Policy
from alsjournal.journal import Journal
from alsjournal.wording import language_name, texts_in

__all__ = ["is_unread", "unread_note", "unread_texts"]


def is_unread(journal: Journal, ids: pd.Series[str]) -> pd.Series[bool]:
    """Say of each of these texts whether nobody has read it who should.

    Parameters
    ----------
    journal : Journal
    ids : pandas.Series of str
        Values of ``reflection_id``.

    Returns
    -------
    pandas.Series of bool
        With the index of ``ids``.
    """
    rows = journal.table("reflections", ["reflection_id", "unread"])
    return ids.isin(rows.loc[rows["unread"].fillna(value=False), "reflection_id"])


def unread_texts(journal: Journal, ids: Any = None) -> dict[str, int]:
    """Count the texts that nobody has read who should, by the name of the language.

    Parameters
    ----------
    journal : Journal
    ids : collection of str, optional
        Of these texts only.

    Returns
    -------
    dict of str to int
        The most frequent first.

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {"reflection_id": ["1"], "text": ["Da."], "language": ["cy"]}
    ... )
    >>> unread_texts(Journal({"reflections": frame.assign(unread=True)}))
    {'Welsh': 1}
    """
    rows = journal.table("reflections", ["reflection_id", "language", "unread"])
    rows = rows[rows["unread"].fillna(value=False)]
    if ids is not None:
        rows = rows[rows["reflection_id"].isin(ids)]
    names = rows["language"].fillna("another language").map(language_name)
    return {str(name): int(n) for name, n in names.value_counts().items()}


def unread_note(
    journal: Journal, ids: pd.Series[str], audience: Audience, policy: Policy
) -> tuple[str, ...]:
    """Say under an output that there are such texts; nothing where there are none.

    Beyond the set no language is named, for it may point at one person, and no number
    that the policy holds back; the public is told none.

    Parameters
    ----------
    journal : Journal
    ids : pandas.Series of str
        The texts that the output is of.
    audience : Audience
    policy : Policy

    Returns
    -------
    tuple of str
        One sentence, or none.
    """
    found = unread_texts(journal, ids)
    n, rest = sum(found.values()), len(ids) - sum(found.values())
    if not n:
        return ()
    if audience.kind in ("research", "set"):
        which = texts_in(found)
    elif audience.kind == "programme" and min(n, rest) >= policy.rule(audience).minimum:
        which = f"{n:,} text{'s' * (n != 1)} in other languages"
    else:
        which = "Some texts in other languages"
    return (f"{which}: not yet read by a person, and so not quoted.",)
