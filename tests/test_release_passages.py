"""What in a passage gives somebody away."""

from __future__ import annotations

import pandas as pd
import pytest

from alsjournal.journal import Journal
from alsjournal.release.passages import Marks, marks_of, rare_words, reasons_of

COMMON = dict.fromkeys(
    [
        "we",
        "mended",
        "the",
        "in",
        "and",
        "a",
        "of",
        "for",
        "our",
        "was",
        "his",
        "she",
        "it",
    ],
    1,
)
MARKS = Marks({"cover": 9, "few": 2}, frozenset({"practice manager"}), frozenset(), {})


def keys(quote: str, theme: str = "cover", place=(), marks: Marks = MARKS) -> set[str]:
    found = reasons_of(quote, theme, place, marks, minimum=5, rank=lambda _: 1)
    return {reason.key for reason in found}


@pytest.mark.parametrize(
    "quote",
    [
        "it cost £600 all told",
        "they found 2,500 pounds",
        "over 10k went on that",
        "a bid of £1.2m",
        "€ 50 each",
        "40 quid in a tin",
    ],
)
def test_money(quote: str) -> None:
    assert keys(quote) == {"money"}


@pytest.mark.parametrize("quote", ["10 km from here", "600 people came", "5 pounder"])
def test_no_money(quote: str) -> None:
    assert keys(quote) == set()


def test_a_role_that_one_person_holds() -> None:
    assert keys("I asked the Practice Manager, who knew.") == {"role"}
    assert keys("our practice managers said no") == {"role"}
    assert keys("we practise, managers or not") == set()


def test_a_theme_of_few_writers() -> None:
    assert keys("nobody came", theme="few") == {"few"}
    assert keys("nobody came", theme="unknown") == {"few"}


def test_a_place_with_one_writer() -> None:
    marks = Marks({"cover": 9}, frozenset(), frozenset({("A", 2)}), {})
    assert keys("nobody came", place=("A", 2), marks=marks) == {"alone"}
    assert keys("nobody came", place=("A", 1), marks=marks) == set()


def test_rare_words_must_stand_close_and_be_one_persons() -> None:
    near = "We mended the orrery and the astrolabe"
    assert rare_words(near, {}, COMMON.get)
    assert not rare_words(near, {"orrery": 2}, COMMON.get)
    far = f"orrery {'the ' * 8}astrolabe"
    assert not rare_words(far, {}, COMMON.get)
    assert not rare_words("the orrery, the orrery", {}, COMMON.get)
    assert not rare_words("[member m-QWERTYUIOPAS] and [organisation]", {}, COMMON.get)


def test_marks_count_people_not_texts() -> None:
    rows = pd.DataFrame(
        {
            "reflection_id": ["1", "2", "3"],
            "set_id": "A",
            "session": [1, 1, 2],
            "member": ["a", "a", "b"],
            "text": ["The orrery.", "An orrery.", "Nothing."],
        }
    )
    members = pd.DataFrame({"member": ["a", "b", "c"], "role": ["Lead", "GP", "gp "]})
    journal = Journal({"reflections": rows, "members": members})
    codes = pd.DataFrame({"reflection_id": ["1", "2", "3"], "code": ["x", "x", "x"]})
    marks = marks_of(journal, journal.table("reflections"), codes, ["my orrery"])
    assert marks.writers == {"x": 2}
    assert marks.single == {"lead"}
    assert marks.alone == {("A", 1), ("A", 2)}
    assert marks.users == {"orrery": 1}
