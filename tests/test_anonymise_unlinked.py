"""What could be followed from one output into another is taken out."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise.unlinked import members_named, unlinked
from alsjournal.disclosure import PSEUDONYM, holds_pseudonym

_PARTS = st.sampled_from(
    [
        *("[name 7]", "[name 2]", "[place 3]", "[organisation 12]", "[name]", "[date]"),
        *("[member m-Z2SS3YE7NFM6]", "[person p-Y7AC3BEZX0SC]", "m-Z2SS3YE7NFM6"),
        *("[member m-1a]", "[about session 3]", "[1 week before session 2]"),
        *("We met", "x-8PEXDXEFBNCQ", "again.", "[2 weeks after session 4]", "r-"),
    ]
)


@given(st.lists(_PARTS, max_size=12).map(" ".join))
def test_nothing_of_the_journal_is_left_and_twice_is_once(text):
    out = unlinked(text, dates=False)
    assert not holds_pseudonym(out)
    assert "session" not in out
    assert unlinked(out, dates=False) == out
    for kind in ("name", "place", "organisation"):
        numbers = [int(n) for n in re.findall(rf"\[{kind} (\d+)\]", out)]
        first = list(dict.fromkeys(numbers))
        assert first == list(range(1, len(first) + 1))
        assert len(first) != 1


@given(st.text())
def test_other_text_stays_as_it_is(text):
    if "[" not in text and not PSEUDONYM.search(text):
        assert unlinked(text) == text


def test_members_are_named_once_and_in_order():
    a, b = "m-Z2SS3YE7NFM6", "m-Y7AC3BEZX0SC"
    texts = [f"[member {b}] and [person p-Z2SS3YE7NFM6]", f"[member {a}][member {b}]"]
    assert members_named(texts) == [b, a]


def test_names_of_one_release_belong_to_it():
    assert not holds_pseudonym("x-8PEXDXEFBNCQ")
    assert holds_pseudonym("read r-8PEXDXEFBNCQ.")
    assert not holds_pseudonym("rm-8PEXDXEFBNCQ")
