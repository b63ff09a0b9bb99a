"""The steps of `ThemeModel.fit` that follow once passages are grouped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from alsjournal.themes._base import FittedGroups
from alsjournal.themes._code import CODER
from alsjournal.themes._draw import Sample
from alsjournal.themes._earlier import heirs_of
from alsjournal.themes._match import continued
from alsjournal.themes._passages import Pieces, Placed
from alsjournal.themes._passes import Passes
from alsjournal.themes._settle import Settled
from alsjournal.themes._teach import grouped, taught
from alsjournal.themes.candidates import Passages, candidates
from alsjournal.themes.codebook import Codebook
from alsjournal.themes.labels import names_of

__all__ = ["FittingGroups"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class FittingGroups(FittedGroups):
    """Makes groups of passages, and enters them into a codebook."""

    def _learn(
        self,
        passes: Passes,
        sample: Sample,
        pieces: Pieces,
        vectors: Floats,
        found: Settled,
        book: Codebook | None,
        earlier: FittedGroups | None,
    ) -> Settled:
        """Make groups of labelled passages, and enter them into the codebook."""
        self._groups = grouped(sample, pieces, vectors, found)
        passages = Passages.of(pieces, sample.members, found.clear, found.strength)
        each = tuple((i,) for i in range(found.n_groups))
        labels = candidates(
            passages,
            self._centroids(),
            self._terms(each),
            embed=self._embed,
            words=self._words(each),
        )
        names = names_of(labels)
        own = passes.keys() if book is not None else np.zeros(0, np.int64)
        own = own[sample.positions] if len(own) else own
        codebook, ids = continued(
            book,
            names,
            self._centroids(),
            embed=self._embed,
            by=CODER,
            heirs=heirs_of(earlier, sample.texts, own, pieces, found),
        )
        learned, ids = taught(found, ids, codebook, pieces, vectors, own)
        if learned is not found:
            self._groups = grouped(sample, pieces, vectors, learned)
        self._groups = replace(self._groups, ids=tuple(ids))
        self._view(codebook)
        return learned

    def _keep(
        self, passes: Passes, sample: Sample, found: Settled, lengths: Ints
    ) -> None:
        """Keep the label of every passage of X."""
        everything = Placed.nowhere(sample.usable)
        if not sample.whole:  # else the others say nothing, or may not be used
            everything = passes.placed(self)
        drawn = Placed(found.clear, found.strength, lengths)
        self._groups = replace(
            self._groups,
            placed=everything.with_rows(sample.positions, drawn),
            digest=passes.digest(),
            keys=passes.keys(),
        )
        self._view(self.codebook_)
