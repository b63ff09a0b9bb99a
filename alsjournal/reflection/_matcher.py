"""Sentences against the cues and examples of a framework, one after another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from alsjournal.embed.vectors import Floats, unit
from alsjournal.reflection._sentences import Read, vectors
from alsjournal.reflection.cues import CueIndex, Hit
from alsjournal.reflection.framework_codes import Framework

__all__ = ["Matcher", "matcher", "negated"]

_CUE = 0.6
_CUES = 0.75
_HINT = 0.35
_HINTS = 0.45
_NEGATED = 0.1
_LIKE = 0.52
_MIDDLE = 0.45
_NEAR = 0.8
_SLOPE = 20.0
"""What cues, hints and likeness are worth; a likeness alone must be near 1 to count."""

_NEGATORS = frozenset(
    {"not", "no", "never", "nobody", "none", "nothing", "nowhere", "without"}
    | {"neither", "nor", "hardly", "barely", "lacked", "lacking"}
)
_TURNS = frozenset({",", "but", "because", "so", "until", "unless", "though", "if"})
_NEARBY = 4


def negated(words: str, hit: Hit, nearby: int = _NEARBY) -> bool:
    """Say whether a word just before a cue, in the same clause, denies it.

    Parameters
    ----------
    words : str
    hit : Hit
    nearby : int, default=4
        How many words before it are looked at.

    Examples
    --------
    >>> from alsjournal.reflection.cues import as_words, compiled
    >>> words = as_words("They did not involve any carers.")
    >>> negated(words, compiled("involve* ~2 carers").find(words))
    True
    """
    before = words[: hit.start].split()[-nearby:]
    for i in range(len(before) - 1, -1, -1):
        if before[i] in _TURNS:
            return False
        if before[i] in _NEGATORS:
            after = [*before[i + 1 :], ""][0]
            return after not in ("only", "just", "merely", "doubt", "longer")
    return False


class Matcher:
    """The cues and examples of a framework, ready for one sentence after another."""

    def __init__(self, framework: Framework, *, turns: bool) -> None:
        self.framework = framework
        self.turns = turns
        cues, self._meant = [], []
        for j, code in enumerate(framework.codes):
            for kind in ("cues", "opposite", "hints", "unless"):
                for cue in getattr(code, kind):
                    cues.append(cue)
                    self._meant.append((j, kind))
        self._index = CueIndex(cues)
        sizes = [len(code.examples) for code in framework.codes]
        self._with = np.flatnonzero(sizes)
        self._first = np.cumsum([0, *(n for n in sizes if n)])[:-1]
        self._examples = vectors([t for code in framework.codes for t in code.examples])
        self._centres = _centres(self._examples, sizes)

    def likeness(self, rows: Floats) -> Floats:
        """Return how like the examples of each code sentences are, from 0 to 1."""
        n_codes = len(self.framework.codes)
        if not len(rows) or not len(self._examples):
            return np.zeros((len(rows), n_codes), dtype=np.float32)
        near = np.maximum.reduceat(rows @ self._examples.T, self._first, axis=1)
        score = (near + (rows @ self._centres.T)[:, self._with]) / 2
        out = np.zeros((len(rows), n_codes), dtype=np.float32)
        out[:, self._with] = 1 / (1 + np.exp(_SLOPE * (_MIDDLE - score)))
        out[~rows.any(axis=1)] = 0
        return out

    def strengths(self, read: Read) -> Iterator[dict[int, tuple[float, bool]]]:
        """Yield what each sentence shows: by code, how surely, and whether turned."""
        like = self.likeness(read.vectors)
        near: list[list[int]] = [[] for _ in read.words]
        for i, j in np.argwhere(like > _NEAR).tolist():
            near[i].append(j)
        for i, (words, keys) in enumerate(zip(read.words, read.keys, strict=True)):
            yield self._strengths(words, keys, like[i], near[i])

    def _strengths(
        self, words: str, keys: frozenset[str], like: Any, near: list[int]
    ) -> dict[int, tuple[float, bool]]:
        told: dict[int, dict[str, list[bool]]] = {}
        for i, hit in self._index.find(words, keys).items():
            j, kind = self._meant[i]
            # "Nobody knows whose budget it is" denies no obstacle, "no red tape" does.
            nearby = 1 if self.framework.codes[j].usual == "hinders" else _NEARBY
            denied = negated(words, hit, nearby)
            told.setdefault(j, {}).setdefault(kind, []).append(denied)
        out = {}
        for j in {*told, *near}:
            own = told.get(j, {})
            worth, turned = self._worth(own)
            if "unless" not in own:
                sure = 1 - (1 - worth) * (1 - _LIKE * float(like[j]))
                out[j] = (round(sure, 4), turned)
        return out

    def _worth(self, told: dict[str, list[bool]]) -> tuple[float, bool]:
        # One entry a cue: True for the usual meaning, False for the opposite.
        plain = [not no for no in told.get("cues", ()) if self.turns or not no]
        plain += [no for no in told.get("opposite", ()) if self.turns or not no]
        hints = [not no for no in told.get("hints", ())]
        if plain:
            turned = plain.count(False) > plain.count(True)
            return (_CUES if len(plain) > 1 else _CUE), turned
        if hints:
            turned = self.turns and hints.count(False) > hints.count(True)
            return (_HINTS if len(hints) > 1 else _HINT), turned
        return (_NEGATED if told else 0.0), False


@lru_cache(maxsize=16)
def matcher(framework: Framework, *, turns: bool) -> Matcher:
    """Return the matcher of a framework, made once."""
    return Matcher(framework, turns=turns)


def _centres(rows: Floats, sizes: list[int]) -> Floats:
    """Return the mean of each code's examples less the mean of all, of length 1."""
    if not len(rows):
        return rows
    parts = np.split(rows, np.cumsum(sizes)[:-1])
    middle = rows.mean(axis=0)
    means = [own.mean(axis=0) - middle if len(own) else 0 * middle for own in parts]
    return unit(np.asarray(means, dtype=np.float32))
