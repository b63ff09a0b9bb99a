import datetime as dt

import pytest
from helpers import written
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.disclosure import audience_of, permissions_of, permitted
from alsjournal.errors import InputError

TEXTS = [("A", 1, "m1", ""), ("A", 2, "m1", ""), ("B", 1, "m2", ""), ("B", 2, None, "")]
HERE = {"set_id": "A", "session": 1, "present": True}
USES = ["self", "counts", "paraphrase", "quote"]
REACHES = ["set", "programme", "public"]


def standing(*permissions, texts=TEXTS):
    journal, _ = written(texts, permissions=list(permissions))
    rows = journal.table("reflections")
    found = permissions_of(journal, rows)
    return list(zip(found["use"], found["reach"], strict=True))


UNDECLARED = ("counts", "programme")
GONE = ("self", "set")


def test_undeclared_may_be_counted_and_not_quoted():
    journal, _ = written(TEXTS)
    rows = journal.table("reflections")
    assert set(standing()) == {UNDECLARED}
    assert permitted(journal, rows, audience="programme").all()
    assert not permitted(journal, rows, audience="public").any()
    for use in ("paraphrase", "quote"):
        assert not permitted(journal, rows, use=use).any()


def test_a_journal_with_neither_members_nor_permissions():
    journal, _ = written([(None, None, None, "")])
    assert permitted(journal, journal.table("reflections")).tolist() == [True]
    empty = journal.table("reflections").iloc[:0]
    for audience in ("research", "set:A", "programme", "member:m"):
        assert permitted(journal, empty, audience=audience).tolist() == []


def test_one_for_a_reflection_goes_before_one_for_its_member():
    assert standing(
        {"member": "m1", "use": "quote", "reach": "public"},
        {"reflection_id": "r2", "use": "self"},
    ) == [("quote", "public"), ("self", "programme"), UNDECLARED, UNDECLARED]


def test_the_one_given_last_stands():
    first = {"member": "m1", "use": "quote", "given": "2020-01-01"}
    later = {"member": "m1", "use": "counts", "given": "2021-01-01"}
    undated = {"member": "m1", "use": "paraphrase"}
    for order in ([first, later, undated], [later, undated, first]):
        assert standing(*order)[0] == ("counts", "programme")


def test_taken_back_means_nothing_may_be_used():
    back = {"member": "m1", "use": "quote", "withdrawn": "2020-01-01"}
    assert standing(back) == [GONE, GONE, UNDECLARED, UNDECLARED]
    journal, _ = written(TEXTS, permissions=[back])
    rows = journal.table("reflections")
    assert permitted(journal, rows).tolist() == [False, False, True, True]
    assert permitted(journal, rows, audience="member:m1").tolist() == [
        True,
        True,
        False,
        False,
    ]


def test_taking_back_never_leaves_more_than_before():
    # Quotes were allowed once, then counts only, and then that was taken back.
    assert (
        standing(
            {"member": "m1", "use": "quote", "given": "2018-01-01"},
            {
                "member": "m1",
                "use": "counts",
                "given": "2020-01-01",
                "withdrawn": "2021-01-01",
            },
        )[0]
        == GONE
    )


def test_taking_back_the_greater_leaves_the_lesser():
    quote = {
        "member": "m1",
        "use": "quote",
        "reach": "public",
        "given": "2020-01-01",
        "withdrawn": "2021-01-01",
    }
    counts = {"member": "m1", "use": "counts", "given": "2019-01-01"}
    nearer = {"member": "m1", "use": "quote", "given": "2019-01-01"}
    assert standing(quote, counts)[0] == ("counts", "programme")
    assert standing(quote, nearer)[0] == ("quote", "programme")
    # Neither less nor more than what was taken back.
    aside = {**quote, "use": "counts"}
    assert standing(aside, nearer)[0] == GONE


def test_given_again_after_taking_back():
    back = {"member": "m1", "use": "counts", "withdrawn": "2020-01-01"}
    again = {"member": "m1", "use": "quote", "given": "2020-06-01"}
    assert standing(back, again)[0] == ("quote", "programme")
    assert standing(back, {**again, "given": "2020-01-01"})[0] == ("quote", "programme")
    assert standing(back, {**again, "given": "2019-06-01"})[0] == GONE


def test_a_member_who_takes_back_all_takes_back_single_texts_too():
    back = {"member": "m1", "use": "counts", "withdrawn": "2020-01-01"}
    before = {"reflection_id": "r1", "use": "quote", "given": "2019-06-01"}
    undated = {"reflection_id": "r1", "use": "quote"}
    after = {"reflection_id": "r1", "use": "quote", "given": "2020-06-01"}
    assert standing(back, before)[0] == GONE
    assert standing(back, undated)[0] == GONE
    assert standing(back, after)[:2] == [("quote", "programme"), GONE]


def test_single_texts_stay_taken_back_when_the_member_allows_something_again():
    back = {"member": "m1", "use": "quote", "withdrawn": "2020-01-01"}
    text = {"reflection_id": "r1", "use": "quote", "given": "2019-06-01"}
    again = {"member": "m1", "use": "counts", "given": "2020-06-01"}
    assert standing(back, text, again)[:2] == [("counts", "programme")] * 2
    later = {**text, "given": "2020-07-01"}
    assert standing(back, later, again)[0] == ("quote", "programme")
    # Where a lesser one of the member's stood, not all was taken back.
    lesser = {"member": "m1", "use": "counts", "given": "2019-01-01"}
    assert standing(back, text, lesser)[0] == ("quote", "programme")


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize("use", USES)
def test_use_and_reach_for_each_audience(use, reach):
    permission = {"member": "m1", "use": use, "reach": reach}
    journal, _ = written(TEXTS[:1], permissions=[permission])
    rows = journal.table("reflections")
    for wanted in USES:
        enough = USES.index(use) >= USES.index(wanted)
        far = REACHES.index(reach)
        for audience, expected in {
            "research": enough,
            "set:A": enough,
            "set:B": False,
            "programme": enough and far >= 1,
            "public": enough and far >= 2,
            "member:m1": True,
            "member:m2": False,
        }.items():
            got = permitted(journal, rows, audience=audience, use=wanted)
            assert got.tolist() == [expected], (audience, wanted)


def test_select_keeps_what_was_declared():
    journal, _ = written(
        TEXTS,
        permissions=[
            {"member": "m1", "use": "self"},
            {"reflection_id": "r3", "use": "self"},
        ],
    )
    for criteria in ({"reflection_id": ["r1", "r3"]}, {"member": ["m1", "m2"]}):
        part = journal.select(**criteria)
        assert not permitted(part, part.table("reflections")).any()


def test_the_index_is_kept():
    journal, _ = written(TEXTS)
    rows = journal.table("reflections")
    rows.index = [9, 3, 3, 1]
    assert permitted(journal, rows).index.tolist() == [9, 3, 3, 1]


days = st.dates(dt.date(2018, 1, 1), dt.date(2024, 1, 1))
dates = st.one_of(st.none(), days)
grants = st.fixed_dictionaries(
    {
        "member": st.just("m1"),
        "use": st.sampled_from(USES),
        "reach": st.sampled_from([*REACHES, None]),
        "given": dates,
        "withdrawn": dates,
    }
)


@settings(max_examples=30)
@given(st.lists(grants, min_size=1, max_size=4, unique_by=lambda g: g["given"]))
def test_what_stands_was_given_or_is_nothing(permissions):
    found = standing(*permissions)[0]
    given_ones = {
        (p["use"], p["reach"] or "programme") for p in permissions if not p["withdrawn"]
    }
    assert found in given_ones | {GONE}


@settings(max_examples=30)
@given(st.lists(grants, min_size=1, max_size=4, unique_by=lambda g: g["given"]))
def test_taking_the_last_one_back_never_allows_more(permissions):
    latest = max(permissions, key=lambda p: str(p["given"] or ""))
    latest["withdrawn"] = None
    before = standing(*permissions)[0][0]
    latest["withdrawn"] = dt.date(2025, 1, 1)
    after = standing(*permissions)[0][0]
    assert USES.index(after) <= USES.index(before)


@pytest.mark.parametrize("by_hand", ["member:m9", "member:Ann Smith", "set:Z"])
def test_an_audience_that_the_journal_does_not_have(by_hand):
    journal, _ = written(TEXTS, attendance=[{**HERE, "member": "silent"}])
    with pytest.raises(InputError, match="must name a") as caught:
        audience_of(journal, by_hand)
    assert not any(said in str(caught.value) for said in ("m1", "Ann", "silent"))
    for known in ("member:m1", "member:silent", "set:A"):
        assert str(audience_of(journal, known)) == known
