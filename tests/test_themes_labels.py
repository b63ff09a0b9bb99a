"""Terms that name themes: no light words, and different names for different themes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.themes.labels import Vocabulary, families_of, terms_in
from alsjournal.themes.light_words import LIGHT, kind_of


@pytest.mark.parametrize(
    "text",
    ["asked, said, told", "On Monday morning I sat and thought", "a lot of things", ""],
)
def test_a_story_alone_gives_no_terms(text: str) -> None:
    assert terms_in(text) == []


def test_weak_words_need_a_companion() -> None:
    assert terms_in("the waiting times") == ["waiting", "waiting times"]
    assert terms_in("no time, no plan") == []
    assert terms_in("delayed discharge was delayed") == [
        "discharge",
        "delayed discharge",
    ]
    assert terms_in("our protected time") == ["protected time"]
    assert terms_in("time work") == []


def test_families_and_feeds_are_no_adverbs_or_participles() -> None:
    assert kind_of("family") == kind_of("feed") == kind_of("bed") == "noun"
    assert kind_of("quietly") == "light"
    assert kind_of("delegated") == "participle"


@given(st.text())
def test_terms_of_any_text_are_found_in_it(text: str) -> None:
    for term in terms_in(text):
        assert term in text.lower()
        assert not LIGHT & set(term.split())


def vocabulary(*counts: dict[str, int]) -> Vocabulary:
    terms = sorted({term for own in counts for term in own})
    table = [[own.get(term, 0) for term in terms] for own in counts]
    return Vocabulary(tuple(terms), np.asarray(table, dtype=np.int64))


def top(found: Vocabulary, groups: list[tuple[int, ...]]) -> list[list[str]]:
    likeness = np.zeros((len(groups), len(found.terms)), dtype=np.float32)
    return found.top(likeness, groups, 3)


def test_a_word_gives_way_to_the_pair_it_mostly_stands_in() -> None:
    found = vocabulary(
        {"park": 9, "car": 8, "car park": 7, "bus": 2},
        {"nurse": 9, "nurse cover": 2, "cover": 5, "bus": 1},
    )
    names = top(found, [(0,), (1,)])
    assert names[0] == ["car park", "bus"]
    assert names[1][:2] == ["nurse", "cover"]


def test_what_all_themes_share_comes_last() -> None:
    found = vocabulary(
        {"class": 10, "teacher": 8, "text": 6},
        {"class": 12, "teacher": 30, "fear": 6},
    )
    names = top(found, [(0,), (1,)])
    assert names[0][0] == "text"
    assert names[1][0] == "teacher"


def test_words_are_weighed_with_their_inflections() -> None:
    found = vocabulary(
        {"class": 10, "wait": 4, "waits": 4, "text": 5, "class text": 9},
        {"class": 30, "fear": 6},
    )
    likeness = np.zeros((2, len(found.terms)), dtype=np.float32)
    one, two = found.words(likeness, [(0,), (1,)])
    assert next(iter(one)) == "wait"
    assert one["wait"] == two[next(iter(two))] == 1
    assert two["wait"] == 0
    # Nearness to all themes alike is worth nothing.
    near = likeness + np.asarray([[float(t == "text") for t in found.terms]])
    assert found.words(near, [(0,), (1,)]) == [one, two]
    assert vocabulary({}).words(likeness[:1, :0], [(0,)]) == [{}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("deliver", "delivery"),
        ("activating", "activation"),
        ("paying", "payments"),
        ("inform", "information"),
        ("treated", "treatment"),
    ],
)
def test_nouns_made_of_verbs_are_kin(one: str, other: str) -> None:
    assert families_of([one]) == families_of([other])


def test_other_words_are_no_kin() -> None:
    words = ["nurse", "care", "carer", "clinic", "plan", "planet", "patient", "part"]
    assert len(families_of(words)) == len(words) - 1  # care and carer are


def test_five_texts_are_no_five_passages() -> None:
    texts = ["beds ward"] * 6
    owners = np.array([0, 0, 0, 1, 1, 1])
    labels = np.zeros(6, dtype=np.int64)
    one = Vocabulary.of(texts, [""] * 6, labels, 1, owners=owners)
    assert one.terms == ()
    six = Vocabulary.of(texts, [""] * 6, labels, 1)
    assert "beds" in six.terms
    hidden = Vocabulary.of(texts, [""] * 6, labels, 1, used=np.arange(6) < 4)
    assert hidden.terms == ()
