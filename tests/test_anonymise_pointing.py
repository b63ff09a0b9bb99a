"""Quotes that give somebody away by what they are."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise.pointing import (
    names_role,
    pointing,
    points_at_somebody,
    sole_roles,
)
from alsjournal.disclosure import Audience
from alsjournal.journal import Journal


@pytest.mark.parametrize(
    "quote",
    [
        "I should like to ask who insures us, as the third partner.",
        "Fourteen Saturdays, and I\u2019m lead nurse for the lot.",
        "I became braver, being a junior doctor on that ward.",
        "We commissioners hold the purse.",
        "It lands on us two practice managers every time.",
        "I am, my wife says, the only male practice nurse in the county.",
        "The lead nurse from [organisation 2] rang me, from her car.",
        "In March 2026 the inquest heard it all.",
    ],
)
def test_what_points(quote):
    assert points_at_somebody(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "We had no cover again.",
        "The manager said no, as far as any manager can.",
        "We need nurses, and nobody rang the doctor.",
        "Nurses at [organisation 2] have the same rota.",
        "As people who buy, we began badly.",
        "I was told that [a colleague] would ring.",
        "",
    ],
)
def test_what_does_not(quote):
    assert not points_at_somebody(quote)


def journal_of(roles):
    members = pd.DataFrame(
        {"member": [f"m{i}" for i in range(len(roles))], "role": roles}
    )
    rows = pd.DataFrame({"reflection_id": ["r1"], "text": ["We met."]})
    return Journal({"reflections": rows, "members": members})


def test_a_role_of_one_member_points_and_one_of_several_does_not():
    made = journal_of(["Commissioner", "porter", "Porter ", None])
    assert sole_roles(made) == {"commissioner"}
    points = pointing(made, Audience.programme())
    assert points("What would commissioners have said to that?")
    assert not points("The porters had gone home by then.")
    assert not pointing(journal_of([]), Audience.programme())(
        "The commissioners said no to that."
    )


@given(st.sampled_from(["practice manager", "gp", "nurse"]), st.text(max_size=40))
def test_a_role_is_found_wherever_it_stands(role, text):
    assert names_role(frozenset([role]), f"{text} {role.upper()} said")


@given(st.text(max_size=300))
def test_any_text_is_answered(text):
    assert points_at_somebody(text) in (True, False)
