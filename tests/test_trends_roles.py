import pandas as pd
from helpers import written
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.trends import recurring_issues


def roles(texts, audience):
    """Texts as (member, role, codes), all of one set and session."""
    journal, codes = written(
        [("A", 1, m, c) for m, _, c in texts],
        members=[{"member": m, "role": r} for m, r, _ in texts],
    )
    frame = recurring_issues(journal, codes, audience=audience).to_frame()
    return frame.set_index("theme")[["roles_raised", "roles"]]


def people(role, n, raised, first=0):
    return [(f"{role}{first + i}", role, "x" if i < raised else "") for i in range(n)]


def test_research_sees_all_roles():
    texts = [*people("nurse", 2, 1), *people("GP", 1, 1), *people("clerk", 1, 0)]
    assert roles(texts, "research").loc["x"].tolist() == [2, 3]


def test_a_set_is_not_told():
    texts = [*people("nurse", 8, 6), *people("GP", 8, 6)]
    assert roles(texts, "set:A").isna().all(axis=None)


def test_a_role_that_one_person_holds_is_folded_for_the_programme():
    texts = [*people("nurse", 8, 5), *people("GP", 7, 3), *people("clerk", 1, 1)]
    assert roles(texts, "programme").loc["x"].tolist() == [2, 2]  # the clerk is none
    small = [row for r in "abcde" for row in people(r, 1, 1)]
    found = roles([*people("nurse", 12, 5), *people("GP", 7, 3), *small], "programme")
    assert found.loc["x"].tolist() == [3, 3]  # five of them are one together


def test_a_number_of_roles_that_would_tell_who_is_left_out():
    # All six raised it, and only nurses did: of each it would be known.
    texts = [*people("nurse", 6, 6), *people("GP", 6, 0)]
    found = roles(texts, "programme").loc["x"]
    assert pd.isna(found["roles_raised"])


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "c"]), st.booleans()),
        min_size=10,
        max_size=40,
    )
)
def test_what_the_programme_is_told_leaves_room_for_five(rows):
    texts = [
        (f"m{i}", role, "x" if said else "") for i, (role, said) in enumerate(rows)
    ]
    found = roles(texts, "programme")
    if "x" not in found.index or pd.isna(found.loc["x", "roles_raised"]):
        return
    raised = sum(said for _, said in rows)
    holders = pd.Series([r for r, _ in rows]).value_counts()
    whole = [int(n) for n in holders if n >= 5]
    others = sum(int(n) for n in holders if n < 5)
    sizes = sorted([*whole, *[others] * (others >= 5)], reverse=True)
    told = int(found.loc["x", "roles_raised"])
    assert told <= len(sizes)
    assert sum(sizes[:told]) - raised >= 5
