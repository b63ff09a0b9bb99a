"""A pipeline's word vectors, corrected, and which words of a text have one.

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
  something else (ICS, LES), stand for the words that they abbreviate (see
  `alsjournal.embed.abbreviations`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from alsjournal.embed.abbreviations import ABBREVIATIONS
from alsjournal.embed.vectors import Floats, unit
from alsjournal.errors import InputError

__all__ = ["PLACEHOLDER", "WordTable", "all_but_the_top", "chunks", "word_table"]

SIF = 1e-3
"""The ``a`` of smooth inverse frequency; 0.001 as in Arora, Liang and Ma (2017)."""

REMOVED = 6
"""Principal components taken out of the table; Mu and Viswanath (2018) advise
dimensions / 100; six was best for short texts on sets apart from the benchmark."""

PLACEHOLDER = re.compile(r"\[[^\[\]]{1,40}\]")
"""What stands where an identifier was: it says nothing about the text's matter."""

_SPACED = re.compile(
    r"\b(GP|co|action|peer)[ ](Feds?|production|produced?|design|learning|support)\b",
    re.IGNORECASE,
)
_EDGES = "\"'\u2018\u2019\u201c\u201d.,;:!?()\u2026/*_-\u2013\u2014"


@dataclass(frozen=True, eq=False)
class WordTable:
    """The corrected vectors of one pipeline, ready for look-up."""

    nlp: Any
    vectors: Floats  # (rows, dims), corrected, unit length
    plain: Floats  # (rows, dims), as the pipeline has them
    weights: Floats  # (rows,)
    rows: Any  # the pipeline's own mapping of word hash to row
    lexicon: dict[str, int]
    vectors_hash: str
    special: frozenset[str]  # what the tokeniser cuts by rule, as "cannot"

    def rows_of(self, chunk: str) -> tuple[int, ...]:
        """Return the rows of the words of a stretch without white space.

        Of words without matter, as stop words and numbers, the row's complement
        (``~row``).
        """
        core = chunk.strip(_EDGES).removesuffix("'s").removesuffix("\u2019s")
        row = self._short_form(core)
        if row is not None:
            return (row,)
        if core.isalpha() and core not in self.special:
            # The tokeniser would only take the punctuation off.
            return self._found([core])
        tokens = self.nlp.tokenizer(chunk)
        return self._found([t.text for t in tokens if not t.is_punct])

    def _short_form(self, word: str) -> int | None:
        """Return the row of an abbreviation, as in "PCN", "pcn", "Pcn", "PCN-wide"."""
        row = self.lexicon.get(word)
        return self.lexicon.get(word.lower()) if row is None else row

    def _found(self, words: Sequence[str]) -> tuple[int, ...]:
        """Return the rows of those that have one, in lower case if that is known."""
        strings, stop = self.nlp.vocab.strings, self.nlp.Defaults.stop_words
        found = []
        for word in words:
            row = self._short_form(word)
            if row is not None:
                found.append(row)
                continue
            lower = word.lower()
            row = self.rows.get(strings[lower]) if lower else None
            if row is None:
                row = self.rows.get(strings[word])
            if row is not None and row >= 0:
                light = lower in stop or not word.isalpha()
                found.append(~int(row) if light else int(row))
        return tuple(found)


def chunks(text: str) -> list[str]:
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
def word_table(model: str | None) -> WordTable:
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
    data = np.asarray(table.data, dtype=np.float32)
    vectors = all_but_the_top(data, removed)
    rank = np.arange(1, len(vectors) + 1, dtype=np.float64)
    probability = 1 / (rank * (1 / rank).sum())
    weights = (SIF / (SIF + probability)).astype(np.float32)
    rows = table.key2row
    special = frozenset(nlp.tokenizer.rules or ())
    known = WordTable(nlp, vectors, data, weights, rows, {}, vectors_hash(nlp), special)
    return _composed(known)


def _composed(table: WordTable) -> WordTable:
    """Add a row for each abbreviation, made of the words that it stands for."""
    lexicon: dict[str, int] = {}
    vectors, plain, weights = [table.vectors], [table.plain], [table.weights]
    for entry in ABBREVIATIONS:
        found = [row for word in entry.words for row in table.rows_of(word)]
        rows = [row for row in found if row >= 0]
        if not rows:  # a pipeline of another language
            continue
        at = len(table.vectors) + len(vectors) - 1
        lexicon.update(dict.fromkeys(entry.forms, at))
        mean = (table.weights[rows, None] * table.vectors[rows]).sum(axis=0)
        vectors.append(unit(mean[None]))
        plain.append(table.plain[rows].mean(axis=0, keepdims=True))
        weights.append(table.weights[rows].max(keepdims=True))
    return replace(
        table,
        vectors=np.vstack(vectors),
        plain=np.vstack(plain),
        weights=np.concatenate(weights),
        lexicon=lexicon,
    )
