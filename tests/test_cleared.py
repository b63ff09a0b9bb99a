import copy
import pickle
from dataclasses import FrozenInstanceError

import pandas as pd
import pytest
from helpers import crowd, written

from alsjournal.cleared import (
    Cleared,
    IssueCards,
    Prevalence,
    QuoteSet,
    Recurrence,
    SessionDifference,
    ThemeSummary,
)
from alsjournal.errors import DisclosureError
from alsjournal.trends import theme_prevalence

KINDS = [Prevalence, ThemeSummary, Recurrence, QuoteSet]
KINDS += [IssueCards, SessionDifference]


@pytest.fixture
def table() -> Prevalence:
    return theme_prevalence(*written(crowd(3, ["<b>cover</b>"])))


@pytest.mark.parametrize("kind", [Cleared, *KINDS])
def test_cannot_be_constructed(kind):
    frame = pd.DataFrame(columns=list(kind.COLUMNS))
    for more in ({}, {"seal": None}, {"seal": object()}):
        with pytest.raises(DisclosureError, match="cannot be constructed"):
            kind(frame, "research", "default", **more)


@pytest.mark.parametrize("kind", KINDS)
def test_columns_are_closed(kind):
    from alsjournal.cleared.base import SEAL

    frame = pd.DataFrame(columns=[*kind.COLUMNS, "member"])
    with pytest.raises(DisclosureError, match="exactly the columns"):
        kind(frame, "research", "default", seal=SEAL)
    assert not {"member", "reflection_id", "coder"} & set(kind.COLUMNS)
    # The cards of a set hold its own words, cleared one by one.
    assert "text" not in kind.COLUMNS or kind is IssueCards


def test_cannot_be_changed(table):
    before = table.to_frame()
    for name in ("audience", "frame", "_frame", "anything"):
        with pytest.raises(FrozenInstanceError):
            setattr(table, name, "public")
    with pytest.raises(TypeError):
        table.provenance["coder"] = "me"
    given = table.to_frame()
    given["raised"].array[0] = 99
    given.loc[:, "shown"] = "99 of 99"
    pd.testing.assert_frame_equal(table.to_frame(), before)


def test_may_be_kept(table):
    for again in (pickle.loads(pickle.dumps(table)), copy.deepcopy(table)):
        assert type(again) is Prevalence
        pd.testing.assert_frame_equal(again.to_frame(), table.to_frame())
        assert (again.audience, again.policy, again.unit, again.notes) == (
            table.audience,
            table.policy,
            table.unit,
            table.notes,
        )
        assert dict(again.provenance) == dict(table.provenance)


def test_repr_and_html(table):
    assert repr(table) == (
        "Prevalence(1 rows, audience 'research', policy 'default', unit 'members')"
    )
    html = table._repr_html_()
    assert "&lt;b&gt;cover" in html
    assert "<b>cover" not in html
    assert "NA" not in html
    assert len(table) == 1
