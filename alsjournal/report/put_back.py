"""`write_findings`: findings put back to those they are of, for them to answer."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from alsjournal._given import given_path
from alsjournal.disclosure import Audience
from alsjournal.journal import Journal
from alsjournal.report.asked import sheet_of
from alsjournal.report.page import write_whole
from alsjournal.report.parts.ask import sheet_document
from alsjournal.report.words import words_in
from alsjournal.report.write import FORMATS, format_of
from alsjournal.trends import Coded, Coder

__all__ = ["write_findings"]


def write_findings(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    audience: str | Audience,
    contact: str = "",
    format: str | None = None,  # noqa: A002 - the word that everybody knows
    language: str = "en",
) -> Path:
    """Write a page of findings on which members tick what is right, missing or wrong.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    path : str or path
        An earlier page there is replaced, as a whole.
    audience : str or Audience
        ``set:<set_id>``, or ``programme``: for all its members.
    contact : str, default=""
        Whom they may ask.
    format : {"html", "docx", "pdf", "md"}, optional
        By default as the path ends.
    language : {"en", "cy"}, default="en"
        Of the page's own sentences.

    Returns
    -------
    pathlib.Path
        The file. It holds at most 8 findings and nobody's words. As HTML it puts the
        answers together, as lines to copy or a csv to save, and sends nothing; on
        paper it is ticked with a pen.

    Raises
    ------
    InputError
        If the path, format, audience or language is none of these.
    SourceError
        If the file cannot be written there.

    See Also
    --------
    read_responses : What was answered.
    responses : How many ticked what, for an audience.

    Examples
    --------
    >>> path = "set-A.html"
    >>> write_findings(journal, themes, path, audience="set:A")  # doctest: +SKIP
    """
    target = Path(given_path(path))
    made_as = format_of(target, format)
    words = words_in(language)
    with journal.reading():
        sheet = sheet_of(journal, themes, audience=audience, contact=contact)
    write_whole(target, FORMATS[made_as](sheet_document(sheet, words)), "page")
    return target
