"""Model cards: each page is that of its card, and says who coded and how well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alsjournal import AimFinder, ConditionFinder, LensFinder, PracticeFinder
from alsjournal.reflection.card import model_card

MODELS = Path(__file__).parents[1] / "models"
CARDS = sorted(path.parent.name for path in MODELS.glob("*/card.json"))
FINDERS = {f.name: f for f in (AimFinder, ConditionFinder, LensFinder, PracticeFinder)}


@pytest.mark.parametrize("name", CARDS)
def test_the_page_is_that_of_the_card(name: str) -> None:
    page = (MODELS / name / "README.md").read_text(encoding="utf-8")
    assert page == model_card(name).to_markdown()


@pytest.mark.parametrize("name", FINDERS)
def test_a_framework_says_its_agreement_and_who_coded(name: str) -> None:
    card = FINDERS[name]().card()
    assert card.headline.statistic == "kappa"
    assert card.headline.low is not None
    assert "language model" in card.definition
    assert card.construct == FINDERS[name].construct
    assert {f.code for f in card.figures} - {""} <= {
        *FINDERS[name]().codes,
        "helps",
        "hinders",
    }


def test_under_its_least_kappa_only_research_sees_it() -> None:
    held = json.loads((MODELS / "als-lens" / "card.json").read_text(encoding="utf-8"))
    card = model_card("als-lens")
    assert card.least_kappa == 0.6
    assert card.shown_beyond_research() is (held["figures"][0]["value"] >= 0.6)
