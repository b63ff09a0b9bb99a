"""The random sample and what it says."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from alsjournal.anonymise.review.audit import draw, estimate
from alsjournal.anonymise.review.log import Record
from alsjournal.anonymise.review.stretches import sentences_of


def record(n, item, decision="audit", *, masked=0, missed=0, chain="2"):
    return Record(
        n,
        "2026-01-01T00:00:00+00:00",
        "custodian:x",
        decision,
        item,
        "t",
        "AUDIT",
        "",
        chain,
        masked=masked,
        missed=missed,
    )


@given(st.text(alphabet="ab. !?\n\"')", max_size=80))
def test_sentences_hold_all_that_is_written(text):
    found = sentences_of(text)
    inside = {i for a, b in found for i in range(a, b)}
    outside = "".join(c for i, c in enumerate(text) if i not in inside)
    assert not set(outside) & set("ab.!?")
    assert all(a < b for a, b in found)
    assert all(x[1] <= y[0] for x, y in pairwise(found))
    assert max((b - a for a, b in sentences_of("a" * 5_000)), default=0) <= 600


def test_every_part_in_proportion_and_larger_samples_go_on():
    strata = {
        "big": [f"a{i:04d}" for i in range(800)],
        "small": [f"b{i:03d}" for i in range(200)],
    }
    drawn = draw(strata, 100)
    assert Counter(mark[0] for mark in drawn) == {"a": 80, "b": 20}
    assert draw(strata, 200)[:100] == drawn
    assert len(draw(strata, 5_000)) == 1_000
    assert draw({}, 5) == []


@pytest.mark.parametrize(("masked", "missed"), [(200, 0), (198, 2), (0, 3), (7, 7)])
def test_the_bound_is_clopper_and_pearsons(masked, missed):
    records = [record(1, "a", masked=masked, missed=0), record(2, "b", missed=missed)]
    found = estimate(records, "2")
    # The quantile of the beta distribution, as textbooks give it.
    wanted = beta.ppf(0.05, masked, missed + 1) if masked else 0.0
    assert found.low == pytest.approx(wanted, abs=1e-9)
    assert found.share == masked / (masked + missed)
    assert found.sentences == 2


def test_two_hundred_without_a_miss():
    found = estimate([record(1, "a", masked=200)], "2")
    assert str(found) == (
        "at least 98.5 % of what identifies is masked (one-sided 95 %), 200 "
        "identifiers checked in 1 sentence, 0 open"
    )


def test_undone_and_earlier_chains_do_not_count():
    records = [
        record(1, "a", masked=5),
        record(2, "b", masked=9, missed=9),
        record(3, "b", "undo"),
        record(4, "c", masked=7, chain="1"),
        record(5, "d", "accept"),
    ]
    found = estimate(records, "2")
    assert (found.masked, found.missed, found.sentences) == (5, 0, 1)
