"""Names of one release."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from alsjournal.anonymise.key import pseudonym
from alsjournal.anonymise.release_names import (
    ReleaseNames,
    release_letters,
    release_pseudonyms,
)
from alsjournal.errors import InputError
from alsjournal.journal import Journal

KEY = b"a key of the tests only"
MEMBERS = [pseudonym(KEY, "m", f"m{i}") for i in range(60)]
LEAD = pseudonym(KEY, "p", "lead")


def test_a_release_is_the_same_again_and_like_no_other():
    one = release_pseudonyms(KEY, "2026", MEMBERS)
    assert one == release_pseudonyms(KEY, "2026", reversed(MEMBERS))
    assert all(re.fullmatch("x-[0-9A-HJKMNP-TV-Z]{12}", name) for name in one.values())
    others = (
        release_pseudonyms(KEY, "2027", MEMBERS),
        release_pseudonyms(KEY[::-1], "2026", MEMBERS),
    )
    for other in others:
        assert not set(one.values()) & set(other.values())
        # Nor does their order say which is which.
        assert sorted(MEMBERS, key=one.get) != sorted(MEMBERS, key=other.get)
    assert not set(one.values()) & set(MEMBERS)
    with pytest.raises(InputError, match="name"):
        release_pseudonyms(KEY, " ", MEMBERS)


def test_release_and_member_cannot_run_into_each_other():
    one = release_pseudonyms(KEY, "a", ["1:b:c"])["1:b:c"]
    assert one != release_pseudonyms(KEY, "a:1:b", ["c"])["c"]


def test_letters_follow_neither_alphabet_nor_order():
    letters = release_letters(KEY, "2026", MEMBERS)
    assert len(set(letters.values())) == 60
    assert {"A", "Z", "AA", "AB", "BH"} <= set(letters.values())
    assert letters == release_letters(KEY, "2026", reversed(MEMBERS))
    order = sorted(MEMBERS, key=lambda m: (len(letters[m]), letters[m]))
    assert order not in (MEMBERS, sorted(MEMBERS), sorted(MEMBERS, reverse=True))


def journal():
    kinds = ["general practice"] * 3 + ["hospice"]
    text = (
        f"[member {MEMBERS[0]}] and [member {MEMBERS[3]}] met [person {LEAD}], "
        f"[name 1] and [member {MEMBERS[9]}]."
    )
    tables = {
        "reflections": pd.DataFrame(
            {"reflection_id": ["r"], "member": [MEMBERS[1]], "text": [text]}
        ),
        "members": pd.DataFrame({"member": MEMBERS[:4], "organisation_type": kinds}),
        "memberships": pd.DataFrame(
            {"member": MEMBERS[:4], "set_id": "A", "from_session": 1}
        ),
        "facilitations": pd.DataFrame(
            {"set_id": ["A"], "session": [1], "person": [LEAD]}
        ),
    }
    return Journal(tables), text


@pytest.mark.parametrize(
    ("audience", "wanted"),
    [
        (
            "set:A",
            (
                r"\[colleague ([A-E]), general practice\] and \[colleague ([A-E])\] "
                r"met \[the facilitator\], \[name\] and \[colleague ([A-E])\]\."
            ),
        ),
        (
            "programme",
            (
                r"\[colleague ([A-E])\] and \[colleague ([A-E])\] "
                r"met \[the facilitator\], \[name\] and \[colleague ([A-E])\]\."
            ),
        ),
        (
            "public",
            (
                r"\[a colleague\] and \[a colleague\] "
                r"met \[the facilitator\], \[name\] and \[a colleague\]\."
            ),
        ),
    ],
)
def test_words_fit_the_audience(audience, wanted):
    made, text = journal()
    names = ReleaseNames(made, KEY, release="2026", audience=audience)
    found = re.fullmatch(wanted, names.render(text))
    assert found
    assert len(set(found.groups())) == len(found.groups())
    for who in (*MEMBERS, LEAD):
        assert who not in names.render(text) + repr(names)


def test_a_workplace_in_which_a_name_was_masked_closes_no_bracket():
    made, text = journal()
    tables = {name: made.table(name) for name in made.tables()}
    tables["members"]["organisation_type"] = "practice of [a colleague]"
    names = ReleaseNames(Journal(tables), KEY, release="2026", audience="set:A")
    rendered = names.render(text)
    assert ", practice of a colleague] and [" in rendered
    assert "[a colleague]" not in rendered


def test_the_writer_is_no_letter():
    made, text = journal()
    names = ReleaseNames(made, KEY, release="2026", audience="set:A")
    assert names.render(text, writer=MEMBERS[0]).startswith("[the writer] and")
