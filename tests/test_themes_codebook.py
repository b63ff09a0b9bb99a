"""The codebook: decisions are added, never overwritten, and can be taken back."""

from __future__ import annotations

import pytest

from alsjournal.errors import InputError
from alsjournal.themes import Codebook
from alsjournal.themes.codebook_file import lines_of, of_lines

DAY = "2025-03-01"


@pytest.fixture
def book() -> Codebook:
    return Codebook().make(["beds, ward", "rota, staff", "trust, set"], by="themes/1")


def test_groupings_become_candidates_and_adopted(book: Codebook) -> None:
    assert [t.status for t in book.themes()] == ["grouping"] * 3
    book = book.rename("t1", "No beds", by="Ade", on=DAY)
    assert book.status("No beds") == "candidate"
    idea = "People wait where no one should wait."
    book = book.adopt("No beds", central_idea=idea, by="Ade", date="2025-04-01")
    assert book.theme("t1").central_idea == idea
    assert book.status("t1") == "adopted"
    last = book.history("t1")[-1]
    assert (last.action, last.by, last.when) == ("adopted", "Ade", "2025-04-01")


def test_every_method_returns_a_new_codebook(book: Codebook) -> None:
    before = lines_of(book)
    book.rename("t1", "x", by="A")
    book.reject("t2", by="A")
    book.merge(["t1", "t2"], by="A")
    book.split("t1", ["a", "b"], by="A")
    assert lines_of(book) == before
    assert book.version == 3


def test_merge(book: Codebook) -> None:
    merged = book.merge(
        ["trust, set", "t1"], by="Ade", name="Both", why="one idea", on=DAY
    )
    assert merged.names() == ("rota, staff", "Both")
    assert merged.root("t1") == "t3"
    assert merged.status("Both") == "candidate"
    assert merged.theme("t1").merged_into == "t3"
    with pytest.raises(InputError, match="stand by itself"):
        merged.rename("t1", "x", by="Ade")
    with pytest.raises(InputError, match="two different"):
        book.merge(["t1", "beds, ward"], by="Ade")


def test_split_declares_parts(book: Codebook) -> None:
    parts = book.split("t2", ["Nights", "Agency"], by="Ade", on=DAY)
    assert parts.names()[-2:] == ("Nights", "Agency")
    assert parts.theme("Nights").split_from == "t2"
    assert parts.next_id() == "t6"
    with pytest.raises(InputError, match="into must be"):
        book.split("t2", ["one"], by="Ade")


def test_undo_takes_back_the_last_decision_each_time(book: Codebook) -> None:
    first = book.rename("t1", "No beds", by="Ade", on=DAY)
    second = first.merge(["t1", "t2"], by="Ade", on=DAY)
    once = second.undo(by="Bea", why="too soon", on=DAY)
    assert once.themes() == first.themes()
    twice = once.undo(by="Bea", on=DAY)
    assert twice.themes() == book.themes()
    assert twice.version == 7  # nothing was taken out
    with pytest.raises(InputError, match="decision to take back"):
        twice.undo(by="Bea")


def test_names_stay_different(book: Codebook) -> None:
    with pytest.raises(InputError, match="that of another theme"):
        book.rename("t1", "rota, staff", by="Ade")
    more = book.make(["rota, staff"], by="themes/2")
    assert len(set(more.names())) == 4


@pytest.mark.parametrize("bad", ["", "  ", None, 3])
def test_who_and_what_are_required(book: Codebook, bad: object) -> None:
    with pytest.raises(InputError, match="must be a text"):
        book.rename("t1", "x", by=bad)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="must be a text"):
        book.rename("t1", bad, by="Ade")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="must be a text"):
        book.adopt("t1", central_idea=bad, by="Ade", date=DAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ["yesterday", "2025-13-01", "01/02/2025", 7])
def test_the_date_is_a_day(book: Codebook, bad: object) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        book.adopt("t1", central_idea="x", by="Ade", date=bad)  # type: ignore[arg-type]


def test_an_unknown_theme_is_refused_without_repeating_it(book: Codebook) -> None:
    with pytest.raises(InputError, match="t1, t2, t3") as error:
        book.status("Zebedee")
    assert "Zebedee" not in str(error.value)


def test_round_trip_as_lines(book: Codebook) -> None:
    full = book.rename("t1", "Né 🙂", by="Ade", on=DAY).merge(
        ["t1", "t2"], by="B", on=DAY
    )
    full = full.split("t3", ["a", "b"], by="Ade", on=DAY).undo(by="C", on=DAY)
    again = of_lines(lines_of(full))
    assert again == full
    assert lines_of(again) == lines_of(full)


def test_a_theme_of_ones_own_is_a_candidate_with_its_fields() -> None:
    book = Codebook().add(
        "Cover",
        by="Ade",
        on=DAY,
        definition="Nobody to stand in.",
        include="Locums that did not come.",
        exclude="Pay.",
        examples=["There was no one to take my clinic."],
    )
    found = book.theme("Cover")
    assert (found.status, found.by, found.when) == ("candidate", "Ade", DAY)
    assert (found.definition, found.exclude) == ("Nobody to stand in.", "Pay.")
    assert found.examples == ("There was no one to take my clinic.",)
    assert found.central_idea == found.definition
    with pytest.raises(InputError, match="that of another theme"):
        book.add("Cover", by="Bea")


def test_define_changes_only_what_is_given(book: Codebook) -> None:
    book = book.define("t1", by="Ade", include="Corridors.", coded_examples=["c1"])
    book = book.define("t1", by="Bea", exclude="Discharge.", include="")
    found = book.theme("t1")
    assert (found.include, found.exclude) == ("", "Discharge.")
    assert found.coded_examples == ("c1",)
    assert found.status == "grouping"  # nobody named it
    for bad in ({}, {"examples": "one"}, {"include": 3}, {"examples": [""]}):
        with pytest.raises(InputError):
            book.define("t1", by="Ade", **bad)  # type: ignore[arg-type]


def test_what_was_read_and_what_does_not_fit(book: Codebook) -> None:
    book = book.read("t1", ["r1", "r2"], by="Ade", on=DAY)
    book = book.read("t1", ["r2", "r3"], by="Bea", on=DAY)
    found = book.theme("t1")
    assert (found.texts_read, found.n_read) == (("r1", "r2", "r3"), 3)
    book = book.does_not_fit("t1", ["r2"], by="Ade").does_not_fit("t1", [], by="Bea")
    assert book.theme("t1").does_not_fit == ()
    assert book.undo(by="Ade").theme("t1").does_not_fit == ("r2",)
    for bad in ([], "r1", [3]):
        with pytest.raises(InputError, match="reflection_ids"):
            book.read("t1", bad, by="Ade")  # type: ignore[arg-type]


def test_one_text_in_out_and_left_again(book: Codebook) -> None:
    out = book.take_out("t1", "r1", by="Ade")
    assert out.theme("t1").taken_out == ("r1",)
    back = out.put_in("t1", "r1", by="Bea")
    assert (back.theme("t1").taken_out, back.theme("t1").put_in) == ((), ("r1",))
    left = back.leave("t1", "r1", by="Ade")
    assert (left.theme("t1").taken_out, left.theme("t1").put_in) == ((), ())
    with pytest.raises(InputError, match="put into this theme or taken"):
        left.leave("t1", "r1", by="Ade")
    assert left.undo(by="Ade").theme("t1").put_in == ("r1",)


def test_out_of_a_merged_theme_means_all_its_parts(book: Codebook) -> None:
    before = book.take_out("t2", "r1", by="Ade").merge(["t1", "t2"], by="Ade")
    assert before.theme("t1").taken_out == ()  # what came with t2 was said of t2
    after = before.take_out("t1", "r2", by="Ade")
    assert after.theme("t1").taken_out == ("r2",)
    assert after.theme("t2").taken_out == ("r1", "r2")


def test_as_of_gives_each_earlier_state(book: Codebook) -> None:
    states = [book]
    for name, day in (("A", "2025-03-01"), ("B", "2025-04-01"), ("C", "2025-06-01")):
        states.append(states[-1].rename("t1", name, by="Ade", on=day))
    last = states[-1].undo(by="Bea", on="2025-07-01")
    for state in states:
        assert last.as_of(state.version) == state
    assert last.as_of("2025-05-01") == states[2]
    assert last.as_of("2025-02-28") == book
    assert last.as_of("2030-01-01") == last
    for bad in (-1, 99, "soon", None, True):
        with pytest.raises(InputError):
            last.as_of(bad)  # type: ignore[arg-type]


def test_a_late_entry_counts_from_the_day_before_it(book: Codebook) -> None:
    late = book.rename("t1", "A", by="Ade", on="2025-04-01").rename(
        "t2", "B", by="Ade", on="2025-03-01"
    )
    assert late.as_of("2025-03-15") == book
    assert late.as_of("2025-04-01") == late


def test_the_rate_of_overruling(book: Codebook) -> None:
    book = book.read("t1", [f"r{i}" for i in range(8)], by="Ade")
    book = book.take_out("t1", "r1", by="Ade").take_out("t1", "r99", by="Ade")
    book = book.put_in("t1", "r50", by="Ade")
    rows = book.overruled().set_index("theme_id")
    first = rows.loc["t1"]
    assert (first["seen"], first["corrected"], first["added"]) == (9, 2, 1)
    assert first["rate"] == pytest.approx(2 / 9)
    # Wilson's interval of 2 of 9, computed by hand.
    assert (first["low"], first["high"]) == pytest.approx((0.0632, 0.5474), abs=1e-3)
    assert rows.loc["t2", ["rate", "low", "high"]].isna().all()
    assert not len(Codebook().overruled())
