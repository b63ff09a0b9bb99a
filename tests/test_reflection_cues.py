"""Cues: readable patterns over words, with a bound on what they cost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import alsjournal as als
from alsjournal.errors import InputError
from alsjournal.reflection._matcher import negated
from alsjournal.reflection.cues import CueIndex, as_words, compiled, keys_of
from alsjournal.reflection.framework_codes import read_framework

FOLDER = Path(als.__file__).parent / "reflection"
LISTS = {"board": ("board", "local authorit*")}


def found(cue: str, text: str) -> bool:
    return compiled(cue, LISTS).find(as_words(text)) is not None


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("backfill", "No backfill."),
        ("delegat*", "She DELEGATED it"),
        ("(locum|bank nurse) came", "The bank nurse came late"),
        ("(a|the)? room", "Room, please"),
        ("cover ~2 clinic", "cover for my clinic"),
        ("no money & pilot", "The pilot has no money"),
        ("# nurses", "We have £3k and two nurses"),
        ("@board ~1 said", "Local authorities then said so"),
        ("((one|two) wards|a ward)", "two wards"),
        ("can not say", "I can\u2019t say"),
        ("cannot say", "i cant say"),
        ("somebody 's gone", "Somebody's gone"),
    ],
)
def test_a_cue_is_found(cue: str, text: str) -> None:
    assert found(cue, text)


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("cover", "covers"),
        ("cover ~1 clinic", "cover for my clinic"),
        ("no money", "no, money came"),
        ("no money & pilot", "no money at all"),
        ("ward", "forward"),
    ],
)
def test_a_cue_is_not_found(cue: str, text: str) -> None:
    assert not found(cue, text)


@pytest.mark.parametrize(
    "cue",
    [
        *("", "~2", "(a|b", "a)", "a || b", "@nowhere", "a ~0 b", "a ~99 b"),
        *("50% off", "(the)?", "a ~1 b ~1 c ~1 d ~1 e", "((((((a))))))", "a &", "*"),
    ],
)
def test_a_cue_that_cannot_be_read_is_refused(cue: str) -> None:
    with pytest.raises(InputError):
        compiled(cue, LISTS)


@given(st.text(alphabet="ab()|?~&#@* ,.'%[]19", max_size=40))
def test_any_cue_is_compiled_or_refused(cue: str) -> None:
    try:
        made = compiled(cue, LISTS)
    except InputError:
        return
    made.find(as_words("a b a b, ab 1 a"))


@given(st.text(max_size=200))
def test_words_of_any_text_have_a_space_round_each(text: str) -> None:
    words = as_words(text)
    assert words.startswith(" ")
    assert words.endswith(" ")
    assert as_words(words) == words or "[" in text or "'" in words


def test_a_long_sentence_takes_no_time() -> None:
    cue = compiled("(a|a a|a a a) ~10 (a|a*) ~10 a* ~10 never")
    words = as_words("a " * 200)
    start = time.perf_counter()
    assert cue.find(words) is None
    assert time.perf_counter() - start < 5


@given(
    st.lists(
        st.sampled_from(
            ["no", "cover", "for", "the", "locum", "clinic", "board", "ward"]
        )
    )
)
def test_the_index_finds_what_each_cue_finds(tokens: list[str]) -> None:
    cues = [
        compiled(cue)
        for cue in (
            *("no cover", "loc*", "(ward|clinic) ~2 board", "the & no", "f*"),
            *("the (no|locum)? ward", "(for the|no locum) ~1 (clinic|the board)"),
        )
    ]
    words = as_words(" ".join(tokens))
    alone = {i for i, cue in enumerate(cues) if cue.find(words)}
    assert set(CueIndex(cues).find(words)) == alone
    assert set(CueIndex(cues).find(words, keys_of(words))) == alone


@pytest.mark.parametrize("name", ["conditions", "aims", "practices", "effects"])
def test_no_cue_that_comes_with_the_package_is_passed_over(name: str) -> None:
    codes = read_framework(FOLDER / f"{name}.toml").codes
    cues = [cue for code in codes for cue in (*code.cues, *code.hints)]
    index = CueIndex(cues)
    for code in codes:
        for text in (*code.examples, *(cue.pattern for cue in code.cues)):
            words = as_words(text)
            alone = {i: hit for i, cue in enumerate(cues) if (hit := cue.find(words))}
            assert index.find(words, keys_of(words)) == alone


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("It did not help", True),
        ("Nobody could help", True),
        ("It did not only help", False),
        ("There was no room, but it did help", False),
        ("It helps", False),
    ],
)
def test_a_denial_counts_in_its_clause(text: str, denied: bool) -> None:
    words = as_words(text)
    hit = compiled("help*").find(words)
    assert hit is not None
    assert negated(words, hit) is denied
