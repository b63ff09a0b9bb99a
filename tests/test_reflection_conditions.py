"""Conditions: what helps, what hinders, and what it does in these words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal import ConditionFinder
from alsjournal.reflection.conditions import ConditionPassage
from alsjournal.reflection.cues import as_words
from alsjournal.reflection.effects import Effect, effect_of, settled

pytestmark = pytest.mark.slow


def shown(text: str) -> set[tuple[str, str]]:
    found = ConditionFinder().spans([text])[0]
    assert all(isinstance(p, ConditionPassage) for p in found)
    return {(p.code, p.effect) for p in found if isinstance(p, ConditionPassage)}


@pytest.mark.parametrize(
    ("text", "code", "effect"),
    [
        ("The medical director has retired.", "leaders-change", "hinders"),
        ("It must go past three boards.", "many-bodies", "hinders"),
        ("Our targets contradict theirs.", "goals-not-joined", "hinders"),
        ("They sent back the business case again.", "consultation", "hinders"),
        ("It is on nobody's agenda and has no one home.", "no-single-place", "hinders"),
        ("There was no locum to cover me.", "no-protected-time", "hinders"),
        ("Two members have dropped out.", "wrong-people", "hinders"),
        ("Nobody knows whose budget it is.", "split-budgets", "hinders"),
        ("The home care went out to tender.", "provider-changes", "hinders"),
        ("Nobody joins up health and social care.", "no-joint-structure", "hinders"),
        ("The placement broke down.", "behaviour-response", "hinders"),
        ("My time was protected, the backfill paid.", "protected-time", "helps"),
        ("The room was nobody's and it helped.", "neutral-setting", "helps"),
        ("We began with two willing practices.", "willing-coalition", "helps"),
        ("She had authority to sign it.", "delegated-authority", "helps"),
        (
            "We picked people with care, and the porter.",
            "careful-selection",
            "helps",
        ),
        ("We cut it down to one ward.", "right-size", "helps"),
        ("Everyone was heard, whatever their grade.", "equal-voice", "helps"),
    ],
)
def test_each_condition_is_found(text: str, code: str, effect: str) -> None:
    assert (code, effect) in shown(text)


@pytest.mark.parametrize(
    ("text", "code", "effect"),
    [
        ("None of us may decide; I wait for approval.", "delegated-authority", ""),
        ("I was talked over twice.", "equal-voice", "hinders"),
        ("It was far too ambitious for us.", "right-size", "hinders"),
        ("We met in a cold room and nobody felt safe.", "neutral-setting", "hinders"),
    ],
)
def test_what_usually_helps_may_hinder(text: str, code: str, effect: str) -> None:
    assert (code, effect or "hinders") in shown(text)


def test_time_not_protected_is_a_code_of_its_own() -> None:
    codes = {code for code, _ in shown("We had no protected time at all.")}
    assert "no-protected-time" in codes
    assert "protected-time" not in codes


def test_a_turn_makes_it_mixed() -> None:
    text = "We had protected time and paid backfill, but it got in the way of clinic."
    assert ("protected-time", "mixed") in shown(text)


@pytest.mark.parametrize(
    "text",
    ["", "Thank you.", "The weather was fine and the bus was late.", "We like cake."],
)
def test_nothing_is_made_of_nothing(text: str) -> None:
    assert shown(text) == set()


def test_neighbours_are_one_passage_and_are_whole_sentences() -> None:
    text = 'Fine. "There was no backfill. The locum was cancelled." Then we ate.'
    found = ConditionFinder().spans([text])[0]
    times = [p.of(text) for p in found if p.code == "no-protected-time"]
    assert times == ['"There was no backfill. The locum was cancelled."']


def test_effects_are_codings_with_and_without_a_condition() -> None:
    made = ConditionFinder().effects(
        ["There was no backfill.", "Her question helped us.", "It was Tuesday."]
    )
    assert set(made["construct"]) == {"condition"}
    assert list(made["code"]) == ["hinders", "helps"]
    assert list(made["reflection_id"]) == ["0", "1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It helped.", "helps"),
        ("It did not help.", "hinders"),
        ("It helped, but then it stalled.", "mixed"),
        ("It was blue.", ""),
    ],
)
def test_words_of_effect(text: str, said: str) -> None:
    assert effect_of(as_words(text)).said == said


@given(
    st.sampled_from(["helps", "hinders"]),
    *[st.builds(Effect, st.integers(0, 3), st.integers(0, 3), st.booleans())] * 2,
)
def test_an_effect_is_one_of_three(usual: str, here: Effect, after: Effect) -> None:
    assert settled(usual, here, after) in ("helps", "hinders", "mixed")
    assert settled(usual, Effect(0, 0, turns=False)) == usual


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_passages_lie_in_any_text(text: str) -> None:
    for passage in ConditionFinder(threshold=0.2).spans([text])[0]:
        assert 0 <= passage.start < passage.end <= len(text)
        assert 0 < passage.confidence <= 1
