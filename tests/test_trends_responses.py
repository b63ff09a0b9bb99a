"""Somebody with a set's own page of answers, who subtracts it from the programme's."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alsjournal as als
from alsjournal.journal import Journal
from alsjournal.report import summarise
from alsjournal.report.compose import compose
from alsjournal.report.render.markdown import to_markdown
from alsjournal.trends import finding_id

K = 5  # the minimum of the default policy
NONE = pd.DataFrame({"construct": pd.Series(dtype="str")})
Answer = tuple[str, str | None, str]  # on whose page, whose, what is ticked


def made(answers: Iterable[Answer]) -> tuple[Journal, pd.DataFrame]:
    """A programme of two sets with seven people each, and what was answered."""
    texts = pd.DataFrame(
        [
            {"reflection_id": f"{name}{i}", "set_id": name, "member": f"m-{name}{i}"}
            for name in "AB"
            for i in range(7)
        ]
    ).assign(session=1, text="Nobody came to cover.")
    rows = [
        {
            "response_id": f"a{i}",
            "finding": finding_id("cover", asked, 1),
            "member": member,
            "answered": pd.Timestamp("2026-01-01") + pd.Timedelta(days=i),
            **{box: box in ticked for box in ("agree", "missing", "wrong")},
        }
        for i, (asked, member, ticked) in enumerate(answers)
    ]
    codes = pd.DataFrame({"reflection_id": texts["reflection_id"], "code": "cover"})
    said = pd.DataFrame(rows).astype({"member": "str"})
    return Journal({"reflections": texts, "responses": said}), codes


def sheets(asked: str, **ticked: int) -> list[Answer]:
    """So many sheets without a code for each box."""
    return [(asked, None, box) for box, n in ticked.items() for _ in range(n)]


def told(answers: list[Answer], audience: str = "programme") -> dict[str, str]:
    shown = als.responses(*made(answers), audience=audience).to_frame()
    return dict(zip(shown["what"], shown["shown"], strict=True))


def page(answers: list[Answer], audience: str) -> str:
    journal, codes = made(answers)
    return to_markdown(
        compose(summarise(journal, codes, audience=audience, codings=NONE))
    )


A = sheets("set:A", agree=6, wrong=6)


def test_the_one_answer_of_another_set_is_not_what_is_left() -> None:
    assert told(A, "set:A")["wrong"] == "6 of 12"
    one = sheets("set:B", wrong=1)
    assert told(A + one) == {}
    assert "13" not in page(A + one, "programme").partition("answered to the")[2]


def test_a_small_count_of_another_set_is_not_what_is_left() -> None:
    both = A + sheets("set:B", wrong=1, agree=1, missing=4)
    shown = als.responses(*made(both), audience="programme").to_frame()
    assert set(shown["wrote"]) == {18}
    assert shown[["raised", "share", "low", "high"]].isna().all(axis=None)
    assert set(shown["shown"]) == {"withheld"}
    assert "6 that it is wrong" in page(both, "set:A")
    programme = page(both, "programme")
    assert "7 of 18" not in programme
    assert "less any one set" in programme


def test_nor_is_it_said_of_a_count_that_it_is_small() -> None:
    own = sheets("set:A", missing=4, agree=8)
    both = told(own + sheets("set:B", wrong=5))
    assert both["missing"] == "withheld"  # fewer than 5 would be nobody of set B


def test_what_leaves_enough_of_either_set_is_shown() -> None:
    both = told(A + sheets("set:B", wrong=5, agree=2, agree_missing=5))
    assert (both["wrong"], both["agree"]) == ("11 of 24", "13 of 24")
    assert both["missing"] == "withheld"


def test_where_everybody_ticked_one_box_two_do_not_tell_the_third() -> None:
    both = told(A + sheets("set:B", wrong=5, agree=7))
    assert (both["agree"], both["wrong"]) == ("13 of 24", "withheld")
    shown = told(sheets("programme", agree=9, wrong=6, missing=2))
    assert (shown["wrong"], shown["missing"]) == ("withheld", "fewer than 5")


def test_one_set_alone_is_not_the_programme() -> None:
    assert told(A) == {}


def test_where_no_answer_has_a_set_small_numbers_alone_are_masked() -> None:
    everybody = told(sheets("programme", agree=6, wrong=5, wrong_missing=4))
    assert everybody["wrong"] == "9 of 15"
    assert everybody["missing"] == "fewer than 5"


def test_who_answered_to_everybodys_page_is_of_their_set_or_of_none() -> None:
    for member in ("m-B1", None):
        one: list[Answer] = [("programme", member, "wrong")]
        assert told(A + one) == {}
    for name, shown in (("A", {}), ("B", "withheld")):
        five: list[Answer] = [("programme", f"m-{name}{i}", "wrong") for i in range(5)]
        both = told(A + five)
        assert (both["wrong"] if both else {}) == shown  # one set's, or all of B
    none = sheets("programme", agree=2, agree_missing=5, wrong=5)
    assert told(A + none)["wrong"] == "11 of 24"


@pytest.mark.parametrize(("n", "shown"), [(4, {}), (5, {"wrong": "12 of 23"})])
def test_who_answered_for_two_sets_is_not_left_twice(
    n: int, shown: dict[str, str]
) -> None:
    """Of set B's page one person is on set A's too: less A, they do not count."""
    twice: list[Answer] = [("set:A", "m-A0", "wrong"), ("set:B", "m-A0", "wrong")]
    more = sheets("set:B", wrong=n) + sheets("set:B", agree_missing=n if shown else 0)
    both = told(A + twice + more)
    assert {what: both[what] for what in shown} == shown
    assert bool(both) == bool(shown)


WHO = st.tuples(st.sampled_from(["A", "B"]), st.integers(0, 6)).map(
    lambda at: f"m-{at[0]}{at[1]}"
)
SOME = st.sampled_from([0, 1, 4, 5, 6, 9])
COUNTS = st.fixed_dictionaries({"agree": SOME, "missing": SOME, "wrong": SOME})
BY_NAME = st.tuples(
    st.sampled_from(["set:A", "set:B", "programme"]),
    WHO,
    st.sampled_from(["agree", "missing", "wrong", "agree wrong"]),
)


@settings(max_examples=40, deadline=None)
@given(COUNTS, COUNTS, COUNTS, st.lists(BY_NAME, max_size=6))
def test_no_set_can_subtract_its_page_and_be_left_with_few(
    a: dict[str, int], b: dict[str, int], all_: dict[str, int], named: list[Answer]
) -> None:
    answers = sheets("set:A", **a) + sheets("set:B", **b) + sheets("programme", **all_)
    answers += list({(asked, who): (asked, who, t) for asked, who, t in named}.values())
    if not answers:
        return
    journal, codes = made(answers)
    pooled = als.responses(journal, codes, audience="programme").to_frame()
    pooled = pooled.set_index("what")[["raised", "wrote"]]
    for name in "AB":
        own = als.responses(journal, codes, audience=f"set:{name}").to_frame()
        own = own.set_index("what")[["raised", "wrote"]]
        left = (pooled - own.reindex(pooled.index)).dropna(subset="wrote")
        assert not left["wrote"].between(1, K - 1).any()
        few = (left["raised"] < K) | (left["wrote"] - left["raised"] < K)
        nothing = (left["raised"] == 0) & (left["wrote"] == 0)
        assert not (few & ~nothing).fillna(value=False).any()
