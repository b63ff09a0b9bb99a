"""From passages and their vectors to groups: what `ThemeModel.fit` does in between."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from alsjournal.embed import unit
from alsjournal.segment import passages
from alsjournal.themes._group import cut, k_means, means, smoothed, ward_tree
from alsjournal.themes.number import choose_number

__all__ = [
    "FEWEST",
    "different",
    "features",
    "group",
    "in_context",
    "passages_in",
    "says_nothing",
    "unsmoothed",
]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

FEWEST = 12
"""Below this many different texts nothing is grouped unless a number is asked for."""

_TREE = 3_000
"""Passages in Ward's tree, whose memory is their square; the others join by k-means."""

_CONTEXT = 0.5
_LSA_WEIGHT = 0.7
_LSA_DIMS = 100
_LSA_TERMS = 10_000

_WORDS = re.compile(r"[^\W_]+")
_NOTHING = re.compile(
    r"(?:n a|na|nil|none|no|nope|nothing|no comments?|no answer|not applicable"
    r"|did not answer|not answered|(?:i )?(?:do not|don t) know|don t know|unsure"
    r"|not sure|(?:as|see) (?:above|before)|same(?: as (?:above|before))?"
    r"|(?:i (?:have|ve) )?(?:nothing|no) (?:else|more|further|other|additional|really)?"
    r"(?: ?(?:to (?:add|say|report|mention|note)|comments?|thoughts|at this time"
    r"|this time|today|really|else|thanks?|thank you))*)"
)


def says_nothing(text: str) -> bool:
    """Tell whether a text only says that there is nothing to say.

    Examples
    --------
    >>> says_nothing("Nothing to add."), says_nothing("N/A"), says_nothing("No beds")
    (True, True, False)
    """
    return _NOTHING.fullmatch(_plain(text)) is not None


def different(texts: Sequence[str]) -> int:
    """Return how many texts differ in their words.

    Examples
    --------
    >>> different(["Beds, ward!", "beds ward", "rota"])
    2
    """
    return len({_plain(text) for text in texts})


def in_context(vectors: Floats, owners: Ints) -> Floats:
    """Draw each passage towards the mean of its text, at half the weight.

    A reflection keeps to few matters, and a passage seldom says which: on longer
    reflections coded by people, groupings came nearer to their themes. A passage
    that is a whole text stays what it is.

    Parameters
    ----------
    vectors : numpy.ndarray of float32, shape (m, d)
        Rows of length 1, or zeros.
    owners : numpy.ndarray of int, shape (m,)
        The text of each, from 0 up.

    Returns
    -------
    numpy.ndarray of float32, shape (m, d)

    Examples
    --------
    >>> in_context(np.eye(2, dtype=np.float32), np.array([0, 1])).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    whole = unit(means(vectors, owners, int(owners.max(initial=-1)) + 1))
    drawn = unit(vectors + np.float32(_CONTEXT) * whole[owners])
    drawn[~vectors.any(axis=1)] = 0
    return drawn


def passages_in(text: str) -> int:
    """Return how many passages a text has; 0 if it says nothing.

    Examples
    --------
    >>> passages_in("No beds."), passages_in("Nothing to add.")
    (1, 0)
    """
    return 0 if says_nothing(text) else max(1, len(passages(text)))


def _plain(text: str) -> str:
    """Lower-case words alone: texts that share them are the same text."""
    return " ".join(_WORDS.findall(text.lower()))


def group(
    texts: Sequence[str],
    vectors: Floats,
    *,
    n_themes: int | None,
    rng: np.random.RandomState,
    n_texts: int | None = None,
    choose: Callable[[Floats, npt.NDArray[np.float64], int], int] = choose_number,
    raw: Floats | None = None,
) -> Ints:
    """Group passages; those with the same words always together.

    The vectors stand beside a latent semantic analysis of words and pairs of words;
    both are smoothed over each one's neighbours, grouped by Ward's method, and the
    groups are the start of k-means.

    Parameters
    ----------
    texts : sequence of str
    vectors : numpy.ndarray of float32, shape (n, d)
        Rows of length 1.
    n_themes : int or None
        The number of groups, fewer if there are fewer different passages; None:
        chosen by silhouette, and none at all below 12 different texts.
    rng : numpy.random.RandomState
        Draws the passages of Ward's tree, where there are more than 3,000.
    n_texts : int, optional
        The different texts that the passages come from; by default each is a text.
    choose : callable, default=choose_number
        Chooses the number, where it is not given.
    raw : numpy.ndarray of float32, shape (n, f), optional
        The vectors and what stands beside them, where that was made before.

    Returns
    -------
    numpy.ndarray of int, shape (n,)
        From 0, the largest group first; all -1 if there is none.
    """
    chosen, inverse = _once(texts)
    n_texts = len(chosen) if n_texts is None else min(n_texts, len(chosen))
    if not chosen or (n_themes is None and n_texts < FEWEST):
        return np.full(len(texts), -1, dtype=np.int64)
    own = (unsmoothed(texts, vectors, rng) if raw is None else raw)[chosen]
    labels = _grouped(own, n_themes, rng, n_texts, choose)[inverse]
    return _largest_first(labels)


def unsmoothed(
    texts: Sequence[str], vectors: Floats, rng: np.random.RandomState
) -> Floats:
    """Return the features of passages, those with the same words counted once."""
    chosen, inverse = _once(texts)
    plain = [_plain(texts[i]) for i in chosen]
    return features(plain, vectors[chosen], rng)[inverse]


def _once(texts: Sequence[str]) -> tuple[list[int], Ints]:
    """Return the first of all passages with the same words, and which each one is."""
    keys = [_plain(text) for text in texts]
    first: dict[str, int] = {}
    for i, key in enumerate(keys):
        first.setdefault(key, i)
    number = {key: i for i, key in enumerate(first)}
    inverse = np.asarray([number[key] for key in keys], dtype=np.int64)
    return list(first.values()), inverse


def _grouped(
    raw: Floats,
    n_themes: int | None,
    rng: np.random.RandomState,
    n_texts: int,
    choose: Callable[[Floats, npt.NDArray[np.float64], int], int],
) -> Ints:
    n = len(raw)
    if n == 1 or n_themes == 1:
        return np.zeros(n, dtype=np.int64)
    soft = smoothed(raw)
    order = np.arange(n)
    if n > _TREE:
        in_tree = np.sort(rng.choice(n, _TREE, replace=False))
        order = np.concatenate([in_tree, np.setdiff1d(order, in_tree)])
    sample = order[:_TREE]
    tree = ward_tree(soft[sample])
    k = choose(raw[sample], tree, n_texts) if n_themes is None else min(n_themes, n)
    labels = np.empty(n, dtype=np.int64)
    labels[order] = k_means(soft[order], cut(tree, k), k)
    return labels


def features(
    texts: Sequence[str], vectors: Floats, rng: np.random.RandomState
) -> Floats:
    """Put a latent semantic analysis (weight 0.7) beside the vectors."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    counter = TfidfVectorizer(
        ngram_range=(1, 2),
        token_pattern=r"(?u)\b\w\w+\b",  # noqa: S106
        sublinear_tf=True,
        min_df=2,
        max_features=_LSA_TERMS,
        dtype=np.float32,
    )
    try:
        weights = counter.fit_transform(texts)
    except ValueError:  # no word is in two texts
        return vectors
    dims = min(_LSA_DIMS, weights.shape[0] - 1, weights.shape[1] - 1)
    if dims < 2:
        return vectors
    found = TruncatedSVD(dims, random_state=rng.randint(2**31 - 1)).fit_transform(
        weights
    )
    return unit(np.hstack([vectors, np.float32(_LSA_WEIGHT) * unit(found)]))


def _largest_first(labels: Ints) -> Ints:
    """Number the groups by size, then by their first passage."""
    names, first, size = np.unique(labels, return_index=True, return_counts=True)
    rank = np.empty(names.max() + 1, dtype=np.int64)
    rank[names[np.lexsort((first, -size))]] = np.arange(len(names))
    out: Ints = rank[labels]
    return out
