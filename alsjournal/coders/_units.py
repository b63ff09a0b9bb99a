"""What was coded, cut into the units that are compared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.errors import InputError
from alsjournal.segment import Segment, passages, sentences

__all__ = ["UNITS", "Units", "cut"]

UNITS = ("text", "sentence", "passage", "character")

SHARED = 0.3
"""A sentence or passage has a code where it shares at least this part of the shorter
of the two with the coded span, so that a word that hangs over does not count."""

_CUTTERS: dict[str, Callable[[str], list[Segment]]] = {
    "sentence": sentences,
    "passage": passages,
}


@dataclass(frozen=True, repr=False)
class Units:
    """Who gave which unit which code.

    Parameters
    ----------
    has : numpy.ndarray of int8, shape (coders, units, codes)
        1 yes, 0 no, -1 where the coder did not read the unit.
    text : numpy.ndarray of int, shape (units,)
        The number of the text that holds the unit.
    weight : numpy.ndarray of int, shape (units,)
        The characters of a run; 1 for every other unit.
    lost : int
        Codings that lie in none of the units, as between two sentences.
    ids : tuple of str
        The id of each text, by its number.
    """

    has: npt.NDArray[np.int8]
    text: npt.NDArray[np.int64]
    weight: npt.NDArray[np.int64]
    lost: int
    ids: tuple[str, ...] = ()


def cut(
    codings: pd.DataFrame,
    *,
    unit: str,
    coders: Sequence[str],
    codes: Sequence[str],
    read: Mapping[str, Collection[str]],
    texts: Callable[[frozenset[str]], Iterator[tuple[str, str]]],
) -> Units:
    """Cut the texts that at least two coders read into units.

    Parameters
    ----------
    codings : pandas.DataFrame
        Columns reflection_id, start, end, code, coder.
    unit : {"text", "sentence", "passage", "character"}
        Characters that lie between the same spans are held as one run.
    coders, codes : sequence of str
    read : mapping of str to collection of str
        The texts that each coder read.
    texts : callable
        Takes ids and yields pairs of id and text, for units finer than a text.

    Returns
    -------
    Units

    Raises
    ------
    InputError
        If codings of finer units have no span, or one that ends after its text.
    """
    readers: dict[str, list[int]] = {}
    for number, coder in enumerate(coders):
        for name in read[coder]:
            readers.setdefault(name, []).append(number)
    ids = sorted(name for name, own in readers.items() if len(own) > 1)
    spans = _spans(codings, coders, codes, frozenset(ids), readers)
    if unit == "text":
        cutting = {name: [Segment(0, 1)] for name in ids}
        spans = {n: [(c, k, 0, 1) for c, k, _, _ in own] for n, own in spans.items()}
    else:
        _check_whole(spans, unit)
        cutting = dict(_cutting(ids, unit, spans, texts))
    return _filled(ids, cutting, spans, readers, (len(coders), len(codes)), unit)


Span = tuple[int, int, int, int]
"""The numbers of coder and code, start and end; -1 where there is no span."""


def _spans(
    codings: pd.DataFrame,
    coders: Sequence[str],
    codes: Sequence[str],
    ids: frozenset[str],
    readers: Mapping[str, list[int]],
) -> dict[str, list[Span]]:
    """Return the codings of each text, by those who read it."""
    who, what = ({n: i for i, n in enumerate(names)} for names in (coders, codes))
    out: dict[str, list[Span]] = {}
    edges = codings[["start", "end"]].fillna(-1).astype("int64")
    rows = zip(
        codings["reflection_id"],
        codings["coder"].map(who),
        codings["code"].map(what),
        edges["start"],
        edges["end"],
        strict=True,
    )
    for name, coder, code, start, end in rows:
        if name in ids and coder in readers[name]:
            span = (int(coder), int(code), int(start), int(end))
            out.setdefault(name, []).append(span)
    return out


def _check_whole(spans: Mapping[str, list[Span]], unit: str) -> None:
    every = [span for own in spans.values() for span in own]
    whole = sum(start < 0 or end <= start for _, _, start, end in every)
    if whole:
        msg = (
            f"For unit={unit!r} every coding must have a span (start and end). Got "
            f"{whole:,} of {len(every):,} of the whole text. Use unit='text'."
        )
        raise InputError(msg)


def _cutting(
    ids: Sequence[str],
    unit: str,
    spans: Mapping[str, list[Span]],
    texts: Callable[[frozenset[str]], Iterator[tuple[str, str]]],
) -> Iterator[tuple[str, list[Segment]]]:
    beyond = 0
    for name, text in texts(frozenset(ids)):
        own = spans.get(name, [])
        beyond += sum(end > len(text) for _, _, _, end in own)
        if unit == "character":
            marks = {0, len(text)} | {at for span in own for at in span[2:]}
            yield name, [Segment(a, b) for a, b in pairwise(sorted(marks))]
        else:
            yield name, _CUTTERS[unit](text)
    if beyond:
        msg = (
            f"Every span must end within its text. Got {beyond:,} that end after it: "
            f"these codings were made on another version of the texts, as the raw "
            f"ones. Take them from journal.codings()."
        )
        raise InputError(msg)


def _filled(
    ids: Sequence[str],
    cutting: Mapping[str, list[Segment]],
    spans: Mapping[str, list[Span]],
    readers: Mapping[str, list[int]],
    shape: tuple[int, int],
    unit: str,
) -> Units:
    n_coders, n_codes = shape
    sizes = [len(cutting.get(name, [])) for name in ids]
    text = np.repeat(np.arange(len(ids)), sizes)
    has = np.full((n_coders, int(sum(sizes)), n_codes), -1, dtype=np.int8)
    weight = np.ones(int(sum(sizes)), dtype=np.int64)
    least = 0.0 if unit == "character" else SHARED
    at = lost = 0
    for name, size in zip(ids, sizes, strict=True):
        segments = np.array(cutting.get(name, []), dtype=np.int64).reshape(-1, 2)
        own = has[:, at : at + size]
        own[readers[name]] = 0
        if unit == "character":
            weight[at : at + size] = segments[:, 1] - segments[:, 0]
        for coder, code, start, end in spans.get(name, []):
            hit = _hit(segments, start, end, least)
            own[coder, hit, code] = 1
            lost += not hit.any()
        at += size
    return Units(has, text, weight, lost, tuple(ids))


def _hit(
    segments: npt.NDArray[np.int64], start: int, end: int, least: float
) -> npt.NDArray[np.bool_]:
    """Say which segments share enough with a span."""
    first, last = segments.T
    shared = np.minimum(last, end) - np.maximum(first, start)
    shorter = np.minimum(last - first, end - start)
    hit: npt.NDArray[np.bool_] = (shared > 0) & (shared >= least * shorter)
    return hit
