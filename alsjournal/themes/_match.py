"""Go on with an earlier codebook: which grouping is which of its themes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from alsjournal.embed import unit
from alsjournal.themes.codebook import Codebook, Event, Theme

__all__ = ["continued"]

Floats = npt.NDArray[np.float32]

ALIKE = 0.5
"""The least cosine between a theme's words and a grouping's centroid. A judgement:
two themes of one programme are seldom above 0.3."""


def continued(
    codebook: Codebook | None,
    names: Sequence[str],
    centroids: Floats,
    *,
    embed: Callable[[Sequence[str]], Floats],
    by: str,
) -> tuple[Codebook, list[str]]:
    """Enter groupings into a codebook, new or earlier.

    A grouping takes the id and name of the theme of the codebook whose words (its
    name, its definition, what it includes, the terms that it was made with), or these
    and its examples together, are most like its centroid: each theme once, chosen so
    that the sum of likeness is greatest. An adopted theme becomes a candidate again;
    what is like a rejected one stays so. On comments with 17 codes, names alone
    matched 8 groupings, with five examples each 14 to 16 (the code that most of a
    grouping's comments have was that one for 3, and for 7 to 8).

    Returns
    -------
    codebook : Codebook
    ids : list of str
        The theme of each grouping.
    """
    book = codebook or Codebook()
    matched = _matches(book, centroids, embed)
    ids = []
    for i, name in enumerate(names):
        found = matched.get(i)
        if found is None:
            theme_id = book.next_id()
            book = book.make([name], by=by)
        else:
            theme_id = found[0].theme_id
            why = f"matched by a new fit, likeness {found[1]:.2f}"
            again = Event("made", theme_id, by, "", why, found[0].name)
            book = Codebook((*book.events, again))
        ids.append(theme_id)
    return book, ids


def _matches(
    book: Codebook,
    centroids: Floats,
    embed: Callable[[Sequence[str]], Floats],
) -> dict[int, tuple[Theme, float]]:
    from scipy.optimize import linear_sum_assignment

    themes = book.themes()
    if not themes or not len(centroids):
        return {}
    words = embed([_words(book, theme) for theme in themes])
    likeness = np.maximum(
        centroids @ words.T, centroids @ _shown(themes, words, embed).T
    )
    pairs = zip(*linear_sum_assignment(-likeness), strict=True)
    return {
        int(i): (themes[int(j)], float(likeness[i, j]))
        for i, j in pairs
        if likeness[i, j] >= ALIKE
    }


def _words(book: Codebook, theme: Theme) -> str:
    made = [e.value for e in book.history(theme.theme_id) if e.action == "made"]
    said = (theme.name, theme.definition, theme.include, *made)
    return ". ".join(part for part in dict.fromkeys(said) if part)


def _shown(
    themes: Sequence[Theme],
    words: Floats,
    embed: Callable[[Sequence[str]], Floats],
) -> Floats:
    """Return the mean vector of each theme's words and examples."""
    out = words.copy()
    for i, theme in enumerate(themes):
        if theme.examples:
            vectors = np.vstack([words[i : i + 1], embed(theme.examples)])
            out[i] = unit(vectors.mean(axis=0)[None])[0]
    return out
