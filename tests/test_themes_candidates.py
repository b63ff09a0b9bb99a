"""Labels to choose from: widely used phrases only, different ones, always the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from alsjournal.embed import unit
from alsjournal.errors import InputError, NotFittedError
from alsjournal.journal import Journal
from alsjournal.themes import ThemeModel, label_candidates
from alsjournal.themes.candidates import COLUMNS, Passages, candidates
from alsjournal.themes.labels import stems_of

COVER = [
    "I had to arrange cover for my clinic.",
    "She arranges cover every week and it is a struggle.",
    "The cover was arranged too late again.",
]
PARK = [
    "The car park was full.",
    "I drove round the car park for an hour.",
    "They charge us for the car park.",
]


def plain(texts: Sequence[str]) -> np.ndarray:
    """Every text the same vector: only counts decide."""
    return unit(np.ones((len(texts), 3), dtype=np.float32))


def of(texts: list[str], members: list[str], labels: list[int]) -> Passages:
    n = len(texts)
    near = np.linspace(1, 0.5, n, dtype=np.float32)
    return Passages(texts, members, np.arange(n), np.asarray(labels), near)


ESCALATE = [
    "They escalate the risk to the board, and the board listens.",
    "We escalated the leak. Our manager, the clinic and the board were told.",
    "To escalate an outage is slow: the board, the clinic, my manager.",
    "He escalates a delay at the clinic with our manager and the board.",
    "She escalated her worry. The clinic and our manager and the board knew.",
]


def labels_of(passages: Passages, k: int = 2, n: int = 3) -> list[list[str]]:
    centres = plain([""] * k)
    return candidates(passages, centres, [["fallback"]] * k, embed=plain, n=n)


def test_themes_are_called_what_people_called_them() -> None:
    found = labels_of(of(COVER + PARK, list("abcabc"), [0, 0, 0, 1, 1, 1]))
    assert found[0][0] == "arranging cover"
    assert found[1][0] == "car park"
    assert all("fallback" in own for own in found)


def test_what_two_members_said_is_never_shown() -> None:
    found = labels_of(of(COVER + PARK, list("aabccd"), [0, 0, 0, 1, 1, 1]))
    assert found == [["fallback"], ["fallback"]]


def test_without_members_it_takes_five_texts() -> None:
    texts = [*COVER, *COVER[:1]]
    assert labels_of(of(texts, [""] * 4, [0] * 4), 1) == [["fallback"]]
    found = labels_of(of([*texts, *COVER[:1]], [""] * 5, [0] * 5), 1)
    assert found[0][0] == "arranging cover"
    one = Passages(texts * 2, [""] * 8, np.arange(8) // 2, np.zeros(8, int), np.ones(8))
    assert labels_of(one, 1) == [["fallback"]]


def test_labels_of_a_theme_share_no_word() -> None:
    texts = ["The car park and the car park barrier broke."] * 4 + PARK
    own = labels_of(of(texts, list("abcdefg"), [0] * 7), 1)[0]
    stems = [stems_of(label.split()) for label in own]
    assert sum(map(len, stems)) == len(set().union(*stems))


def test_a_deed_and_the_noun_made_of_it_are_one_label() -> None:
    texts = ["They deliver the cards, and the delivery is late.", *PARK]
    own = labels_of(of(texts * 3, list("abcdefghijkl"), [0] * 12), 1)[0]
    assert sum("deliver" in label for label in own) == 1


@pytest.mark.parametrize("n", [2, 3, 5])
def test_the_most_telling_word_is_among_the_first_three(n: int) -> None:
    passages = of(ESCALATE, list("abcde"), [0] * 5)
    own, told = (
        candidates(
            passages,
            plain([""]),
            [["board", "slow", "escalate"]],
            embed=plain,
            n=n,
            words=words,
        )[0]
        for words in ((), [{"slow": 1.0, "escalat": 0.9, "board": 0.2}])
    )
    assert "escalating" not in own[:3]
    # As a person would put it; and what is no thing and no deed does not count.
    assert ("escalating" in told[:3]) == (n > 2)
    assert "slow" not in told
    assert len(told) == min(n, 4)


def test_where_nothing_else_is_left_a_theme_has_its_terms() -> None:
    texts = ["It was slow.", "So slow.", "How slow they are."]
    passages = of(texts, list("abc"), [0] * 3)
    assert candidates(passages, plain([""]), [["slow"]], embed=plain) == [["slow"]]


def test_what_is_near_to_all_themes_names_none() -> None:
    texts = ["The team met the sponsor."] * 4 + ["The team met the client."] * 4
    centres = unit(np.array([[1, 1, 0], [1, 0, 1]], dtype=np.float32))
    axes = {"sponsor": [0, 1, 0], "client": [0, 0, 1]}

    def embed(shown: Sequence[str]) -> np.ndarray:
        own = [axes.get(s.split()[-1], [1, 0, 0]) for s in shown]
        return unit(np.array(own, dtype=np.float32))

    passages = of(texts, list("abcdefgh"), [0] * 4 + [1] * 4)
    found = candidates(passages, centres, [[], []], embed=embed)
    assert [own[0] for own in found] == ["sponsor", "client"]


def test_few_passages_are_read_and_those_of_many_people() -> None:
    members = ["loud"] * 200 + [f"m{i}" for i in range(50)]
    found = of(["Text."] * 250, members, [0] * 250).central(1)
    assert len(found.texts) == 100
    assert len(set(found.members)) == 51


def test_nothing_gives_nothing() -> None:
    assert labels_of(of([], [], []), 2) == [["fallback"]] * 2
    assert labels_of(of([], [], []), 0) == []


@pytest.fixture(scope="module")
def journal() -> Journal:
    texts = (COVER + PARK) * 4
    frame = pd.DataFrame({"text": texts, "member": [f"m{i % 8}" for i in range(24)]})
    frame["text"] += [f" It was day {i}." for i in range(24)]
    return Journal.from_frame(frame, member="member", already_anonymised=True)


@pytest.fixture(scope="module")
def model(journal: Journal) -> ThemeModel:
    return ThemeModel(n_themes=2, unclear=0.0, random_state=0).fit(journal)


def test_the_first_ones_name_a_fresh_grouping(
    model: ThemeModel, journal: Journal
) -> None:
    found = label_candidates(model, journal)
    assert tuple(found.columns) == COLUMNS
    for name, rows in found.groupby("theme"):
        assert ", ".join(rows.sort_values("rank")["label"]) == name
    assert "arranging cover" in set(found["label"])


def test_the_same_texts_give_the_same_labels(
    model: ThemeModel, journal: Journal
) -> None:
    again = ThemeModel(n_themes=2, unclear=0.0, random_state=0).fit(journal)
    assert again.theme_names_ == model.theme_names_
    one, two = (label_candidates(model, journal, n) for n in (1, 2))
    assert set(one["label"]) <= set(two["label"])
    assert (one["rank"] == 1).all()


def test_it_refuses_what_it_cannot_use(model: ThemeModel, journal: Journal) -> None:
    with pytest.raises(InputError, match="n must be"):
        label_candidates(model, journal, 0)
    with pytest.raises(NotFittedError):
        label_candidates(ThemeModel(), journal)
