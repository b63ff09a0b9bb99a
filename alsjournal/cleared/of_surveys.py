"""Released tables of the survey."""

from __future__ import annotations

from dataclasses import dataclass

from alsjournal.cleared.base import Cleared

__all__ = [
    "SurveyAnswers",
    "SurveyItems",
]


@dataclass(frozen=True, repr=False, eq=False)
class SurveyItems(Cleared):
    """What people said in the survey, question by question and wave by wave.

    ``n`` of ``answered`` gave an answer that ``counts_as`` yes; ``share`` is of those
    who answered, with Wilson's 95 % interval (``low``, ``high``). ``invited`` were
    asked in that wave, ``left_out`` took part and left the question out, ``unknown``
    answered something that is not on its scale. ``shown`` and ``in_words`` say what
    may be said; where that is no count the numbers are empty. ``ceiling`` warns where
    all said yes. ``basis`` says whether the change ``since`` an earlier wave is
    *paired*, of ``pairs`` people of whom ``up`` changed to yes and ``down`` away from
    it, or *unpaired*, of people who may be others. ``change`` is a difference of
    shares, with its 95 % interval; ``p`` is for one question and ``q`` for all.
    """

    COLUMNS = (
        *("item", "wave", "set_id", "question", "counts_as"),
        *("n", "answered", "invited", "left_out", "unknown"),
        *("share", "low", "high", "shown", "in_words", "ceiling"),
        *("since", "basis", "pairs", "up", "down"),
        *("change", "change_low", "change_high", "p", "q", "change_in_words"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class SurveyAnswers(Cleared):
    """How many gave each answer in the survey.

    A row for each answer of a question's scale, in its order (``place``), and one for
    all answers that are not on it. ``n`` of ``answered`` gave it; where one person
    may give several, they add up to more.
    """

    COLUMNS = (
        *("item", "wave", "set_id", "question", "place", "answer"),
        *("n", "answered", "share", "low", "high", "shown"),
    )
