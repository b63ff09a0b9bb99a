import re

import pandas as pd
import pytest
from helpers import written
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.disclosure import Audience
from alsjournal.journal import Journal
from alsjournal.trends import as_coded
from alsjournal.trends.counts import units_of
from alsjournal.trends.spread import _returns, spread_of


def spread(texts, theme="x", **tables):
    journal, codes = written(texts, **tables)
    units = units_of(journal, Audience.research())
    return spread_of(journal, as_coded(journal, codes), units)[theme]


def cells(raised):
    rows = [
        (set_id, session, int(letter))
        for set_id, said in raised.items()
        for session, letter in enumerate(said, start=1)
    ]
    frame = pd.DataFrame(rows, columns=["set_id", "session", "raised"])
    return frame.astype({"set_id": "str", "session": "Int64", "raised": "Int64"})


@pytest.mark.parametrize(
    ("raised", "returns"),
    [("", 0), ("0", 0), ("1", 0), ("11", 0), ("101", 1), ("0101001", 2), ("1001", 1)],
)
def test_returns(raised, returns):
    assert _returns(cells({"A": raised})) == returns


@given(
    st.dictionaries(st.sampled_from(["A", "B", None]), st.text("01", max_size=8)),
    st.randoms(use_true_random=False),
)
def test_returns_of_sets_add_up_in_any_order(by_set, chance):
    frame = cells(by_set)
    mixed = frame.sample(frac=1, random_state=chance.randrange(2**32))
    alone = [len(re.findall("(?<=1)0+(?=1)", said)) for said in by_set.values()]
    assert _returns(mixed) == sum(alone)


def test_where_when_and_whether_it_came_back():
    found = spread(
        [
            *[("A", n, "m1", "x" if n in (1, 3, 4) else "") for n in range(1, 7)],
            *[("B", n, "m2", "x" if n == 2 else "") for n in (1, 2)],
        ]
    )
    assert (found.sessions_raised, found.sessions) == (4, 6)
    assert (found.first_session, found.last_session, found.since) == (1, 4, 4)
    assert found.returns == 1
    assert found.sets == ("A", "B")


def test_a_session_at_which_nobody_wrote_interrupts_nothing():
    texts = [("A", 1, "m1", "x"), ("A", 3, "m1", "x")]
    held = [{"set_id": "A", "session": n} for n in (1, 2, 3, 4)]
    found = spread(texts, sessions=held)
    assert found.returns == 0
    assert found.sessions == 2
    assert found.since is None


def test_without_sets_and_without_sessions():
    texts = [(None, n, None, "x" * (n != 2)) for n in (1, 2, 3)]
    found = spread([*texts, (None, None, None, "x y"), ("A", None, None, "y")])
    assert found.returns == 1
    assert found.sets == ()
    nowhere = spread([(None, None, None, "x")])
    assert (nowhere.sessions_raised, nowhere.first_session) == (0, None)


def test_an_empty_journal_and_a_theme_that_nobody_raised():
    _, codes = written([("A", 1, "m1", "x")])
    empty = Journal({})
    units = units_of(empty, Audience.research())
    found = spread_of(empty, as_coded(empty, codes), units)["x"]
    assert (found.sessions, found.sessions_raised, found.since) == (0, 0, None)
