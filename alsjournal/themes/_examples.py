"""What a framework learns from: examples of its codes, and texts that nobody coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alsjournal.journal import Journal
from alsjournal.segment import passages
from alsjournal.themes._corrections import key_of, keys_of
from alsjournal.themes._draw import sample_of
from alsjournal.themes._input import texts_of
from alsjournal.themes._learn import says_nothing
from alsjournal.themes._passages import cut_up
from alsjournal.themes.codebook import Codebook

__all__ = ["Material", "material_of"]

BACKGROUND = 2_000
"""Passages that are enough to tell what texts are like."""

_WHOLE = 2**31  # beyond the end of any text


@dataclass(frozen=True, repr=False)
class Material:
    """Examples and background.

    Parameters
    ----------
    examples : dict of str to list of str
        The examples of each theme that has any.
    background : list of str
        Passages of texts that are no example.
    members : list of str
        The member of each; empty where there is none.
    """

    examples: dict[str, list[str]]
    background: list[str]
    members: list[str]

    def of(self, themes: Sequence[str]) -> list[list[str]]:
        """Return the examples of each theme."""
        return [self.examples.get(t, []) for t in themes]


def material_of(X: object, codebook: Codebook) -> Material:
    """Collect examples and background.

    Parameters
    ----------
    X : Journal or sequence of str
    codebook : Codebook

    Returns
    -------
    Material
        Of a journal only texts whose permission allows counts.
    """
    examples = {t.theme_id: list(t.examples) for t in codebook.themes()}
    put_in = _put_in(codebook)
    spans = _spans(X, codebook)
    taken = {*put_in, *spans} if isinstance(X, Journal) else set()
    for batch in texts_of(X) if taken else ():
        for own, text, usable in zip(batch.ids, batch.texts, batch.usable, strict=True):
            for theme in put_in.get(own, ()) if usable else ():
                examples[theme].append(text)
            for theme, start, end in spans.get(own, ()) if usable else ():
                examples[theme].append(text[start:end])
    seed = np.random.RandomState(0)
    sample = sample_of(X, BACKGROUND, seed, _weight)
    learned = np.isin(keys_of(X), [key_of(i) for i in taken])
    rows = [
        i for i, at in enumerate(sample.positions) if not learned[at : at + 1].any()
    ]
    pieces = cut_up([sample.texts[i] for i in rows])
    members = [sample.members[rows[i]] for i in pieces.owners]
    return Material(examples, pieces.texts, members)


def _weight(text: str) -> int:
    return 0 if says_nothing(text) else max(1, len(passages(text)))


def _put_in(codebook: Codebook) -> dict[str, list[str]]:
    """Return the themes that each text was put into."""
    out: dict[str, list[str]] = {}
    for theme in codebook.themes():
        for text in theme.put_in:
            out.setdefault(text, []).append(theme.theme_id)
    return out


def _spans(X: object, codebook: Codebook) -> dict[str, list[tuple[str, int, int]]]:
    """Return the passages that codings point at, by reflection."""
    of = {c: t.theme_id for t in codebook.themes() for c in t.coded_examples}
    if not of or not isinstance(X, Journal):
        return {}
    rows = X.table("codings", ["coding_id", "reflection_id", "start", "end"])
    rows = rows[rows["coding_id"].isin(of)]
    whole = rows["start"].isna() | rows["end"].isna()
    start = rows["start"].mask(whole, 0).astype("int64")
    end = rows["end"].mask(whole, _WHOLE).astype("int64")
    out: dict[str, list[tuple[str, int, int]]] = {}
    for coding, text, s, e in zip(
        rows["coding_id"], rows["reflection_id"], start, end, strict=True
    ):
        out.setdefault(str(text), []).append((of[coding], int(s), int(e)))
    return out
