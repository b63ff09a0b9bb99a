"""What in a passage could give somebody away, and what to do about it.

Rare runs of words: a passage that its writer also put on the web is found by a search
for a few of its words, if these are rare together. A word counts as rare if it is not
among the 40,000 most frequent of the pipeline's vectors (which are in the order of
frequency on the web) and only one writer of the journal uses it; two such words within
eight are flagged. 40,000 is about what grown people know (Brysbaert and others 2016:
42,000 lemmas at twenty); two within eight is our own choice, as one alone is mostly a
misspelling or a term of the trade. Of the sample's 2,101 sentences that are long enough
to be quoted it flags 18.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from alsjournal.anonymise.pointing import names_role, sole_roles
from alsjournal.journal import Journal

__all__ = ["Marks", "Reason", "marks_of", "rare_words", "reasons_of", "word_rank"]

RARE = 40_000
_RUN = 8
_FEW = 2
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_MONEY = re.compile(
    r"[£€$]\s?\d|\b\d[\d,.]*\s?(?:k|m|bn|thousand|million|billion)?\s?"
    r"(?:pounds|quid|euros?|dollars|gbp|pence)\b|\b\d[\d,.]*\s?(?:k|grand)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\[[^\]]*\]")
_CLEAR = "Ask its writer: send previews. If it is not theirs alone, leave it out."


@dataclass(frozen=True)
class Reason:
    """Why a passage is risky: a weight, and words that hold none of it.

    ``grave`` says that it must be mended before the passage goes out.
    """

    key: str
    weight: float
    why: str
    do: str

    @property
    def grave(self) -> bool:
        """Whether it must be mended; style and number alone are for judgement."""
        return self.key in ("few", "role", "rare", "money")


_REASONS = {
    "few": Reason(
        "few",
        2,
        "So few people raised its theme that the theme points at its writer.",
        "Leave it out, or join the theme with a wider one in the codebook.",
    ),
    "role": Reason(
        "role",
        2,
        "It names a role that one person in the programme holds.",
        f"Write the role more widely. {_CLEAR}",
    ),
    "alone": Reason(
        "alone",
        1,
        "Nobody else of its set wrote at its session, and it is said which that is.",
        "Leave it out, or ask its writer.",
    ),
    "linked": Reason(
        "linked",
        1.5,
        "By style alone it was traced to its writer.",
        "Tell it in other words, or shorten it.",
    ),
    "rare": Reason(
        "rare",
        1,
        "It holds rare words close together, which a web search would find.",
        f"Replace the rare words. {_CLEAR}",
    ),
    "money": Reason(
        "money",
        1,
        "It names an amount of money, which those who know the budget recognise.",
        f"Write 'a sum'. {_CLEAR}",
    ),
}


@dataclass(frozen=True, repr=False)
class Marks:
    """What is known of a journal, to look at its passages with.

    Parameters
    ----------
    writers : mapping of str to int
        By theme, how many people raised it, as far as the audience may see.
    single : frozenset of str
        Roles that one person holds, from `sole_roles`.
    alone : frozenset of tuple
        ``(set_id, session)`` at which one person wrote.
    users : mapping of str to int
        By word, in lower case, how many writers use it.
    """

    writers: Mapping[str, int]
    single: frozenset[str]
    alone: frozenset[tuple[object, ...]]
    users: Mapping[str, int]


def marks_of(
    journal: Journal, rows: pd.DataFrame, codings: pd.DataFrame, quotes: Iterable[str]
) -> Marks:
    """Count what `reasons_of` needs.

    Parameters
    ----------
    journal : Journal
    rows : pandas.DataFrame
        The texts that the audience's output is of: ``reflection_id``, ``set_id``,
        ``session`` and ``member``.
    codings : pandas.DataFrame
    quotes : iterable of str
        Whose words are counted.
    """
    rows = rows.assign(writer=rows["member"].fillna(rows["reflection_id"]))
    raised = codings.merge(rows, on="reflection_id").groupby("code")["writer"].nunique()
    cell = rows.groupby(["set_id", "session"], dropna=False)["writer"]
    lone = rows[cell.transform("nunique") == 1]
    places = lone[["set_id", "session"]].itertuples(index=False, name=None)
    wanted = {word for quote in quotes for word in _words(quote)}
    return Marks(
        {str(theme): int(n) for theme, n in raised.items()},
        sole_roles(journal),
        frozenset(places),
        _users(journal, wanted),
    )


def reasons_of(
    quote: str,
    theme: str,
    place: tuple[object, ...],
    marks: Marks,
    *,
    minimum: int,
    rank: Callable[[str], int | None] | None = None,
) -> list[Reason]:
    """Return why a passage is risky, the gravest first.

    Parameters
    ----------
    quote, theme : str
    place : tuple
        ``(set_id, session)`` where a reader is told of them, else empty.
    marks : Marks
    minimum : int
        How many people must have raised a theme that is quoted.
    rank : callable, optional
        The frequency rank of a word, or None; `word_rank` by default.

    Returns
    -------
    list of Reason
    """
    found = {
        "few": marks.writers.get(theme, 0) < minimum,
        "role": names_role(marks.single, quote),
        "alone": bool(place) and place in marks.alone,
        "rare": bool(rare_words(quote, marks.users, rank or word_rank)),
        "money": _MONEY.search(quote) is not None,
    }
    return [_REASONS[key] for key, there in found.items() if there]


def reason(key: str) -> Reason:
    """Return a reason that is found by other means: ``linked``."""
    return _REASONS[key]


def rare_words(
    quote: str, users: Mapping[str, int], rank: Callable[[str], int | None]
) -> list[tuple[int, int]]:
    """Return where rare words stand close together, as runs of word numbers.

    Examples
    --------
    >>> ranks = {"we": 10, "mended": 9_000, "the": 3}
    >>> rare_words("We mended the orrery and the astrolabe", {}, ranks.get)
    [(3, 7)]
    """
    words = _WORD.findall(_PLACEHOLDER.sub(" . ", quote))
    rare = [i for i, word in enumerate(words) if _rare(word, users, rank)]
    runs = []
    for first, last in zip(rare, rare[_FEW - 1 :], strict=False):
        if last - first < _RUN and words[first].lower() != words[last].lower():
            runs.append((first, last + 1))
    return runs


@lru_cache(maxsize=1)
def _ranks() -> tuple[Mapping[int, int], Callable[[str], int]]:
    from alsjournal.nlp import tokenizer_only

    vocab = tokenizer_only().vocab
    order = {key: i for i, key in enumerate(vocab.vectors.key2row)}
    from spacy.strings import get_string_id

    return order, get_string_id


def word_rank(word: str) -> int | None:
    """Return a word's rank by frequency, in whichever case it is most frequent.

    Returns
    -------
    int or None
        From 0; None if the pipeline's vectors do not have it.
    """
    order, key = _ranks()
    forms = {word, word.lower(), word.capitalize(), word.upper()}
    known = [order[k] for form in forms if (k := key(form)) in order]
    return min(known, default=None)


def _rare(
    word: str, users: Mapping[str, int], rank: Callable[[str], int | None]
) -> bool:
    if len(word) < 4 or users.get(word.lower(), 0) > 1:
        return False
    parts = re.split(r"['\u2019-]", word)
    places = [rank(part) for part in (word, *parts[:1]) if len(part) > 2]
    return all(place is None or place >= RARE for place in places)


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(_PLACEHOLDER.sub(" ", text))}


def _users(journal: Journal, wanted: set[str]) -> dict[str, int]:
    """Count, for each wanted word, the writers that use it anywhere."""
    pairs: set[tuple[str, str]] = set()
    columns = ["reflection_id", "member", "text"]
    for batch in journal.batches("reflections", columns):
        who = batch["member"].fillna(batch["reflection_id"])
        for writer, text in zip(who, batch["text"], strict=True):
            pairs.update((word, writer) for word in _words(text) & wanted)
    return dict(Counter(word for word, _ in pairs))
