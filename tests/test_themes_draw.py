"""The same texts are drawn, however they are batched and by however many."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.themes._draw import Draw, Drawn, sample_of

weights = st.lists(st.integers(1, 6), min_size=1, max_size=40)
cuts = st.lists(st.integers(0, 40), max_size=6)


def drawn(given: list[int], seed: int) -> list[Drawn]:
    keys = np.random.RandomState(seed).random_sample(len(given))
    return [
        Drawn(float(k), i, w) for i, (k, w) in enumerate(zip(keys, given, strict=True))
    ]


def whole(rows: list[Drawn], limit: int) -> list[int]:
    """As it would be with everything at hand: the first in order of keys that fit."""
    out, total = [], 0
    for row in sorted(rows, key=lambda row: row.key):
        total += row.weight
        if total > limit and out:
            break
        out.append(row.position)
    return sorted(out)


def parts_of(rows: list[Drawn], at: list[int]) -> list[list[Drawn]]:
    edges = sorted({0, len(rows), *(c for c in at if c < len(rows))})
    return [rows[a:b] for a, b in pairwise(edges)]


@given(weights, cuts, st.integers(1, 60), st.integers(0, 5))
def test_batches_do_not_matter(
    heavy: list[int], at: list[int], limit: int, seed: int
) -> None:
    rows = drawn(heavy, seed)
    draw = Draw(limit)
    for part in parts_of(rows, at):
        draw.add(part)
    usable = np.ones(len(rows), dtype=bool)
    sample = draw.sample(usable)
    assert sample.positions.tolist() == whole(rows, limit)
    assert sample.whole == (len(sample.positions) == len(rows))


@given(weights, cuts, st.integers(1, 60), st.integers(0, 5))
def test_draws_of_parts_add_up(
    heavy: list[int], at: list[int], limit: int, seed: int
) -> None:
    rows = drawn(heavy, seed)
    together = Draw(limit)
    for part in parts_of(rows, at):
        own = Draw(limit)
        for row in part:
            own.add([row])
        together.add(own.rows, own.bar)
    assert sorted(r.position for r in together.rows) == whole(rows, limit)


def test_what_says_nothing_is_not_drawn() -> None:
    texts = ["one", "", "two", " "]
    rng = np.random.RandomState(0)
    sample = sample_of(texts, 10, rng, lambda text: len(text.strip()))
    assert sample.texts == ["one", "two"]
    assert sample.usable.tolist() == [True, False, True, False]
