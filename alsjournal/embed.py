"""Texts to vectors, fast and the same every time: `SpacyEmbedder`.

The mean of a pipeline's word vectors (``doc.vector``) separates short texts badly.
Three corrections, none of them fitted on anybody's texts, make the same vectors
about as good for grouping as a small transformer's (see benchmarks/themes.py):

- *all but the top*: the table's mean and its six strongest directions, which carry
  word frequency rather than meaning, are taken away (Mu and Viswanath, 2018);
- *smooth inverse frequency*: a word weighs ``a / (a + p)`` with ``a = 0.001``
  (Arora, Liang and Ma, 2017). The probability ``p`` follows Zipf's law from the
  word's row in the table, which is sorted by frequency; counts from a small
  journal are too noisy for it;
- abbreviations of health and social care that the table does not know, or knows as
  something else (ICS, LES), stand for the words that they abbreviate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, TransformerMixin

from alsjournal._resources import resource_path
from alsjournal.errors import (
    DisclosureError,
    InputError,
    NotFittedError,
    SourceError,
)
from alsjournal.journal import Journal, RawJournal

__all__ = ["SpacyEmbedder", "checked_texts", "unit"]

Floats = npt.NDArray[np.float32]

SIF = 1e-3
"""The ``a`` of smooth inverse frequency; 0.001 as in Arora, Liang and Ma (2017)."""

REMOVED = 6
"""Principal components taken out of the table; Mu and Viswanath (2018) advise
dimensions / 100; six was best for short texts on sets apart from the benchmark."""

PLACEHOLDER = re.compile(r"\[[^\[\]]{1,40}\]")
"""What stands where an identifier was: it says nothing about the text's matter."""

_EXPANSIONS = """
PCN: primary care network | PCNs: primary care networks
ICB: integrated care board | ICBs: integrated care boards
ICS: integrated care system | ICSs: integrated care systems
CCG: clinical commissioning group | CCGs: clinical commissioning groups
MDT: multidisciplinary team meeting | MDTs: multidisciplinary team meetings
LES: local enhanced service contract | DES: directed enhanced service contract
QOF: quality outcomes framework | CQC: care quality commission inspection
GP: doctor surgery | GPs: doctors surgeries | GP-Fed: doctor surgery federation
LMC: local medical committee | ARRS: additional roles reimbursement staff
ANP: advanced nurse practitioner | ANPs: advanced nurse practitioners
HCA: healthcare assistant | HCAs: healthcare assistants
AHP: allied health professional | AHPs: allied health professionals
SPLW: social prescribing link worker | SPLWs: social prescribing link workers
CAMHS: child adolescent mental health service | CMHT: community mental health team
VCSE: voluntary community social enterprise | VCS: voluntary community sector
DToC: delayed hospital discharge | EPR: electronic patient record
QI: quality improvement | PDSA: quality improvement cycle
PPG: patient participation group | PALS: patient advice liaison service
FTSU: freedom speak guardian | ALS: action learning set meeting
A&E: hospital emergency department | ED: hospital emergency department
OT: occupational therapist | OTs: occupational therapists
SLT: senior leadership team | CPD: professional development training
co-production: collaboration design users | co-produce: collaborate design users
co-produced: collaborated designed users | co-design: collaboration design users
action-learning: action learning reflection | peer-support: peer support
"""
# Upper-case keys are matched as written; those that are no English word in lower
# case are matched in lower case too, as are the hyphenated ones.

_ALSO_WORDS = frozenset({"les", "des", "pals", "ed", "ot", "als", "ics", "vcs"})
_SPACED = re.compile(
    r"\b(GP|co|action|peer)[ ](Feds?|production|produced?|design|learning|support)\b",
    re.IGNORECASE,
)
_EDGES = "\"'\u2018\u2019\u201c\u201d.,;:!?()\u2026/*_-\u2013\u2014"


@dataclass(frozen=True, eq=False)
class _WordTable:
    """The corrected vectors of one pipeline, ready for look-up."""

    nlp: Any
    vectors: Floats  # (rows, dims), unit length
    weights: Floats  # (rows,)
    rows: Any  # the pipeline's own mapping of word hash to row
    lexicon: dict[str, int]
    vectors_hash: str
    special: frozenset[str]  # what the tokeniser cuts by rule, as "cannot"

    def rows_of(self, chunk: str) -> tuple[int, ...]:
        """Return the rows of the content words of a stretch without white space."""
        core = chunk.strip(_EDGES).removesuffix("'s").removesuffix("\u2019s")
        row = self.lexicon.get(core.lower() if "-" in core else core)
        if row is not None:
            return (row,)
        if core.isalpha() and core not in self.special:
            # The tokeniser would only take the punctuation off.
            return self._content([core])
        return self._content([t.text for t in self.nlp.tokenizer(chunk) if t.is_alpha])

    def _content(self, words: Sequence[str]) -> tuple[int, ...]:
        """Return the rows of those that are no stop words, in lower case if known."""
        strings, stop = self.nlp.vocab.strings, self.nlp.Defaults.stop_words
        found = []
        for word in words:
            lower = word.lower()
            row = self.rows.get(strings[lower]) if lower else None
            if row is None:
                row = self.rows.get(strings[word])
            if row is not None and row >= 0 and lower not in stop:
                found.append(int(row))
        return tuple(found)


class SpacyEmbedder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to unit vectors, from a spaCy pipeline's word vectors alone.

    Uses the pipeline's tokenizer and vector table and none of its components, so
    that it needs no GPU and does tens of thousands of short texts a second. Each
    text's vector depends on that text only.

    Parameters
    ----------
    model : str, optional
        Name of an installed pipeline with vectors; the package's own by default.
    projection : "default" or None, default="default"
        A linear map learned from a larger model, whose result stands beside the
        vectors. "default" means the one shipped for exactly this vector table, in
        ``models/projection-<fingerprint>``, if there is one; **none is shipped
        yet**, so that it now does the same as None.
    batch_size : int, default=256
        Texts looked up at a time. It does not change the result.

    Attributes
    ----------
    n_dims_ : int
        Columns of the result.
    vectors_hash_ : str
        Fingerprint of the vector table: vectors of two tables do not compare.

    Examples
    --------
    >>> embedder = SpacyEmbedder()
    >>> embedder.fit_transform(["Waiting times", "Delays"])  # doctest: +SKIP
    array([[...]], dtype=float32)
    """

    def __init__(
        self,
        *,
        model: str | None = None,
        projection: str | None = "default",
        batch_size: int = 256,
    ) -> None:
        self.model = model
        self.projection = projection
        self.batch_size = batch_size

    def fit(self, X: object, y: object = None) -> Self:  # noqa: ARG002
        """Check the parameters and load the table; nothing is learned from texts.

        Parameters
        ----------
        X : Journal or sequence of str
        y : None
            Not used.

        Returns
        -------
        SpacyEmbedder

        Raises
        ------
        InputError
            If X or a parameter cannot be used, or the pipeline has no vectors.
        """
        checked_texts(X)
        if not isinstance(self.batch_size, int) or self.batch_size < 1:
            msg = (
                f"batch_size must be a whole number from 1 up. Got {self.batch_size!r}."
            )
            raise InputError(msg)
        table = _word_table(self.model)
        weight = _projection(self.projection, table.vectors_hash)
        self._projection_: Floats | None = weight
        self.vectors_hash_ = table.vectors_hash
        self.n_dims_ = int(table.vectors.shape[1])
        if weight is not None:
            self.n_dims_ += int(weight.shape[1])
        return self

    def transform(self, X: object) -> Floats:
        """Return one vector a text.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        numpy.ndarray of float32, shape (n_texts, n_dims)
            Rows of length 1; a row of zeros where no content word has a vector.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        InputError
            If X is not a sequence of texts.
        """
        if not hasattr(self, "vectors_hash_"):
            msg = (
                "SpacyEmbedder must be fitted first. Call fit(texts), or fit_transform."
            )
            raise NotFittedError(msg)
        texts = checked_texts(X)
        table = _word_table(self.model)
        out = np.empty((len(texts), self.n_dims_), dtype=np.float32)
        known: dict[str, tuple[int, ...]] = {}
        for at in range(0, len(texts), self.batch_size):
            part = texts[at : at + self.batch_size]
            out[at : at + len(part)] = self._embed(part, table, known)
        return out

    def _embed(
        self, texts: Sequence[str], table: _WordTable, known: dict[str, tuple[int, ...]]
    ) -> Floats:
        from scipy.sparse import csr_array

        rows: list[int] = []
        ends = [0]
        for text in texts:
            for chunk in _chunks(text):
                found = known.get(chunk)
                if found is None:
                    found = known[chunk] = table.rows_of(chunk)
                rows += found
            ends.append(len(rows))
        indices = np.asarray(rows, dtype=np.int32)
        shape = (len(texts), len(table.vectors))
        counts = csr_array((table.weights[indices], indices, ends), shape=shape)
        vectors = unit(counts @ table.vectors)
        if self._projection_ is None:
            return vectors
        return unit(np.hstack([vectors, unit(vectors @ self._projection_)]))


def checked_texts(X: object) -> list[str]:
    """Return the texts of a journal or of a sequence, or say why it is neither.

    Parameters
    ----------
    X : Journal or sequence of str
        A list, a tuple, an array or a column of a frame.

    Returns
    -------
    list of str

    Raises
    ------
    DisclosureError
        For a RawJournal.
    InputError
        For anything else; names the position of the first item that is no text.

    Examples
    --------
    >>> checked_texts(("One.", "Two."))
    ['One.', 'Two.']
    """
    if isinstance(X, RawJournal):
        msg = (
            "A Journal or a sequence of str is needed; got a RawJournal, which holds "
            "identifiable texts. Anonymise first: Anonymiser().fit_transform(raw)."
        )
        raise DisclosureError(msg)
    if isinstance(X, Journal):
        return [str(t) for t in X.table("reflections", ["text"])["text"]]
    one_column = getattr(X, "ndim", 1) == 1
    if isinstance(X, list | tuple) or (hasattr(X, "__array__") and one_column):
        texts: list[str] = list(X)  # type: ignore[call-overload]
        for position, text in enumerate(texts):
            if not isinstance(text, str):
                msg = (  # type: ignore[unreachable]
                    "Every text must be a str. Got a value of type "
                    f"{type(text).__name__} at position {position} (counted from 0). "
                    f"Leave such rows out."
                )
                raise InputError(msg)
        return texts
    msg = (
        f"X must be a Journal or a sequence of str, as a list. Got one value of type "
        f"{type(X).__name__}. Put a single text in a list."
    )
    raise InputError(msg)


def unit(vectors: npt.NDArray[Any]) -> Floats:
    """Scale the rows to length 1, as float32; rows of zeros stay.

    Examples
    --------
    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    length[length == 0] = 1.0
    scaled: Floats = (vectors / length).astype(np.float32)
    return scaled


def _chunks(text: str) -> list[str]:
    """Cut a text at white space; the tokenizer treats each stretch by itself."""
    if "[" in text:
        text = PLACEHOLDER.sub(" ", text)
    return _SPACED.sub(r"\1-\2", text).split()


def all_but_the_top(vectors: npt.NDArray[Any], removed: int) -> Floats:
    """Take away the mean and the strongest directions of a table of vectors."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    _, directions = np.linalg.eigh(centred.T @ centred)
    top = directions[:, -removed:]
    return unit(centred - (centred @ top) @ top.T)


@lru_cache(maxsize=2)
def _word_table(model: str | None) -> _WordTable:
    """Correct a pipeline's table, once a process."""
    from alsjournal.nlp import tokenizer_only, vectors_hash

    nlp: Any = tokenizer_only(model)
    table = nlp.vocab.vectors
    if not table.shape[0] or not table.shape[1]:
        msg = (
            "SpacyEmbedder needs a pipeline with word vectors; this one has none. "
            "Use one whose name ends in _md or _lg, or leave model=None."
        )
        raise InputError(msg)
    removed = min(REMOVED, table.shape[1] - 1)
    vectors = all_but_the_top(np.asarray(table.data), removed)
    rank = np.arange(1, len(vectors) + 1, dtype=np.float64)
    probability = 1 / (rank * (1 / rank).sum())
    weights = (SIF / (SIF + probability)).astype(np.float32)
    rows = table.key2row
    special = frozenset(nlp.tokenizer.rules or ())
    plain = _WordTable(nlp, vectors, weights, rows, {}, vectors_hash(nlp), special)
    lexicon, more, heavy = _composed(plain)
    return replace(
        plain,
        vectors=np.vstack([vectors, more]),
        weights=np.concatenate([weights, heavy]),
        lexicon=lexicon,
    )


def _composed(table: _WordTable) -> tuple[dict[str, int], Floats, Floats]:
    """Make a row for each abbreviation out of the words that it stands for."""
    lexicon: dict[str, int] = {}
    vectors, weights = [np.empty((0, table.vectors.shape[1]), np.float32)], [0.0]
    for entry in _EXPANSIONS.strip().replace("\n", "|").split("|"):
        term, _, words = entry.strip().partition(": ")
        rows = [row for word in words.split() for row in table.rows_of(word)]
        if not rows:  # a pipeline of another language
            continue
        lexicon[term] = len(table.vectors) + len(vectors) - 1
        if term.lower().removesuffix("s") not in _ALSO_WORDS | {"ic", "le", "pal"}:
            lexicon[term.lower()] = lexicon[term]
        mean = (table.weights[rows, None] * table.vectors[rows]).sum(axis=0)
        vectors.append(unit(mean[None]))
        weights.append(float(table.weights[rows].max()))
    return lexicon, np.vstack(vectors), np.asarray(weights[1:], dtype=np.float32)


def _projection(projection: object, vectors_hash: str) -> Floats | None:
    """Load the map that was shipped for this table, if there is one."""
    if projection is None:
        return None
    if projection != "default":
        msg = "projection must be 'default' or None. Got something else."
        raise InputError(msg)
    try:
        folder = resource_path("models", f"projection-{vectors_hash}")
    except SourceError:
        return None
    with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
        return np.asarray(arrays["weight"], dtype=np.float32)
