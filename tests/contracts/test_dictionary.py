"""Every column that leaves the house has a meaning."""

from __future__ import annotations

from alsjournal import cleared
from alsjournal.dictionary import entries, meaning_of
from alsjournal.exchange import RELEASED


def kinds(root: type) -> set[type]:
    return {root}.union(*(kinds(sub) for sub in root.__subclasses__()))


def test_every_released_table_is_in_the_dictionary() -> None:
    released = {  # the others are in no export
        **RELEASED,
        "indicators": cleared.Indicators,
        "reflection_levels": cleared.Levels,
        "text_map": cleared.TextMap,
        "answers_to_findings": cleared.Responses,
        "coding_pairs": cleared.CodePairs,
        "theme_lineage": cleared.Lineage,
        "theme_comparison": cleared.Comparison,
        "smallest_change": cleared.Power,
        "survey_items": cleared.SurveyItems,
        "survey_answers": cleared.SurveyAnswers,
        "objective_history": cleared.ObjectiveHistory,
        "presence": cleared.Attendance,
        "membership": cleared.Membership,
        "non_writing": cleared.NonWriting,
        "facilitation_parts": cleared.Facilitation,
        "facilitator_log": cleared.FacilitatorLog,
        "hearing_back": cleared.HearingBack,
        "issue_trail": cleared.IssueTrail,
        "consultancy": cleared.Consultancy,
        "what_changed": cleared.Outcomes,
        "what_was_learned": cleared.Learned,
        "proposals": cleared.Proposals,
        "contribution": cleared.Claims,
        "stories_of_change": cleared.Stories,
        "joint_display": cleared.JointDisplay,
        "returned_questions": cleared.ReturnedQuestions,
    }
    assert set(released.values()) == kinds(cleared.Cleared) - {cleared.Cleared}
    for name, kind in released.items():
        told = entries(name)
        assert tuple(entry.column for entry in told) == kind.COLUMNS, name
        assert all(entry.meaning for entry in told)
        assert meaning_of(name)
