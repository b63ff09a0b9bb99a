import re

import numpy as np
import pandas as pd
import pytest
from helpers import written

from alsjournal.cleared import Comparison, Power
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.trends import smallest_change, theme_comparison

ROLES = {"nurse": 0.75, "clerk": 0.15}


def journal_of(chance, *, members=16, sessions=3, sets="AB", seed=0):
    """Sets of nurses and clerks, who raise x as ``chance(role, session)`` says."""
    rng = np.random.default_rng(seed)
    texts, members_table = [], []
    for s in sets:
        for i in range(members):
            role = "nurse" if i % 2 else "clerk"
            members_table.append({"member": f"{s}{i}", "role": role})
            texts += [
                (s, t, f"{s}{i}", "x" * (rng.random() < chance(role, t)))
                for t in range(1, sessions + 1)
            ]
    return written(texts, members=members_table)


def of(frame, group, compared="share"):
    rows = frame[(frame["group"] == group) & (frame["compared"] == compared)]
    return rows.iloc[0]


def test_what_one_role_raises_more_is_called():
    journal, codes = journal_of(lambda role, _: ROLES[role])
    table = theme_comparison(journal, codes, between="role")
    assert isinstance(table, Comparison)
    frame = table.to_frame()
    assert of(frame, "nurse")["verdict"] == "more"
    assert of(frame, "clerk")["verdict"] == "less"
    assert of(frame, "nurse")["difference_low"] > 0
    assert of(frame, "nurse", "change")["verdict"] in {"alike", "too few to tell"}
    assert of(frame, "nurse")["own_wrote"] == 16


def test_a_rise_of_one_role_is_a_difference_in_change():
    journal, codes = journal_of(
        lambda role, t: 0.1 + (0.16 * (t - 1) if role == "nurse" else 0),
        sessions=6,
        members=24,
    )
    frame = theme_comparison(journal, codes, between="role").to_frame()
    assert of(frame, "nurse", "change")["verdict"] == "rose more"


def test_a_role_that_stands_for_a_set_is_no_difference_between_roles():
    """Set A has the nurses and writes more of x, whoever writes there."""
    rng = np.random.default_rng(5)
    texts, people = [], []
    for s, chance, nurses in (("A", 0.95, 13), ("B", 0.1, 3)):
        for i in range(16):
            role = "nurse" if i < nurses else "clerk"
            people.append({"member": f"{s}{i}", "role": role})
            texts += [
                (s, t, f"{s}{i}", "x" * (rng.random() < chance)) for t in (1, 2, 3)
            ]
    journal, codes = written(texts, members=people)
    row = of(theme_comparison(journal, codes, between="role").to_frame(), "nurse")
    assert row["pooled_low"] > 0
    assert row["verdict"] in {"alike", "too few to tell"}


def test_groups_of_ones_own_and_chosen_sessions():
    journal, codes = journal_of(lambda role, _: ROLES[role])
    own = {f"{s}{i}": "odd" if i % 2 else "even" for s in "AB" for i in range(16)}
    frame = theme_comparison(journal, codes, between=own, sessions=[2]).to_frame()
    assert set(frame["group"]) == {"odd", "even"}
    assert set(frame["first_session"]) == set(frame["last_session"]) == {2}


@pytest.mark.parametrize(
    ("keywords", "error"),
    [
        ({"between": "colour"}, InputError),
        ({"between": "role", "sessions": "1"}, InputError),
        ({"between": "role", "sessions": [99]}, InputError),
        ({"between": "role", "audience": "programme"}, DisclosureError),
        ({"between": "role", "audience": "member:A0"}, DisclosureError),
        ({"between": {"nobody": "x"}}, InputError),
    ],
)
def test_what_cannot_be_compared_is_refused(keywords, error):
    journal, codes = journal_of(lambda role, _: ROLES[role])
    with pytest.raises(error):
        theme_comparison(journal, codes, **keywords)


def test_a_set_sees_no_role_that_few_hold():
    rng = np.random.default_rng(2)
    people = [
        {
            "member": f"m{i}",
            "role": "chief" if i == 0 else "nurse" if i % 2 else "clerk",
        }
        for i in range(16)
    ]
    texts = [
        ("A", t, f"m{i}", "x" * (rng.random() < 0.5)) for t in (1, 2) for i in range(16)
    ]
    journal, codes = written(texts, members=people)
    frame = theme_comparison(
        journal, codes, between="role", audience="set:A"
    ).to_frame()
    said = frame.astype("str").to_string()
    assert "nurse" in said
    assert "chief" not in said


WORRY = re.compile(
    r"\b(?:afraid|alarm\w*|crim\w+|danger\w*|destroy\w*|drug\w*|fear\w*|frighten\w*|"
    r"gang\w*|harm\w*|invad\w+|kill\w*|murder\w*|overrun|risk\w*|scar(?:ed|es?|y)|"
    r"terror\w*|threat\w*|unsafe|violen\w+|worr\w+)\b",
    re.IGNORECASE,
)
"""Words of fear and threat, as a dictionary of synonyms has them."""


@pytest.fixture(scope="module")
def answers(als_data):
    """Answers of an experiment; those treated were made to feel anxious before."""
    frame = pd.read_csv(als_data / "gadarian" / "responses.csv")
    frame["reflection_id"] = frame["row_id"].astype("str")
    journal = Journal.from_frame(
        frame[["reflection_id", "text"]], already_anonymised=True
    )
    fear = frame["text"].fillna("").str.contains(WORRY)
    codes = pd.DataFrame({"reflection_id": frame.loc[fear, "reflection_id"]})
    return journal, codes.assign(code="fear and threat"), frame


def named(treated, ids):
    words = np.where(treated == 1, "treated", "others")
    return dict(zip(ids, words, strict=True))


def test_people_who_were_made_anxious_write_more_of_fear(answers):
    journal, codes, frame = answers
    between = named(frame["treatment"].to_numpy(), frame["reflection_id"])
    row = of(theme_comparison(journal, codes, between=between).to_frame(), "treated")
    assert row["verdict"] == "more"
    assert row["difference_low"] > 0


def test_with_groups_drawn_anew_nothing_is_found_but_by_chance(answers):
    journal, codes, frame = answers
    rng = np.random.default_rng(1)
    called = 0
    for _ in range(40):
        drawn = rng.permutation(frame["treatment"].to_numpy())
        between = named(drawn, frame["reflection_id"])
        found = theme_comparison(journal, codes, between=between).to_frame()
        called += of(found, "treated")["verdict"] in {"more", "less"}
    assert called <= 6  # of 40, each with 5 in a hundred: more once in 70 times


def test_what_could_be_seen_shrinks_with_people_and_sessions():
    few = smallest_change(journal_of(lambda *_: 0.3, sessions=6)[0], starts=[0.3])
    many = smallest_change(
        journal_of(lambda *_: 0.3, sessions=6, members=60)[0], starts=[0.3]
    )
    assert isinstance(few, Power)
    smallest = [t.to_frame()["smallest"].iloc[0] for t in (few, many)]
    assert smallest[0] > 1.5 * smallest[1]
    assert few.to_frame()["sentence"].iloc[0].startswith("With 32 people over 6")


def test_twice_is_enough_for_what_could_be_seen_and_once_is_not():
    twice = smallest_change(journal_of(lambda *_: 0.3, sessions=2)[0])
    assert twice.to_frame()["smallest"].notna().all()
    assert len(smallest_change(journal_of(lambda *_: 0.3, sessions=1)[0])) == 0


@pytest.mark.parametrize("keywords", [{"starts": [0]}, {"alike": 1.0}, {"starts": "x"}])
def test_wrong_numbers_are_told(keywords):
    with pytest.raises(InputError, match="must be"):
        smallest_change(journal_of(lambda *_: 0.3)[0], **keywords)
