"""Lens, aims and practices: three frameworks, each found by its codebook."""

from __future__ import annotations

import pytest

from alsjournal import AimFinder, LensFinder, PracticeFinder
from alsjournal.reflection.lens import TRAPPED, LensPassage

pytestmark = pytest.mark.slow


def lens(text: str) -> dict[str, str]:
    found = LensFinder().spans([text])[0]
    return {p.code: p.trapped for p in found if isinstance(p, LensPassage)}


@pytest.mark.parametrize(
    "text",
    [
        "We have lost two of our five nurses.",
        "The grant was cut from ten thousand to six.",
        "There are three vacancies in a team of eight.",
    ],
)
def test_a_hardship_that_is_reported_is_no_crisis(text: str) -> None:
    assert set(lens(text)) == {"hardship"}


@pytest.mark.parametrize(
    "text",
    [
        "We are drowning and nobody is coming to help.",
        "It is rationing, and they do not care.",
        "It will only get worse until we go under.",
    ],
)
def test_a_crisis_needs_no_loss(text: str) -> None:
    assert set(lens(text)) == {"crisis"}


@pytest.mark.parametrize(
    ("text", "trapped"),
    [
        ("The ward stands empty every afternoon.", "buildings-and-services"),
        ("Hours of our time are trapped in forms and meetings.", "processes"),
        ("Old habits and fear keep good will locked away.", "attitudes"),
        ("The receptionists' knowledge goes unused, unused talent.", "potential"),
        ("We remembered why we came into nursing.", ""),
    ],
)
def test_what_is_unlocked_and_where_it_was_held(text: str, trapped: str) -> None:
    found = lens(text)
    assert found == {"unlocking": trapped}
    assert trapped in ("", *TRAPPED)


def test_a_denial_takes_a_frame_away() -> None:
    assert lens("This is not a crisis.") == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I sat down with the consultant and we agreed.", "productive-conversations"),
        ("They took me seriously, since I had worked nights.", "being-credible"),
        ("I put the figures on the table and we talked.", "data-for-discussion"),
        ("She told the story of one family.", "uncodified-knowledge"),
        ("I asked again, and kept back my own answer.", "firm-but-gentle"),
        ("He remembered why he became a nurse.", "sense-of-meaning"),
        ("It was good for both sides and nobody was blamed.", "all-flourish"),
        ("I felt less alone with it.", "feeling-supported"),
    ],
)
def test_each_aim_is_found(text: str, code: str) -> None:
    assert code in {p.code for p in AimFinder().spans([text])[0]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I do not mind who gets the credit.", "giving-away-ownership"),
        ("We persuaded the trust in the end.", "persuasion"),
        ("The audit figures convinced the board.", "evidence-base"),
        ("We started with the willing practices.", "willing-coalition"),
        ("We asked the carers what they wanted.", "involving-people"),
        ("The aim stayed and we changed course twice.", "constancy-and-flexibility"),
        ("It was a mess and I was comfortable with that.", "comfort-with-chaos"),
        ("With the same people in the room trust grew.", "stability-for-trust"),
    ],
)
def test_each_practice_is_found(text: str, code: str) -> None:
    assert code in {p.code for p in PracticeFinder().spans([text])[0]}


def test_codings_say_construct_and_coder() -> None:
    made = LensFinder().code(["We are drowning."])
    assert list(made["construct"]) == ["lens"]
    assert str(made["coder"].iloc[0]).startswith("als-lens/")
