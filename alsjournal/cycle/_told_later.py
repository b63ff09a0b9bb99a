"""Which later passages may tell what became of an action: a score, and the best.

A passage is a sentence with the better of its neighbours, since what became of an
action is often said in two breaths. Of one text there is one at most. The weights were
chosen on sets A and B of the sample and measured once on C and D
(``benchmarks/cycle/links.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.cycle._words import Words
from alsjournal.embed import SpacyEmbedder
from alsjournal.segment import sentences

__all__ = ["Told", "told_later", "windows"]

Floats = npt.NDArray[np.float64]

_AMONG = 3
_WORDS, _PAST, _OWN, _BESIDE, _LATER = 1.5, 0.05, 0.4, 0.3, 0.05
_MIDDLE, _STEEP = 1.0, 3.0
_IN_THE_PAST = re.compile(
    r"\b(?:\w+ed|was|were|had|did|went|came|said|sent|rang|told|got|gave|met|took|wrote"
    r"|spoke|put|made|found|saw|begun|done|held|brought|left|kept|read)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Told:
    """A passage that may tell what became of an action; offsets and no words."""

    action_id: str
    reflection_id: str
    start: int
    end: int
    confidence: float


def told_later(actions: pd.DataFrame, texts: pd.DataFrame) -> Iterator[Told]:
    """Yield up to three passages an action, the best first.

    Parameters
    ----------
    actions : pandas.DataFrame
        ``action_id``, ``set_id``, ``session``, ``owner`` and ``text``, none of the
        first three and the last empty.
    texts : pandas.DataFrame
        ``reflection_id``, ``set_id``, ``session``, ``member`` and ``text``; and
        ``candidate``, whether its passages may be proposed: the others only say
        which words are common.

    Yields
    ------
    Told
        Of texts of a later session of the action's set.
    """
    for set_id, own in texts.groupby("set_id", sort=True):
        asked = actions[actions["set_id"] == set_id]
        if len(asked):
            yield from _of_set(asked, own.sort_values(["session", "reflection_id"]))


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a passage of a text may lie: a sentence, or two beside each other.

    Examples
    --------
    >>> list(windows("I rang. She left."))
    [(0, 6), (8, 16), (0, 16)]
    """
    found = [(s.start, s.end) for s in sentences(text)]
    yield from found
    yield from ((a[0], b[1]) for a, b in pairwise(found))


def _of_set(actions: pd.DataFrame, texts: pd.DataFrame) -> Iterator[Told]:
    rows = [
        (*row[:4], s.start, s.end, row[4][s.start : s.end])
        for row in zip(
            *(texts[c] for c in ("reflection_id", "session", "member", "candidate")),
            texts["text"],
            strict=True,
        )
        for s in sentences(row[4])
    ]
    names = ("reflection_id", "session", "member", "candidate", "start", "end", "said")
    said = pd.DataFrame(rows, columns=list(names))
    if not len(said):
        return
    embedder = SpacyEmbedder()
    vectors = np.asarray(embedder.fit_transform(list(said["said"])), dtype=float)
    asked = np.asarray(embedder.transform(list(actions["text"])), dtype=float)
    middle = vectors.mean(axis=0)
    likeness = _unit(asked - middle) @ _unit(vectors - middle).T
    said["past"] = [bool(_IN_THE_PAST.search(one)) for one in said["said"]]
    words = Words(texts["text"])
    for action, near in zip(actions.to_dict("records"), likeness, strict=True):
        later = (said["session"] > action["session"]) & said["candidate"]
        if later.any():
            yield from _best(action, said[later], near[later.to_numpy()], words)


def _best(
    action: dict[Any, Any], said: pd.DataFrame, near: Floats, words: Words
) -> Iterator[Told]:
    own = said["member"].eq(action["owner"]).fillna(value=False)
    shared = np.asarray([words.share(action["text"], one) for one in said["said"]])
    sessions = said["session"].to_numpy(dtype=float)
    since = np.unique(sessions).searchsorted(sessions)
    alone = (
        near
        + _WORDS * shared
        + _PAST * said["past"].to_numpy(dtype=float)
        + _OWN * own.to_numpy(dtype=float)
        - _LATER * since
    )
    text = said["reflection_id"].to_numpy()
    same = np.r_[False, text[1:] == text[:-1], False]
    before = np.where(same[:-1], np.r_[-np.inf, alone[:-1]], -np.inf)
    after = np.where(same[1:], np.r_[alone[1:], -np.inf], -np.inf)
    score = alone + _BESIDE * np.maximum(np.maximum(before, after), 0)
    starts, ends = said["start"].to_numpy(), said["end"].to_numpy()
    used: set[str] = set()
    for at in np.argsort(-score, kind="stable"):
        if text[at] in used:
            continue
        used.add(text[at])
        first = at - 1 if before[at] > after[at] else at
        last = at + 1 if after[at] >= before[at] and after[at] > -np.inf else at
        yield Told(
            action["action_id"],
            text[at],
            int(starts[first]),
            int(ends[last]),
            _confidence(float(score[at])),
        )
        if len(used) == _AMONG:
            return


def _confidence(score: float) -> float:
    return round(float(1 / (1 + np.exp(-_STEEP * (score - _MIDDLE)))), 2)


def _unit(x: Floats) -> Floats:
    out: Floats = x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12)
    return out
