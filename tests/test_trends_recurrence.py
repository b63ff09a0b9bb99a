import pytest
from helpers import crowd, written

from alsjournal.cleared import Recurrence
from alsjournal.errors import DisclosureError
from alsjournal.trends import recurring_issues

TEXTS = [
    *crowd(9, ["x y"] * 6 + ["z"], set_id="A"),
    *crowd(9, ["y"] * 3, set_id="B", first=9),
    *crowd(9, ["y"], set_id="A", session=2),
    *crowd(9, ["x"], set_id="A", session=3),
]


def test_spread_goes_before_volume():
    table = recurring_issues(*written(TEXTS))
    assert isinstance(table, Recurrence)
    frame = table.to_frame()
    columns = ["rank", "theme", "sets_raised", "came_back", "sessions_raised", "shown"]
    assert frame[columns].to_numpy().tolist() == [
        [1, "y", 2, 0, 2, "9 of 18"],
        [2, "x", 1, 1, 2, "6 of 18"],
        [3, "z", 1, 0, 1, "1 of 18"],
    ]


def test_themes_that_too_few_raised_are_left_out_for_the_programme():
    table = recurring_issues(*written(TEXTS), audience="programme")
    frame = table.to_frame()
    assert frame["theme"].tolist() == ["y", "x"]
    assert frame["rank"].tolist() == [1, 2]
    assert table.notes[-1] == "Themes that fewer than 5 raised are left out."


def test_themes_left_out_still_protect_the_others():
    texts = [("A", 1, None, c) for c in ["x"] * 40 + ["y"] * 30 + ["z"] * 3]
    frame = recurring_issues(*written(texts), audience="programme").to_frame()
    assert frame["shown"].tolist() == ["40 of 73", "withheld"]


def test_a_set_hears_only_whether_others_raised_it():
    journal, codes = written(
        TEXTS,
        permissions=[
            {"member": f"m{i}", "use": "counts", "reach": "set"} for i in range(9)
        ],
    )
    own = recurring_issues(journal, codes, audience="set:A").to_frame()
    assert own[["theme", "elsewhere"]].to_numpy().tolist() == [
        ["x", False],
        ["y", True],
        ["z", False],
    ]
    assert own[["sets", "sets_raised"]].isna().all(axis=None)
    # Set A lets nobody else know of its themes.
    other = recurring_issues(journal, codes, audience="set:B").to_frame()
    assert other[["theme", "elsewhere"]].to_numpy().tolist() == [["y", False]]


def test_not_for_the_public():
    with pytest.raises(DisclosureError, match="'public'"):
        recurring_issues(*written(TEXTS), audience="public")


def test_nothing_raised_is_no_rows():
    journal, codes = written(TEXTS)
    assert len(recurring_issues(journal, codes.iloc[:0])) == 0
    part = journal.select(set_id="B")
    assert len(recurring_issues(part, codes, audience="set:A")) == 0
