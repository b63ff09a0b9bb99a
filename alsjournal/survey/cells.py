"""The cells of the survey's tables: a question in a wave, of all or of one set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from alsjournal.disclosure import Audience, Policy
from alsjournal.survey.given import Given
from alsjournal.survey.protect import LEAST, least_of, shown_sets
from alsjournal.survey.questions import Question

__all__ = ["Cell", "cells_of", "set_counts", "words_of_set"]


@dataclass(frozen=True, repr=False, eq=False)
class Cell:
    """A question in a wave, of all who answered or of one set.

    Parameters
    ----------
    question : Question
    wave : str
    set_id : str or None
        None: the whole programme.
    own : pandas.DataFrame
        The answers, as in `Given`.
    held : str
        Why it is not shown, in words; empty if it is.
    """

    question: Question
    wave: str
    set_id: str | None
    own: pd.DataFrame
    held: str

    @property
    def answered(self) -> int:
        """How many answered."""
        return len(self.own)


def cells_of(
    given: Given, who: Audience, policy: Policy, by: tuple[str, ...]
) -> Iterator[Cell]:
    """Yield the cells of a table, question by question and wave by wave.

    Parameters
    ----------
    given : Given
    who : Audience
    policy : Policy
    by : tuple of str
        Empty, or the set.

    Yields
    ------
    Cell
    """
    least = least_of(who, policy, by)
    sets = sorted(set(given.sets))
    if who.kind == "set":
        sets = [who.name]
    groups = dict(iter(given.answers.groupby(["item", "wave"])))
    for item, question in given.questions.items():
        for wave in given.waves:
            if (item, wave) not in given.asked:
                continue
            own = groups.get((item, wave), given.answers.head(0))
            if not by:
                few = 0 < len(own) < least
                held = f"fewer than {least} answered" if few else ""
                yield Cell(question, wave, None, own, held)
                continue
            counts = set_counts(own)
            shown = shown_sets(counts)
            for set_id in sets:
                held = words_of_set(set_id, counts.get(set_id, 0), shown)
                part = own[own["set_id"] == set_id]
                yield Cell(question, wave, set_id, part, held)


def set_counts(own: pd.DataFrame) -> dict[str, int]:
    """Count the answers of each set; those of no known set under ``""``."""
    return {str(s): int(n) for s, n in own["set_id"].value_counts().items()}


def words_of_set(set_id: str, n: int, shown: frozenset[str]) -> str:
    """Say why a set is not shown; nothing if it is."""
    if set_id in shown:
        return ""
    return f"fewer than {LEAST} answered" if n < LEAST else "withheld"
