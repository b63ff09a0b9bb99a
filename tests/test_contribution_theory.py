"""A theory of change in programme.toml: its syntax, and what the data do not have."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import ConfigError
from alsjournal.ingest import check, read_journal
from alsjournal.ingest.theory import ELEMENTS, read_indicators, read_theory
from alsjournal.ingest.theory_data import theory_notes, theory_of
from alsjournal.reflection import elements

STEP = {"id": "act", "text": "They act."}
TOML = """
[files]
reflections = "texts.csv"
survey = "survey.csv"
claims = "claims.csv"
[[theory.steps]]
id = "act"
text = "They act."
assumptions = ["They may."]
indicators = ["survey:acted", "theme:cover", "outcome:team", "attendance"]
"""


def write(tmp_path, toml=TOML):
    (tmp_path / "texts.csv").write_text("text\nWe met.\n")
    survey = "respondent,wave,item,answer\nr,end,acted_on,yes\n"
    (tmp_path / "survey.csv").write_text(survey)
    claims = "claim_id,step,outcome_id\nc1,act,\nc2,dreaming,x9\n"
    (tmp_path / "claims.csv").write_text(claims)
    path = tmp_path / "programme.toml"
    path.write_text(toml)
    return path


def test_a_journal_carries_it(tmp_path):
    (step,) = theory_of(read_journal(write(tmp_path)).provenance)
    assert (step.id, step.assumptions) == ("act", ("They may.",))
    assert [one.kind for one in step.indicators][:2] == ["survey", "theme"]
    # Said anew each time: a theory must not outlive its lines.
    raw = read_journal(write(tmp_path, TOML.partition("[[theory")[0]))
    assert theory_of(raw.provenance) == ()


def test_check_tells_what_the_data_do_not_have(tmp_path):
    said = str(check(write(tmp_path)))
    for words in (
        "act: survey:acted is measured by nothing here: the survey has no such item.",
        "Did you mean 'acted_on'?",
        "outcome:team is measured by nothing here: no outcome on record is of this",
        "attendance is measured by nothing here: no attendance is on record.",
        "claims: 1 row names a step that is not in [[theory.steps]].",
    ):
        assert words in said
    assert "theme:cover" not in said  # what a machine finds is not known yet


def test_a_theme_is_looked_for_where_people_coded():
    codings = pd.DataFrame({"construct": ["theme"], "code": ["covers"]})
    steps = read_theory({"steps": [{**STEP, "indicators": ["theme:cover"]}]})
    (note,) = theory_notes(steps, {"codings": codings})
    assert "Did you mean 'covers'?" in note
    assert not theory_notes(steps, {"codings": codings.assign(code="cover")})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"step": []}, r"may have steps. Got 'step'. Did you mean 'steps'"),
        ({"steps": {"id": "a"}}, "Double the square brackets"),
        ({"steps": [{"text": "x"}]}, "number 1 must have an id .* Got none"),
        ({"steps": [{"id": "a b", "text": "x"}]}, "Got something else"),
        ({"steps": [{"id": "a"}]}, "a must have a text in quotes"),
        ({"steps": [STEP, STEP]}, "Got act twice"),
        ({"steps": [{**STEP, "indicator": []}]}, "Did you mean 'indicators'"),
        ({"steps": [{**STEP, "assumptions": "x"}]}, "must be a list of texts"),
    ],
)
def test_a_theory_that_cannot_be(said, words):
    with pytest.raises(ConfigError, match=words):
        read_theory(said)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("actions-heard", "Did you mean 'actions-heard-back'"),
        ("surveys:acted", "Did you mean 'survey'"),
        ("survey:", "an indicator must be survey:<item>"),
        ("acted", "an indicator must be survey:<item>"),
        ("attendance:all", "an indicator must be survey:<item>"),
        ("outcome:teams", "outcome: must name one of person, team, .* 'team'"),
        ("element:learning", "Did you mean 'Learning'"),
    ],
)
def test_an_indicator_that_cannot_be(said, words):
    with pytest.raises(ConfigError, match=words):
        read_indicators("here", [said])


def test_elements_are_those_that_texts_are_read_for():
    assert ELEMENTS == elements.ELEMENTS


@given(st.text(max_size=20))
def test_an_indicator_is_read_or_refused(said):
    try:
        (one,) = read_indicators("here", [said])
    except ConfigError:
        return
    assert read_indicators("here", [one.said]) == (one,)


@pytest.mark.parametrize("provenance", [{}, {"theory": None}, {"theory": {}}])
def test_nothing_is_required(provenance):
    assert theory_of(provenance) == ()
