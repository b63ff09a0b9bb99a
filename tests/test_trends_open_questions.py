import re

import pytest

from alsjournal.trends.open_questions import STATES, condition_of, library

OPEN = {"What", "Who", "Whose", "How", "Where", "When", "Which"}
LEADING = re.compile(
    r"\b(should\w*|ought|must|don't you|isn't it|aren't|wouldn't|have you tried|"
    r"why|fault|blame|agree that|surely|obviously|need to)\b",
    re.IGNORECASE,
)
EVERY = library().every


def test_there_are_enough_and_none_twice():
    assert 40 <= len(EVERY) <= 60
    assert len({q.lower() for q in EVERY}) == len(EVERY)


@pytest.mark.parametrize("question", EVERY)
def test_each_is_open_short_and_leads_nowhere(question):
    assert question.endswith("?")
    assert question.count("?") == 1
    assert question.split()[0] in OPEN
    assert len(question.split()) < 25
    assert not LEADING.search(question)
    assert not re.search(r"[{}\[\]<>]|%s", question)


def test_every_group_has_several():
    assert set(library().by_state) == set(STATES)
    assert set(library().by_condition) == set(library().words)
    groups = (*library().by_state.values(), *library().by_condition.values())
    assert min(map(len, groups)) >= 3


def test_themes_side_by_side_are_not_asked_the_same():
    asked = [library().choose(["quiet"], None, turn)[0][0] for turn in range(6)]
    assert len(set(asked)) == 6


@pytest.mark.parametrize(
    ("theme", "condition"),
    [
        ("Money", "money"),
        ("protected-time", "time"),
        ("cover, rota", "time"),
        ("pay and cover", None),
        ("who decides", None),
        ("", None),
    ],
)
def test_a_condition_is_told_only_if_it_is_clear(theme, condition):
    assert condition_of(theme) == condition
