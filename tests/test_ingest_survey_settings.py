"""What programme.toml says of the survey."""

from __future__ import annotations

import pytest

from alsjournal.errors import ConfigError
from alsjournal.ingest import read_journal
from alsjournal.ingest.survey_settings import read_survey, settings_of
from alsjournal.survey import survey_items

TOML = """
[files]
reflections = "texts.csv"
survey = "survey.csv"
[disclosure]
{public}
[survey]
waves = ["start", "finish"]
[survey.invited]
finish = 6
[survey.items.expectations]
question = "How far was it met?"
scale = ["not met", "met", "surpassed"]
yes = ["surpassed"]
"""


def read(tmp_path, public="survey_public = true"):
    (tmp_path / "texts.csv").write_text("text\nWe met.\n")
    answers = ["surpassed", "met", "Surpassed", "", "not met"]
    rows = [f"r{i},finish,expectations,{a}" for i, a in enumerate(answers)]
    head = "respondent,wave,item,answer"
    (tmp_path / "survey.csv").write_text("\n".join([head, *rows]) + "\n")
    path = tmp_path / "programme.toml"
    path.write_text(TOML.format(public=public))
    return read_journal(path)


def test_a_journal_keeps_what_was_said(tmp_path):
    raw = read(tmp_path)
    assert raw.provenance["survey_public"] is True
    settings = settings_of(raw.provenance)
    assert settings.waves == ("start", "finish")
    assert settings.items["expectations"].yes == ("surpassed",)
    # Said anew each time: a "true" must not outlive its line.
    assert read(tmp_path, public="").provenance["survey_public"] is False


def test_the_answers_are_counted_by_it(tmp_path):
    from alsjournal.journal import Journal

    raw = read(tmp_path)
    survey = {"survey": raw.identifiable_frame("survey")}
    journal = Journal(survey, provenance=raw.provenance)
    row = survey_items(journal).to_frame().iloc[0]
    assert row["question"] == "How far was it met?"
    assert row["in_words"] == "2 of the 4 who answered (of 6 invited)"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"item": {}}, "Did you mean 'items'"),
        ({"waves": "end"}, "list of texts"),
        ({"items": []}, "must be sections"),
        ({"items": {"a": "yes"}}, "must be a section"),
        ({"items": {"a": {"scales": ["x"]}}}, "Did you mean 'scale'"),
        ({"items": {"a": {"scale": ["x"]}}}, "two answers"),
        ({"items": {"a": {"scale": ["x", "X"]}}}, "each once"),
        (
            {"items": {"a": {"scale": ["x", "y"], "yes": ["z"]}}},
            "of its scale: 'x', 'y'",
        ),
        ({"items": {"a": {"question": 1}}}, "text in quotes"),
        ({"items": {"a": {"several": "yes"}}}, "true or false"),
    ],
)
def test_slips_are_named(said, message):
    with pytest.raises(ConfigError, match=message):
        read_survey(said)


def test_signs_of_a_terminal_are_not_said_as_they_are():
    item = {"scale": ["no", "\x9b2Jyes"], "yes": ["maybe"]}
    with pytest.raises(ConfigError) as caught:
        read_survey({"items": {"a": item}})
    assert str(caught.value).isprintable()


def test_numbers_are_taken_as_texts():
    assert read_survey({"items": {"a": {"scale": [1, 2, 3], "yes": [3]}}}).items[
        "a"
    ].yes == ("3",)


def test_the_public_must_be_true_or_false(tmp_path):
    with pytest.raises(ConfigError, match="survey_public must be true or false"):
        read(tmp_path, public="survey_public = 'yes'")
