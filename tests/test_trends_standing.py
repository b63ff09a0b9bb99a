import pandas as pd
import pytest
from helpers import crowd, written

import alsjournal as als
from alsjournal.errors import InputError
from alsjournal.trends import recurring_issues
from alsjournal.trends.standing import wrote_in_words

OUTCOMES = [
    {"outcome_id": "o1", "set_id": "A", "session": 2, "verified": True},
    {"outcome_id": "o2", "set_id": "B", "session": 1, "claimed_by": "m9"},
    {"outcome_id": "o3", "set_id": "A"},
]
# x: raised at 1 and 2 of four sessions; y: at 1 and 4; z: at every one.
TEXTS = [
    *crowd(3, ["x y z", "x"]),
    *crowd(3, ["x z"], session=2),
    *crowd(2, ["z"], session=3),
    *crowd(3, ["y z", "y"], session=4),
]


def standing(texts=TEXTS, audience="set:A", codebook=None, **tables):
    journal, codes = written(texts, **{"outcomes": OUTCOMES, **tables})
    table = recurring_issues(journal, codes, audience=audience, codebook=codebook)
    return table.to_frame().set_index("theme"), table.notes


def resolved(theme, *outcomes, on="2026-05-14"):
    book = als.Codebook().add(theme, by="Ade", on="2026-01-01")
    for outcome in outcomes:
        book = book.resolve(theme, outcome, by="Ade", on=on)
    return book


def test_each_status_says_how_many_wrote():
    frame, _ = standing()
    told = {t: (row["status_now"], row["because"]) for t, row in frame.iterrows()}
    assert told == {
        "x": ("not raised since session 2", "2 and 3 wrote at the two sessions since"),
        "y": ("raised again", "raised at session 4 by 2 of 3 who wrote"),
        "z": ("raised", "raised at session 4 by 1 of 3 who wrote"),
    }
    assert frame["resolved"].isna().all()


def test_a_session_at_which_nobody_wrote_does_not_speak():
    held = [{"set_id": "A", "session": n} for n in range(1, 8)]
    frame, _ = standing(sessions=held)
    assert frame.loc["x", "because"] == "2 and 3 wrote at the two sessions since"


def test_only_a_person_calls_it_resolved():
    frame, notes = standing(codebook=resolved("x", "o1"))
    assert frame.loc["x", "status_now"] == "resolved"
    said = "by an outcome of session 2 (checked), said on 2026-05-14"
    assert frame.loc["x", "resolved"] == said
    assert frame.loc["x", "because"] == "2 and 3 wrote at the two sessions since"
    assert "resolved" not in " ".join(notes)


def test_what_is_raised_after_its_outcome_is_not_resolved():
    frame, _ = standing(codebook=resolved("y", "o1"))
    assert frame.loc["y", "status_now"] == "raised again"
    assert frame.loc["y", "resolved"].endswith("; but raised since")


def test_an_undone_resolution_is_none():
    book = resolved("x", "o1").undo(by="Ade", on="2026-06-01")
    assert standing(codebook=book)[0].loc["x", "status_now"].startswith("not raised")


@pytest.mark.parametrize("outcome", ["o3", "nowhere"])
def test_an_outcome_that_is_not_there_counts_for_nothing(outcome):
    frame, notes = standing(codebook=resolved("x", outcome), audience="research")
    assert frame.loc["x", "status_now"] == "not raised since session 2"
    assert "counts for nothing" in " ".join(notes)


def test_a_set_hears_nothing_of_the_outcomes_of_others():
    frame, notes = standing(codebook=resolved("x", "o2"))
    assert frame.loc["x", "status_now"] == "not raised since session 2"
    assert frame["resolved"].isna().all()
    assert "outcome" not in " ".join(notes)


def test_of_several_sets_each_must_have_an_outcome():
    texts = [*TEXTS, *crowd(2, ["x"], set_id="B", first=9)]
    one, _ = standing(texts, "research", resolved("x", "o1"))
    assert one.loc["x", "status_now"] == "not raised since session 2"
    assert one.loc["x", "resolved"] == "in 1 of 2 sets"
    both, _ = standing(texts, "research", resolved("x", "o1", "o2"))
    assert both.loc["x", "status_now"] == "resolved"


def test_what_its_claimer_keeps_to_themselves_resolves_nothing():
    texts = [*TEXTS, *crowd(2, ["x"], set_id="B", first=9)]
    silent = [{"member": "m9", "use": "self"}]
    for audience in ("research", "set:B"):
        frame, _ = standing(texts, audience, resolved("x", "o2"), permissions=silent)
        assert "resolved" not in set(frame["status_now"])
        assert frame["resolved"].isna().all()


def test_a_set_that_ended_with_it_is_not_passed_over():
    texts = [*TEXTS, ("B", 1, "m8", "x")]
    frame, _ = standing(texts, "research")
    assert frame.loc["x", "because"].endswith(
        "one of the 2 sets raised it at its own last"
    )


def test_the_programme_is_told_no_number_that_is_held_back():
    texts = [
        *crowd(9, ["x"] * 6),
        *crowd(3, [""], session=2),
        *crowd(8, [""], session=3),
    ]
    frame, _ = standing(texts, "programme")
    said = "a number not shown and 8 wrote at the two sessions since"
    assert frame.loc["x", "because"] == said
    few, _ = standing([*texts, *crowd(9, ["x"] * 2, session=4)], "programme")
    assert few.loc["x", "because"] == "raised at session 4; by how many is not shown"


def test_many_sessions_are_told_in_short():
    wrote = pd.Series([5, 6, 9, 7, 5], dtype="Int64")
    assert wrote_in_words(wrote) == "5 to 9 wrote at each of the five sessions since"
    wrote[2] = pd.NA
    assert wrote_in_words(wrote) == "people wrote at each of the five sessions since"


def test_a_codebook_must_be_one():
    with pytest.raises(InputError, match="codebook must be a Codebook"):
        standing(codebook="book.jsonl")
    with pytest.raises(InputError, match="outcome_id must be a text"):
        resolved("x", " ")


def test_a_resolution_is_kept_in_the_file_and_left_out_of_a_public_one(tmp_path):
    book = resolved("x", "o1")
    path = als.write_codebook(book, tmp_path / "book.jsonl")
    assert als.read_codebook(path) == book
    bare = als.write_codebook(book, tmp_path / "bare.jsonl", with_texts=False)
    assert als.read_codebook(bare).theme("x").resolved == ()
    assert "o1" not in bare.read_text(encoding="utf-8")
