"""`Finder`: what all that reads texts for one construct has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator

from alsjournal._version import __version__
from alsjournal.reflection._parse import parsed
from alsjournal.reflection.card import ModelCard, model_card
from alsjournal.reflection.passage import Passage, codings_of
from alsjournal.themes._code import joined
from alsjournal.themes._input import Batch, texts_of

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

__all__ = ["Finder", "code_batches", "code_with"]


class Finder(ABC, BaseEstimator):  # type: ignore[misc]
    """Reads texts for one construct, and says where each of its codes is shown.

    A finder with rules needs no fit. A class of it says its ``construct``, its
    ``name`` (that of its model card), the components of the pipeline that it
    ``needs``, its ``codes``, and reads one parsed text in ``read``.
    """

    construct: ClassVar[str]
    name: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()

    @property
    @abstractmethod
    def codes(self) -> tuple[str, ...]:
        """Every code that may be found, in the order to show."""

    @property
    def titles(self) -> dict[str, str]:
        """What each code is called where people read it."""
        return {code: code for code in self.codes}

    @abstractmethod
    def read(self, doc: Doc) -> Sequence[Passage]:
        """Return the passages of one parsed text, in order."""

    @property
    def coder(self) -> str:
        """Who codes, as name and version."""
        return f"{self.name}/{__version__}"

    def spans(self, texts: Sequence[str]) -> list[list[Passage]]:
        """Return where each text shows which code.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        list of list of Passage
            One list a text, its passages in order.

        Raises
        ------
        InputError
            If ``texts`` is no sequence of str.
        """
        return [
            list(own) for batch in texts_of(texts) for own in self._all(batch.texts)
        ]

    def predict(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        """Return which text shows which code: 1 or 0.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        numpy.ndarray of int, shape (n_texts, n_codes)
            The columns are in the order of ``codes``.

        Raises
        ------
        InputError
            If ``texts`` is no sequence of str.
        """
        found = self.spans(texts)
        column = {code: j for j, code in enumerate(self.codes)}
        out = np.zeros((len(found), len(column)), dtype=np.int64)
        for i, own in enumerate(found):
            out[i, [column[passage.code] for passage in own]] = 1
        return out

    def code(self, X: object) -> pd.DataFrame:
        """Return what is found as codings.

        Parameters
        ----------
        X : Journal or sequence of str
            Of a journal, the texts that may be counted and are in English.

        Returns
        -------
        pandas.DataFrame
            The columns of the table ``codings``.

        Raises
        ------
        InputError
            If X is neither.
        """
        return code_with([self], X)[self.construct]

    def card(self) -> ModelCard:
        """Return what it is good for, and how well it agrees with people."""
        return model_card(self.name)

    def _all(self, texts: Sequence[str]) -> Iterator[Sequence[Passage]]:
        for doc in parsed(texts, self.needs):
            yield self.read(doc)


def code_with(finders: Sequence[Finder], X: object) -> dict[str, pd.DataFrame]:
    """Read texts once for several constructs, and return the codings of each.

    Parameters
    ----------
    finders : sequence of Finder
        Of different constructs.
    X : Journal or sequence of str

    Returns
    -------
    dict of str to pandas.DataFrame
        By construct: the columns of the table ``codings``. They are those of each
        finder alone; the texts go through the parser once.

    Raises
    ------
    InputError
        If X is neither.
    """
    return code_batches(finders, texts_of(X))


def code_batches(
    finders: Sequence[Finder], batches: Iterable[Batch]
) -> dict[str, pd.DataFrame]:
    """Read batches of texts once for several constructs; see `code_with`."""
    needs = tuple(dict.fromkeys(n for finder in finders for n in finder.needs))
    frames: dict[str, list[pd.DataFrame]] = {f.construct: [] for f in finders}
    for batch in batches:
        usable = np.flatnonzero(batch.usable)
        ids = [batch.ids[i] for i in usable]
        found: dict[str, list[Sequence[Passage]]] = {f.construct: [] for f in finders}
        for doc in parsed([batch.texts[i] for i in usable], needs):
            for finder in finders:
                found[finder.construct].append(finder.read(doc))
        for finder in finders:
            made = codings_of(
                ids,
                found[finder.construct],
                construct=finder.construct,
                coder=finder.coder,
            )
            frames[finder.construct].append(made)
    return {construct: joined(own) for construct, own in frames.items()}
