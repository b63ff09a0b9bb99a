"""What a fitted model knows: groups of passages, and how themes are made of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from alsjournal.themes._passages import Placed
from alsjournal.themes.codebook import Codebook, Theme
from alsjournal.themes.labels import Vocabulary

__all__ = ["Groups", "Layout"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, repr=False)
class Groups:
    """The groups of a fit; a codebook makes themes of them.

    Parameters
    ----------
    means : numpy.ndarray of float64, shape (g, d)
        The mean vector of each group.
    counts : numpy.ndarray of int, shape (g,)
        How many passages each mean is of.
    added : numpy.ndarray of int, shape (g,)
        How many texts with such a passage came after the fit.
    ids : tuple of str
        The theme that each group was made as.
    vocabulary : Vocabulary
    threshold : float
        A margin below this is unclear.
    placed : Placed
        The groups of the passages of the fit.
    digest : str
        Of all those texts together; empty once others were added.
    n_texts : int
    keys : numpy.ndarray of int, shape (n,)
        A number for each text of the fit, made of its id; none where they had none.
    """

    means: npt.NDArray[np.float64]
    counts: Ints
    added: Ints
    ids: tuple[str, ...]
    vocabulary: Vocabulary
    threshold: float
    placed: Placed
    digest: str
    n_texts: int
    keys: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def moved(self, vectors: npt.NDArray[np.float32], nearest: Ints) -> Groups:
        """Return the groups with more passages in their means."""
        from alsjournal.themes._group import means

        taken = nearest >= 0
        k = len(self.counts)
        new = np.bincount(nearest[taken], minlength=k)
        centre = means(vectors[taken], nearest[taken], k)
        counts = self.counts + new
        share = (new / np.maximum(counts, 1))[:, None]
        return replace(
            self, means=self.means + share * (centre - self.means), counts=counts
        )


@dataclass(frozen=True, repr=False)
class Layout:
    """Which groups make up which theme.

    Parameters
    ----------
    themes : tuple of Theme
        Those that stand and are not rejected, and have a group.
    columns : tuple of tuple of int
        The groups of each theme; after those, one for each rejected theme.
    theme_of : numpy.ndarray of int, shape (g,)
        The theme of each group; -1 if rejected.
    """

    themes: tuple[Theme, ...]
    columns: tuple[tuple[int, ...], ...]
    theme_of: Ints

    @classmethod
    def of(cls, ids: tuple[str, ...], codebook: Codebook) -> Layout:
        """Lay groups out as the codebook says."""
        roots = [codebook.root(i) for i in ids]
        order = list(dict.fromkeys(roots))
        standing = [t for t in order if codebook.status(t) != "rejected"]
        rejected = [t for t in order if t not in standing]
        columns = tuple(
            tuple(g for g, root in enumerate(roots) if root == theme)
            for theme in (*standing, *rejected)
        )
        theme_of = np.asarray(
            [standing.index(r) if r in standing else -1 for r in roots], dtype=np.int64
        )
        themes = tuple(codebook.theme(t) for t in standing)
        return cls(themes, columns, theme_of)

    def labels(self, groups: Ints) -> Ints:
        """Turn groups (or -1, -2) into themes (or -1)."""
        table = np.append(self.theme_of, [-1, -1])  # found by -1 and -2
        out: Ints = table[groups]
        return out
