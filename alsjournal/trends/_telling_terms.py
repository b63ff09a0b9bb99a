"""Which terms some texts use more than the others do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from alsjournal.themes.labels import LEAST_MEMBERS, LEAST_TEXTS, terms_in

__all__ = ["PRIOR_TEXTS", "TERMS", "telling_terms", "texts_with"]

TERMS = ("term", "texts", "others", "log_odds", "z")
"""The columns of the table, in order."""

PRIOR_TEXTS = 20
"""How many texts the prior weighs: our own choice. It draws what few texts say towards
what all of them say."""

SURE = 1.96
"""The least z of a term that is listed."""

MOST_TERMS = 15


def texts_with(texts: Iterable[str]) -> Counter[str]:
    """Count in how many of the texts each term is.

    Examples
    --------
    >>> texts_with(["The ward, the ward.", "A ward round."])["ward"]
    2
    """
    found: Counter[str] = Counter()
    for text in texts:
        found.update(set(terms_in(text)))
    return found


def telling_terms(
    own: Iterable[tuple[str, str]], every: Mapping[str, int], n_every: int
) -> pd.DataFrame:
    """Rank the terms that some texts use more than all the others.

    Parameters
    ----------
    own : iterable of (str, str)
        The texts, each with its member; an empty member stands for none.
    every : mapping of str to int
        In how many of all texts, these included, each term is.
    n_every : int
        How many these are.

    Returns
    -------
    pandas.DataFrame
        At most 15 rows with the columns of ``TERMS``: ``texts`` of the chosen texts,
        and ``others`` of the others, have the term; ``log_odds`` is the difference of
        its log-odds, and ``z`` that by its standard error, 1.96 at least. Only terms
        that three members used in these texts (five texts, where there are none).

    Notes
    -----
    Log-odds with an informative Dirichlet prior, of texts and not of words, so that
    one who writes a word ten times counts once: the prior is the share of all texts
    that have the term, with the weight of 20 texts. That many terms are tried is not
    corrected for: the list suggests what to read.

    References
    ----------
    Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008). Fightin' words: lexical
    feature selection and evaluation for identifying the content of political conflict.
    Political Analysis 16, 372-403.

    Examples
    --------
    >>> own = [("No beds.", name) for name in "abcdefgh"]
    >>> found = telling_terms(own, {"beds": 9}, 60)
    >>> found[["term", "texts", "others"]].values.tolist()
    [['beds', 8, 1]]
    """
    users: dict[str, set[str]] = {}
    nameless: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    n = 0
    for text, member in own:
        n += 1
        for term in set(terms_in(text)):
            texts[term] += 1
            if member:
                users.setdefault(term, set()).add(member)
            else:
                nameless[term] += 1
    shown = {t for t, who in users.items() if len(who) >= LEAST_MEMBERS}
    shown |= {t for t, count in nameless.items() if count >= LEAST_TEXTS}
    terms = sorted(shown)
    if not terms or n >= n_every:
        return pd.DataFrame(columns=list(TERMS))
    here = np.array([texts[t] for t in terms], dtype=float)
    there = np.maximum([every.get(t, 0) for t in terms] - here, 0)
    prior = PRIOR_TEXTS * (here + there) / n_every
    odds = [
        np.log((count + prior) / np.maximum(many + PRIOR_TEXTS - count - prior, 0.5))
        for count, many in ((here, n), (there, n_every - n))
    ]
    apart = odds[0] - odds[1]
    z = apart / np.sqrt(1 / (here + prior) + 1 / (there + prior))
    columns = (terms, here.astype(int), there.astype(int), apart, z)
    found = pd.DataFrame(dict(zip(TERMS, columns, strict=True)))
    found = found[found["z"] >= SURE].sort_values(
        ["z", "term"], ascending=[False, True]
    )
    return found.head(MOST_TERMS).reset_index(drop=True)
