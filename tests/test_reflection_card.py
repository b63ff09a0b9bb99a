import json

import pytest

from alsjournal._resources import resource_path
from alsjournal.errors import InputError, SourceError
from alsjournal.reflection import card as cards
from alsjournal.reflection import model_card
from alsjournal.reflection.constructs import CONSTRUCTS, code_reflections, finder_of

NAMES = sorted(p.parent.name for p in resource_path("models").glob("*/card.json"))


@pytest.mark.parametrize("name", NAMES)
def test_the_page_beside_a_model_is_its_card(name):
    page = resource_path("models", name, "README.md").read_text(encoding="utf-8")
    assert page == model_card(name).to_markdown()


@pytest.mark.parametrize("name", NAMES)
def test_a_card_says_how_good_and_what_not_to_do(name):
    card = model_card(name)
    assert card.headline.n > 0
    assert all(figure.value >= -1 for figure in card.figures)
    assert card.failures
    assert card.not_for
    assert card.agreement.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_a_card_says_who_coded_what_it_was_measured_on(name):
    card = model_card(name)
    for figure in card.figures:
        assert figure.by in ("people", "language models", "")
        if "sample" in figure.data or "language model" in figure.data:
            assert figure.by == "language models"
    if card.headline.by == "people":
        assert "agreement with people:" in card.agreement
    elif card.headline.by:
        assert "agreement with language models' coding:" in card.agreement
        assert "people" not in card.agreement.partition(":")[0]
    else:
        assert "agreement" not in card.agreement


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct_has_its_verbs_and_its_card(construct):
    finder = finder_of(construct)
    assert finder.construct == construct
    assert finder.card().construct == construct
    assert len(set(finder.codes)) == len(finder.codes) > 0
    for verb in ("predict", "spans", "code", "card"):
        assert callable(getattr(finder, verb))


def test_the_lens_is_for_research_until_it_agrees_with_people():
    card = finder_of("lens").card()
    assert card.least_kappa == 0.6
    assert card.shown_beyond_research() == (card.headline.value >= 0.6)


def test_reading_for_several_finds_what_each_finds_alone():
    texts = [
        "We had backfill for once, so all of us came. I felt proud of that.",
        "I shall ring the council by Friday. They never told us who decides.",
        "",
    ]
    together = code_reflections(texts)
    assert set(together["construct"]) <= set(CONSTRUCTS)
    for construct in CONSTRUCTS:
        own = together[together["construct"] == construct].reset_index(drop=True)
        alone = code_reflections(texts, [construct]).reset_index(drop=True)
        assert own.equals(alone), construct
    for row in together.to_dict("records"):
        assert 0 <= row["start"] < row["end"] <= len(texts[int(row["reflection_id"])])


def test_what_cannot_be_read_for_is_refused():
    with pytest.raises(InputError, match="construct must be one of"):
        code_reflections(["Well."], ["mood"])
    with pytest.raises(InputError, match="twice"):
        code_reflections(["Well."], ["lens", "lens"])
    with pytest.raises(InputError):
        model_card("../models/als-lens")
    for name in ("als-nothing", "element", 3, None):
        with pytest.raises(InputError, match="must be one of als-aims"):
            model_card(name)


def test_a_card_that_is_not_whole_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "als-own" / "card.json"
    path.parent.mkdir()
    monkeypatch.setattr(cards, "resource_path", lambda *parts: tmp_path)
    for held in ("{", "[]", "{}", json.dumps({"figures": []})):
        path.write_text(held, encoding="utf-8")
        with pytest.raises(SourceError, match="must be whole"):
            model_card("als-own")
