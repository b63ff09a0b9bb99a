"""`write_report`: one of the two doors that take a Journal and clear it themselves."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from alsjournal._given import given_path
from alsjournal.disclosure import Audience, audience_of
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.report.compose import compose
from alsjournal.report.decisions import Decision, read_decisions
from alsjournal.report.document import Document
from alsjournal.report.own import Own, own_of
from alsjournal.report.page import write_whole
from alsjournal.report.parts.easy import refuse_easy
from alsjournal.report.parts.own import own_document
from alsjournal.report.render.docx import to_docx
from alsjournal.report.render.html import to_html
from alsjournal.report.render.markdown import to_markdown
from alsjournal.report.render.pdf import to_pdf
from alsjournal.report.research import Wanted
from alsjournal.report.shown import nothing_read
from alsjournal.report.summarise import Summary, summarise
from alsjournal.report.words import words_in
from alsjournal.trends import Coded, Coder

__all__ = ["FORMATS", "format_of", "write_report"]

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
    easy_read: bool = False,
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
        ``programme``, ``set:<set_id>``, ``public`` or ``research``; or
        ``member:<pseudonym>``, a page of what is held of that member.
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
        ``decision``, ``owner`` and ``by``. For ``programme``, or in Easy Read.
    language : {"en", "cy"}, default="en"
        Of the report's own sentences: English, or Welsh. What people wrote, and the
        notes on numbers, stay English.
    easy_read : bool, default=False
        Whether it is written in Easy Read: short sentences in large print, each beside
        a place for a picture, without quotes and without what nobody has read. For
        ``programme``, ``set:<set_id>`` and ``public``. People with a learning
        disability should check it before use; it says so.
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
        The file, which only its owner may read. It needs no network. The same
        journal, themes and versions give the same bytes (a PDF: with the same
        browser).

    Raises
    ------
    InputError
        If the path or format is none of these, the audience gets no report (or none
        in Easy Read), a decision is about no theme, or decisions or a memo are given
        that are not for this audience.
    SourceError
        If the file cannot be written there, or no browser is there to print a PDF.
    """
    target = Path(given_path(path))
    made_as = format_of(target, format)
    who = audience_of(journal, audience)
    asked = _decisions(decisions, who, easy_read=easy_read)
    log = None if review is None else Path(given_path(review))
    wanted = Wanted((memos,) if isinstance(memos, str) else tuple(memos), model, log)
    if wanted.memos and who.kind != "research":
        msg = "Memos are for research alone. Leave memos= out of any other report."
        raise InputError(msg)
    if easy_read:
        refuse_easy(who)
        codings = nothing_read()
    made: Own | Summary
    with journal.reading():
        if who.kind == "member":
            made = own_of(journal, themes, audience=who, release=release)
        else:
            made = summarise(
                journal,
                themes,
                audience=who,
                release=release,
                codings=codings,
                decisions=asked,
                wanted=wanted,
            )
    if isinstance(made, Own):
        document = own_document(made, words_in(language))
    else:
        document = compose(made, language=language, easy_read=easy_read)
    write_whole(target, FORMATS[made_as](document), "report")
    return target


def format_of(target: Path, given: str | None) -> str:
    """Return how a file is made: as it was told, or as its path ends.

    Raises
    ------
    InputError
        If that is none of `FORMATS`.
    """
    if target.is_dir():
        msg = (
            f"A report must go into a file. Got the folder {target}: add a name to it."
        )
        raise InputError(msg)
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
    if given is not None and _ENDINGS.get(ending, ending) in {*FORMATS} - {chosen}:
        msg = (
            f"The file's ending must be that of the format. Got {target.suffix!r} for "
            f"{chosen!r}. Leave one of them out."
        )
        raise InputError(msg)
    return chosen


def _decisions(
    given: str | os.PathLike[str] | Sequence[Decision],
    who: Audience,
    *,
    easy_read: bool,
) -> Sequence[Decision]:
    asked = read_decisions(given) if isinstance(given, str | os.PathLike) else given
    if asked and who.kind != "programme" and not easy_read:
        msg = (
            f"Decisions are asked on the programme's page (in Easy Read on others "
            f"too). Got some for {str(who)!r}, which would not show them. Leave "
            f"decisions= (--decisions) out, or make the report for 'programme'."
        )
        raise InputError(msg)
    return asked
