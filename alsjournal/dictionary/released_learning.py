"""What the released table of what was learned means: a text to read and correct."""

from __future__ import annotations

__all__ = ["LEARNED"]

LEARNED = """
what_was_learned: What was learned, by how many of those who wrote and in which words.
    what label: session, set, position, in all, or told: a passage in its own words.
    set_id key: The set, where it is told by it.
    session int: The session of the text or the report, where it may be told.
    issue_id key: The issue that a text or a report hangs on; empty for none.
    position label: presented, or others; empty where it may not be told.
    source label: An answer, a passage, a report on an action, or a text of a set.
    how label: Who found a passage, or the status of a report.
    learned int: How many wrote of something learned; by position, how often [people]
    of int: How many wrote; by position, how often somebody did [people]
    shown label: What may be said of the count, in words.
    issue text: The words of the issue; empty where they may not be shown.
    about text: The words of the action that a report is about.
    text text: The words.
"""
