"""Which quotes pass to whom, by what their writers answered."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.disclosure import preview_gate, words_of
from alsjournal.journal import Journal

QUOTE = "We had no cover."


def journal_of(*rows: tuple[str, str | None, str]) -> Journal:
    """Rows of previews of one passage: audience, answer, day of the answer."""
    frame = pd.DataFrame(rows, columns=["audience", "answer", "answered"])
    frame["passage"] = [f"q-{i}" for i in range(len(frame))]
    frame = frame.assign(
        release_id="o-1", member="m1", reflection_id="r1", words=words_of("r1", QUOTE)
    )
    return Journal({"previews": frame})


@pytest.mark.parametrize(
    ("rows", "programme", "public"),
    [
        ([], True, False),
        ([("programme", None, "")], False, False),
        ([("public", None, "")], False, False),
        ([("programme", "keep", "2026-01-01")], True, False),
        ([("public", "keep", "2026-01-01")], True, True),
        ([("public", "paraphrase", "2026-01-01")], False, False),
        (
            [("public", "remove", "2026-01-02"), ("public", "keep", "2026-01-01")],
            False,
            False,
        ),
        ([("public", "keep", "2026-01-01"), ("public", None, "")], True, True),
    ],
)
def test_the_last_answer_counts(
    rows: list[tuple[str, str | None, str]], programme: bool, public: bool
) -> None:
    journal = journal_of(*((a, b, c or None) for a, b, c in rows))
    assert preview_gate(journal, "programme").lets("r1", QUOTE) == programme
    assert preview_gate(journal, "public").lets("r1", QUOTE) == public
    for audience in ("research", "set:A", "member:m1"):
        assert preview_gate(journal, audience).lets("r1", QUOTE)


def test_what_was_in_no_preview() -> None:
    for audience, programme in (("programme", False), ("public", True)):
        journal = journal_of((audience, "keep", "2026-01-01"))
        for text, words in (("r2", QUOTE), ("r1", "Others.")):
            gate = preview_gate(journal, "programme")
            assert gate.lets(text, words) == programme
            assert not preview_gate(journal, "public").lets(text, words)


@given(st.text(), st.text(), st.text(), st.text())
def test_a_fingerprint_is_of_one_text_and_its_words(
    one: str, quote: str, two: str, other: str
) -> None:
    same = one == two and quote.split() == other.split()
    assert (words_of(one, quote) == words_of(two, other)) == same
