"""Views that follow each other."""

import pandas as pd
import pytest

from alsjournal.cleared import Prevalence, QuoteSet
from alsjournal.disclosure import Audience, clear, policy_named
from alsjournal.errors import DisclosureError, InputError
from alsjournal.widgets import Cell, QuoteTable, ThemeMap, TrendExplorer, link

POLICY = policy_named("default")


def counts(audience="research", sets=("A", "B"), themes=("Cover", "Trust", "Money")):
    rows = [
        {"theme": t, "set_id": s, "session": k, "raised": (i + k) % 7, "wrote": 7}
        for i, t in enumerate(themes)
        for s in sets
        for k in (1, 2, 3)
    ]
    return clear(
        Prevalence,
        pd.DataFrame(rows),
        audience=Audience.parse(audience),
        policy=POLICY,
        by=("set_id", "session"),
    )


def quotes(audience="research"):
    rows = {
        "theme": ["Cover", "Cover", "Trust"],
        "quote": ["a b c", "d e f", "g h i"],
        "session": pd.array([1, 2, 1], dtype="Int64"),
    }
    return clear(
        QuoteSet, pd.DataFrame(rows), audience=Audience.parse(audience), policy=POLICY
    )


def test_a_choice_goes_to_all():
    themes, trend, table = (
        ThemeMap(counts()),
        TrendExplorer(counts()),
        QuoteTable(quotes()),
    )
    link(themes, trend, table)
    themes.selection = (Cell("Trust", 1, "A"),)
    assert trend.selection == (Cell("Trust", 1, "A"),)
    assert trend.theme == "Trust"
    assert table.selection == (Cell("Trust", 1),)
    assert table.quotes_shown()["quote"].tolist() == ["g h i"]
    table.selection = (Cell("Cover"),)
    assert themes.selection == (Cell("Cover"),)
    assert trend.theme == "Cover"
    trend.selection = ()
    assert themes.selection == table.selection == ()


def test_a_session_of_no_set_is_that_of_every_set():
    themes, table = ThemeMap(counts()), QuoteTable(quotes())
    link(table, themes)
    table.selection = (Cell("Cover", 2),)
    assert set(themes.selection) == {Cell("Cover", 2, "A"), Cell("Cover", 2, "B")}


def test_a_theme_without_quotes_shows_none_and_not_all():
    themes, table = ThemeMap(counts()), QuoteTable(quotes())
    link(themes, table)
    themes.selection = (Cell("Money", 3, "B"),)
    assert table.selection == (Cell("Money"),)
    assert len(table.quotes_shown()) == 0
    assert table._status == "0 quotes on Money."


def test_a_theme_that_is_not_there_clears_the_choice():
    whole, part = ThemeMap(counts()), ThemeMap(counts(themes=("Cover",)))
    link(whole, part)
    whole.selection = (Cell("Cover", 1, "A"),)
    assert part.selection == (Cell("Cover", 1, "A"),)
    whole.selection = (Cell("Trust", 1, "A"),)
    assert part.selection == ()


def test_they_part_again():
    a, b = ThemeMap(counts()), ThemeMap(counts())
    together = link(a, b)
    assert repr(together) == "Link(ThemeMap, ThemeMap)"
    together.stop()
    together.stop()
    a.selection = (Cell("Cover", 1, "A"),)
    assert b.selection == ()
    assert repr(together) == "Link(stopped)"


def test_what_is_refused():
    a = ThemeMap(counts())
    with pytest.raises(DisclosureError, match="same audience"):
        link(a, ThemeMap(counts("set:A", sets=("A",))))
    for wrong in ((), (a,), (a, a)):
        with pytest.raises(InputError, match="two views or more"):
            link(*wrong)
    with pytest.raises(InputError, match="Got a QuoteSet"):
        link(a, quotes())
