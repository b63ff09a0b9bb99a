"""We and they: what counts, and whom it refers to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alsjournal
from alsjournal.errors import InputError
from alsjournal.reflection import VoiceFinder, voice_rates
from alsjournal.reflection.voice import REFERENTS, VoicePassage


def said(text: str) -> list[tuple[str, str, str]]:
    found = VoiceFinder().spans([text])[0]
    assert all(isinstance(one, VoicePassage) for one in found)
    return [(p.of(text), p.code, p.refers_to) for p in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "pronoun", "kind"),
    [
        ("We as a practice signed it.", "We", "team or practice"),
        ("Our network has no money.", "Our", "network"),
        ("Nobody asked us nurses.", "us", "profession"),
        ("The trust wrote again, and they want it by noon.", "they", "organisation"),
        ("The residents came. They had cake.", "They", "patients or residents"),
        ("A carer rang because they had no key.", "they", "patients or residents"),
        ("They went home early.", "They", "not said"),
        ("Those of us in the trust knew.", "us", "organisation"),
        ("Somebody put them in the ward.", "them", "not said"),
        ("We went home early.", "We", "not said"),
        ("Our patients wait.", "Our", "not said"),
        ("[organisation 2] rang. They were polite.", "They", "organisation"),
    ],
)
def test_whom_it_refers_to(text: str, pronoun: str, kind: str) -> None:
    assert [(p, k) for p, _, k in said(text)] == [(pronoun, kind)]


def test_things_are_no_they() -> None:
    assert said("I found the forms and put them in the drawer.") == []


def test_a_country_is_no_we() -> None:
    assert said("It came from the US by post.") == []


def test_a_verb_of_people_keeps_they_after_things() -> None:
    assert said("The letters came late. They told me nothing.") != []


def test_who_was_told_is_not_who_told() -> None:
    text = "The nurses met the managers, and the managers thanked them."
    assert said(text) == [("them", "they", "profession")]


def test_rates_count_each_text() -> None:
    rates = voice_rates(["We asked and they answered.", " ", "Nothing here."])
    assert list(rates.columns) == [
        "reflection_id",
        "words",
        "we",
        "they",
        "we_per_100",
        "they_per_100",
    ]
    assert rates["reflection_id"].tolist() == ["0", "2"]
    assert rates["we_per_100"].tolist() == [20.0, 0.0]


def test_rates_of_nothing_keep_their_columns() -> None:
    assert voice_rates([]).empty
    assert "they_per_100" in voice_rates([]).columns


def test_rates_are_of_texts() -> None:
    with pytest.raises(InputError):
        voice_rates(7)


def test_what_is_found_becomes_codings() -> None:
    codings = VoiceFinder().code(["We asked."])
    assert codings["construct"].tolist() == ["voice"]
    assert codings["code"].tolist() == ["we"]


def test_the_facade_has_it() -> None:
    assert alsjournal.VoiceFinder is VoiceFinder


@settings(max_examples=25)
@given(st.text() | st.text("we they us.,\n '", max_size=80))
def test_any_text_gives_places_in_it(text: str) -> None:
    found = VoiceFinder().spans([text])[0] if text.strip() else []
    starts = [p.start for p in found]
    assert starts == sorted(starts)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.refers_to in REFERENTS  # type: ignore[attr-defined]
