"""Spans kept small come back as they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise.kept_spans import KeptSpans
from alsjournal.anonymise.spans import LABELS, Span

SPANS = st.builds(
    Span,
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.sampled_from([*LABELS, "ANOTHER"]),
    st.sampled_from(["ner", "roster", "mine"]),
    st.floats(0, 1),
)


@given(st.dictionaries(st.text(max_size=20), st.lists(SPANS, max_size=4)))
def test_what_goes_in_comes_out(found):
    kept = KeptSpans()
    for text, spans in found.items():
        kept.put(text, spans)
    assert len(kept) == len(found)
    for text, spans in found.items():
        assert kept.get(text) == spans
