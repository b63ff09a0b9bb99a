"""`for_research`: all that the analysts' report tells beyond a set's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from alsjournal.journal import Journal
from alsjournal.report.research.against import Against, Rejected, against, rejected
from alsjournal.report.research.cards import Measured, measured
from alsjournal.report.research.codebook import Book, book_of
from alsjournal.report.research.coders import Agreed, agreed
from alsjournal.report.research.figures import Figures, figures
from alsjournal.report.research.masking import Masking, masking
from alsjournal.report.research.methods import Methods, methods
from alsjournal.report.research.notes import Memo, chosen_memos
from alsjournal.report.research.standards import Standard, standards_for
from alsjournal.themes import Codebook
from alsjournal.trends import Coded

__all__ = ["ForResearch", "Wanted", "for_research"]


@dataclass(frozen=True)
class Wanted:
    """What is asked for beside the journal and its themes.

    Parameters
    ----------
    memos : sequence of str, default=()
        Ids or kinds of memos to show; private by default.
    model : object, default=None
        The fitted model that the codings are of: its settings and its codebook.
    review : pathlib.Path, optional
        The log of the anonymiser's review.
    """

    memos: Sequence[str] = ()
    model: object = None
    review: Path | None = None


@dataclass(frozen=True)
class ForResearch:
    """Everything that stands in the analysts' report alone."""

    methods: Methods
    book: Book | None
    cards: tuple[Measured, ...]
    masking: Masking
    figures: Figures
    against: tuple[Against, ...]
    rejected: tuple[Rejected, ...]
    agreed: tuple[Agreed, ...]
    memos: tuple[Memo, ...]
    standards: tuple[Standard, ...]


def for_research(
    journal: Journal,
    coded: Coded,
    read: pd.DataFrame,
    wanted: Wanted,
    *,
    codes: Coded,
    release: str | None = None,
) -> ForResearch:
    """Gather it.

    Parameters
    ----------
    journal : Journal
    coded : Coded
    read : pandas.DataFrame
        What texts show besides their themes.
    wanted : Wanted
    codes : Coded
        The codings under the names that ``programme.toml`` knows them by.
    release : str, optional

    Raises
    ------
    InputError
        If a memo that is asked for is not there.
    SourceError
        If the review's log cannot be read.
    """
    found = getattr(wanted.model, "codebook_", None)
    codebook = found if isinstance(found, Codebook) else None
    told = methods(journal, wanted.model)
    counted = figures(journal, coded, read, release, codes=codes)
    return ForResearch(
        methods=told,
        book=book_of(codebook),
        cards=measured(),
        masking=masking(journal, wanted.review),
        figures=counted,
        against=against(journal, coded, counted.by_set, codebook, release),
        rejected=rejected(codebook),
        agreed=agreed(journal, read),
        memos=chosen_memos(journal, wanted.memos),
        standards=standards_for(told.approach),
    )
