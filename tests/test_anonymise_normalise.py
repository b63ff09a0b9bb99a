"""The text as finders read it, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise.normalise import normalise

HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(list("ab* _<>/&;#\\\"'\n\t\r\u200b\u00ad\u0301\u00a0Аﷺ.")),
    ),
    max_size=80,
)


@pytest.mark.parametrize(
    "written",
    [
        "Sa\u200brah Jo\u00adnes",
        "Ｓａｒａｈ Ｊｏｎｅｓ",
        "Sa\u0301rah Jo\u0308nes",
        "Sárah Jónes",
        "Sarah_Jones",
        "**Sarah** Jones",
        "<b>Sarah</b> Jones",
        "Sarah\nJones",
        "Sarah\u00a0\u00a0Jones",
        "Ѕаrаh Jоnеs",
        "Sar\x00ah Jones",
        "&#83;arah&nbsp;Jones",
        "S a r a h  J o n e s",
        "𝐒𝐚𝐫𝐚𝐡 𝐉𝐨𝐧𝐞𝐬",
    ],
)
def test_disguises_come_off_and_lead_back(written):
    text = f"I met {written} today"
    found = normalise(text)
    start = found.text.index("Sarah Jones")
    a, b = found.to_original(start, start + len("Sarah Jones"))
    outside = text[:a] + text[b:]
    left = outside.removeprefix("I met ").removesuffix(" today")
    assert not any(c.isalnum() for c in left.strip("<>/b"))
    assert outside.startswith("I met ")
    assert outside.endswith(" today")


def test_addresses_keep_their_lines():
    assert normalise("sarah_jones@nhs.net").text == "sarah_jones@nhs.net"


@given(HOSTILE)
def test_spans_lead_into_the_text_in_order(text):
    found = normalise(text)
    last = 0
    for i in range(len(found.text)):
        start, end = found.to_original(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last
        last = start


@given(HOSTILE)
def test_what_is_plain_stays_the_same(text):
    found = normalise(text)
    for i, char in enumerate(found.text):
        start, end = found.to_original(i, i + 1)
        if end == start + 1 and text[start].isascii() and text[start].isalnum():
            assert text[start] == char


@pytest.mark.parametrize(
    "text", ["a" * 10**6, "😀" * 10**6, "a." * 10_000, "<a" * 10**5, "a_" * 10**5]
)
def test_hostile_texts_are_read(text):
    assert normalise(text).text


def test_repr_withholds_the_text():
    assert "Sarah" not in repr(normalise("Sarah*"))
