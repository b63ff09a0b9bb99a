"""Texts in other languages go nowhere before a person has read them."""

from __future__ import annotations

import pandas as pd
import pytest

from alsjournal.disclosure import (
    Audience,
    permitted,
    policy_named,
    unread_note,
    unread_texts,
)
from alsjournal.journal import Journal
from alsjournal.trends import quotes


def journal(unread, language="cy", n=1):
    english = "We had no cover again that week."
    frame = pd.DataFrame(
        {
            "reflection_id": [f"r{i}" for i in range(n + 9)],
            "set_id": "A",
            "session": 1,
            "member": [f"m{i}" for i in range(n + 9)],
            "text": ["Roedd yn anodd iawn i ni."] * n + [english] * 9,
            "language": [language] * n + ["en"] * 9,
            "unread": [unread] * n + [False] * 9,
        }
    )
    allowed = pd.DataFrame(
        {"reflection_id": frame["reflection_id"], "use": "quote", "reach": "public"}
    )
    return Journal({"reflections": frame, "permissions": allowed})


def codes(journal):
    ids = journal.table("reflections")["reflection_id"]
    return pd.DataFrame({"reflection_id": ids, "code": "cover"})


@pytest.mark.parametrize("audience", ["research", "set:A", "programme", "public"])
@pytest.mark.parametrize("use", ["paraphrase", "quote"])
def test_its_words_go_to_nobody_until_it_is_read(audience, use):
    unread, read = journal(True), journal(False)
    rows = unread.table("reflections")
    for one, wanted in ((unread, False), (read, True), (journal(None), True)):
        may = permitted(one, rows, audience=audience, use=use)
        assert may.tolist() == [wanted, *[True] * 9]
    counted = permitted(unread, rows, audience=audience, use="counts")
    assert counted.all()


def test_its_writer_still_sees_it():
    one = journal(True)
    rows = one.table("reflections")
    assert permitted(one, rows, audience="member:m0", use="quote").tolist()[0]


@pytest.mark.parametrize("audience", ["research", "set:A", "programme"])
def test_no_quote_of_it_and_a_note_that_it_is_there(audience):
    one = journal(True)
    shown = quotes(one, codes(one), audience=audience, per_theme=20)
    assert len(shown) == 9
    assert "Roedd" not in "".join(shown.to_frame()["quote"])
    assert any("not yet read by a person" in note for note in shown.notes)
    one = journal(False)
    shown = quotes(one, codes(one), audience=audience, per_theme=20)
    assert "Roedd yn anodd iawn i ni." in set(shown.to_frame()["quote"])
    assert not any("not yet read" in note for note in shown.notes)


@pytest.mark.parametrize(
    ("audience", "n", "said"),
    [
        ("research", 1, "1 text in Welsh: "),
        ("set:A", 2, "2 texts in Welsh: "),
        ("programme", 1, "Some texts in other languages: "),
        ("programme", 6, "6 texts in other languages: "),
        ("public", 6, "Some texts in other languages: "),
    ],
)
def test_how_they_are_counted_depends_on_who_reads(audience, n, said):
    one = journal(True, n=n)
    ids = one.table("reflections")["reflection_id"]
    who, policy = Audience.parse(audience), policy_named("default")
    (note,) = unread_note(one, ids, who, policy)
    assert note.startswith(said)
    assert unread_note(journal(False), ids, who, policy) == ()


def test_only_texts_of_the_output_are_counted():
    one = journal(True, n=3)
    assert unread_texts(one) == {"Welsh": 3}
    assert unread_texts(one, ["r0", "r9"]) == {"Welsh": 1}


def test_a_translation_is_marked_where_it_is_quoted():
    one = journal(False, "en from cy")
    for audience, wanted in (
        ("research", "a member of set A (translated from Welsh)"),
        ("programme", "a member (translated)"),
    ):
        frame = quotes(one, codes(one), audience=audience, per_theme=20).to_frame()
        source = frame.set_index("quote")["source"]
        assert source["Roedd yn anodd iawn i ni."] == wanted
        assert (source.str.contains("translated")).sum() == 1
