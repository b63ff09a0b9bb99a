from helpers import crowd, written

from alsjournal.cleared import ThemeSummary
from alsjournal.trends import theme_prevalence, theme_summary

TEXTS = [
    *crowd(9, ["x y"] * 6 + ["z"] * 2, set_id="A"),
    *crowd(9, ["y"] * 3, set_id="B", first=9),
    *crowd(9, ["x"], set_id="A", session=2),
    *crowd(9, [], set_id="A", session=3),
]
PLACES = [
    *("sets_raised", "sessions_raised"),
    *("first_session", "last_session", "since"),
]


def test_widest_first_and_people_counted_once():
    table = theme_summary(*written(TEXTS))
    assert isinstance(table, ThemeSummary)
    frame = table.to_frame()
    assert frame[["theme", "shown", "sets_raised"]].to_numpy().tolist() == [
        ["y", "9 of 18", 2],
        ["x", "6 of 18", 1],
        ["z", "2 of 18", 1],
    ]
    assert frame["sessions_raised"].tolist() == [1, 2, 1]
    assert frame["since"].tolist() == [1, 2, 1]
    assert frame["status"].tolist() == ["coded"] * 3


def test_where_few_raised_it_nothing_tells_how_many():
    frame = theme_summary(*written(TEXTS), audience="programme").to_frame()
    few = frame.set_index("theme").loc["z"]
    assert few["shown"] == "fewer than 5"
    assert few[[*PLACES, "raised", "share", "low", "high"]].isna().all()
    assert frame.set_index("theme").loc["y", PLACES[:2]].tolist() == [2, 1]


def test_the_order_of_what_is_not_shown_is_that_of_the_alphabet():
    texts = crowd(20, ["a"] * 1 + ["b"] * 4 + ["c"] * 2 + ["d"] * 6)
    frame = theme_summary(*written(texts), audience="programme").to_frame()
    assert frame["theme"].tolist() == ["d", "a", "b", "c"]


def test_it_agrees_with_prevalence_over_all_sessions():
    journal, codes = written(TEXTS)
    for audience in ("research", "programme", "public", "set:A", "member:m0"):
        summary = theme_summary(journal, codes, audience=audience).to_frame()
        whole = theme_prevalence(journal, codes, audience=audience, by=()).to_frame()
        one = summary.set_index("theme")["shown"].to_dict()
        assert one == whole.set_index("theme")["shown"].to_dict(), audience


def test_one_theme_a_text_cannot_be_told_from_the_others():
    texts = [("A", 1, None, c) for c in ["x"] * 40 + ["y"] * 30 + ["z"] * 3]
    frame = theme_summary(*written(texts), audience="programme").to_frame()
    assert frame["shown"].tolist() == ["40 of 73", "withheld", "fewer than 5"]


def test_the_public_is_not_told_where_and_a_set_not_of_others():
    journal, codes = written(
        TEXTS,
        permissions=[
            {"member": f"m{i}", "use": "counts", "reach": "public"} for i in range(18)
        ],
    )
    public = theme_summary(journal, codes, audience="public").to_frame()
    assert public[[*PLACES, "sets", "sessions"]].isna().all(axis=None)
    own = theme_summary(journal, codes, audience="set:B").to_frame()
    assert own[["sets", "sets_raised"]].isna().all(axis=None)
    assert own.set_index("theme")["shown"].to_dict()["y"] == "3 of 9"
