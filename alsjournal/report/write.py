"""`write_report`: one of the two doors that take a Journal and clear it themselves."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from alsjournal.disclosure import Audience
from alsjournal.journal import Journal
from alsjournal.report.page import html_file, write_whole
from alsjournal.report.render import render_html
from alsjournal.report.summarise import summarise
from alsjournal.trends import Coded, Coder

__all__ = ["write_report"]


def write_report(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    audience: str | Audience = "programme",
    release: str | None = None,
    codings: pd.DataFrame | None = None,
) -> Path:
    """Write a themed, charted summary for one audience into one HTML file.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    path : str or path
        Ends in ``.html``. An earlier report there is replaced, as a whole.
    audience : str or Audience, default="programme"
        ``programme``, ``set:<set_id>``, ``public`` or ``research``.
    release : str, optional
        What the report is called. People whom quotes mention are named anew in each
        report: for another audience, with other quotes, or under another name.
    codings : pandas.DataFrame, optional
        What texts show besides their themes, as `alsjournal.code_reflections` gives
        it. By default the texts are read for it; an empty table leaves it out. On a
        set's page its elements are also what was learned (`what_was_learned`).

    Returns
    -------
    pathlib.Path
        The file. It opens without network, and holds no script.

    Raises
    ------
    InputError
        If the path is not an HTML file, or the audience gets no report.
    SourceError
        If the file cannot be written there.
    """
    target = html_file(path, "report")
    with journal.reading():
        summary = summarise(
            journal, themes, audience=audience, release=release, codings=codings
        )
    page = render_html(summary)
    write_whole(target, page, "report")
    return target
