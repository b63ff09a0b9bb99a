import pytest
from helpers import crowd, written

import alsjournal as als
from alsjournal.cleared import SessionDifference
from alsjournal.errors import DisclosureError, InputError

# new at 3: n; back at 3: b; at both: k; not this time: s; at neither: o
TEXTS = [
    *crowd(3, ["b o k s"]),
    *crowd(4, ["k s", "s"], session=2),
    *crowd(3, ["n b k", "k"], session=3),
    *crowd(5, ["other", "k"], set_id="B", first=20),
]


def difference(texts=TEXTS, audience="set:A", codebook=None, sessions=(), **options):
    journal, codes = written(texts, sessions=list(sessions))
    table = als.session_difference(
        journal, codes, audience=audience, codebook=codebook, **options
    )
    assert isinstance(table, SessionDifference)
    return table.to_frame().set_index("theme")


def test_what_happened_since_the_last_session():
    frame = difference()
    assert dict(frame["in_words"]) == {
        "n": "new: by 1 of 3 who wrote",
        "b": "came back: by 1 of 3 who wrote",
        "k": "raised at both: by 2 of 3 who wrote",
        "s": "not raised this time; 3 wrote",
        "o": "not raised at either; 3 wrote",
    }
    assert frame.loc["s", "shown_before"] == "2 of 4"
    ends = frame[["first_session", "last_session"]].loc[["s", "o", "b"]]
    assert ends.to_numpy().tolist() == [[1, 2], [1, 1], [1, 3]]
    assert (frame["set_id"] == "A").all()


def test_nothing_of_another_set_is_there():
    frame = difference().reset_index()
    assert not frame.astype(str).isin(["other", "B"]).any(axis=None)
    assert len(difference(audience="set:B")) == 0  # one session alone


def test_any_two_sessions_and_a_theme_that_comes_later_is_not_there():
    frame = difference(session=2, since=1)
    assert frame["what"].to_dict() == {
        "k": "raised at both",
        "s": "raised at both",
        "b": "not raised this time",
        "o": "not raised this time",
    }
    assert frame.loc["b", "last_session"] == 1


def test_a_session_at_which_nobody_wrote_is_passed_over():
    texts = [row for row in TEXTS if row[1] != 2]
    frame = difference(
        texts, sessions=[{"set_id": "A", "session": n} for n in (1, 2, 3)]
    )
    assert set(frame["before"]) == {1}


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"session": 9}, "at which somebody wrote"),
        ({"since": 7}, "at which somebody wrote"),
        ({"session": 2, "since": 2}, "since must be before"),
        ({"session": 0}, "number of a session"),
        ({"since": True}, "number of a session"),
        ({"session": "2"}, "number of a session"),
    ],
)
def test_wrong_sessions_are_refused(options, match):
    with pytest.raises(InputError, match=match):
        difference(**options)


def test_research_sees_each_set_apart_and_the_public_nothing():
    texts = [*TEXTS, *crowd(5, ["k"], set_id="B", first=20, session=2)]
    frame = difference(texts, "research")
    assert set(frame["set_id"]) == {"A", "B"}
    with pytest.raises(DisclosureError, match="public"):
        difference(audience="public")


POOLED = [
    *crowd(12, ["k w p"] * 6, set_id="A"),
    *crowd(12, ["k w"] * 2 + ["k"] * 4 + ["n"] * 6, session=2, set_id="A"),
]


def test_the_programme_is_told_what_its_numbers_tell():
    frame = difference(POOLED, "programme")
    assert frame["what"].to_dict() == {
        "n": "new",
        "k": "raised at both",
        "w": "raised at both",
        "p": "not raised this time",
    }
    # Two raised it at the last session, which is known; how many is not.
    assert frame.loc["w", "in_words"] == "raised at both: by how many is not shown"
    assert frame.loc["w", "shown_now"] == "fewer than 5"
    assert frame["set_id"].isna().all()


def test_the_programme_cannot_tell_two_from_none():
    """What is said of a session with fewer than five is the same with none of them."""
    tail = crowd(12, ["w"] * 6, session=3)
    some = difference([*POOLED, *tail], "programme", session=2)
    none = [
        ("A", 2, m, c.replace("w", "")) if n == 2 else ("A", n, m, c)
        for _, n, m, c in [*POOLED, *tail]
    ]
    without = difference(none, "programme", session=2)
    assert some.loc["w"].equals(without.loc["w"])
    assert some.loc["w", "what"] == "too few to tell"


def split():
    book = als.Codebook().add("whole", by="Ade", on="2026-01-01")
    return book.split("whole", ["n", "k"], by="Ade", on="2026-03-05")


@pytest.mark.parametrize(("day", "told"), [("2026-03-01", True), ("2026-03-09", False)])
def test_a_theme_that_was_split_since_says_so(day, told):
    held = [{"set_id": "A", "session": 2, "date": day}]
    frame = difference(codebook=split(), sessions=held)
    # "whole" is a theme of no text of this set: its name is not told.
    expected = "another theme on 2026-03-05" if told else None
    assert frame["split_from"].dropna().to_dict() == (
        {"n": expected, "k": expected} if told else {}
    )
    texts = [*TEXTS, ("A", 1, "m1", "whole")]
    named = difference(texts, codebook=split(), sessions=held)
    if told:
        assert named.loc["n", "split_from"] == '"whole" on 2026-03-05'
