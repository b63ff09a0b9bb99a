"""The public names, and what importing them costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import alsjournal

CONTRACT = {
    "question_kinds",
    "check_question",
    "CommitmentFinder",
    "voice_rates",
    "VoiceFinder",
    "PerspectiveFinder",
    "InsightFinder",
    "FeelingFinder",
    "FacetFinder",
    "AimFinder",
    "Anonymiser",
    "Audience",
    "Codebook",
    "ConditionFinder",
    "DaskEngine",
    "run_programme",
    "FrameworkCoder",
    "Journal",
    "JournalDataset",
    "JournalStore",
    "LensFinder",
    "PracticeFinder",
    "QuestionReader",
    "RawJournal",
    "ReflectionElements",
    "SpacyEmbedder",
    "TransformerEmbedder",
    "ThemeModel",
    "TrendExplorer",
    "ThemeMap",
    "CodebookEditor",
    "AgreementMatrix",
    "AnonymisationReview",
    "QuoteTable",
    "IssueTrail",
    "ObjectiveHistory",
    "QuestionCards",
    "RecurrenceBoard",
    "ReflectionMap",
    "text_map",
    "SurveyBars",
    "ThemeBrief",
    "Cell",
    "link",
    "use_theme",
    "__version__",
    "agreement",
    "code_reflections",
    "indicator_profile",
    "indicator_trend",
    "indicators",
    "model_card",
    "reflection_levels",
    "check",
    "check_chart",
    "consultancy",
    "contribution",
    "data_dictionary",
    "double_coding_sample",
    "error_rates",
    "export_tables",
    "facilitation_parts",
    "facilitator_log",
    "hearing_back",
    "issue_cards",
    "issue_trail",
    "joint_display",
    "load_gold",
    "load_sample",
    "membership",
    "non_writing",
    "objective_history",
    "presence",
    "preview",
    "proposed_actions",
    "proposed_reports",
    "returned_questions",
    "settle_proposals",
    "quotes",
    "read_answers",
    "read_codebook",
    "read_export",
    "read_journal",
    "read_qda",
    "read_qdpx",
    "read_responses",
    "record_problems",
    "recurring_issues",
    "release_check",
    "responses",
    "theme_change",
    "theme_changes",
    "theme_comparison",
    "session_difference",
    "smallest_change",
    "stories",
    "survey_answers",
    "survey_bars",
    "survey_items",
    "theme_heatmap",
    "theme_prevalence",
    "theme_summary",
    "theme_trend",
    "what_changed",
    "what_not_to_claim",
    "what_was_learned",
    "with_readings",
    "write_codebook",
    "write_findings",
    "write_kit",
    "write_qdpx",
    "write_report",
}


def test_the_names_are_these() -> None:
    assert set(alsjournal.__all__) == CONTRACT
    assert set(dir(alsjournal)) == CONTRACT


@pytest.mark.parametrize("name", sorted(CONTRACT - {"__version__"}))
def test_every_name_is_there_and_documented(name: str) -> None:
    value = getattr(alsjournal, name)
    assert value.__doc__
    assert value.__module__.startswith("alsjournal.")


def test_a_wrong_name_says_which_was_meant() -> None:
    with pytest.raises(AttributeError, match="Did you mean ThemeModel"):
        alsjournal.ThemeModell  # noqa: B018


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import alsjournal, sys; "
        "heavy = {'spacy', 'sklearn', 'altair', 'pandas', 'numpy', 'duckdb'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, alsjournal.cli._app; "
        "heavy = {'spacy', 'sklearn', 'altair', 'pandas', 'numpy', 'duckdb'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
