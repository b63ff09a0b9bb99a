"""Go on with an earlier codebook: which grouping is which of its themes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from alsjournal.embed import unit
from alsjournal.themes._earlier import Heirs
from alsjournal.themes.codebook import Codebook, Event, Theme

__all__ = ["continued"]

Floats = npt.NDArray[np.float32]

ALIKE = 0.5
"""The least cosine between a theme's words and a grouping's centroid. A judgement: on
comments and the sample, fitted twice, 95 of 106 pairs from 0.5 on were of themes whose
passages went on into each other, 13 of 22 from 0.4 to 0.5."""


def continued(
    codebook: Codebook | None,
    names: Sequence[str],
    centroids: Floats,
    *,
    embed: Callable[[Sequence[str]], Floats],
    by: str,
    heirs: Heirs | None = None,
) -> tuple[Codebook, list[str]]:
    """Enter groupings into a codebook, new or earlier.

    A grouping takes the id and name of the theme of the codebook whose words (its
    name, its definition, what it includes, the terms that it was made with), or these
    and its examples together, are most like its centroid: each theme once, chosen so
    that the sum of likeness is greatest. Where an earlier model said which theme a
    grouping continues, that goes before, and its other themes are not looked for: on
    the sample words found 3 of 7 themes again, passages 6. An adopted theme becomes a
    candidate again; what is like a rejected one stays so. On comments with 17 codes,
    names alone matched 8 groupings, with five examples each 14 to 16 (the code that
    most of a grouping's comments have was that one for 3, and for 7 to 8).

    Returns
    -------
    codebook : Codebook
    ids : list of str
        The theme of each grouping.
    """
    book = codebook or Codebook()
    heirs = Heirs() if heirs is None else heirs
    matched = dict(heirs.theme) | _matches(book, centroids, embed, heirs)
    ids = []
    for i, name in enumerate(names):
        if i not in matched:
            theme_id = book.next_id()
            book = book.make([name], by=by)
        else:
            theme_id, why = matched[i]
            again = Event("made", theme_id, by, "", why, book.theme(theme_id).name)
            book = Codebook((*book.events, again))
        ids.append(theme_id)
    return book, ids


def _matches(
    book: Codebook,
    centroids: Floats,
    embed: Callable[[Sequence[str]], Floats],
    heirs: Heirs,
) -> dict[int, tuple[str, str]]:
    """Return the theme and a reason for groupings that passages say nothing of."""
    from scipy.optimize import linear_sum_assignment

    themes = [t for t in book.themes() if t.theme_id not in heirs.asked]
    rows = [i for i in range(len(centroids)) if i not in heirs.theme]
    if not themes or not rows:
        return {}
    centroids = centroids[rows]
    words = embed([_words(book, theme) for theme in themes])
    likeness = np.maximum(
        centroids @ words.T, centroids @ _shown(themes, words, embed).T
    )
    pairs = zip(*linear_sum_assignment(-likeness), strict=True)
    return {
        rows[int(i)]: (
            themes[int(j)].theme_id,
            f"matched by a new fit, likeness {likeness[i, j]:.2f}",
        )
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
