"""Learning from what members of action learning sets write.

The names below are loaded when they are first used, so that ``import alsjournal``
is quick and loads none of spaCy, scikit-learn, Altair or pandas.
"""

from typing import TYPE_CHECKING

from alsjournal._version import __version__

if TYPE_CHECKING:
    from alsjournal.anonymise import Anonymiser
    from alsjournal.charts import (
        check_chart,
        indicator_profile,
        indicator_trend,
        survey_bars,
        theme_changes,
        theme_heatmap,
        theme_trend,
        use_theme,
    )
    from alsjournal.coders import agreement, double_coding_sample, error_rates
    from alsjournal.cycle import (
        consultancy,
        facilitation_parts,
        facilitator_log,
        hearing_back,
        issue_trail,
        membership,
        non_writing,
        objective_history,
        presence,
        proposed_actions,
        proposed_reports,
        record_problems,
        returned_questions,
        settle_proposals,
        what_changed,
        what_was_learned,
    )
    from alsjournal.datasets import load_gold, load_sample
    from alsjournal.dictionary import data_dictionary
    from alsjournal.disclosure import Audience
    from alsjournal.embed import SpacyEmbedder, TransformerEmbedder
    from alsjournal.exchange import export_tables, read_export
    from alsjournal.ingest import check, read_journal
    from alsjournal.journal import Journal, RawJournal
    from alsjournal.kit import write_kit
    from alsjournal.reflection import (
        AimFinder,
        CommitmentFinder,
        ConditionFinder,
        FacetFinder,
        FeelingFinder,
        InsightFinder,
        LensFinder,
        PerspectiveFinder,
        PracticeFinder,
        QuestionReader,
        ReflectionElements,
        VoiceFinder,
        check_question,
        code_reflections,
        model_card,
        question_kinds,
        voice_rates,
    )
    from alsjournal.release import preview, read_answers, release_check
    from alsjournal.report import write_report
    from alsjournal.store import JournalStore
    from alsjournal.survey import survey_answers, survey_items
    from alsjournal.themes import (
        Codebook,
        FrameworkCoder,
        ThemeModel,
        read_codebook,
        write_codebook,
    )
    from alsjournal.trends import (
        indicators,
        issue_cards,
        quotes,
        recurring_issues,
        reflection_levels,
        session_difference,
        smallest_change,
        theme_change,
        theme_comparison,
        theme_prevalence,
        theme_summary,
        what_not_to_claim,
    )
    from alsjournal.widgets import (
        Cell,
        IssueTrail,
        ObjectiveHistory,
        QuestionCards,
        QuoteTable,
        RecurrenceBoard,
        SurveyBars,
        ThemeBrief,
        ThemeMap,
        TrendExplorer,
        link,
    )

_HOMES = {
    "AimFinder": "reflection",
    "Anonymiser": "anonymise",
    "Audience": "disclosure",
    "Cell": "widgets",
    "Codebook": "themes",
    "CommitmentFinder": "reflection",
    "ConditionFinder": "reflection",
    "FacetFinder": "reflection",
    "FeelingFinder": "reflection",
    "FrameworkCoder": "themes",
    "InsightFinder": "reflection",
    "IssueTrail": "widgets",
    "Journal": "journal",
    "JournalStore": "store",
    "LensFinder": "reflection",
    "ObjectiveHistory": "widgets",
    "PerspectiveFinder": "reflection",
    "PracticeFinder": "reflection",
    "QuestionCards": "widgets",
    "QuestionReader": "reflection",
    "QuoteTable": "widgets",
    "RawJournal": "journal",
    "RecurrenceBoard": "widgets",
    "ReflectionElements": "reflection",
    "SpacyEmbedder": "embed",
    "SurveyBars": "widgets",
    "ThemeBrief": "widgets",
    "ThemeMap": "widgets",
    "ThemeModel": "themes",
    "TransformerEmbedder": "embed",
    "TrendExplorer": "widgets",
    "VoiceFinder": "reflection",
    "agreement": "coders",
    "check": "ingest",
    "check_chart": "charts",
    "check_question": "reflection",
    "code_reflections": "reflection",
    "consultancy": "cycle",
    "data_dictionary": "dictionary",
    "double_coding_sample": "coders",
    "error_rates": "coders",
    "export_tables": "exchange",
    "facilitation_parts": "cycle",
    "facilitator_log": "cycle",
    "hearing_back": "cycle",
    "indicator_profile": "charts",
    "indicator_trend": "charts",
    "indicators": "trends",
    "issue_cards": "trends",
    "issue_trail": "cycle",
    "link": "widgets",
    "load_gold": "datasets",
    "load_sample": "datasets",
    "membership": "cycle",
    "model_card": "reflection",
    "non_writing": "cycle",
    "objective_history": "cycle",
    "presence": "cycle",
    "preview": "release",
    "proposed_actions": "cycle",
    "proposed_reports": "cycle",
    "question_kinds": "reflection",
    "quotes": "trends",
    "read_answers": "release",
    "read_codebook": "themes",
    "read_export": "exchange",
    "read_journal": "ingest",
    "record_problems": "cycle",
    "recurring_issues": "trends",
    "reflection_levels": "trends",
    "release_check": "release",
    "returned_questions": "cycle",
    "session_difference": "trends",
    "settle_proposals": "cycle",
    "smallest_change": "trends",
    "survey_answers": "survey",
    "survey_bars": "charts",
    "survey_items": "survey",
    "theme_change": "trends",
    "theme_changes": "charts",
    "theme_comparison": "trends",
    "theme_heatmap": "charts",
    "theme_prevalence": "trends",
    "theme_summary": "trends",
    "theme_trend": "charts",
    "use_theme": "charts",
    "voice_rates": "reflection",
    "what_changed": "cycle",
    "what_not_to_claim": "trends",
    "what_was_learned": "cycle",
    "write_codebook": "themes",
    "write_kit": "kit",
    "write_report": "report",
}

__all__ = [
    "AimFinder",
    "Anonymiser",
    "Audience",
    "Cell",
    "Codebook",
    "CommitmentFinder",
    "ConditionFinder",
    "FacetFinder",
    "FeelingFinder",
    "FrameworkCoder",
    "InsightFinder",
    "IssueTrail",
    "Journal",
    "JournalStore",
    "LensFinder",
    "ObjectiveHistory",
    "PerspectiveFinder",
    "PracticeFinder",
    "QuestionCards",
    "QuestionReader",
    "QuoteTable",
    "RawJournal",
    "RecurrenceBoard",
    "ReflectionElements",
    "SpacyEmbedder",
    "SurveyBars",
    "ThemeBrief",
    "ThemeMap",
    "ThemeModel",
    "TransformerEmbedder",
    "TrendExplorer",
    "VoiceFinder",
    "__version__",
    "agreement",
    "check",
    "check_chart",
    "check_question",
    "code_reflections",
    "consultancy",
    "data_dictionary",
    "double_coding_sample",
    "error_rates",
    "export_tables",
    "facilitation_parts",
    "facilitator_log",
    "hearing_back",
    "indicator_profile",
    "indicator_trend",
    "indicators",
    "issue_cards",
    "issue_trail",
    "link",
    "load_gold",
    "load_sample",
    "membership",
    "model_card",
    "non_writing",
    "objective_history",
    "presence",
    "preview",
    "proposed_actions",
    "proposed_reports",
    "question_kinds",
    "quotes",
    "read_answers",
    "read_codebook",
    "read_export",
    "read_journal",
    "record_problems",
    "recurring_issues",
    "reflection_levels",
    "release_check",
    "returned_questions",
    "session_difference",
    "settle_proposals",
    "smallest_change",
    "survey_answers",
    "survey_bars",
    "survey_items",
    "theme_change",
    "theme_changes",
    "theme_comparison",
    "theme_heatmap",
    "theme_prevalence",
    "theme_summary",
    "theme_trend",
    "use_theme",
    "voice_rates",
    "what_changed",
    "what_not_to_claim",
    "what_was_learned",
    "write_codebook",
    "write_kit",
    "write_report",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load a public name from its room when it is first used."""
        from importlib import import_module

        if name not in _HOMES:
            from difflib import get_close_matches

            near = get_close_matches(name, _HOMES, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            msg = f"module 'alsjournal' has no attribute {name!r}.{hint}"
            raise AttributeError(msg)
        value = getattr(import_module(f"alsjournal.{_HOMES[name]}"), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted(__all__)
