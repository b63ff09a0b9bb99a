"""Counts pooled over two sets: neither can work out what is small in the other."""

from __future__ import annotations

import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

import alsjournal as als
from alsjournal.cycle._pooled import points_at_few
from alsjournal.disclosure import Rule
from alsjournal.journal import Journal

K = 5  # the minimum of the default policy
SOME = st.integers(5, 12) | st.integers(0, 9)
PAIR = st.tuples(SOME, SOME)  # so many are, so many are not
THREE = st.tuples(SOME, SOME, SOME)


def small(n: int, of: int) -> bool:
    return n < K or of - n < K


def people(set_id: str, n: int) -> list[str]:
    return [f"{set_id}{i} of it" for i in range(n)]


@settings(max_examples=40)
@given(a=PAIR, b=PAIR)
def test_of_hearing_back(a: tuple[int, int], b: tuple[int, int]) -> None:
    actions, reports, held = [], [], []
    for set_id, (heard, waiting) in (("A", a), ("B", b)):
        held.append({"set_id": set_id, "session": 2, "order": 1})
        for i, owner in enumerate(people(set_id, heard + waiting)):
            row = {"action_id": f"{set_id}{i}", "set_id": set_id, "session": 1}
            actions.append({**row, "owner": owner, "due_session": 2})
            if i < heard:
                reports.append({"action_id": f"{set_id}{i}", "session": 2})
    tables = {"actions": actions, "action_reports": reports, "turns": held}
    made = Journal({k: pd.DataFrame(rows) for k, rows in tables.items() if rows})
    told = als.hearing_back(made, audience="programme").to_frame()
    tell = told[["heard", "actions"]].dropna()
    fit = not any(small(heard, heard + waiting) for heard, waiting in (a, b))
    assert len(tell) == fit
    for heard, of in tell.itertuples(index=False):
        for own, other in ((a, b), (b, a)):
            assert (heard - own[0], of - sum(own)) == (other[0], sum(other))


@settings(max_examples=20)
@given(a=st.tuples(THREE, THREE), b=st.tuples(THREE, THREE))
@example(a=((10, 8, 2), (9, 9, 6)), b=((7, 12, 8), (9, 9, 6)))
@example(a=((10, 8, 9), (9, 9, 6)), b=((7, 12, 1), (9, 2, 6)))
def test_of_outcomes_and_their_parts(
    a: tuple[tuple[int, ...], tuple[int, ...]],
    b: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    rows = []
    for set_id, halves in (("A", a), ("B", b)):
        for verified, parts in zip((True, False), halves, strict=True):
            wanted = [
                w
                for w, n in zip((True, False, None), parts, strict=True)
                for _ in range(n)
            ]
            rows += [
                {"set_id": set_id, "verified": verified, "intended": w} for w in wanted
            ]
    if not rows:
        return
    frame = pd.DataFrame(rows).assign(level="team", session=2)
    frame["outcome_id"] = [f"x{i}" for i in range(len(frame))]
    frame["claimed_by"] = people("", len(frame))
    made = Journal({"outcomes": frame, "sets": pd.DataFrame({"set_id": ["A", "B"]})})
    told = als.what_changed(made, audience="programme").to_frame()
    exact = {s: _of_one_set(made, s) for s in "AB"}
    for key, group in told.groupby(["what", "checked"]):
        shown = group[group["outcomes"].notna()]
        for own, other in (("A", "B"), ("B", "A")):
            left = 0
            for row in shown.to_dict("records"):
                cell = (*key, row.get(key[0]))
                n = row["outcomes"] - exact[own][0].get(cell, 0)
                of = row["of"] - exact[own][1].get(key, 0)
                assert n == exact[other][0].get(cell, 0)
                assert not small(n, of)
                left += n
            hidden = len(group) - len(shown)
            if len(shown) and hidden and key[0] != "in all":
                # More than one is hidden, and their sum is no small number.
                assert hidden > 1
                assert not small(left, exact[other][1][key])


def _of_one_set(
    made: Journal, set_id: str
) -> tuple[dict[tuple[object, ...], int], dict[tuple[object, ...], int]]:
    """Return what a set's own page says, by cell, and of how many."""
    frame = als.what_changed(made, audience=f"set:{set_id}").to_frame()
    rows = frame[frame["outcomes"].notna()].to_dict("records")
    cells = {(r["what"], r["checked"], r.get(r["what"])): r for r in rows}
    wholes = {(r["what"], r["checked"]): int(r["of"]) for r in rows}
    return {cell: int(r["outcomes"]) for cell, r in cells.items()}, wholes


def test_what_is_left_must_be_of_as_many_people() -> None:
    """In B two people took on all twelve."""
    rows = pd.DataFrame({"set_id": ["A"] * 12 + ["B"] * 12})
    rows["owner"] = [*people("A", 12), *people("B", 2) * 6]
    half = pd.Series([True, False] * 12)
    assert points_at_few(rows, half, "owner", Rule(K))
    rows["owner"] = [*people("A", 12), *people("B", 6) * 2]
    assert not points_at_few(rows, half, "owner", Rule(K))


def test_people_of_two_sets_are_counted_once() -> None:
    """Who is in both is among those left only if they wrote of it in B alone."""
    rows = pd.DataFrame({"set_id": ["A"] * 12 + ["B"] * 12})
    rows["unit"] = [*people("", 12), *people("", 12)]
    counted = pd.Series([True] * 6 + [False] * 6 + [True] * 6 + [False] * 6)
    assert not points_at_few(rows, counted, "unit", Rule(K), unit="unit")
    counted[18] = True  # one more, of those who are in A, wrote of it in B
    assert points_at_few(rows, counted, "unit", Rule(K), unit="unit")


def test_of_three_sets_one_may_be_small_and_one_have_nothing() -> None:
    rows = pd.DataFrame({"set_id": ["A"] * 14 + ["B"] * 14 + ["C"] * 3})
    rows["owner"] = people("", len(rows))
    counted = pd.Series(([True] * 7 + [False] * 7) * 2 + [True, False, False])
    assert not points_at_few(rows, counted, "owner", Rule(K))
    assert not points_at_few(rows[:28], counted[:28], "owner", Rule(K))
    # With A and B as they are, C and B together must be enough for A.
    counted[14:] = False
    assert points_at_few(rows, counted, "owner", Rule(K))
