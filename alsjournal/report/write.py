"""`write_report`: one of the two doors that take a Journal and clear it themselves."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from alsjournal._given import given_path
from alsjournal.disclosure import Audience
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.report.compose import compose
from alsjournal.report.decisions import Decision, read_decisions
from alsjournal.report.document import Document
from alsjournal.report.page import write_whole
from alsjournal.report.render.docx import to_docx
from alsjournal.report.render.html import to_html
from alsjournal.report.render.markdown import to_markdown
from alsjournal.report.render.pdf import to_pdf
from alsjournal.report.research import Wanted
from alsjournal.report.summarise import summarise
from alsjournal.trends import Coded, Coder

__all__ = ["FORMATS", "write_report"]

FORMATS: dict[str, Callable[[Document], str | bytes]] = {
    "html": to_html,
    "docx": to_docx,
    "pdf": lambda document: to_pdf(to_html(document, paper=True)),
    "md": to_markdown,
}
"""How a report can be written."""

_ENDINGS = {"htm": "html", "markdown": "md"}


def write_report(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    audience: str | Audience = "programme",
    format: str | None = None,  # noqa: A002 - the word that everybody knows
    release: str | None = None,
    codings: pd.DataFrame | None = None,
    decisions: str | os.PathLike[str] | Sequence[Decision] = (),
    language: str = "en",
    memos: Sequence[str] = (),
    model: object = None,
    review: str | os.PathLike[str] | None = None,
) -> Path:
    """Write a themed, charted report for one audience into one file.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    path : str or path
        An earlier report there is replaced, as a whole.
    audience : str or Audience, default="programme"
        ``programme``, ``set:<set_id>``, ``public`` or ``research``.
    format : {"html", "docx", "pdf", "md"}, optional
        By default as the path ends. A PDF is printed by Chromium, Chrome or Edge.
    release : str, optional
        What the report is called. People whom quotes mention are named anew in each
        report: for another audience, with other quotes, or under another name.
    codings : pandas.DataFrame, optional
        What texts show besides their themes, as `alsjournal.code_reflections` gives
        it. By default the texts are read for it; an empty table leaves it out. On a
        set's page its elements are also what was learned (`what_was_learned`).
    decisions : path or sequence of Decision, default=()
        What is asked of those who lead, by theme: a csv with the columns ``theme``,
        ``decision``, ``owner`` and ``by``.
    language : {"en", "cy"}, default="en"
        Of the report's own sentences: English, or Welsh. What people wrote, and the
        notes on numbers, stay English.
    memos : sequence of str, default=()
        For research: ids of memos, or kinds (``reflexive``, ``analytic``,
        ``method``), that are shown. Memos are private by default.
    model : ThemeModel, optional
        For research: the fitted model that ``themes`` are the codings of, for its
        settings and its codebook. By default ``themes``, where it is a model.
    review : path, optional
        For research: the log that ``alsjournal review`` keeps beside the journal.

    Returns
    -------
    pathlib.Path
        The file. It needs no network. The same journal, themes and versions give the
        same bytes (a PDF: with the same browser).

    Raises
    ------
    InputError
        If the path or format is none of these, the audience gets no report, a
        decision is about no theme, or a memo is asked for that is not there or not
        for this audience.
    SourceError
        If the file cannot be written there, or no browser is there to print a PDF.
    """
    target = Path(given_path(path))
    made_as = _format(target, format)
    asked = _decisions(decisions)
    log = None if review is None else Path(given_path(review))
    wanted = Wanted((memos,) if isinstance(memos, str) else tuple(memos), model, log)
    if wanted.memos and Audience.parse(audience).kind != "research":
        msg = "Memos are for research alone. Leave memos= out of any other report."
        raise InputError(msg)
    with journal.reading():
        summary = summarise(
            journal,
            themes,
            audience=audience,
            release=release,
            codings=codings,
            decisions=asked,
            wanted=wanted,
        )
    document = compose(summary, language=language)
    write_whole(target, FORMATS[made_as](document), "report")
    return target


def _format(target: Path, given: str | None) -> str:
    ending = target.suffix.lower().lstrip(".")
    chosen = _ENDINGS.get(ending, ending) if given is None else given
    if chosen not in FORMATS:
        what = f"the ending {target.suffix!r}" if given is None else repr(given)
        msg = (
            f"A report must be written to a file ending in "
            f"{', '.join('.' + name for name in FORMATS)}, or format= must name one. "
            f"Got {what}."
        )
        raise InputError(msg)
    return chosen


def _decisions(
    given: str | os.PathLike[str] | Sequence[Decision],
) -> Sequence[Decision]:
    if isinstance(given, str | os.PathLike):
        return read_decisions(given)
    return given
