"""What the released tables of claims, stories and displays mean."""

from __future__ import annotations

__all__ = ["EVALUATION"]

EVALUATION = """
contribution: What the programme is said to have had a part in, and against it.
    claim_id key: Which claim; for research alone.
    set_id key: The set of the outcome; for research and that set alone.
    session int: The session at which the outcome was told; for the same.
    step label: The step of the theory of change that it is about.
    text text: What the programme is said to have contributed.
    outcome text: The outcome in its own words.
    level label: For whom or what it changed.
    amount float: How much, as it was claimed [as the outcome says]
    claimed_by label: Who claimed the outcome, by kind: member, set, organisation.
    checked label: checked by somebody, or claimed only.
    evidence_for text: What speaks for the claim.
    evidence_against text: What speaks against it.
    other_explanations text: What else may have brought the outcome about.
    strength label: How strong the claim is, as a person judged; never computed.
    judged_by label: Who judged that, by role.
    judged_at label: When they judged, as 2026-03-01.
    note label: What is missing, in words.

stories_of_change: Stories of change that were chosen, with who chose each and why.
    story_id key: Which story; for research and the member alone.
    set_id key: The set; for research and that set alone.
    session int: The session at which it was told or chosen; for the same.
    domain label: The kind of change that it was asked for.
    level label: For whom or what something changed.
    text text: The story; empty where it may not be shown.
    chosen_by label: Who chose it among others.
    reason text: Why it was chosen; empty where the story is.
    note label: What is not shown or not said, in words.

joint_display: What was counted beside what was written, step by step.
    step label: The step of the theory of change, or the question of the survey.
    text text: What is to happen.
    assumptions text: What it assumes.
    survey text: What people say of themselves, wave by wave.
    themes text: By how many of those who wrote each theme was raised.
    quotes text: What some of them wrote, as far as they allowed it.
    elements text: By how many each element of reflection was shown.
    outcomes text: How many outcomes were checked, and how many only claimed.
    heard_back text: On how many actions was heard back; never joined with the survey.
    attendance text: How many missed a session, and how many wrote.
    claims text: What is claimed, with strength as judged and what speaks against it.
    missing text: What the theory names and nothing measures.
    reading label: What a person makes of it: confirm, expand, contradict, no data.
    note text: Why, in their words.
    read_by label: Who read it so.
    read_at date: When.
"""
